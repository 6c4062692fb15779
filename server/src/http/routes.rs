//! Every address there is, in one table: the router is built from it, and so is the inventory
//! that tests go through.

use app::shell::shell;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{MethodRouter, get, post},
};
use http::Method;

use super::{
    activity_csv, assets, forms, guard, health, limits, pages, problem::Problem, protect,
    request_log, rpc, session, state::Shared,
};

/// What answers at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page.
    Page,
    /// A posted form.
    Form,
    /// A server function.
    ServerFunction,
    /// The audit trail as CSV.
    ActivityCsv,
    /// A built asset.
    Asset,
    /// Whether the process runs.
    Alive,
    /// Whether it can serve.
    Ready,
}

impl Kind {
    /// Whether the actor of the request matters; the others are the same for everybody.
    pub fn knows_actor(self) -> bool {
        matches!(
            self,
            Self::Page | Self::Form | Self::ServerFunction | Self::ActivityCsv
        )
    }

    fn handler(self) -> MethodRouter<Shared> {
        match self {
            Self::Page => get(pages::show),
            Self::Form => post(forms::post),
            Self::ServerFunction => post(rpc::call),
            Self::ActivityCsv => get(activity_csv::export),
            Self::Asset => get(assets::serve),
            Self::Alive => get(health::alive),
            Self::Ready => get(health::ready),
        }
    }
}

/// One address with one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its method; a `GET` answers `HEAD`, too.
    pub method: Method,
    /// Its pattern, e.g. `/secrets/{name}`.
    pub pattern: String,
    /// What answers.
    pub kind: Kind,
}

/// Pages that are shown to people who are not signed in.
const OPEN: &[&str] = &["/sign-in", "/welcome/{token}", "/invitation/{token}"];

/// Whether a page is shown to people who are not signed in.
pub fn is_open(pattern: &str) -> bool {
    OPEN.contains(&pattern)
}

/// Every route.
pub fn table() -> Vec<Route> {
    let route = |method: Method, kind: Kind| {
        move |pattern: String| Route {
            method: method.clone(),
            pattern,
            kind,
        }
    };
    let mut routes: Vec<Route> = page_patterns()
        .into_iter()
        .map(route(Method::GET, Kind::Page))
        .collect();
    routes.extend(
        app::forms::PATHS
            .iter()
            .map(|path| (*path).to_owned())
            .map(route(Method::POST, Kind::Form)),
    );
    routes.extend(
        server_fn::axum::server_fn_paths().map(|(pattern, method)| Route {
            method,
            pattern: pattern.to_owned(),
            kind: Kind::ServerFunction,
        }),
    );
    for (pattern, kind) in [
        ("/activity.csv", Kind::ActivityCsv),
        ("/assets/{name}", Kind::Asset),
        ("/healthz", Kind::Alive),
        ("/readyz", Kind::Ready),
    ] {
        routes.push(Route {
            method: Method::GET,
            pattern: pattern.to_owned(),
            kind,
        });
    }
    routes.sort_by(|a, b| (&a.pattern, a.method.as_str()).cmp(&(&b.pattern, b.method.as_str())));
    routes
}

/// Patterns of the pages, as `app` lists them.
pub fn page_patterns() -> Vec<String> {
    leptos_axum::generate_route_list(shell)
        .iter()
        .map(|listing| listing.path().to_owned())
        .collect()
}

/// The page of a path, or of the nearest path above it that has one.
pub fn nearest_page<'a>(pages: &[String], path: &'a str) -> &'a str {
    let mut path = path;
    while !pages.iter().any(|pattern| fits(pattern, path)) {
        match path.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => path = above,
            _ => return "/",
        }
    }
    path
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let fit = pattern.split('/').all(|want| match parts.next() {
        Some(part) if want.starts_with('{') => !part.is_empty(),
        part => part == Some(want),
    });
    fit && parts.next().is_none()
}

/// The router with everything around it.
pub fn router(edge: Shared, table: &[Route]) -> Router {
    let with_actor = of(table, true)
        .fallback(pages::not_found)
        .layer(from_fn_with_state(edge.clone(), session::identify));
    Router::new()
        .merge(with_actor)
        .merge(of(table, false))
        .method_not_allowed_fallback(other_method)
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(from_fn_with_state(edge.clone(), guard::check))
        .layer(from_fn_with_state(edge.clone(), guard::catch_panic))
        .layer(from_fn_with_state(edge.clone(), protect::headers))
        .layer(from_fn(request_log::log))
        .with_state(edge)
}

fn of(table: &[Route], knows_actor: bool) -> Router<Shared> {
    table
        .iter()
        .filter(|route| route.kind.knows_actor() == knows_actor)
        .fold(Router::new(), |router, route| {
            router.route(&route.pattern, route.kind.handler())
        })
}

async fn other_method(State(edge): State<Shared>, request: Request) -> Response {
    guard::refuse(Problem::Method, &edge, &request.into_parts().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Vec<String> {
        [
            "/",
            "/secrets",
            "/secrets/{name}",
            "/people",
            "/people/{id}",
            "/people/invite",
            "/account",
        ]
        .map(str::to_owned)
        .into()
    }

    #[test]
    fn a_form_is_shown_again_on_its_page_or_the_one_above() {
        for (posted, page) in [
            ("/secrets/ghcr/edit", "/secrets/ghcr"),
            ("/people/0192/role", "/people/0192"),
            ("/people/invite", "/people/invite"),
            ("/account/password", "/account"),
            ("/preferences", "/"),
        ] {
            assert_eq!(nearest_page(&pages(), posted), page);
        }
    }

    #[test]
    fn nothing_changes_state_by_get() {
        for route in table() {
            let reads = matches!(
                route.kind,
                Kind::Page | Kind::ActivityCsv | Kind::Asset | Kind::Alive | Kind::Ready
            );
            assert_eq!(route.method == Method::GET, reads, "{route:?}");
        }
    }

    #[test]
    fn the_pages_for_everybody_exist() {
        let pages = page_patterns();
        for open in OPEN {
            assert!(pages.iter().any(|page| page == open), "{open}");
        }
    }
}
