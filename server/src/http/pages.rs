//! Pages: rendered whole by Leptos, sent in one piece.

use app::{
    context::{Origin, PagePath, Theme},
    flash::{FlashCookie, Told},
    forms::FormState,
    shell::shell,
};
use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    response::Response,
};
use backend::{access::Actor, people::Client};
use http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts, uri::Authority};
use leptos::nonce::Nonce;

use super::{
    compress,
    context::{self, RequestContext},
    cookies, guard,
    problem::{self, Problem},
    routes,
    state::{Edge, Shared},
};

/// A page of this size is a defect.
const PAGE_BYTES: usize = 16 * 1024 * 1024;

/// Shows the page of the address, or the way to sign in.
pub async fn show(State(edge): State<Shared>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    let pattern = asked
        .extensions
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    if !actor(&asked).is_signed_in() && !routes::is_open(pattern) {
        return sign_in_first(&path_and_query(&asked.uri));
    }
    render(&edge, &asked, asked.uri.clone(), None).await
}

/// The page for addresses that have none.
pub async fn not_found(State(edge): State<Shared>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        return guard::refuse(Problem::NotFound, &edge, &asked);
    }
    missing(&edge, &asked).await
}

/// The page “not found”, whatever the address.
pub async fn missing(edge: &Edge, asked: &Parts) -> Response {
    let mut response = render(edge, asked, Uri::from_static("/-"), None).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Renders the page at `uri` for whoever sent `request`, with a form to show again.
pub async fn render(edge: &Edge, asked: &Parts, uri: Uri, form: Option<FormState>) -> Response {
    let status = form
        .as_ref()
        .and_then(|form| StatusCode::from_u16(form.status).ok());
    let retry_after = form.as_ref().and_then(|form| form.retry_after);
    let shown_once = form.as_ref().is_some_and(|form| form.link.is_some());
    let flash = cookies::get(&asked.headers, cookies::FLASH);
    let context = request_context(edge, asked, &uri, flash.and_then(Told::from_cookie), form);
    let Some(page_request) = page_request(uri, context) else {
        return guard::refuse(Problem::Defect, edge, asked);
    };
    let rendered =
        leptos_axum::render_app_async_with_context(context::provide, shell)(page_request).await;
    let mut response = finish(edge, asked, rendered, shown_once).await;
    if let Some(status) = status.filter(|_| response.status().is_success()) {
        *response.status_mut() = status;
    }
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    if flash.is_some()
        && !response.status().is_redirection()
        && let Some(cookie) = edge.cookies.no_flash()
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The context of a request, for a page or a server function.
pub fn request_context(
    edge: &Edge,
    asked: &Parts,
    uri: &Uri,
    told: Option<Told>,
    form: Option<FormState>,
) -> RequestContext {
    let theme = cookies::get(&asked.headers, cookies::THEME)
        .and_then(Theme::from_id)
        .unwrap_or_default();
    let nonce = asked.extensions.get::<Nonce>().cloned();
    RequestContext {
        backend: edge.backend.clone(),
        actor: actor(asked),
        client: asked
            .extensions
            .get::<Client>()
            .cloned()
            .unwrap_or_default(),
        nonce: nonce.unwrap_or_else(|| Nonce::from_value("")),
        assets: edge.site.names().for_app(),
        theme,
        told,
        form,
        path: PagePath(path_and_query(uri)),
        origin: Origin(origin(edge, asked)),
        flash_cookie: FlashCookie {
            secure: edge.public.is_https(),
        },
    }
}

/// How the browser reached us: as configured, else by the host it asked for.
fn origin(edge: &Edge, asked: &Parts) -> String {
    let host = asked
        .uri
        .authority()
        .map(Authority::as_str)
        .or_else(|| asked.headers.get(header::HOST)?.to_str().ok());
    match host {
        Some(host) if !edge.public_is_configured => {
            let scheme = if edge.public.is_https() {
                "https"
            } else {
                "http"
            };
            format!("{scheme}://{host}")
        }
        _ => edge.public.as_str().to_owned(),
    }
}

/// Who asks, as [`super::session::identify`] found.
pub fn actor(asked: &Parts) -> Actor {
    asked
        .extensions
        .get::<Actor>()
        .cloned()
        .unwrap_or_else(Actor::nobody)
}

fn path_and_query(uri: &Uri) -> String {
    uri.path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned()
}

/// A fresh request for the page alone: no header or body of the real one gets into rendering.
fn page_request(uri: Uri, context: RequestContext) -> Option<Request> {
    let mut request = Request::builder()
        .method(Method::GET)
        .uri(uri)
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .ok()?;
    request.extensions_mut().insert(context);
    Some(request)
}

/// One piece, compressed unless it shows something once; a redirect of the page becomes 303
/// without a body.
async fn finish(edge: &Edge, asked: &Parts, rendered: Response, shown_once: bool) -> Response {
    if let Some(to) = rendered.headers().get(header::LOCATION) {
        return see_other(to.clone());
    }
    let (mut parts, body) = rendered.into_parts();
    let Ok(bytes) = to_bytes(body, PAGE_BYTES).await else {
        return guard::refuse(Problem::Defect, edge, asked);
    };
    let bytes = if shown_once {
        bytes
    } else {
        compress::page(bytes, &asked.headers, &mut parts.headers)
    };
    Response::from_parts(parts, Body::from(bytes))
}

/// 303 to an address of this site.
pub fn see_other(to: HeaderValue) -> Response {
    let mut response = problem::bare(StatusCode::SEE_OTHER);
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// 303 to the sign-in page, and from there back to `next`.
pub fn sign_in_first(next: &str) -> Response {
    let to = if next == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={}", query_encoded(next))
    };
    HeaderValue::from_str(&to).map_or_else(|_| problem::bare(StatusCode::NOT_FOUND), see_other)
}

/// Everything but unreserved characters and `/` as `%XX` (RFC 3986, 2.1).
fn query_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_sign_in_keeps_where_one_was_going() {
        let location = |next| {
            sign_in_first(next).headers()[header::LOCATION]
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(location("/"), "/sign-in");
        assert_eq!(
            location("/secrets?q=a&b=c%20d"),
            "/sign-in?next=/secrets%3Fq%3Da%26b%3Dc%2520d"
        );
    }
}
