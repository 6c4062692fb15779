//! Light, dark, or as the system has it.

use leptos::prelude::*;

use crate::context::{PagePath, Theme};

/// Three buttons in one plain form; the choice is kept in a cookie.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let now = use_context::<Theme>().unwrap_or_default();
    let here = use_context::<PagePath>().unwrap_or_default().0;
    view! {
        <form method="post" action="/preferences" class="theme">
            <input type="hidden" name="to" value=here />
            <span class="seg" role="group" aria-label="Theme">
                {Theme::ALL
                    .iter()
                    .map(|theme| {
                        view! {
                            <button
                                name="theme"
                                value=theme.id()
                                aria-pressed=if *theme == now { "true" } else { "false" }
                            >
                                {theme.label()}
                            </button>
                        }
                    })
                    .collect_view()}
            </span>
        </form>
    }
}
