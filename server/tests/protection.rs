//! What the edge refuses, and what every answer carries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use common::{Rack, header, start, start_with};
use reqwest::{Method, Response, StatusCode};
use server::{config::key, http::limits};

/// Header and value that every answer has.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

fn check_headers(what: &str, response: &Response) {
    for (name, value) in ALWAYS {
        assert_eq!(header(response.headers(), name), *value, "{what}: {name}");
    }
    let policy = header(response.headers(), "content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
        "{what}: {policy}"
    );
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{what}: {policy}"
    );
    assert!(
        response.headers().contains_key("permissions-policy"),
        "{what}"
    );
    assert!(!response.headers().contains_key("server"), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_carries_the_headers() {
    let rack = start().await;
    for (what, status, response) in [
        ("page", 200, rack.get("/sign-in").await),
        ("redirect to sign in", 303, rack.get("/secrets").await),
        ("no page", 404, rack.get("/nothing/here").await),
        ("no asset", 404, rack.get("/assets/nothing.js").await),
        ("health", 200, rack.get("/healthz").await),
        ("ready", 200, rack.get("/readyz").await),
        ("address", 400, rack.get("/secrets;x=1").await),
        (
            "other method",
            405,
            rack.post("/healthz").send().await.unwrap(),
        ),
        (
            "form type",
            415,
            rack.post("/sign-in").body("x").send().await.unwrap(),
        ),
        (
            "cross-site",
            403,
            rack.http.post(rack.url("/sign-in")).send().await.unwrap(),
        ),
        ("csv", 303, rack.get("/activity.csv").await),
    ] {
        assert_eq!(response.status().as_u16(), status, "{what}");
        check_headers(what, &response);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_run_by_the_nonce_of_this_answer_only() {
    let rack = start().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let response = rack.get("/sign-in").await;
        let policy = header(response.headers(), "content-security-policy").to_owned();
        let nonce = policy
            .split_once("'nonce-")
            .unwrap()
            .1
            .split_once('\'')
            .unwrap()
            .0
            .to_owned();
        assert!(
            policy.contains(&format!(
                "script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval';"
            )),
            "{policy}"
        );
        let page = response.text().await.unwrap();
        for script in page.split("<script").skip(1) {
            let tag = script.split_once('>').unwrap().0;
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        assert!(
            !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"),
            "nothing inline"
        );
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hsts_and_a_bound_cookie_only_where_browsers_come_over_tls() {
    let plain = start().await;
    assert_eq!(
        header(
            plain.get("/sign-in").await.headers(),
            "strict-transport-security"
        ),
        ""
    );
    let behind_proxy = start_with(&[(&key::PUBLIC_URL, "https://keyrack.example.org")]).await;
    let response = behind_proxy.get("/sign-in").await;
    assert_eq!(
        header(response.headers(), "strict-transport-security"),
        "max-age=63072000"
    );
    for (rack, name, secure) in [
        (&plain, "keyrack=", false),
        (&behind_proxy, "__Host-keyrack=", true),
    ] {
        rack.sign_up().await;
        let response = sign_in(rack, common::PASSWORD).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = header(response.headers(), "set-cookie");
        assert!(cookie.starts_with(name), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
    }
}

async fn sign_in(rack: &Rack, password: &str) -> Response {
    rack.post("/sign-in")
        .form(&[("login", "admin"), ("password", password)])
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_is_told_when_to_try_again() {
    let rack = start().await;
    rack.sign_up().await;
    let mut response = sign_in(&rack, "not this one").await;
    for _ in 0..50 {
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        response = sign_in(&rack, "not this one").await;
    }
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds: u32 = header(response.headers(), "retry-after").parse().unwrap();
    assert!(seconds > 0);
    assert!(response.text().await.unwrap().contains("Try again in"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_from_another_site_changes_nothing_anywhere() {
    let rack = start().await;
    let origin = rack.url("");
    let table: &[(&[(&str, &str)], bool)] = &[
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (
            &[("sec-fetch-site", "cross-site"), ("origin", &origin)],
            false,
        ),
        (&[("origin", &origin)], true),
        (&[("origin", "null")], false),
        (&[("origin", "http://evil.example")], false),
        (&[], false),
        (&[("cookie", "keyrack=x")], false),
    ];
    for route in server::http::routes::table()
        .iter()
        .filter(|route| route.method != Method::GET)
    {
        let path = route.pattern.replace(['{', '}'], "");
        for (headers, passes) in table {
            let mut request = rack
                .http
                .request(route.method.clone(), rack.url(&path))
                .header("content-type", "text/plain")
                .body("x=1");
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            let status = request.send().await.unwrap().status();
            // What passes the check is refused for its type: a form or JSON is wanted.
            let expected = if *passes {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(status, expected, "{} {path} {headers:?}", route.method);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_with_two_readings_are_refused() {
    let rack = start().await;
    for path in [
        "//sign-in",
        "/./sign-in",
        "/x/../sign-in",
        "/%2e%2e/sign-in",
        "/sign-in;x",
        "/sign%2Din",
        "/%2fsign-in",
        "/sign-in%00",
    ] {
        let answer = rack.raw(&format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        ));
        assert!(
            answer.starts_with("HTTP/1.1 400 "),
            "{path}: {}",
            answer.lines().next().unwrap_or_default()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_host_that_is_ours() {
    let rack = start_with(&[(&key::PUBLIC_URL, "https://keyrack.example.org")]).await;
    let first_line = |headers: &str| {
        let answer = rack.raw(&format!(
            "GET /healthz HTTP/1.1\r\n{headers}connection: close\r\n\r\n"
        ));
        answer.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first_line("host: keyrack.example.org\r\n"),
        "HTTP/1.1 200 OK"
    );
    assert_eq!(first_line("host: 127.0.0.1:3000\r\n"), "HTTP/1.1 200 OK");
    for headers in [
        "",
        "host: evil.example\r\n",
        "host: keyrack.example.org\r\nhost: evil.example\r\n",
        "host: a@keyrack.example.org\r\n",
    ] {
        assert_eq!(
            first_line(headers),
            "HTTP/1.1 421 Misdirected Request",
            "{headers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_has_a_size_however_it_comes() {
    let rack = start().await;
    let form = |body: String| {
        rack.post("/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let largest = format!("login={}", "a".repeat(limits::BODY - "login=".len()));
    assert_ne!(
        form(largest.clone()).send().await.unwrap().status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        form(largest.clone() + "a").send().await.unwrap().status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let chunked = |body: String| {
        let mut request = "POST /sign-in HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_owned();
        for chunk in body.as_bytes().chunks(10_000) {
            request.push_str(&format!(
                "{:x}\r\n{}\r\n",
                chunk.len(),
                String::from_utf8_lossy(chunk)
            ));
        }
        rack.raw(&(request + "0\r\n\r\n"))
    };
    assert!(!chunked(largest.clone()).starts_with("HTTP/1.1 413 "));
    assert!(chunked(largest + "a").starts_with("HTTP/1.1 413 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_content_length_that_lies_changes_nothing() {
    let rack = start_with(&[(&key::HTTP_BODY_TIMEOUT, "1s")]).await;
    let post = |length: &str, body: &str| {
        rack.raw(&format!(
            "POST /sign-in HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    };
    assert!(
        post("999999999999", "login=a").starts_with("HTTP/1.1 413 "),
        "announced too large, not read"
    );
    assert!(
        post("100", "login=a").starts_with("HTTP/1.1 408 "),
        "less than announced"
    );
    for odd in [
        "-1",
        "1 2",
        "99999999999999999999999",
        "1\r\ncontent-length: 2",
    ] {
        assert!(post(odd, "login=a").starts_with("HTTP/1.1 400 "), "{odd:?}");
    }
    let smuggled = post(
        "7",
        "login=aGET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    );
    assert!(
        smuggled.contains("HTTP/1.1 200 OK"),
        "what comes after is the next request, not part of the form: {smuggled}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn compressed_bodies_are_not_taken() {
    let rack = start().await;
    let request = rack
        .post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-encoding", "gzip");
    assert_eq!(
        request.body("x").send().await.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_stays_silent_is_let_go() {
    let rack = start_with(&[(&key::HTTP_HEADER_TIMEOUT, "1s")]).await;
    assert_eq!(rack.raw_until_closed(""), "", "closed without an answer");
    assert_eq!(rack.raw_until_closed("P"), "", "closed without an answer");
    let half = rack.raw_until_closed("GET / HTTP/1.1\r\nhost: localhost\r\nx: ");
    assert!(
        half.is_empty() || half.starts_with("HTTP/1.1 408 "),
        "{half}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorization_header_never_falls_back_to_a_cookie() {
    let rack = start().await;
    let cookie = rack.sign_up().await;
    let status = async |authorization: Option<&str>| {
        let mut request = rack
            .http
            .get(rack.url("/account"))
            .header("cookie", &cookie);
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        request.send().await.unwrap().status()
    };
    assert_eq!(status(None).await, StatusCode::OK);
    for value in ["Bearer x", "Basic eDp4", ""] {
        assert_eq!(status(Some(value)).await, StatusCode::SEE_OTHER, "{value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_out_sets_and_clears() {
    let rack = start().await;
    rack.sign_up().await;
    let response = rack
        .post("/sign-in")
        .form(&[("login", "admin"), ("password", common::PASSWORD)])
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let cookie = header(response.headers(), "set-cookie").to_owned();
    assert!(
        cookie.starts_with("keyrack=") && cookie.ends_with("; Path=/; SameSite=Lax; HttpOnly"),
        "{cookie}"
    );
    let session = cookie.split_once(';').unwrap().0;
    let response = rack
        .post("/sign-out")
        .form(&[("", "")])
        .header("cookie", session)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        header(response.headers(), "clear-site-data"),
        "\"cache\", \"storage\""
    );
    assert!(
        header(response.headers(), "set-cookie")
            .starts_with("keyrack=; Path=/; SameSite=Lax; Max-Age=0")
    );
    let after = rack
        .http
        .get(rack.url("/account"))
        .header("cookie", session)
        .send()
        .await
        .unwrap();
    assert_eq!(
        after.status(),
        StatusCode::SEE_OTHER,
        "the session has ended on the server"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_sign_in_stays_on_this_site() {
    let rack = start().await;
    let response = rack.get("/secrets?q=a%26b").await;
    assert_eq!(
        header(response.headers(), "location"),
        "/sign-in?next=/secrets%3Fq%3Da%2526b"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_under_way_end_well_when_it_stops() {
    let Rack {
        running,
        folder: _folder,
        ..
    } = start().await;
    let address = running.address();
    let mut stream = TcpStream::connect(address).unwrap();
    let body = "login=nobody&password=nothing-of-the-kind";
    let (first, rest) = body.split_at(10);
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\n\
         sec-fetch-site: same-origin\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{first}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Time for the request to be under way, and then for the stop to have begun.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let stopping = tokio::spawn(running.stop());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!stopping.is_finished(), "it waits for the request");
    assert!(TcpStream::connect(address).is_err(), "and takes no other");
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    stopping.await.unwrap().unwrap();
}
