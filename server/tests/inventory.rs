//! Every address there is, called as everybody. An address that is not in the table below, or a
//! line of the table without its address, fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod rack;

use std::collections::BTreeSet;

use rack::{
    Answer, Ask, Body, Cast, PASSWORD, Served, Site, Who,
    cast::{display_name, sign_in},
    form::{SecretForm, row},
    raw, storage,
};
use server::http::{assets, routes};

/// What somebody gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gets {
    /// 200.
    Shown,
    /// 303 to where it goes on.
    LedOn,
    /// 303 to the sign-in page.
    AskedToSignIn,
    /// 401, where no page can be led to.
    Unknown,
    /// 403: it is there, and not for this role.
    Denied,
    /// 404: it is not there, or this role may not know that it is.
    Missing,
    /// 422: the form again, with what is wrong.
    Told,
}
use Gets::{AskedToSignIn, Denied, LedOn, Missing, Shown, Told, Unknown};

impl Gets {
    fn of(answer: &Answer) -> Option<Self> {
        Some(match answer.status {
            200 => Shown,
            303 if answer.asks_to_sign_in() => AskedToSignIn,
            303 => LedOn,
            401 => Unknown,
            403 => Denied,
            404 => Missing,
            422 => Told,
            _ => return None,
        })
    }
}

/// Who gets what: nobody, without role, viewer, editor, administrator, disabled.
type Line = (&'static str, &'static str, [Gets; 6]);

