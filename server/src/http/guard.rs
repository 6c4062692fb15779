//! The way in: what is refused before any handler sees it, and what becomes of a defect.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;
use http::{HeaderMap, header, request::Parts};

use super::{
    csrf, limits,
    problem::{self, Problem, Wants},
    request_log::RequestId,
    shape,
    state::{Edge, Shared},
};

/// Refuses requests that no honest client sends, and those from other sites.
pub async fn check(State(edge): State<Shared>, request: Request, next: Next) -> Response {
    let (asked, body) = request.into_parts();
    match refusal(&edge, &asked) {
        Some(problem) => refuse(problem, &edge, &asked),
        None => next.run(Request::from_parts(asked, body)).await,
    }
}

fn refusal(edge: &Edge, asked: &Parts) -> Option<Problem> {
    let host = shape::host(&asked.uri, &asked.headers);
    let configured = edge.public_is_configured.then(|| edge.public.host());
    if !shape::is_canonical(asked.uri.path()) {
        return Some(Problem::Address);
    }
    if !host.is_some_and(|host| shape::is_our_host(host, configured)) {
        return Some(Problem::Host);
    }
    if !csrf::allows(&asked.method, &asked.headers, host, edge.public.as_str()) {
        return Some(Problem::CrossSite);
    }
    announces_too_much(&asked.headers).then_some(Problem::TooLarge)
}

/// A body that says itself that it is too large is not read at all.
fn announces_too_much(headers: &HeaderMap) -> bool {
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    length
        .is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limits::BODY))
}

/// A problem as the answer to a request.
pub fn refuse(problem: Problem, edge: &Edge, asked: &Parts) -> Response {
    let id = asked
        .extensions
        .get::<RequestId>()
        .map_or("", RequestId::as_str);
    problem::answer(problem, Wants::of(&asked.headers), id, &edge.site.names())
}

/// Turns a defect into an answer; the panic hook has logged its place.
pub async fn catch_panic(State(edge): State<Shared>, request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.as_str().to_owned());
    let wants = Wants::of(request.headers());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request = id, "a defect stopped this request");
            problem::answer(Problem::Defect, wants, &id, &edge.site.names())
        }
    }
}
