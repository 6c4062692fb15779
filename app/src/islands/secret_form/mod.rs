//! Brings the form of a secret to life: judges while somebody types, shows what would be
//! stored, and saves without leaving the page.

#[cfg(feature = "forms")]
mod browser;
mod task;

use leptos::prelude::*;

#[cfg(feature = "forms")]
pub use browser::Effect;
pub use task::{Stored, Task};

/// What our own rules read from what was typed, shown before it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What it is, in a sentence.
    pub title: String,
    /// Hosts and user names, a line each.
    pub lines: Vec<String>,
    /// What was mended or noticed.
    pub notes: Vec<String>,
}

/// Sits inside the form of a secret.
#[island]
pub fn LivingSecretForm(
    /// What the form is for.
    task: Task,
) -> impl IntoView {
    #[cfg(feature = "forms")]
    super::dom::once_alive(move || browser::attach(task));
    #[cfg(not(feature = "forms"))]
    let _ = task;
    view! { <span hidden></span> }
}
