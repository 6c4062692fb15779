//! A paragraph that should be noticed.

use leptos::prelude::*;

use super::{Icon, Tone, icon};

/// A note with a bold first sentence.
#[component]
pub fn Note(
    /// The first sentence.
    #[prop(into, optional)]
    title: Option<String>,
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// What more there is to say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let draw = match tone {
        Tone::Warn => icon::WARNING,
        other => other.icon().unwrap_or(icon::INFO),
    };
    view! {
        <div class=format!("note {}", tone.class())>
            <Icon draw=draw />
            <div>{title.map(|title| view! { <b>{title}</b> })} {children.map(|children| children())}</div>
        </div>
    }
}
