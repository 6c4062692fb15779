//! Server functions: JSON in, JSON out, one size, one way to fail.

use app::error::ActionError;
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use http::{HeaderValue, header, request::Parts};

use super::{
    context, form_body, guard, limits, pages,
    problem::Problem,
    state::{Edge, Shared},
};

/// Marks an answer of `server_fn` that holds an error instead of a result.
const FAILED: &str = "serverfnerror";

/// Calls the server function at the address.
pub async fn call(State(edge): State<Shared>, request: Request) -> Response {
    let (asked, body) = request.into_parts();
    if form_body::media_type(&asked.headers).as_deref() != Some("application/json")
        || asked.headers.contains_key(header::CONTENT_ENCODING)
    {
        return guard::refuse(Problem::Type, &edge, &asked);
    }
    let reading = form_body::whole(Request::from_parts(asked.clone(), body));
    let bytes = match tokio::time::timeout(edge.body_timeout, reading).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(problem)) => return guard::refuse(problem, &edge, &asked),
        Err(_) => return guard::refuse(Problem::Slow, &edge, &asked),
    };
    run(&edge, asked, Body::from(bytes)).await
}

async fn run(edge: &Edge, mut parts: Parts, body: Body) -> Response {
    let context = pages::request_context(edge, &parts, &parts.uri, None, None);
    parts.extensions.insert(context);
    // A caller that takes HTML would be sent back to its referrer, error and all.
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.remove(header::REFERER);
    let request = Request::from_parts(parts, body);
    let response = axum::response::IntoResponse::into_response(
        leptos_axum::handle_server_fns_with_context(context::provide, request).await,
    );
    if response.headers().contains_key(FAILED) {
        with_its_status(response).await
    } else {
        response
    }
}

/// An error says its own status, also one that arose before the function ran, such as input
/// that is not what it takes.
async fn with_its_status(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, limits::BODY).await.unwrap_or_default();
    let error = serde_json::from_slice::<ActionError>(&bytes).unwrap_or(ActionError::NotUnderstood);
    parts.status = error.status();
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Response::from_parts(parts, Body::from(bytes))
}
