//! For whoever watches over the process.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use super::state::Shared;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can serve: storage answers.
pub async fn ready(State(edge): State<Shared>) -> Response {
    match edge.backend.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "storage does not answer\n").into_response(),
    }
}
