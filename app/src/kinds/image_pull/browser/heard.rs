//! What the fields of registry logins do with an event of the form they are in.

use domain::kinds::image_pull::Preset;
use web_sys::{Element, Event};

use super::{paste, rows, upload};
use crate::islands::{Effect, dom};

/// Does what the event asks for. What takes a while is told to `later`.
pub fn heard(form: &Element, event: &Event, later: impl Fn(Effect) + 'static) -> Option<Effect> {
    match event.type_().as_str() {
        "click" => clicked(form, event),
        "change" => changed(form, event, later),
        "paste" => paste::several_lines(event),
        _ => upload::dragged(form, event, later),
    }
}

fn clicked(form: &Element, event: &Event) -> Option<Effect> {
    let target = dom::target(event)?;
    let button = target.closest("[data-do], [data-preset]").ok()??;
    if let Some(preset) = button.get_attribute("data-preset") {
        event.prevent_default();
        return rows::fill(form, Preset::from_id(&preset)?);
    }
    let asked = button.get_attribute("data-do")?;
    if button.has_attribute("value") {
        // Without scripting the button asks the server for the same.
        event.prevent_default();
    }
    match asked.as_str() {
        "add" => rows::add(form),
        "remove" => rows::remove(form, &button),
        "reveal" => rows::reveal(&button),
        _ => None,
    }
}

fn changed(form: &Element, event: &Event, later: impl Fn(Effect) + 'static) -> Option<Effect> {
    let control = dom::target(event)?;
    if dom::is(&control, "[type=file]") {
        return upload::chosen(form, &control, later);
    }
    if dom::is(&control, "[data-do=several]") {
        let row = control.closest(".login").ok()??;
        rows::set_several(&row, dom::is(&control, ":checked"), None);
    }
    Some(Effect::Changed)
}
