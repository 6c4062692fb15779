//! Icons: 16 by 16, drawn with the text's colour, never the only carrier of a meaning.

use leptos::prelude::*;

/// A check mark.
pub const CHECK: &str = r#"<path d="m3 8.5 3.2 3.2L13 4.8"/>"#;
/// A clock.
pub const CLOCK: &str = r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.7"/>"#;
/// A cross: close, remove a row.
pub const CLOSE: &str = r#"<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>"#;
/// An eye: show what is being typed.
pub const EYE: &str = r#"<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.500 8 12.500 1.500 8 1.500 8z"/><circle cx="8" cy="8" r="2"/>"#;
/// A circle with an i.
pub const INFO: &str = r#"<circle cx="8" cy="8" r="6.2"/><path d="M8 7.2V11M8 4.9v.2"/>"#;
/// A plus: add.
pub const PLUS: &str = r#"<path d="M8 2.5v11M2.5 8h11"/>"#;
/// An arrow into a tray: choose or drop a file.
pub const UPLOAD: &str = r#"<path d="M8 11V2.5M4.5 5.8 8 2.3l3.5 3.5M2.5 11v2.5h11V11"/>"#;
/// A triangle with a mark: something needs a person.
pub const WARNING: &str = r#"<path d="M8 2 15 14H1zM8 6.5v3.4M8 11.8v.4"/>"#;
/// Lines over one another: table.
pub const TABLE: &str = r#"<path d="M2 4h12M2 8h12M2 12h12"/>"#;
/// Four squares: tiles.
pub const TILES: &str = r#"<rect x="2" y="2" width="5" height="5" rx="1"/><rect x="9" y="2" width="5" height="5" rx="1"/><rect x="2" y="9" width="5" height="5" rx="1"/><rect x="9" y="9" width="5" height="5" rx="1"/>"#;
/// A magnifying glass.
pub const SEARCH: &str = r#"<circle cx="7" cy="7" r="4.6"/><path d="m10.5 10.5 3.6 3.6"/>"#;
/// Keys on a rail: secrets.
pub const SECRETS: &str = r#"<path d="M2 3.5h12M4.5 3.5v3M8 3.5v3M11.5 3.5v3"/><circle cx="4.5" cy="9" r="2"/><circle cx="8" cy="11" r="2"/><circle cx="11.5" cy="9" r="2"/>"#;
/// Two heads: people.
pub const PEOPLE: &str = r#"<circle cx="6" cy="5.5" r="2.4"/><path d="M1.8 13c.4-3 8-3 8.4 0M11 3.3a2.3 2.3 0 0 1 0 4.400M12 9.6c1.4.4 2.2 1.5 2.3 3.1"/>"#;
/// A pulse: activity.
pub const ACTIVITY: &str = r#"<path d="M1.5 8.5h2.7l1.9-5 3.3 9 2-4h3.100"/>"#;
/// An arrow back: restore.
pub const RESTORE: &str = r#"<path d="M2.5 8a5.500 5.500 0 1 0 1.700-4M4 1.500v2.800h2.800"/>"#;
/// A door with an arrow: sign out.
pub const SIGN_OUT: &str =
    r#"<path d="M9.500 2.500h-6v11h6M6.500 8h7.500M11.500 5.500 14 8l-2.500 2.500"/>"#;

/// An icon from this module. Hidden from assistive technology: the words beside it say it.
#[component]
pub fn Icon(
    /// One of the drawings of this module.
    draw: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 16 16"
            width="16"
            height="16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=draw
        ></svg>
    }
}
