//! A small label with an icon and a word.

use leptos::prelude::*;

use super::{Icon, icon};

/// How a chip or a note is meant. Never the only carrier of the meaning: there is a word too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// Needs a look.
    Warn,
    /// Wrong.
    Bad,
    /// The outline that names a kind.
    Kind,
}

impl Tone {
    /// The class beside `chip` or `note`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Kind => "kind",
        }
    }

    /// The icon that goes with it.
    pub fn icon(self) -> Option<&'static str> {
        match self {
            Self::Plain => Some(icon::INFO),
            Self::Good => Some(icon::CHECK),
            Self::Warn => Some(icon::CLOCK),
            Self::Bad => Some(icon::WARNING),
            Self::Kind => None,
        }
    }
}

/// A chip.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: String,
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    view! {
        <span class=format!("chip {}", tone.class())>
            {tone.icon().map(|draw| view! { <Icon draw=draw /> })}
            {label}
        </span>
    }
}
