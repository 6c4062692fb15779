//! What a list shows when it has nothing to show.

use leptos::prelude::*;

/// The outline of a key. Not written as a literal below: Leptos would escape it.
const DRAWING: &str = r#"<g fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="3 2.4"><rect x="1" y="2" width="21" height="20" rx="6"/><path d="M22 17.4H63l5-4.4L64.5 6.6H22"/></g>"#;

/// A key, one sentence, and what to do.
#[component]
pub fn EmptyState(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The sentence below.
    #[prop(into)]
    text: String,
    /// A link or button, if there is something to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <svg
                class="key"
                viewBox="0 0 70 24"
                width="84"
                height="29"
                aria-hidden="true"
                inner_html=DRAWING
            ></svg>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <p class="do">{children()}</p> })}
        </div>
    }
}
