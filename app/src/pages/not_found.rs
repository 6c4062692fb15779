//! The page for what is not there, or may not be known to be there.

use leptos::prelude::*;

use super::{Place, View, page};

/// What is shown.
pub fn missing() -> View {
    View::new(
        "Not found",
        view! {
            <div class="dead-end">
                <h1>"Not found"</h1>
                <p>
                    "There is nothing at this address, or your role does not let you see it. A removed secret is under Removed until its time has come."
                </p>
                <p class="actions">
                    <a class="btn" href="/">"To the first page"</a>
                </p>
            </div>
        },
    )
}

/// Any other address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    page(
        Place::Secrets,
        |_| async move { Err(backend::Error::NotFound) },
    )
}
