//! One log line for each request: method, the route's pattern, status, time, who. Never the
//! address itself, which can hold a one-time token, and never a query string.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};

/// Id of a request, under which the log has what else is known.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who asked, for the log; put into the answer by [`super::session::identify`].
#[derive(Clone, Debug)]
pub struct ActorId(pub String);

/// Logs a request after its answer is made.
pub async fn log(mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = uuid::Uuid::now_v7().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let actor = response
        .extensions()
        .get::<ActorId>()
        .map_or("", |actor| actor.0.as_str());
    let status = response.status().as_u16();
    if is_frequent(route) {
        tracing::debug!(target: "keyrack::request", %method, route, status, duration_ms, actor, request = id, "request");
    } else {
        tracing::info!(target: "keyrack::request", %method, route, status, duration_ms, actor, request = id, "request");
    }
    response
}

fn is_frequent(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz") || route.starts_with("/assets/")
}
