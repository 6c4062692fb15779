//! Posted forms: read within limits, done by `app`, answered by a redirect or the page again.

use app::{
    context::local_address,
    flash::{Flash, Told},
    forms::{self, FormState, Outcome},
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use backend::people::Client;
use http::{HeaderName, HeaderValue, Uri, header, request::Parts};

use super::{
    form_body, guard, pages,
    problem::Problem,
    routes,
    state::{Edge, Shared},
};

/// After signing out the browser forgets what it kept, so that “back” shows nothing. Cookies are
/// not named: the session's is taken back by itself, the choice of light or dark stays.
const FORGET: (&str, &str) = ("clear-site-data", "\"cache\", \"storage\"");

/// Takes a form.
pub async fn post(State(edge): State<Shared>, request: Request) -> Response {
    let (asked, body) = request.into_parts();
    let reading = form_body::read(Request::from_parts(asked.clone(), body));
    let fields = match tokio::time::timeout(edge.body_timeout, reading).await {
        Ok(Ok(fields)) => fields,
        Ok(Err(problem)) => return guard::refuse(problem, &edge, &asked),
        Err(_) => return guard::refuse(Problem::Slow, &edge, &asked),
    };
    let actor = pages::actor(&asked);
    let client = asked
        .extensions
        .get::<Client>()
        .cloned()
        .unwrap_or_default();
    let outcome = forms::submit(&edge.backend, &actor, &client, asked.uri.path(), fields).await;
    answer(&edge, &asked, outcome).await
}

async fn answer(edge: &Edge, asked: &Parts, outcome: Outcome) -> Response {
    let cookies = edge.cookies;
    match outcome {
        Outcome::Done { to, told } => with_cookies(leads_to(&to), [tells(edge, told.as_ref())]),
        Outcome::SignedIn { token, to, told } => with_cookies(
            leads_to(&to),
            [cookies.session(token.expose()), tells(edge, told.as_ref())],
        ),
        Outcome::SignedOut { to } => {
            let mut response = with_cookies(
                leads_to(&to),
                [
                    cookies.no_session(),
                    tells(edge, Some(&Flash::SignedOut.into())),
                ],
            );
            response.headers_mut().insert(
                HeaderName::from_static(FORGET.0),
                HeaderValue::from_static(FORGET.1),
            );
            response
        }
        Outcome::SetTheme { theme, to } => with_cookies(leads_to(&to), [cookies.theme(theme.id())]),
        Outcome::Again(state) | Outcome::Shown(state) => again(edge, asked, state).await,
        Outcome::NotFound => pages::missing(edge, asked).await,
        Outcome::SignInFirst { next } => pages::sign_in_first(&local_address(&next)),
        Outcome::Failed(error) => guard::refuse(Problem::of(&error), edge, asked),
    }
}

/// The page that has the form: the one at the address posted to, or the nearest above it.
async fn again(edge: &Edge, asked: &Parts, state: FormState) -> Response {
    let page = routes::nearest_page(&edge.pages, asked.uri.path());
    let address = match asked.uri.query() {
        Some(query) => format!("{page}?{query}"),
        None => page.to_owned(),
    };
    match address.parse::<Uri>() {
        Ok(uri) => pages::render(edge, asked, uri, Some(state)).await,
        Err(_) => guard::refuse(Problem::Malformed, edge, asked),
    }
}

fn leads_to(to: &str) -> Response {
    let to =
        HeaderValue::from_str(&local_address(to)).unwrap_or(HeaderValue::from_static("/secrets"));
    pages::see_other(to)
}

fn tells(edge: &Edge, told: Option<&Told>) -> Option<HeaderValue> {
    edge.cookies.flash(&told?.to_cookie())
}

fn with_cookies<const N: usize>(
    mut response: Response,
    cookies: [Option<HeaderValue>; N],
) -> Response {
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
