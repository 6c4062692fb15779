//! What is shown when a page could not be loaded.

use backend::Error;
use http::{HeaderValue, StatusCode, header::LOCATION};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::{Asker, View, not_found};
use crate::error::ActionError;

/// Sets the status, and says what is the matter.
pub(super) fn failed(error: Error, asker: &Asker) -> View {
    if matches!(error, Error::SignedOut) {
        return sign_in_first(asker);
    }
    let error = ActionError::from(error);
    set_status(error.status());
    match error {
        ActionError::NotFound => not_found::missing(),
        ActionError::Denied => denied(),
        ActionError::Internal(id) => broken(&id, &asker.path.0),
        other => dead_end(
            "This page cannot be shown",
            &other.sentence().unwrap_or_default(),
            &asker.path.0,
        ),
    }
}

fn denied() -> View {
    View::new(
        "Not allowed",
        view! {
            <div class="dead-end">
                <h1>"Not allowed"</h1>
                <p>"Your role does not allow this. An administrator can change it on the People page."</p>
                <p class="actions">
                    <a class="btn" href="/">"To the first page"</a>
                    <a class="btn quiet" href="/account">"Your account"</a>
                </p>
            </div>
        },
    )
}

/// A defect, with the id under which the log has it. Nothing else is told: details may hold
/// what a page must not show.
fn broken(id: &str, path: &str) -> View {
    let id = id.to_owned();
    let path = path.to_owned();
    View::new(
        "This failed",
        view! {
            <div class="dead-end">
                <h1>"This failed on the server"</h1>
                <p>
                    "The server's log has the details under " <code>{id}</code>
                    ". Give this id to whoever runs Keyrack."
                </p>
                <p class="actions">
                    <a class="btn" href=path>"Try again"</a>
                    <a class="btn quiet" href="/">"To the first page"</a>
                </p>
            </div>
        },
    )
}

fn dead_end(title: &'static str, sentence: &str, path: &str) -> View {
    let sentence = sentence.to_owned();
    let path = path.to_owned();
    View::new(
        title,
        view! {
            <div class="dead-end">
                <h1>{title}</h1>
                <p>{sentence}</p>
                <p class="actions">
                    <a class="btn" href=path>"Try again"</a>
                </p>
            </div>
        },
    )
}

fn sign_in_first(asker: &Asker) -> View {
    redirect(&format!("/sign-in?next={}", in_query(&asker.path.0)));
    View::new("Sign in", view! { <p><a href="/sign-in">"Sign in"</a></p> })
}

/// Answers with 303 to a path of this site.
pub(super) fn redirect(to: &str) {
    if let (Some(response), Ok(to)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(to))
    {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(LOCATION, to);
    }
}

/// Answers with this status.
pub(super) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Text as it stands in a query (RFC 3986, 2.3: all but unreserved characters are escaped).
pub fn in_query(text: &str) -> String {
    let mut query = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            query.push(char::from(byte));
        } else {
            query.push_str(&format!("%{byte:02X}"));
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_a_query_cannot_end_its_part() {
        assert_eq!(
            in_query("/secrets?q=a b&view=ü#x"),
            "/secrets%3Fq%3Da%20b%26view%3D%C3%BC%23x"
        );
        assert_eq!(in_query("a-b_c.d~e/f"), "a-b_c.d~e/f");
    }
}
