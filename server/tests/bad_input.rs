//! Bad input by every way in: an error that names field and rule and quotes nothing of the
//! value, what else was typed kept, nothing changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod rack;

use rack::{
    Answer, Ask, Body, PASSWORD, Part, Served, answer, bad,
    canary::{Canary, Sweep},
    cast::display_name,
    form::{SecretForm, Way, file, row},
    raw, storage,
};
use serde_json::{Value, json};
use server::config::key;

const GOOD: &str = "hunter2-hunter2";

/// What an answer says of a field, whichever way was asked.
fn message(answer: &Answer, field: &str) -> String {
    if answer
        .header("content-type")
        .starts_with("application/json")
    {
        let json: Value = serde_json::from_slice(&answer.body).unwrap();
        let faults = json["Invalid"]
            .as_array()
            .unwrap_or_else(|| panic!("{json}"))
            .clone();
        let fault = faults.iter().find(|fault| fault["field"] == field);
        return fault.unwrap_or_else(|| panic!("no fault of {field}: {json}"))["message"]
            .as_str()
            .unwrap()
            .to_owned();
    }
    let id: String = field
        .chars()
        .map(|ch| if matches!(ch, '.' | '_') { '-' } else { ch })
        .collect();
    let words = answer.words();
    let place = words
        .split_once(&format!("id=\"f-{id}-error\""))
        .unwrap_or_else(|| panic!("no field {field}: {words}"))
        .1;
    let message = answer::between(place, ">", "</span>")
        .unwrap()
        .replace("<!>", "");
    assert!(
        words.matches(&message).count() >= 2,
        "the summary says it too: {message}"
    );
    message
}

