//! Makes the dialog that the server has opened a modal one.

use leptos::prelude::*;

/// Sits inside a `dialog` that says in `data-back` where closing it leads. Modal means: focus
/// stays inside, what is behind cannot be reached, and Esc leads back. A field with `autofocus`
/// takes the focus.
#[island]
pub fn ModalDialog() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::dom::once_alive(browser::make_modal);
    view! { <span hidden></span> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use wasm_bindgen::JsCast;
    use web_sys::HtmlDialogElement;

    use crate::islands::dom;

    pub(super) fn make_modal() {
        let Some(dialog) = dom::first("dialog[data-back]") else {
            return;
        };
        let back = dialog.get_attribute("data-back").unwrap_or_default();
        let Ok(dialog) = dialog.dyn_into::<HtmlDialogElement>() else {
            return;
        };
        // Only a closed dialog can be shown as a modal one.
        let _ = dialog.remove_attribute("open");
        if dialog.show_modal().is_err() {
            let _ = dialog.set_attribute("open", "");
            return;
        }
        dom::listen(&dialog, &["cancel"], move |event| {
            event.prevent_default();
            dom::go(&back);
        });
    }
}
