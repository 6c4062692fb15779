//! Answers to requests that no page answers: small documents that say what is and what to do.

use axum::{
    Json,
    body::Body,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

use super::assets::Names;

/// What is wrong with a request, or with us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The address can be read in two ways.
    Address,
    /// The host is missing or not ours.
    Host,
    /// The request comes from a page of another site.
    CrossSite,
    /// The body is not what its type says.
    Malformed,
    /// The body is of a type that is not taken here.
    Type,
    /// The body is larger than is taken.
    TooLarge,
    /// The body did not arrive in time.
    Slow,
    /// There is nothing at the address.
    NotFound,
    /// The address does not take the method.
    Method,
    /// The role does not allow it.
    Denied,
    /// A stored value does not open.
    Integrity,
    /// Storage does not answer.
    Unavailable,
    /// A defect.
    Defect,
}

impl Problem {
    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Address | Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::CrossSite | Self::Denied => StatusCode::FORBIDDEN,
            Self::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Integrity | Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Address => "Address not understood",
            Self::Host => "Other host name",
            Self::CrossSite => "Request from another site",
            Self::Malformed => "Request not understood",
            Self::Type => "Type not taken",
            Self::TooLarge => "Too large",
            Self::Slow => "Too slow",
            Self::NotFound => "Not found",
            Self::Method => "Not possible here",
            Self::Denied => "Not allowed",
            Self::Integrity => "Stored value does not open",
            Self::Unavailable => "Storage does not answer",
            Self::Defect => "This failed on the server",
        }
    }

    /// What to do, in a sentence.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Address => "Go on from the start page.",
            Self::Host => "Use the address that this Keyrack was set up with.",
            Self::CrossSite => "Nothing was changed. Open Keyrack itself and try again there.",
            Self::Malformed => "Nothing was changed. Reload the page and try again.",
            Self::Type => "Nothing was changed. Send a form, or JSON where JSON is asked for.",
            Self::TooLarge => {
                "Nothing was changed. A request can have 256 KB, a file 10,240 bytes."
            }
            Self::Slow => "Nothing was changed. Try again.",
            Self::NotFound => "There is nothing at this address, or it is not for you.",
            Self::Method => "Go on from the start page.",
            Self::Denied => "Your role does not allow this. Nothing was changed.",
            Self::Integrity => "An administrator finds the entry in Activity.",
            Self::Unavailable => "Nothing was changed. Try again in a moment.",
            Self::Defect => "The log of the server has the details under the id below.",
        }
    }

    /// The problem of a use case that did not happen, where no form shows it.
    pub fn of(error: &backend::Error) -> Self {
        use backend::Error as E;
        match error {
            E::NotFound | E::SignedOut => Self::NotFound,
            E::Denied => Self::Denied,
            E::Integrity => Self::Integrity,
            E::Unavailable => Self::Unavailable,
            E::Internal(_) => Self::Defect,
            E::Invalid(_) | E::Conflict(_) | E::Refused(_) | E::TooMany { .. } => Self::Malformed,
        }
    }
}

/// Which form of answer a request wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A document for a person.
    Html,
    /// A problem document (RFC 9457) for a program.
    Json,
}

impl Wants {
    /// From the request's `Accept`.
    pub fn of(headers: &HeaderMap) -> Self {
        let accept = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if accept.contains("json") && !accept.contains("text/html") {
            Self::Json
        } else {
            Self::Html
        }
    }
}

/// The answer; `id` is the request's id in the log.
pub fn answer(problem: Problem, wants: Wants, id: &str, assets: &Names) -> Response {
    let status = problem.status();
    match wants {
        Wants::Html => (status, Html(document(problem, id, assets))).into_response(),
        Wants::Json => {
            let body = serde_json::json!({
                "type": "about:blank",
                "title": problem.title(),
                "status": status.as_u16(),
                "detail": problem.advice(),
                "instance": format!("urn:uuid:{id}"),
            });
            let mut response = (status, Json(body)).into_response();
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                header::HeaderValue::from_static("application/problem+json"),
            );
            response
        }
    }
}

/// Nothing in it comes from the request.
fn document(problem: Problem, id: &str, assets: &Names) -> String {
    let (title, advice) = (problem.title(), problem.advice());
    let (css, icon) = (assets.css(), assets.favicon());
    let shown_id = if problem == Problem::Defect {
        format!("<p><code>{id}</code></p>")
    } else {
        String::new()
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} \u{b7} Keyrack</title>\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\"><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body><main class=\"open\" id=\"main\"><h1>{title}</h1><p>{advice}</p>{shown_id}\
         <p><a href=\"/secrets\">Go to Secrets</a></p></main></body></html>\n"
    )
}

/// An answer without a body.
pub fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
