//! Small conveniences of lists.

use leptos::prelude::*;

/// Once on a page with a list: `/` goes to the search field, and a choice marked with
/// `data-submit` is applied at once.
#[island]
pub fn ListControls() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::dom::once_alive(browser::attach);
    view! { <span hidden></span> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{Event, HtmlFormElement, HtmlInputElement, KeyboardEvent};

    use crate::islands::dom;

    pub(super) fn attach() {
        dom::listen(&document(), &["keydown", "change"], |event| match event
            .dyn_ref::<KeyboardEvent>()
        {
            Some(key) => search(key),
            None => apply(&event),
        });
    }

    fn search(event: &KeyboardEvent) {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let typing = dom::target(event)
            .is_none_or(|at| dom::is(&at, "input, textarea, select, [contenteditable], dialog *"));
        if event.key() != "/" || !plain || typing {
            return;
        }
        let Some(field) = dom::first("input[type=search]") else {
            return;
        };
        let Ok(field) = field.dyn_into::<HtmlInputElement>() else {
            return;
        };
        event.prevent_default();
        let _ = field.focus();
        field.select();
    }

    fn apply(event: &Event) {
        let Some(choice) = dom::target(event).filter(|at| at.has_attribute("data-submit")) else {
            return;
        };
        let form = choice.closest("form").ok().flatten();
        if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            let _ = form.request_submit();
        }
    }
}