/// Whether a page shows a text in a field.
fn keeps(answer: &Answer, text: &str) -> bool {
    let words = answer.words();
    words.contains(&format!("value=\"{text}\"")) || words.contains(&format!("{text}</textarea>"))
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

/// Sends a form by every way in, as an editor.
async fn send_all(served: &Served, asks: Vec<Ask>) -> Vec<Answer> {
    let mut answers = Vec::new();
    for ask in asks {
        answers.push(served.site.send(ask.session(served.cast.editor())).await);
    }
    answers
}

async fn add(served: &Served, form: SecretForm) {
    let ask = Ask::new("POST", "/secrets/new")
        .body(form.multipart())
        .session(served.cast.editor());
    let answer = served.site.send(ask).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The field that a fault of this value is told of, by the way that was asked.
fn field_of<'a>(bad: &bad::Bad, answer: &Answer, named: &'a str) -> &'a str {
    if matches!(bad.way, Way::File(..)) && !is_page(answer) {
        "json"
    } else {
        named
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_value_names_its_field_and_rule_and_changes_nothing() {
    let served = Served::sqlite().await;
    let canary = Canary::new("a value");
    let sweep = Sweep::new([&canary]);
    let before = served.stored().await;
    for bad in bad::values(&canary.core) {
        let form = SecretForm::new("typed-name", bad.way.clone())
            .display_name("Typed name")
            .description("Typed <text>");
        for answer in send_all(&served, form.add()).await {
            let what: String = format!("{} in {:?}", bad.rule, bad.way)
                .chars()
                .take(200)
                .collect();
            assert_eq!(answer.status, 422, "{what}: {}", answer.text());
            let message = message(&answer, field_of(&bad, &answer, bad.field));
            assert!(
                !message.is_empty() && message.contains(bad.rule),
                "{what}: {message}"
            );
            assert_eq!(
                sweep.hits(&what, answer.whole().as_bytes()),
                Vec::<String>::new()
            );
            if is_page(&answer) {
                assert_typed_is_kept(&answer, &bad.way);
            }
        }
    }
    assert_eq!(served.stored().await, before);
}

fn assert_typed_is_kept(answer: &Answer, way: &Way) {
    for typed in ["typed-name", "Typed name", "Typed <text>"] {
        assert!(keeps(answer, typed), "{typed}: {}", answer.text());
    }
    if let Way::Rows(rows) = way {
        for (host, username, _) in rows {
            // What may hold a password is the one thing that does not come back.
            let (host_kept, username_kept) = (keeps(answer, host), keeps(answer, username));
            assert_eq!(host_kept, !host.contains('@'), "{}", answer.text());
            assert_eq!(username_kept, !username.contains(':'), "{}", answer.text());
        }
    }
    let chosen = answer
        .text()
        .split('<')
        .any(|tag| tag.contains("id=\"way-json\"") && tag.contains("checked"));
    assert_eq!(
        chosen,
        matches!(way, Way::Json(_)),
        "the way in stays chosen"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_value_for_a_stored_secret_leaves_it_as_it_is() {
    let served = Served::sqlite().await;
    add(
        &served,
        SecretForm::new("stored", row("quay.io", "me", GOOD)),
    )
    .await;
    let canary = Canary::new("a value");
    let sweep = Sweep::new([&canary]);
    let before = served.stored().await;
    for bad in bad::values(&canary.core) {
        let keeps_the_stored = match &bad.way {
            Way::Rows(rows) => rows.is_empty(),
            Way::Json(text) => text.is_empty(),
            Way::File(_, bytes) => bytes.is_empty(),
        };
        if keeps_the_stored {
            continue;
        }
        let form = SecretForm::new("stored", bad.way.clone())
            .version(1)
            .display_name("Typed name");
        for answer in send_all(&served, form.edit()).await {
            assert_eq!(answer.status, 422, "{:?}: {}", bad.way, answer.text());
            let message = message(&answer, field_of(&bad, &answer, bad.field));
            assert!(message.contains(bad.rule), "{}: {message}", bad.rule);
            assert_eq!(
                sweep.hits("the answer", answer.whole().as_bytes()),
                Vec::<String>::new()
            );
            assert!(!is_page(&answer) || keeps(&answer, "Typed name"));
        }
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rule_of_names_and_texts_is_told_at_its_field() {
    let served = Served::sqlite().await;
    add(
        &served,
        SecretForm::new("taken", row("ghcr.io", "me", GOOD)),
    )
    .await;
    add(
        &served,
        SecretForm::new("was-removed", row("ghcr.io", "me", GOOD)),
    )
    .await;
    let remove =
        Ask::form("/secrets/was-removed/remove", &[("version", "1")]).session(served.cast.editor());
    assert_eq!(served.site.send(remove).await.status, 303);
    let before = served.stored().await;
    let (long_name, long_text, long_words) = ("a".repeat(64), "é".repeat(121), "a ".repeat(501));
    let good = "a-name";
    let cases = [
        ("name", "", "", "", "Enter a name"),
        (
            "name",
            "ghcr_pull",
            "",
            "",
            "“_” at character 5 is not allowed",
        ),
        ("name", "ghcr-Pull", "", "", "Use lower-case letters"),
        ("name", "ghcr pull", "", "", "A space at character 5"),
        ("name", "-ghcr", "", "", "starts with “-”"),
        ("name", ".ghcr", "", "", "starts with “.”"),
        ("name", "ghcr-", "", "", "ends with “-”"),
        ("name", "ghcr.", "", "", "ends with “.”"),
        ("name", "ghcr/pull", "", "", "“/” at character 5"),
        ("name", "ghcr\u{202e}", "", "", "U+202E at character 5"),
        (
            "name",
            "gh\u{441}r",
            "",
            "",
            "at character 3 is not allowed",
        ),
        ("name", "new", "", "", "reserved"),
        ("name", "removed", "", "", "reserved"),
        (
            "name",
            &long_name,
            "",
            "",
            "has 64 characters. The limit is 63.",
        ),
        ("name", "taken", "", "", "on the rack already"),
        (
            "name",
            "was-removed",
            "",
            "",
            "A removed secret has this name",
        ),
        (
            "display_name",
            good,
            &long_text,
            "",
            "has 121 characters. The limit is 120.",
        ),
        (
            "display_name",
            good,
            "a\u{202e}b",
            "",
            "U+202E at character 2",
        ),
        (
            "display_name",
            good,
            "a\u{200b}b",
            "",
            "U+200B at character 2",
        ),
        (
            "display_name",
            good,
            "a\nb",
            "",
            "line break at character 2",
        ),
        ("display_name", good, "a\u{0}b", "", "at character 2"),
        ("description", good, "", &long_words, "The limit is 1000"),
        ("description", good, "", "a\u{1b}[31m", "at character 2"),
    ];
    let canary = Canary::new("the value beside");
    let sweep = Sweep::new([&canary]);
    for (field, name, display_name, description, rule) in cases {
        let way = row("ghcr.io", "typed-user", &canary.core);
        let form = SecretForm::new(name, way)
            .display_name(display_name)
            .description(description);
        for answer in send_all(&served, form.add()).await {
            assert_eq!(answer.status, 422, "{name} {rule}: {}", answer.text());
            let message = message(&answer, field);
            assert!(
                message.replace(',', "").contains(&rule.replace(',', "")),
                "{name} {rule}: {message}"
            );
            assert_eq!(
                sweep.hits(rule, answer.whole().as_bytes()),
                Vec::<String>::new()
            );
            assert!(!is_page(&answer) || keeps(&answer, "typed-user"), "{rule}");
        }
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_passwords_go_in_by_every_way_and_their_seal_opens() {
    let served = Served::sqlite().await;
    let google = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n\"\n}\n";
    let four_kilobytes = "x:$\"".repeat(1024);
    let odd = [
        "a:b",
        "\"'`\\",
        "$HOME ${x} $(y)",
        " spaces ",
        "🔑",
        "<b>&amp;",
        "%41+%",
        "crlf\r\nlf\n",
        google,
        &four_kilobytes,
    ];
    for (number, password) in odd.into_iter().enumerate() {
        let config = bad::entry(json!({"username": "_json_key", "password": password}));
        for (way_in, way) in [
            row("gcr.io", "_json_key", password),
            Way::Json(config.clone()),
            file(config),
        ]
        .into_iter()
        .enumerate()
        {
            let asks = SecretForm::new("", way.clone()).add().len();
            for ask in 0..asks {
                let name = format!("odd-{number}-{way_in}-{ask}");
                let form = SecretForm::new(&name, way.clone());
                let answer = send_all(&served, vec![form.add().swap_remove(ask)])
                    .await
                    .swap_remove(0);
                assert!(
                    matches!(answer.status, 200 | 303),
                    "{name}: {}",
                    answer.text()
                );
                let host = if matches!(way, Way::Rows(_)) {
                    "gcr.io"
                } else {
                    "ghcr.io"
                };
                let kept = SecretForm::new(&name, row(host, "somebody-else", "")).version(1);
                let answer = send_all(&served, vec![kept.edit().swap_remove(0)])
                    .await
                    .swap_remove(0);
                assert_eq!(
                    answer.status,
                    303,
                    "{name}: the seal opens: {}",
                    answer.text()
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_up_to_the_limit_and_of_every_encoding_are_read_and_their_names_dropped() {
    let served = Served::sqlite().await;
    let config = bad::good(GOOD);
    let padded = format!("{config}{}", " ".repeat(10_240 - config.len()));
    let utf16 = |order: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{config}")
            .encode_utf16()
            .flat_map(order)
            .collect::<Vec<u8>>()
    };
    let long = format!("{}kilometre-long.json", "x".repeat(4000));
    let taken = [
        ("limit", "config.json", padded.clone().into_bytes()),
        ("utf16-le", "config.json", utf16(u16::to_le_bytes)),
        ("utf16-be", "config.txt", utf16(u16::to_be_bytes)),
        (
            "utf8-mark",
            "CONFIG.JSON",
            format!("\u{feff}{config}").into_bytes(),
        ),
        (
            "crlf",
            "config.json",
            config.replace(',', ",\r\n").into_bytes(),
        ),
        (
            "outside",
            "../../../etc/kilometre.json",
            config.clone().into_bytes(),
        ),
        (
            "backslash",
            "..\\\\kilometre.json",
            config.clone().into_bytes(),
        ),
        (
            "turned",
            "kilometre\u{202e}nosj.json",
            config.clone().into_bytes(),
        ),
        ("long", &long, config.clone().into_bytes()),
    ];
    for (name, file_name, bytes) in taken {
        add(
            &served,
            SecretForm::new(name, Way::File(file_name.into(), bytes)),
        )
        .await;
    }
    let stored = format!("{:?}", served.stored().await);
    assert!(stored.contains("utf16-le") && !stored.contains("kilometre"));
    let pasted = SecretForm::new("pasted", Way::Json(padded));
    for answer in send_all(&served, vec![pasted.add().swap_remove(2)]).await {
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_are_no_form_are_refused_whole() {
    let served = Served::sqlite().await;
    let canary = Canary::new("a value");
    let sweep = Sweep::new([&canary]);
    let before = served.stored().await;
    let form = SecretForm::new("half-way", row("ghcr.io", "me", &canary.core));
    let parts = |more: Vec<Part>| {
        let Body::Multipart(mut parts) = form.multipart() else {
            panic!()
        };
        parts.extend(more);
        Body::Multipart(parts)
    };
    let many = (0..1000)
        .map(|number| Part::text(&format!("x{number}"), "y"))
        .collect();
    let many_files = (0..1000).map(|_| Part::file("x.json", b"{}")).collect();
    let pairs = (0..1000)
        .map(|number| (format!("x{number}"), String::new()))
        .collect();
    let two = vec![Part::file("a.json", b"{}"), Part::file("b.json", b"{}")];
    let encoded = form.urlencoded().encoded().1;
    let urlencoded = "application/x-www-form-urlencoded";
    let too_long = [encoded.as_slice(), b"&x=", &vec![b'x'; 300_000]].concat();
    let not_utf8 = [encoded.as_slice(), b"&json=%FF%FE"].concat();
    let post = |body: Body| Ask::new("POST", "/secrets/new").body(body);
    let deep = format!("{{\"form\":{}", "[".repeat(50_000)).into_bytes();
    let mut input = form.input().unwrap();
    input["form"]["id"] = json!("0192");
    let mut owner = form.input().unwrap();
    owner["form"]["created_by"] = json!("somebody");
    let mut text_version = form.input().unwrap();
    text_version["form"]["version"] = json!("1");
    let mut other_kind = form.input().unwrap();
    other_kind["form"]["material"] = json!({"generic": {"rows": []}});
    let call = |json: Value| Ask::call("/rpc/secrets/create", json);
    let cases = [
        (post(parts(many)), 400),
        (post(parts(many_files)), 400),
        (post(Body::Form(pairs)), 400),
        (post(parts(two)), 400),
        (post(Body::Raw(urlencoded, too_long)), 413),
        (post(Body::Raw(urlencoded, not_utf8)), 400),
        (post(Body::Raw("multipart/form-data", encoded.clone())), 400),
        (
            post(Body::Raw(
                "multipart/form-data; boundary=7d1f3c0a9b5e",
                encoded.clone(),
            )),
            400,
        ),
        (post(Body::Raw("text/plain", encoded.clone())), 415),
        (
            post(Body::Raw(
                "application/json",
                form.input().unwrap().to_string().into(),
            )),
            415,
        ),
        (
            post(form.urlencoded()).header("content-encoding", "gzip"),
            415,
        ),
        (
            post(form.multipart()).header("content-encoding", "identity"),
            415,
        ),
        (Ask::new("POST", "/secrets/new"), 415),
        (
            call(form.input().unwrap()).header("content-encoding", "br"),
            415,
        ),
        (
            Ask::new("POST", "/rpc/secrets/create").body(form.urlencoded()),
            415,
        ),
        (
            Ask::new("POST", "/rpc/secrets/create").body(Body::Raw("application/json", deep)),
            400,
        ),
        (
            Ask::new("POST", "/rpc/secrets/create")
                .body(Body::Raw("application/json", b"{".to_vec())),
            400,
        ),
        (call(json!({})), 400),
        (call(json!([])), 400),
        (call(input), 400),
        (call(owner), 400),
        (call(text_version), 400),
        (call(other_kind), 400),
    ];
    for (ask, status) in cases {
        let what = format!("{} {:?}", ask.path, ask.body.encoded().0);
        let answer = send_all(&served, vec![ask]).await.swap_remove(0);
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert_eq!(
            sweep.hits(&what, answer.whole().as_bytes()),
            Vec::<String>::new()
        );
    }
    assert_eq!(served.stored().await, before);
}

/// Headers of an editor's form, for requests as bytes.
fn headers(served: &Served, kind: &str) -> Vec<(String, String)> {
    vec![
        (
            "Cookie".into(),
            format!("keyrack={}", served.cast.editor().unwrap()),
        ),
        ("Origin".into(), served.site.url.clone()),
        ("Sec-Fetch-Site".into(), "same-origin".into()),
        ("Content-Type".into(), kind.into()),
    ]
}

async fn post_raw(
    served: &Served,
    more: &[(&str, &str)],
    body: &[u8],
    kind: &str,
    finish: bool,
) -> u16 {
    let headers = headers(served, kind);
    let mut all: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend(more);
    let head = raw::head("POST", "/secrets/new", served.site.host(), &all);
    let answer = raw::exchange(
        served.site.host(),
        &[head.as_bytes(), body].concat(),
        finish,
    )
    .await;
    raw::status(&answer)
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let mut chunks = Vec::new();
    for chunk in body.chunks(7) {
        chunks.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        chunks.extend(chunk);
        chunks.extend(b"\r\n");
    }
    chunks.extend(b"0\r\n\r\n");
    chunks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_another_length_than_announced_changes_nothing() {
    let served = Served::sqlite().await;
    let before = served.stored().await;
    let (kind, body) = SecretForm::new("half-way", file(bad::good(GOOD)))
        .multipart()
        .encoded();
    let announce = |length: usize| length.to_string();
    let (plain, pairs) = SecretForm::new("half-way", row("ghcr.io", "me", GOOD))
        .urlencoded()
        .encoded();
    for length in [pairs.len() + 1, pairs.len() + 5000, 200_000] {
        let status = post_raw(
            &served,
            &[("Content-Length", &announce(length))],
            &pairs,
            &plain,
            true,
        )
        .await;
        assert!(matches!(status, 0 | 400), "{length}: {status}");
    }
    for length in [body.len() + 1, body.len() + 5000] {
        let status = post_raw(
            &served,
            &[("Content-Length", &announce(length))],
            &body,
            &kind,
            true,
        )
        .await;
        assert!(matches!(status, 0 | 400), "{length}: {status}");
    }
    for sent in [body.len() / 2, body.len() - 20] {
        let status = post_raw(
            &served,
            &[("Content-Length", &announce(body.len()))],
            &body[..sent],
            &kind,
            true,
        )
        .await;
        assert!(matches!(status, 0 | 400), "{sent}: {status}");
    }
    for length in [body.len() / 2, body.len() - 20, 1, 0] {
        let status = post_raw(
            &served,
            &[("Content-Length", &announce(length))],
            &body,
            &kind,
            true,
        )
        .await;
        assert_eq!(status, 400, "{length}");
    }
    for (headers, expected) in [
        (&[("Content-Length", "99999999999")][..], 413),
        (&[("Content-Length", "99999999999999999999999")], 400),
        (&[("Content-Length", "-1")], 400),
        (&[("Content-Length", "5"), ("Content-Length", "6")], 400),
    ] {
        assert_eq!(
            post_raw(&served, headers, &body, &kind, false).await,
            expected,
            "{headers:?}"
        );
    }
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_in_chunks_has_the_same_limits() {
    let served = Served::sqlite().await;
    let encoding = [("Transfer-Encoding", "chunked")];
    let (kind, body) = SecretForm::new("in-chunks", file(bad::good(GOOD)))
        .multipart()
        .encoded();
    assert_eq!(
        post_raw(&served, &encoding, &chunked(&body), &kind, false).await,
        303
    );
    let before = served.stored().await;
    let (kind, body) = SecretForm::new("a-byte-more", file(vec![b' '; 10_241]))
        .multipart()
        .encoded();
    assert_eq!(
        post_raw(&served, &encoding, &chunked(&body), &kind, false).await,
        422
    );
    let (kind, body) = SecretForm::new("far-more", file(vec![b' '; 300_000]))
        .multipart()
        .encoded();
    assert_eq!(
        post_raw(&served, &encoding, &chunked(&body), &kind, false).await,
        413
    );
    let (kind, body) = SecretForm::new("broken-off", file(bad::good(GOOD)))
        .multipart()
        .encoded();
    let broken = chunked(&body);
    let status = post_raw(
        &served,
        &encoding,
        &broken[..broken.len() - 60],
        &kind,
        true,
    )
    .await;
    assert!(matches!(status, 0 | 400), "{status}");
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let served = Served::configured(&[(&key::HTTP_BODY_TIMEOUT, "1s")]).await;
    let before = served.stored().await;
    let (kind, body) = SecretForm::new("slow", file(bad::good(GOOD)))
        .multipart()
        .encoded();
    let length = body.len().to_string();
    let status = post_raw(
        &served,
        &[("Content-Length", &length)],
        &body[..body.len() / 2],
        &kind,
        false,
    )
    .await;
    assert_eq!(status, 408);
    assert_eq!(served.stored().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_editors_the_second_is_told_and_keeps_what_was_typed() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    add(
        &served,
        SecretForm::new("shared", row("ghcr.io", "me", GOOD)),
    )
    .await;
    let first = SecretForm::new("shared", row("ghcr.io", "me", "hunter3-hunter3"))
        .version(1)
        .display_name("First");
    let ask = first.edit().swap_remove(0).session(cast.administrator());
    assert_eq!(site.send(ask).await.status, 303);
    let before = served.stored().await;
    let canary = Canary::new("the second value");
    let second = SecretForm::new("shared", row("ghcr.io", "second-user", &canary.core))
        .version(1)
        .display_name("Second")
        .description("Of the second");
    for answer in send_all(&served, second.edit()).await {
        let words = answer.words();
        assert_eq!(answer.status, 409, "{words}");
        for told in [
            display_name("administrator").as_str(),
            "value",
            "display name",
        ] {
            assert!(words.contains(told), "{told}: {words}");
        }
        assert_eq!(
            Sweep::new([&canary]).hits("the answer", answer.whole().as_bytes()),
            Vec::<String>::new()
        );
        for typed in ["Second", "Of the second", "second-user"]
            .into_iter()
            .filter(|_| is_page(&answer))
        {
            assert!(keeps(&answer, typed), "{typed}: {words}");
        }
        let next = if is_page(&answer) {
            rack::cast::version_in(&answer.text()).unwrap()
        } else {
            let json: Value = serde_json::from_slice(&answer.body).unwrap();
            json["Conflict"]["version"].to_string()
        };
        assert_eq!(next, "2", "saving once more is over the newer one");
    }
    let stale = Ask::form("/secrets/shared/remove", &[("version", "1")]).session(cast.editor());
    assert_eq!(site.send(stale).await.status, 409);
    for version in ["", "x", "-1", "0", "99999999999999999999"] {
        let ask =
            Ask::form("/secrets/shared/remove", &[("version", version)]).session(cast.editor());
        assert_eq!(site.send(ask).await.status, 409, "version {version}");
    }
    assert_eq!(served.stored().await, before);
    let over = second.version(2).edit().swap_remove(0);
    assert_eq!(send_all(&served, vec![over]).await[0].status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_password_never_goes_to_another_host() {
    let served = Served::sqlite().await;
    add(
        &served,
        SecretForm::new("bound", row("ghcr.io", "me", GOOD)),
    )
    .await;
    let before = served.stored().await;
    let hosts = [
        "evil.example",
        "ghcr.io.evil.example",
        "ghcr.io:444",
        "ghcr.io:80",
        "sub.ghcr.io",
        "docker.io",
        "xghcr.io",
        "https://ghcr.io:8443",
        "127.0.0.1",
        "[::1]:5000",
    ];
    for host in hosts {
        for rows in [
            vec![(host, "me", "")],
            vec![("ghcr.io", "me", ""), (host, "me", "")],
            vec![(host, "me", ""), ("ghcr.io", "me", "hunter3-hunter3")],
        ] {
            let rows = rows
                .into_iter()
                .map(|(host, name, password)| (host.into(), name.into(), password.into()))
                .collect();
            let form = SecretForm::new("bound", Way::Rows(rows)).version(1);
            for answer in send_all(&served, form.edit()).await {
                assert_eq!(answer.status, 422, "{host}: {}", answer.text());
                if host == "evil.example" {
                    assert!(
                        answer
                            .words()
                            .contains("only sent to the host it was typed for"),
                        "{}",
                        answer.text()
                    );
                }
            }
        }
    }
    for json in [
        r#"{"auths":{"evil.example":{}}}"#,
        r#"{"auths":{"evil.example":{"username":"me"}}}"#,
        "null",
        "{}",
    ] {
        for answer in send_all(
            &served,
            SecretForm::new("bound", Way::Json(json.into()))
                .version(1)
                .edit(),
        )
        .await
        {
            assert_eq!(answer.status, 422, "{json}: {}", answer.text());
        }
    }
    assert_eq!(served.stored().await, before);
    for (number, same) in ["GHCR.io", "https://ghcr.io", "ghcr.io:443", "ghcr.io."]
        .into_iter()
        .enumerate()
    {
        let version = i64::try_from(number).unwrap() + 1;
        let form =
            SecretForm::new("bound", row(same, &format!("me-{number}"), "")).version(version);
        assert_eq!(
            send_all(&served, vec![form.edit().swap_remove(0)]).await[0].status,
            303,
            "{same}"
        );
    }
    let secrets = format!("{:?}", served.stored().await["secrets"]);
    assert!(
        secrets.contains(r#"\"host\":\"ghcr.io\""#),
        "other spellings are stored as the one host: {secrets}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn account_forms_refuse_without_repeating_a_password() {
    let served = Served::sqlite().await;
    let (site, cast) = (&served.site, &served.cast);
    let canary = Canary::new("a password");
    let sweep = Sweep::new([&canary]);
    let before = storage::without_trail(served.stored().await);
    let four_kilobytes = canary.core.repeat(171);
    let account = |current: &str, new: &str, again: &str| {
        let pairs = [
            ("do", "password"),
            ("current", current),
            ("password", new),
            ("password_again", again),
        ];
        Ask::form("/account", &pairs).session(cast.editor())
    };
    let good = canary.password();
    let short = canary.core.get(..11).unwrap();
    let link = cast.invite(site, "guest", "none").await;
    let with_guest = storage::without_trail(served.stored().await);
    assert_ne!(with_guest, before);
    let join = |login: &str, new: &str| {
        Ask::form(
            &link,
            &[("login", login), ("password", new), ("password_again", new)],
        )
    };
    let invite = |login: &str, role: &str| {
        Ask::form(
            "/people/invite",
            &[("login", login), ("display_name", "Typed"), ("role", role)],
        )
        .session(cast.administrator())
    };
    let cases = [
        (
            account(&good, &good, &good),
            "current",
            "not your current password",
        ),
        (account(PASSWORD, short, short), "password", "12 characters"),
        (
            account(PASSWORD, &four_kilobytes, &four_kilobytes),
            "password",
            "1,024 bytes",
        ),
        (
            account(&four_kilobytes, &good, &good),
            "current",
            "not your current password",
        ),
        (account(PASSWORD, &good, "another"), "password_again", ""),
        (
            account(PASSWORD, "editor-editor", "editor-editor"),
            "password",
            "sign-in name",
        ),
        (account(PASSWORD, "", ""), "password", "Enter a password"),
        (join("guest", short), "password", "12 characters"),
        (join("guest", &four_kilobytes), "password", "1,024 bytes"),
        (
            invite("Not A Name", "none"),
            "login",
            "A space at character",
        ),
        (invite("viewer", "none"), "login", "taken"),
    ];
    for (ask, field, rule) in cases {
        let what = format!("{} {field} {rule}", ask.path);
        let answer = site.send(ask).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.text());
        assert!(
            message(&answer, field).contains(rule),
            "{what}: {}",
            message(&answer, field)
        );
        assert_eq!(
            sweep.hits(&what, answer.whole().as_bytes()),
            Vec::<String>::new()
        );
    }
    for role in ["", "root"] {
        let answer = site.send(invite("somebody", role)).await;
        assert_eq!(answer.status, 422);
        assert!(
            keeps(&answer, "somebody")
                && keeps(&answer, "Typed")
                && answer.words().contains("Choose a role.")
        );
    }
    for password in [four_kilobytes.as_str(), &good, ""] {
        let answer = site
            .send(Ask::form(
                "/sign-in",
                &[("login", "viewer"), ("password", password)],
            ))
            .await;
        assert_eq!(answer.status, 422);
        assert!(
            keeps(&answer, "viewer") && answer.words().contains("is wrong. Check both"),
            "{}",
            answer.text()
        );
        assert_eq!(
            sweep.hits("sign-in", answer.whole().as_bytes()),
            Vec::<String>::new()
        );
    }
    assert_eq!(storage::without_trail(served.stored().await), with_guest);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_queries_are_answered_with_a_page() {
    let served = Served::sqlite().await;
    let huge = "9".repeat(40);
    for path in [
        "/secrets",
        "/secrets/removed",
        "/secrets/new",
        "/people",
        "/activity",
        "/activity.csv",
    ] {
        for query in [
            "page=0",
            "page=-1",
            "page=18446744073709551616",
            "sort=password",
            "sort=name;drop",
            "kind=other",
            "q=%00",
            "q=%FF",
            "q='%20OR%201=1--",
            "q=%25%25",
            "q=_",
            "view=x",
            "verb=x",
            "from=x&to=9999-99-99",
            "from=9999-12-31&to=0000-01-01",
            "%00=%00",
            "&&&",
            "=",
            &format!("page={huge}"),
            &format!("q={}", "x".repeat(4000)),
        ] {
            let answer = served
                .site
                .send(Ask::get(format!("{path}?{query}")).session(served.cast.administrator()))
                .await;
            assert!(
                matches!(answer.status, 200 | 400),
                "{path}?{query}: {}",
                answer.status
            );
        }
    }
}
