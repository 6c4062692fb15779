//! The one place where a request gets its actor.

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use backend::{Error, access::Actor, people::Token};
use http::{HeaderMap, header};
use std::net::SocketAddr;

use super::{
    client, cookies, guard, problem::Problem, request_log::ActorId, state::Edge, state::Shared,
};

/// Longer texts are no token of ours.
const TOKEN_BYTES: usize = 512;

/// Puts [`Actor`] and [`backend::people::Client`] into the request. Everything behind it, pages,
/// forms, server functions, reads these and nothing else.
pub async fn identify(State(edge): State<Shared>, request: Request, next: Next) -> Response {
    let (mut asked, body) = request.into_parts();
    let actor = match actor(&edge, &asked.headers).await {
        Ok(actor) => actor,
        Err(error) => return guard::refuse(Problem::of(&error), &edge, &asked),
    };
    let peer = asked
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(unknown_peer, |peer| peer.0);
    let client = client::of(peer, &asked.headers, &edge.proxies);
    let id = actor
        .person_id()
        .map_or_else(String::new, |id| id.as_str().to_owned());
    asked.extensions.insert(actor);
    asked.extensions.insert(client);
    let mut response = next.run(Request::from_parts(asked, body)).await;
    response.extensions_mut().insert(ActorId(id));
    response
}

/// A request with an `Authorization` header speaks for a program, and for nobody as long as
/// there are no keys for programs: it never falls back to a cookie.
async fn actor(edge: &Edge, headers: &HeaderMap) -> Result<Actor, Error> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Ok(Actor::nobody());
    }
    match cookies::get(headers, edge.cookies.session_name()) {
        Some(token) if !token.is_empty() && token.len() <= TOKEN_BYTES => {
            edge.backend
                .people()
                .authenticate(&Token::new(token.to_owned()))
                .await
        }
        _ => Ok(Actor::nobody()),
    }
}

fn unknown_peer() -> SocketAddr {
    SocketAddr::from(([0, 0, 0, 0], 0))
}
