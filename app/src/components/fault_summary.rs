//! What is wrong with a form, above it, each line leading to its field.

use domain::faults::{Fault, Faults};
use leptos::prelude::*;

use super::{Icon, icon};
use crate::fields::{field_id, summary};

/// The summary; it takes the focus when the page or dialog opens with faults. It is in the page
/// without them, too: an island fills it.
#[component]
pub fn FaultSummary(
    /// What is wrong, in the order of the form.
    faults: Faults,
    /// More to say, instead of the count.
    #[prop(optional_no_strip)]
    sentence: Option<String>,
) -> impl IntoView {
    let shown = sentence.is_some() || !faults.is_empty();
    let (title, listed) = summary(sentence.as_deref(), &faults.0);
    view! {
        <div class="note bad summary" role="alert" tabindex="-1" autofocus=shown hidden=!shown>
            <Icon draw=icon::WARNING />
            <div>
                <b>{title}</b>
                <ul>{listed.iter().map(line).collect_view()}</ul>
            </div>
        </div>
    }
}

fn line(fault: &Fault) -> AnyView {
    let message = fault.message.clone();
    if fault.field.is_empty() {
        return view! { <li>{message}</li> }.into_any();
    }
    view! {
        <li>
            <a href=format!("#{}", field_id(&fault.field))>{message}</a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_leads_to_its_field_and_what_it_says_stays_text() {
        let faults = Faults::one("rows.1.host", "<b>Enter a host.</b>");
        let html = Owner::new().with(|| view! { <FaultSummary faults=faults /> }.to_html());
        assert!(html.contains(r##"href="#f-rows-1-host""##), "{html}");
        assert!(html.contains("&lt;b&gt;Enter"), "{html}");
        assert!(html.contains("One thing needs attention."), "{html}");
    }

    #[test]
    fn without_anything_wrong_it_is_hidden() {
        let html = Owner::new().with(|| view! { <FaultSummary faults=Faults::new() /> }.to_html());
        assert!(html.contains("hidden"), "{html}");
    }
}
