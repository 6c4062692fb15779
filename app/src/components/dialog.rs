//! A page that is shown as a dialog over the page behind it.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::islands::ModalDialog;

/// A `dialog` that is open in the HTML already. On phones and without scripting the style sheet
/// makes it a full page; with scripting [`ModalDialog`] makes it modal.
#[component]
pub fn Dialog(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Where closing it leads.
    #[prop(into)]
    back: String,
    /// A small one that asks.
    #[prop(optional)]
    narrow: bool,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let close = back.clone();
    view! {
        <div class="scrim">
            <dialog
                class="dialog"
                class:narrow=narrow
                open
                data-back=back
                aria-labelledby="dialog-title"
            >
                <header>
                    <h1 id="dialog-title">{title}</h1>
                    <a class="btn quiet" href=close aria-label="Close">
                        <Icon draw=icon::CLOSE />
                    </a>
                </header>
                {children()}
                <ModalDialog />
            </dialog>
        </div>
    }
}
