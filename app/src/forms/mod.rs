//! Plain forms: what a browser without scripting posts. Each ends in the function that the
//! server function of its island ends in, too.

mod account;
mod fields;
mod image_pull;
mod image_pull_rows;
mod people;
mod preferences;
mod secrets;
mod session;
mod state;

pub use fields::{Fields, ValueFile};
pub use preferences::secrets_view;
pub use state::{FormState, OneTimeLink, Outcome};

use backend::{Backend, access::Actor, people::Client};

/// Every address that takes a posted form, as axum patterns.
pub const PATHS: &[&str] = &[
    "/secrets/new",
    "/secrets/{name}/edit",
    "/secrets/{name}/remove",
    "/secrets/{name}/restore",
    "/preferences",
    "/sign-in",
    "/sign-out",
    "/welcome/{token}",
    "/invitation/{token}",
    "/people/invite",
    "/people/{id}",
    "/account",
];

/// Whether a form may be posted to this path.
pub fn accepts(path: &str) -> bool {
    PATHS.iter().any(|pattern| fits(pattern, path))
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let fit = pattern.split('/').all(|want| match parts.next() {
        Some(part) if want.starts_with('{') => !part.is_empty(),
        part => part == Some(want),
    });
    fit && parts.next().is_none()
}

/// Who posted a form, and where the use cases are.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The use cases.
    pub backend: &'a Backend,
    /// Who asks.
    pub actor: &'a Actor,
    /// Where the request comes from.
    pub client: &'a Client,
}

/// Does what the form posted to `path` asks for.
pub async fn submit(
    backend: &Backend,
    actor: &Actor,
    client: &Client,
    path: &str,
    fields: Fields,
) -> Outcome {
    if !accepts(path) {
        return Outcome::NotFound;
    }
    let sender = Sender {
        backend,
        actor,
        client,
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["preferences"] => preferences::submit(sender, &fields).await,
        ["secrets", rest @ ..] => secrets::submit(sender, rest, fields).await,
        ["sign-in" | "sign-out" | "welcome" | "invitation", ..] => {
            session::submit(sender, &parts, fields).await
        }
        ["people", rest @ ..] => people::submit(sender, rest, fields).await,
        ["account", rest @ ..] => account::submit(sender, rest, fields).await,
        _ => Outcome::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_whole_paths_only() {
        for path in ["/secrets/new", "/secrets/ghcr-pull/edit", "/sign-out"] {
            assert!(accepts(path), "{path}");
        }
        for path in [
            "/secrets",
            "/secrets//edit",
            "/secrets/a/edit/",
            "/secrets/a/b/edit",
            "",
            "/",
        ] {
            assert!(!accepts(path), "{path}");
        }
    }
}
