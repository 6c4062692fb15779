//! Pasting several lines into a field of one.

use domain::value::ValueText;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event};

use super::rows;
use crate::islands::{Effect, dom};

/// A field of one line would join the lines; so it becomes one of several first.
pub(super) fn several_lines(event: &Event) -> Option<Effect> {
    let field =
        dom::target(event).filter(|field| dom::is(field, ".login input[name^=password]"))?;
    let text = event
        .dyn_ref::<ClipboardEvent>()?
        .clipboard_data()?
        .get_data("text")
        .ok()?;
    let text = ValueText::new(text);
    if !text.expose().trim_end().contains('\n') {
        return None;
    }
    event.prevent_default();
    let row = field.closest(".login").ok()??;
    rows::set_several(&row, true, Some(text));
    dom::show(&dom::find(&row, ".several")?, true);
    Some(Effect::Changed)
}