#[rustfmt::skip]
const TABLE: &[Line] = &[
    ("GET", "/", [AskedToSignIn, LedOn, LedOn, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/account", [AskedToSignIn, Shown, Shown, Shown, Shown, AskedToSignIn]),
    ("POST", "/account", [AskedToSignIn, LedOn, LedOn, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/activity", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("GET", "/activity.csv", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("GET", "/assets/{name}", [Shown, Shown, Shown, Shown, Shown, Shown]),
    ("GET", "/healthz", [Shown, Shown, Shown, Shown, Shown, Shown]),
    ("GET", "/invitation/{token}", [Shown, Shown, Shown, Shown, Shown, Shown]),
    ("POST", "/invitation/{token}", [LedOn, LedOn, LedOn, LedOn, LedOn, LedOn]),
    ("GET", "/people", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("GET", "/people/invite", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("POST", "/people/invite", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("GET", "/people/{id}", [AskedToSignIn, Missing, Missing, Missing, Shown, AskedToSignIn]),
    ("POST", "/people/{id}", [AskedToSignIn, Missing, Missing, Missing, LedOn, AskedToSignIn]),
    ("POST", "/preferences", [AskedToSignIn, LedOn, LedOn, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/readyz", [Shown, Shown, Shown, Shown, Shown, Shown]),
    ("POST", "/rpc/secrets/create", [Unknown, Missing, Denied, Shown, Shown, Unknown]),
    ("POST", "/rpc/secrets/edit", [Unknown, Missing, Denied, Shown, Shown, Unknown]),
    ("GET", "/secrets", [AskedToSignIn, Missing, Shown, Shown, Shown, AskedToSignIn]),
    ("GET", "/secrets/new", [AskedToSignIn, Missing, Denied, Shown, Shown, AskedToSignIn]),
    ("POST", "/secrets/new", [AskedToSignIn, Missing, Denied, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/secrets/removed", [AskedToSignIn, Missing, Shown, Shown, Shown, AskedToSignIn]),
    ("GET", "/secrets/{name}", [AskedToSignIn, Missing, Shown, Shown, Shown, AskedToSignIn]),
    ("GET", "/secrets/{name}/edit", [AskedToSignIn, Missing, Denied, Shown, Shown, AskedToSignIn]),
    ("POST", "/secrets/{name}/edit", [AskedToSignIn, Missing, Denied, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/secrets/{name}/remove", [AskedToSignIn, Missing, Denied, Shown, Shown, AskedToSignIn]),
    ("POST", "/secrets/{name}/remove", [AskedToSignIn, Missing, Denied, LedOn, LedOn, AskedToSignIn]),
    ("POST", "/secrets/{name}/restore", [AskedToSignIn, Missing, Denied, LedOn, LedOn, AskedToSignIn]),
    ("GET", "/sign-in", [Shown, LedOn, LedOn, LedOn, LedOn, Shown]),
    ("POST", "/sign-in", [LedOn, LedOn, LedOn, LedOn, LedOn, Told]),
    ("POST", "/sign-out", [AskedToSignIn; 6]),
    ("GET", "/welcome/{token}", [Missing, Missing, Missing, Missing, Missing, Missing]),
    ("POST", "/welcome/{token}", [Missing, Missing, Missing, Missing, Missing, Missing]),
];

/// What the requests of the table are about: a secret, a removed one, a person and a link for
/// each asker, so that nobody's request stands in another's way.
struct Targets {
    people: Vec<(Who, String)>,
    links: Vec<(Who, String)>,
    asset: String,
}

impl Targets {
    async fn new(site: &Site, cast: &Cast) -> Self {
        let (mut people, mut links) = (Vec::new(), Vec::new());
        for who in Who::ALL {
            for name in [kept(who), removed(who)] {
                add(site, cast, &name).await;
            }
            let path = format!("/secrets/{}/remove", removed(who));
            let answer = site
                .send(Ask::form(path, &[("version", "1")]).session(cast.editor()))
                .await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            cast.invite(site, &format!("target-of-{}", who.login()), "none")
                .await;
            people.push((
                who,
                cast.person_id(site, &format!("target-of-{}", who.login()))
                    .await,
            ));
            links.push((
                who,
                cast.invite(site, &format!("guest-of-{}", who.login()), "none")
                    .await,
            ));
        }
        let asset = assets::Site::find().names().css();
        Self {
            people,
            links,
            asset,
        }
    }

    fn person(&self, who: Who) -> &str {
        &self
            .people
            .iter()
            .find(|(found, _)| *found == who)
            .unwrap()
            .1
    }

    fn link(&self, who: Who) -> &str {
        &self
            .links
            .iter()
            .find(|(found, _)| *found == who)
            .unwrap()
            .1
    }
}

fn kept(who: Who) -> String {
    format!("kept-for-{}", who.login())
}

fn removed(who: Who) -> String {
    format!("removed-for-{}", who.login())
}

async fn add(site: &Site, cast: &Cast, name: &str) {
    let form = SecretForm::new(name, row("ghcr.io", "bot", "hunter2-hunter2"));
    let answer = site
        .send(
            Ask::new("POST", "/secrets/new")
                .body(form.urlencoded())
                .session(cast.editor()),
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The address of a pattern for an asker.
fn address(pattern: &str, who: Who, targets: &Targets) -> String {
    let name = if pattern.ends_with("/restore") {
        removed(who)
    } else {
        kept(who)
    };
    let link = targets.link(who);
    match pattern {
        "/invitation/{token}" => link.to_owned(),
        "/assets/{name}" => targets.asset.clone(),
        // The first administrator has joined, so that no link of this kind is good any more.
        "/welcome/{token}" => format!("/welcome/{}", "A".repeat(43)),
        other => other
            .replace("{name}", &name)
            .replace("{id}", targets.person(who)),
    }
}

/// A request that would be done for whoever may.
fn ask(method: &str, pattern: &str, who: Who, targets: &Targets) -> Ask {
    let ask = Ask::new(method, address(pattern, who, targets));
    if method == "GET" {
        return ask;
    }
    let fresh = format!(
        "new-{}-by-{}",
        if pattern.starts_with("/rpc") {
            "called"
        } else {
            "posted"
        },
        who.login()
    );
    let form = |name: &str| SecretForm::new(name, row("ghcr.io", "bot", "hunter2-hunter2"));
    let body = match pattern {
        "/account" => Body::form(&[
            ("do", "password"),
            ("current", PASSWORD),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ]),
        "/invitation/{token}" | "/welcome/{token}" => Body::form(&[
            ("login", &format!("guest-of-{}", who.login())),
            ("display_name", ""),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ]),
        "/people/invite" => Body::form(&[
            ("login", &format!("invited-by-{}", who.login())),
            ("display_name", ""),
            ("role", "none"),
        ]),
        "/people/{id}" => {
            Body::form(&[("do", "role"), ("role", "secret-viewer"), ("version", "1")])
        }
        "/preferences" => Body::form(&[("view", "table"), ("to", "/secrets")]),
        "/rpc/secrets/create" => Body::Json(form(&fresh).input().unwrap()),
        "/rpc/secrets/edit" => Body::Json(
            form(&kept(who))
                .version(1)
                .display_name("Called")
                .input()
                .unwrap(),
        ),
        "/secrets/new" => form(&fresh).multipart(),
        "/secrets/{name}/edit" => form(&kept(who))
            .version(2)
            .display_name("Posted")
            .multipart(),
        "/secrets/{name}/remove" => Body::form(&[("version", "3")]),
        "/sign-in" => {
            let login = if who == Who::Nobody { Who::Viewer } else { who }.login();
            Body::form(&[("login", login), ("password", PASSWORD)])
        }
        "/secrets/{name}/restore" | "/sign-out" => Body::form(&[]),
        other => panic!("no request is known for {other}"),
    };
    ask.body(body)
}

#[test]
fn every_address_is_in_the_table_and_every_line_of_it_is_an_address() {
    let there: BTreeSet<(String, String)> = routes::table()
        .into_iter()
        .map(|route| (route.method.to_string(), route.pattern))
        .collect();
    let told: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(method, pattern, _)| ((*method).to_owned(), (*pattern).to_owned()))
        .collect();
    assert_eq!(told.len(), TABLE.len(), "a line stands twice");
    assert_eq!(
        there.difference(&told).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "not in the table"
    );
    assert_eq!(
        told.difference(&there).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "gone"
    );
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert!(
            told.contains(&(method.to_string(), path.to_owned())),
            "server function {path}"
        );
        assert_eq!(
            method,
            http::Method::POST,
            "{path}: no server function is called by another method"
        );
    }
    for path in app::forms::PATHS {
        assert!(
            told.contains(&("POST".into(), (*path).to_owned())),
            "form {path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_the_table_says_on_sqlite() {
    everybody_gets_what_the_table_says(Served::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_the_table_says_on_postgres() {
    if let Some(served) = Served::postgres().await {
        everybody_gets_what_the_table_says(served).await;
    }
}

async fn everybody_gets_what_the_table_says(served: Served) {
    let (site, cast) = (&served.site, &served.cast);
    let targets = Targets::new(site, cast).await;
    let mut wrong = Vec::new();
    for (method, pattern, line) in in_an_order_that_works() {
        for (who, expected) in Who::ALL.into_iter().zip(line) {
            let before = storage::without_trail(served.stored().await);
            let answer = site
                .send(ask_as(method, pattern, who, &targets, site, cast).await)
                .await;
            let expected = if *pattern == "/assets/{name}" && !has_assets(&targets) {
                Missing
            } else {
                *expected
            };
            let got = Gets::of(&answer);
            if got != Some(expected) {
                wrong.push(format!(
                    "{method} {pattern} as {who:?}: {} instead of {expected:?}",
                    answer.status
                ));
            }
            let changed = storage::without_trail(served.stored().await) != before;
            if changed != (changes(method, pattern, who, expected)) {
                wrong.push(format!("{method} {pattern} as {who:?}: changed {changed}"));
            }
            wrong.extend(
                unprotected(&answer, pattern)
                    .into_iter()
                    .map(|what| format!("{method} {pattern}: {what}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Server functions edit version 1, forms version 2; removing comes after both, and signing out
/// is done with a session of its own.
fn in_an_order_that_works() -> Vec<&'static Line> {
    let mut lines: Vec<&Line> = TABLE.iter().collect();
    lines.sort_by_key(|(method, pattern, _)| {
        let rank = match (*method, *pattern) {
            ("GET", _) => 0,
            (_, "/rpc/secrets/edit") => 1,
            (_, "/secrets/{name}/edit") => 2,
            _ => 3,
        };
        (rank, *pattern)
    });
    lines
}

async fn ask_as(
    method: &str,
    pattern: &str,
    who: Who,
    targets: &Targets,
    site: &Site,
    cast: &Cast,
) -> Ask {
    let ask = ask(method, pattern, who, targets);
    let signs_in = !matches!(who, Who::Nobody | Who::Disabled);
    if pattern == "/sign-out" && signs_in {
        let session = sign_in(site, who.login(), PASSWORD).await;
        return ask.session(Some(&session));
    }
    ask.session(cast.session(who))
}

/// Whether something but the trail is changed.
fn changes(method: &str, pattern: &str, who: Who, gets: Gets) -> bool {
    let signed_in = !matches!(who, Who::Nobody | Who::Disabled);
    match (method, pattern) {
        ("GET", _) => false,
        (_, "/sign-out") => signed_in,
        _ => matches!(gets, Shown | LedOn),
    }
}

fn has_assets(targets: &Targets) -> bool {
    targets.asset != "/assets/keyrack.css"
}

/// Headers that every answer has.
fn unprotected(answer: &Answer, pattern: &str) -> Vec<String> {
    let policy = answer.header("content-security-policy");
    let mut missing = Vec::new();
    let mut check = |good: bool, what: &str| {
        if !good {
            missing.push(what.to_owned());
        }
    };
    check(policy.contains("default-src 'none'"), "no policy");
    check(
        policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
        "policy can be framed",
    );
    check(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "policy lets strings run",
    );
    check(
        answer.header("x-content-type-options") == "nosniff",
        "no nosniff",
    );
    check(answer.header("x-frame-options") == "DENY", "can be framed");
    check(
        !answer.header("referrer-policy").is_empty(),
        "no referrer policy",
    );
    check(
        answer.header("cross-origin-opener-policy") == "same-origin",
        "no opener policy",
    );
    check(
        answer.header("cross-origin-resource-policy") == "same-origin",
        "no resource policy",
    );
    let stored = pattern.starts_with("/assets/") && answer.status == 200;
    check(
        stored || answer.header("cache-control") == "no-store",
        "can be stored",
    );
    check(
        !answer.headers.contains_key("access-control-allow-origin"),
        "lets other sites read",
    );
    check(!answer.headers.contains_key("server"), "names its program");
    missing
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_from_another_site_is_refused_and_changes_nothing() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    let targets = Targets::new(site, cast).await;
    let before = served.stored().await;
    let elsewhere: &[&[(&str, &str)]] = &[
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", &site.url)],
        &[("origin", "http://127.0.0.1:1")],
        &[],
    ];
    for (method, pattern, _) in TABLE.iter().filter(|(method, ..)| *method != "GET") {
        for headers in elsewhere {
            for body in [
                None,
                Some("text/plain"),
                Some("application/x-www-form-urlencoded"),
            ] {
                let mut ask = ask(method, pattern, Who::Administrator, &targets).elsewhere();
                ask = ask.session(cast.administrator());
                if let Some(kind) = body {
                    let bytes = ask.body.encoded().1;
                    ask = ask.body(Body::Raw(kind, bytes));
                }
                for (name, value) in *headers {
                    ask = ask.header(name, value);
                }
                let answer = site.send(ask).await;
                assert_eq!(
                    answer.status, 403,
                    "{method} {pattern} {headers:?} {body:?}"
                );
                assert!(answer.cookie("keyrack").is_none(), "{pattern}");
            }
        }
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_changes_nothing() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    let targets = Targets::new(site, cast).await;
    let before = served.stored().await;
    let wishes = [
        "",
        "?do=disable&version=1&role=none",
        "?name=x&kind=image-pull&way=json&json={}&theme=dark&view=table",
    ];
    for (_, pattern, _) in TABLE {
        for who in Who::ALL {
            for method in ["GET", "HEAD"] {
                for wish in wishes {
                    let path = format!("{}{wish}", address(pattern, who, &targets));
                    site.send(Ask::new(method, path).session(cast.session(who)))
                        .await;
                }
            }
        }
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_that_an_address_does_not_take_is_405() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    let targets = Targets::new(site, cast).await;
    let before = served.stored().await;
    let patterns: BTreeSet<&str> = TABLE.iter().map(|(_, pattern, _)| *pattern).collect();
    for pattern in patterns {
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND",
        ] {
            let taken = if method == "HEAD" { "GET" } else { method };
            if TABLE
                .iter()
                .any(|(known, path, _)| *known == taken && *path == pattern)
            {
                continue;
            }
            let ask = Ask::new(method, address(pattern, Who::Administrator, &targets));
            let answer = site.send(ask.session(cast.administrator())).await;
            assert_eq!(answer.status, 405, "{method} {pattern}");
            assert!(unprotected(&answer, "").is_empty(), "{method} {pattern}");
        }
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_spelled_in_another_way_shows_nothing() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    let targets = Targets::new(site, cast).await;
    for (path, person) in [("/secrets", "editor"), ("/people", "viewer")] {
        let page = site
            .send(Ask::get(path).session(cast.administrator()))
            .await
            .text();
        assert!(
            page.contains(&display_name(person)),
            "{path} shows what is looked for below"
        );
    }
    for pattern in TABLE
        .iter()
        .filter(|(method, ..)| *method == "GET")
        .map(|(_, pattern, _)| *pattern)
    {
        let path = address(pattern, Who::Editor, &targets);
        for odd in other_spellings(&path) {
            for who in [Who::Nobody, Who::WithoutRole, Who::Administrator] {
                let cookie = cast
                    .session(who)
                    .map(|session| format!("keyrack={session}"));
                let headers: Vec<(&str, &str)> = cookie
                    .iter()
                    .map(|cookie| ("Cookie", cookie.as_str()))
                    .collect();
                let answer = raw::exchange(
                    site.host(),
                    raw::head("GET", &odd, site.host(), &headers).as_bytes(),
                    false,
                )
                .await;
                let status = raw::status(&answer);
                assert!(
                    matches!(status, 303 | 400 | 404),
                    "{odd} as {who:?}: {status}"
                );
                assert!(
                    status != 303 || answer.contains("location: /sign-in"),
                    "{odd} as {who:?}: {answer}"
                );
                // Who is on the People page, and who hung the secrets on the rack.
                for person in ["viewer", "editor"] {
                    assert!(!answer.contains(&display_name(person)), "{odd} as {who:?}");
                }
            }
        }
    }
}

/// The same place for a careless reader of paths.
fn other_spellings(path: &str) -> Vec<String> {
    let last = path.rfind('/').unwrap();
    let (before, after) = path.split_at(last + 1);
    let first = after
        .chars()
        .next()
        .map_or(String::new(), |ch| format!("%{:02X}", u32::from(ch)));
    let rest = after.get(1..).unwrap_or("");
    let mut odd = vec![
        format!("/{path}"),
        format!("/.{path}"),
        format!("/x/..{path}"),
        format!("/%2e{path}"),
        format!("/sign-in/%2e%2e{path}"),
        format!("/%2E%2E{path}"),
        format!("/healthz/..{path}"),
        format!("/healthz%2F..{path}"),
        format!("/assets/..{path}"),
        format!("{path};x"),
        format!("{path};/../healthz"),
        format!("{path}%2F"),
        format!("{path}/."),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("\\{path}"),
    ];
    if !after.is_empty() {
        odd.extend([
            format!("{path}/"),
            format!("{before}/{after}"),
            format!("{before}{first}{rest}"),
            format!("{before}%25{:02X}{rest}", after.as_bytes()[0]),
            path.to_uppercase(),
            format!("{}%2F{after}", path.split_at(last).0),
        ]);
    }
    odd.retain(|odd| odd != path);
    odd
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authorization_header_never_falls_back_to_the_cookie() {
    let served = Served::sqlite().await;
    for scheme in ["Bearer x", "Basic YTpi", ""] {
        let ask = Ask::get("/people")
            .session(served.cast.administrator())
            .header("authorization", scheme);
        assert!(served.site.send(ask).await.asks_to_sign_in(), "{scheme}");
    }
    let session = served.cast.administrator().unwrap();
    for query in [
        format!("/people?keyrack={session}"),
        format!("/people?token={session}"),
    ] {
        assert!(served.site.send(Ask::get(query)).await.asks_to_sign_in());
    }
}
