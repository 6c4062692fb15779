//! Values go in and never come out: whatever was sent as a value is looked for in every answer,
//! every log entry at `trace`, every file of the data folder, the built site, and what commands
//! print, in every form that could carry it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod rack;

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use rack::{
    Ask, Body, Cast, Part, Site, Who, answer, bad,
    canary::{Canary, Sweep, forms},
    cast::{display_name, sign_in, version_in},
    child::{self, Child},
    form::{SecretForm, Way, file, row},
    site::SESSION,
};
use serde_json::json;
use server::http::routes;

/// What was sent.
#[derive(Default)]
struct Sent {
    /// Values: nowhere at all.
    values: Vec<Canary>,
    /// Tokens and what one's own browser may show again: not in logs, not in files.
    unlogged: Vec<Canary>,
}

impl Sent {
    fn value(&mut self, what: impl Into<String>) -> Canary {
        let canary = Canary::new(what);
        self.values.push(canary.clone());
        canary
    }

    fn unlogged(&mut self, what: impl Into<String>) -> Canary {
        let canary = Canary::new(what);
        self.unlogged.push(canary.clone());
        canary
    }
}

struct Flight {
    site: Site,
    cast: Cast,
    sent: Sent,
    passwords: Vec<(Who, Canary)>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_value_comes_out_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut child = Child::start(&data, &["--log-level", "trace"]);
    let mut flight = Flight::begin(&child).await;
    let names = flight.add_secrets().await;
    flight.edit_secrets(&names).await;
    flight.send_what_is_refused(&names[0]).await;
    flight.send_what_is_no_form().await;
    flight.sign_in_wrongly().await;
    flight.change_passwords().await;
    flight.remove_and_restore(&names).await;
    let patterns = flight.look_at_everything(&names).await;
    assert_eq!(
        patterns,
        routes::table()
            .iter()
            .filter(|route| route.method == http::Method::GET)
            .count()
    );
    let mut files = files_of(&data);
    child.stop();
    files.extend(files_of(&data));
    let printed = commands(&data);
    files.extend(files_of(&data));
    flight.sweep(&child.log(), &files, &printed);
}

impl Flight {
    async fn begin(child: &Child) -> Self {
        let (site, mut sent) = (Site::new(&child.url), Sent::default());
        let link = child.first_administrator.clone().unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        let short = sent
            .value("password of a first administrator, refused")
            .core
            .get(..11)
            .unwrap()
            .to_owned();
        sent.values.last_mut().unwrap().core.truncate(11);
        let pairs = [
            ("login", "administrator"),
            ("password", short.as_str()),
            ("password_again", "other"),
        ];
        assert_eq!(
            site.send(Ask::form(format!("/welcome/{token}"), &pairs))
                .await
                .status,
            422
        );
        let passwords: Vec<(Who, Canary)> = Who::ALL
            .into_iter()
            .map(|who| (who, sent.value(format!("password of {who:?}"))))
            .collect();
        let password = |who| {
            passwords
                .iter()
                .find(|(found, _)| *found == who)
                .unwrap()
                .1
                .password()
        };
        let cast = Cast::with_passwords(&site, &link, password).await;
        for token in &cast.links {
            sent.unlogged.push(Canary::of("token of a link", token));
        }
        Self {
            site,
            cast,
            sent,
            passwords,
        }
    }

    fn password(&self, who: Who) -> String {
        self.passwords
            .iter()
            .find(|(found, _)| *found == who)
            .unwrap()
            .1
            .password()
    }

    /// Sends a form by one of its ways.
    async fn send(&self, ask: Ask) -> u16 {
        self.site.send(ask.session(self.cast.editor())).await.status
    }

    async fn add_secrets(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for shape in SHAPES {
            for number in 0..3 {
                let name = format!("{shape}-{number}");
                let canary = self.sent.value(format!("value added as {name}"));
                let form = SecretForm::new(&name, shaped(shape, &canary))
                    .display_name("Shown")
                    .description("Told");
                let Some(ask) = form.add().into_iter().nth(number) else {
                    continue;
                };
                let status = self.send(ask).await;
                assert!(matches!(status, 200 | 303), "{name}: {status}");
                names.push(name);
            }
        }
        names
    }

    async fn edit_secrets(&mut self, names: &[String]) {
        for (number, name) in names.iter().enumerate() {
            let canary = self.sent.value(format!("value put into {name}"));
            let way = shaped(SHAPES[number % SHAPES.len()], &canary);
            let asks = SecretForm::new(name, way)
                .version(1)
                .display_name("Edited")
                .edit();
            let status = self.send(asks[number % asks.len()].clone()).await;
            assert!(matches!(status, 200 | 303), "{name}: {status}");
        }
        // The stored password is kept: the seal is opened.
        let kept = SecretForm::new(&names[0], row("ghcr.io", "somebody-else", "")).version(2);
        assert_eq!(self.send(kept.edit().swap_remove(0)).await, 303);
        let stale = self.sent.value("value of an edit that came too late");
        for ask in SecretForm::new(&names[0], row("ghcr.io", "me", &stale.password()))
            .version(1)
            .edit()
        {
            assert_eq!(self.send(ask).await, 409);
        }
    }

    async fn send_what_is_refused(&mut self, stored: &str) {
        let kinds = bad::values("x").len();
        for number in 0..kinds {
            let canary = self.sent.value(format!("refused value {number}"));
            let bad = bad::values(&canary.core).swap_remove(number);
            let new = SecretForm::new("refused", bad.way.clone())
                .display_name("Kept")
                .add();
            let edit = SecretForm::new(stored, bad.way).version(3).edit();
            for ask in new {
                let path = ask.path.clone();
                assert_eq!(self.send(ask).await, 422, "{number} at {path}");
            }
            for ask in edit {
                self.send(ask).await;
            }
        }
        for (name, display_name) in [
            ("Not_A_Name", ""),
            (stored, ""),
            ("good", "a\u{202e}b"),
            ("new", ""),
        ] {
            let canary = self.sent.value(format!("value beside the name {name}"));
            let form = SecretForm::new(name, row("ghcr.io", "me", &canary.password()))
                .display_name(display_name);
            for ask in form.add() {
                assert_eq!(self.send(ask).await, 422, "{name}");
            }
        }
        // Among the values above were empty ones, which keep what is stored and change the texts.
        let page = format!("/secrets/{stored}/edit");
        let version = self.cast.version(&self.site, &page).await.parse().unwrap();
        let other_host = self.sent.value("value beside a host without one");
        let rows = Way::Rows(vec![
            ("ghcr.io".into(), "me".into(), other_host.password()),
            ("evil.example".into(), "me".into(), String::new()),
        ]);
        for ask in SecretForm::new(stored, rows).version(version).edit() {
            assert_eq!(self.send(ask).await, 422);
        }
    }

    /// Requests that are broken around a value.
    async fn send_what_is_no_form(&mut self) {
        let mut value = |what: &str| self.sent.value(what).core;
        let mut asks = Vec::new();
        let mut raw = |path: &str, kind: &'static str, body: Vec<u8>| {
            asks.push(Ask::new("POST", path).body(Body::Raw(kind, body)));
        };
        let form = "application/x-www-form-urlencoded";
        raw(
            "/secrets/new",
            "text/plain",
            value("value of another type").into(),
        );
        raw(
            "/secrets/new",
            form,
            format!("name=x&json={}%FF", value("value that is no UTF-8")).into(),
        );
        raw(
            "/secrets/new",
            form,
            format!("{}=x", value("value as a field's name")).into(),
        );
        raw(
            "/secrets/new",
            form,
            format!("kind={}&name=x", value("value as a kind")).into(),
        );
        raw(
            "/secrets/new",
            form,
            format!("json={}", value("value far too long").repeat(12_000)).into(),
        );
        raw(
            "/secrets/new",
            "multipart/form-data; boundary=b",
            format!("--b\r\n{}", value("value in a broken part")).into(),
        );
        raw(
            "/secrets/new",
            "multipart/form-data",
            value("value without a boundary").into(),
        );
        raw(
            "/rpc/secrets/create",
            "application/json",
            format!("{{\"form\":\"{}\"", value("value in broken JSON")).into(),
        );
        raw(
            "/rpc/secrets/create",
            "application/json",
            json!({ value("value as an unknown key"): 1 })
                .to_string()
                .into(),
        );
        raw(
            "/rpc/secrets/create",
            "application/json",
            json!({"form": value("value instead of a form")})
                .to_string()
                .into(),
        );
        raw(
            "/rpc/secrets/create",
            "text/plain",
            value("value to a function, of another type").into(),
        );
        raw(
            "/rpc/secrets/none",
            "application/json",
            value("value to no function").into(),
        );
        let mut input = SecretForm::new("x", row("ghcr.io", "me", "x"))
            .input()
            .unwrap();
        input["form"]["version"] = json!(value("value as a number"));
        asks.push(Ask::call("/rpc/secrets/create", input.clone()));
        input["form"]["material"] = json!({value("value as a kind of material"): {}});
        asks.push(Ask::call("/rpc/secrets/create", input));
        let parts = vec![Part {
            file_name: Some("x.json".into()),
            ..Part::text("other", &value("value in a second file"))
        }];
        asks.push(Ask::new("POST", "/secrets/new").body(Body::Multipart(parts)));
        let name = format!("{}.json", value("name of a file"));
        let way = Way::File(name, bad::good("x").into_bytes());
        asks.push(
            Ask::new("POST", "/secrets/new").body(SecretForm::new("by-file-name", way).multipart()),
        );
        for (header, what) in HEADERS {
            asks.push(Ask::get("/secrets").header(header, &value(what)));
        }
        for ask in asks {
            let status = self
                .site
                .send(ask.clone().session(self.cast.editor()))
                .await
                .status;
            assert!(status < 500, "{ask:?}");
            self.site.send(ask).await;
        }
        // One's own words in an address come back in the page; they are in no log and no file.
        let address = self.sent.unlogged("word in an address");
        for path in [
            "/secrets?q=",
            "/secrets/",
            "/activity?q=",
            "/welcome/",
            "/nothing/",
            "/sign-in?next=/",
            "/assets/",
        ] {
            for who in [Who::Nobody, Who::Administrator] {
                self.site
                    .send(
                        Ask::get(format!("{path}{}", address.core)).session(self.cast.session(who)),
                    )
                    .await;
            }
        }
    }

    async fn sign_in_wrongly(&mut self) {
        for login in ["viewer", "nobody-of-this-name", "disabled", "Not A Name"] {
            let password = self
                .sent
                .value(format!("wrong password of {login}"))
                .password();
            let answer = self
                .site
                .send(Ask::form(
                    "/sign-in",
                    &[("login", login), ("password", &password)],
                ))
                .await;
            assert_eq!(answer.status, 422, "{login}");
        }
        // Now and then somebody types the password where the name belongs.
        let login = self
            .sent
            .unlogged("password typed as a name")
            .core
            .to_lowercase();
        self.sent
            .unlogged
            .last_mut()
            .unwrap()
            .core
            .make_ascii_lowercase();
        for _ in 0..8 {
            let password = self.sent.value("password of too many attempts").password();
            self.site
                .send(Ask::form(
                    "/sign-in",
                    &[("login", &login), ("password", &password)],
                ))
                .await;
        }
    }

    async fn change_passwords(&mut self) {
        let current = self.password(Who::Viewer);
        let changed = self.sent.value("changed password").password();
        let wrong = self.sent.value("wrong current password").password();
        let long = self.sent.value("password that is too long").core.repeat(60);
        for (current, new, again, status) in [
            (wrong.as_str(), changed.as_str(), changed.as_str(), 422),
            (&current, &changed, &wrong, 422),
            (&current, &long, &long, 422),
            (&current, &changed, &changed, 303),
        ] {
            let pairs = [
                ("do", "password"),
                ("current", current),
                ("password", new),
                ("password_again", again),
            ];
            let answer = self
                .site
                .send(Ask::form("/account", &pairs).session(self.cast.session(Who::Viewer)))
                .await;
            assert_eq!(answer.status, status, "{}", answer.text());
        }
        let session = sign_in(&self.site, "viewer", &changed).await;
        for token in self.cast.all_sessions().iter().chain([&session]) {
            self.sent.unlogged.push(Canary::of("session", token));
        }
        let id = self.cast.person_id(&self.site, "newcomer").await;
        let ask = Ask::form(format!("/people/{id}"), &[("do", "link")])
            .session(self.cast.administrator());
        let text = self.site.send(ask).await.text();
        let token = answer::between(&text, "/invitation/", "\"").unwrap();
        self.sent
            .unlogged
            .push(Canary::of("token of a link that is not used", token));
        let short = self.sent.value("new password, refused").password();
        let pairs = [
            ("password", short.as_str()),
            ("password_again", "something else"),
        ];
        assert_eq!(
            self.site
                .send(Ask::form(format!("/invitation/{token}"), &pairs))
                .await
                .status,
            422
        );
    }

    async fn remove_and_restore(&mut self, names: &[String]) {
        for (number, name) in names
            .iter()
            .enumerate()
            .filter(|(number, _)| number % 2 == 0)
        {
            let page = format!("/secrets/{name}/remove");
            let version = self.cast.version(&self.site, &page).await;
            assert_eq!(
                self.send(Ask::form(&page, &[("version", &version)])).await,
                303
            );
            if number % 4 == 0 {
                assert_eq!(
                    self.send(Ask::form(format!("/secrets/{name}/restore"), &[]))
                        .await,
                    303
                );
            }
        }
    }

    /// Every page and file as everybody, with every secret. Answers with the number of patterns.
    async fn look_at_everything(&self, names: &[String]) -> usize {
        let id = self.cast.person_id(&self.site, "viewer").await;
        let assets = self.assets().await;
        let table: Vec<String> = routes::table()
            .into_iter()
            .filter(|route| route.method == http::Method::GET)
            .map(|route| route.pattern)
            .collect();
        for pattern in &table {
            for who in Who::ALL {
                let all = if pattern == "/assets/{name}" {
                    &assets
                } else {
                    names
                };
                for name in all.iter().filter(|_| pattern.contains("{name}")) {
                    self.look(&pattern.replace("{name}", name), who).await;
                }
                if !pattern.contains("{name}") {
                    self.look(
                        &pattern
                            .replace("{id}", &id)
                            .replace("{token}", &self.cast.links[0]),
                        who,
                    )
                    .await;
                }
            }
        }
        for query in [
            "?view=table",
            "?q=ghcr",
            "?sort=name",
            "?page=2",
            "?kind=image-pull",
        ] {
            self.look(&format!("/secrets{query}"), Who::Viewer).await;
        }
        table.len()
    }

    async fn look(&self, path: &str, who: Who) {
        let answer = self
            .site
            .send(Ask::get(path).session(self.cast.session(who)))
            .await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }

    /// Names of the assets that pages load.
    async fn assets(&self) -> Vec<String> {
        let mut assets = Vec::new();
        for path in ["/sign-in", "/secrets", "/secrets/new"] {
            let session = self.cast.editor().filter(|_| path != "/sign-in");
            let page = self.site.send(Ask::get(path).session(session)).await.text();
            let named = page.split("/assets/").skip(1);
            assets
                .extend(named.map(|rest| rest.split(['"', '\'', '`']).next().unwrap().to_owned()));
        }
        assets.sort();
        assets.dedup();
        for needed in [".css", ".svg", ".js", ".wasm"] {
            assert!(
                assets.iter().any(|name| name.ends_with(needed)),
                "{needed}: {assets:?}"
            );
        }
        assets
    }

    fn sweep(&self, log: &[String], files: &[(String, Vec<u8>)], printed: &[String]) {
        let values = Sweep::new(&self.sent.values);
        let unlogged = Sweep::new(self.sent.values.iter().chain(&self.sent.unlogged));
        let sessions = Sweep::new(
            self.sent
                .unlogged
                .iter()
                .filter(|canary| canary.what == "session"),
        );
        let answers = self.site.kept();
        prove_the_haystacks(&answers, log, files);
        let mut hits = Vec::new();
        for (asked, answer) in &answers {
            hits.extend(values.hits(&format!("the answer to {asked}"), answer.whole().as_bytes()));
            hits.extend(sessions.hits(&format!("the page at {asked}"), &answer.body));
        }
        for line in log {
            hits.extend(unlogged.hits(&format!("the log entry {}", cut(line)), line.as_bytes()));
        }
        for (name, bytes) in files {
            hits.extend(unlogged.hits(name, bytes));
        }
        for text in printed {
            hits.extend(unlogged.hits("what a command prints", text.as_bytes()));
        }
        hits.sort();
        hits.dedup();
        assert!(hits.is_empty(), "{} hits:\n{}", hits.len(), hits.join("\n"));
    }
}

/// Headers that a value could stand in.
const HEADERS: &[(&str, &str)] = &[
    ("authorization", "value of authorization"),
    ("user-agent", "value of an agent"),
    ("x-forwarded-for", "value of a forwarding"),
    ("referer", "value of a referrer"),
    ("accept-language", "value of a language"),
    ("x-api-key", "value of a key"),
    ("if-none-match", "value of a tag"),
];

/// Forms in which a value goes in.
const SHAPES: &[&str] = &[
    "rows", "json", "wrapped", "old", "base64", "extra", "file", "utf16",
];

fn shaped(shape: &str, canary: &Canary) -> Way {
    let password = canary.password();
    let config =
        json!({"auths": {"ghcr.io": {"username": "me", "password": password}}}).to_string();
    let auth = STANDARD.encode(format!("me:{password}"));
    match shape {
        "rows" => row("ghcr.io", "me", &password),
        "json" => Way::Json(json!({"auths": {"https://index.docker.io/v1/": {"auth": auth}}}).to_string()),
        "wrapped" => Way::Json(json!({".dockerconfigjson": config}).to_string()),
        "old" => Way::Json(json!({"ghcr.io": {"username": "me", "password": password, "email": "a@b"}}).to_string()),
        "base64" => Way::Json(STANDARD.encode(config)),
        "extra" => Way::Json(
            json!({
                "auths": {"ghcr.io": {"username": "me", "password": "x", "identitytoken": password, "note": password}},
                "HttpHeaders": {"X-Token": password},
            })
            .to_string(),
        ),
        "file" => file(config),
        "utf16" => file(format!("\u{feff}{config}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        other => panic!("{other}"),
    }
}

fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_of(&path));
        } else {
            files.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            ));
        }
    }
    files
}

/// What commands on the same data print, at `trace` too.
fn commands(data: &Path) -> Vec<String> {
    let mut printed = Vec::new();
    for words in [
        &["verify"][..],
        &["key", "list"],
        &["key", "rotate"],
        &["key", "list"],
        &["config", "check"],
    ] {
        let output = child::run(
            &[words, &["--log-level", "trace", "--log-format", "json"]].concat(),
            data,
        );
        assert!(output.status.success(), "{words:?}: {output:?}");
        printed
            .push(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned());
    }
    printed
}

/// Nothing is found in nothing: what is swept is what was meant.
fn prove_the_haystacks(
    answers: &[(String, answer::Answer)],
    log: &[String],
    files: &[(String, Vec<u8>)],
) {
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "keyrack.db",
        "keyrack.db-wal",
        "keyrack.db-shm",
        "key-ring",
        "lock",
    ] {
        assert!(names.contains(&name), "{name} was not read: {names:?}");
    }
    let finds = |known: &str| Sweep::new([&Canary::of("what may be known", known)]);
    let found = |bytes: &[u8], known: &str| !finds(known).hits("here", bytes).is_empty();
    assert!(
        files.iter().any(|(_, bytes)| found(bytes, "somebody-else")),
        "in the database"
    );
    assert!(
        answers
            .iter()
            .any(|(_, answer)| found(answer.whole().as_bytes(), "somebody-else")),
        "in pages"
    );
    assert!(
        log.iter()
            .any(|line| found(line.as_bytes(), "/secrets/{name}/edit")),
        "in the log"
    );
    let requests = log
        .iter()
        .filter(|line| line.contains("keyrack::request"))
        .count();
    assert!(
        requests >= answers.len(),
        "{requests} of {} requests are in the log",
        answers.len()
    );
}

fn cut(line: &str) -> String {
    line.chars().take(200).collect()
}

#[test]
fn the_sweep_finds_every_form() {
    let canary = Canary::new("planted");
    let sweep = Sweep::new([&canary]);
    let password = canary.password();
    let mut planted = forms(&canary.core);
    let escaped = serde_json::to_string(&password).unwrap();
    for (form, text) in [
        ("JSON", escaped.clone()),
        ("JSON in JSON", serde_json::to_string(&escaped).unwrap()),
        ("URL", rack::ask::percent(&password)),
        ("debug", format!("{password:?}")),
        (
            "page",
            password
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;"),
        ),
    ] {
        planted.push((form.to_owned(), text));
    }
    for before in ["", "a", "ab", "abc", "me:"] {
        for engine in [STANDARD, base64::engine::general_purpose::URL_SAFE_NO_PAD] {
            planted.push((
                format!("base64 after {before:?}"),
                engine.encode(format!("{before}{password}")),
            ));
            planted.push((
                format!("base64 of its core after {before:?}"),
                engine.encode(format!("{before}{}x", canary.core)),
            ));
        }
    }
    for (form, text) in planted {
        let haystack = [
            b"\xff\x00 something ".as_slice(),
            text.as_bytes(),
            b" else \xfe",
        ]
        .concat();
        assert!(!sweep.hits("here", &haystack).is_empty(), "{form}: {text}");
    }
    let other = Canary::new("another").password();
    assert_eq!(
        sweep.hits(
            "here",
            format!("{other} {}", STANDARD.encode(&other)).as_bytes()
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_database_password_is_in_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let canary = Canary::new("password of a database");
    let sweep = Sweep::new([&canary]);
    let core = &canary.core;
    for url in [
        format!("postgres://rack:{core}@127.0.0.1:1/rack"),
        format!("postgres://rack@127.0.0.1:1/rack?password={core}"),
        format!("postgres://rack:{core}@127.0.0.1:not-a-port/rack"),
        format!("mysql://rack:{core}@127.0.0.1/rack"),
    ] {
        for words in [&["serve"][..], &["config", "check"]] {
            let output = child::run(
                &[words, &["--log-level", "trace", "--database", url.as_str()]].concat(),
                folder.path(),
            );
            let printed = [output.stdout, output.stderr].concat();
            assert!(!printed.is_empty(), "{words:?}");
            assert_eq!(
                sweep.hits(&format!("{words:?} {url}"), &printed),
                Vec::<String>::new()
            );
        }
    }
}

#[tokio::test]
async fn a_form_never_begins_with_a_stored_value() {
    let folder = tempfile::tempdir().unwrap();
    let child = Child::start(&folder.path().join("data"), &[]);
    let site = Site::new(&child.url);
    let cast = Cast::new(&site, child.first_administrator.as_ref().unwrap()).await;
    let form = SecretForm::new("one", row("ghcr.io", "me", "hunter2-hunter2"));
    site.send(form.add().swap_remove(0).session(cast.editor()))
        .await;
    let page = site
        .send(Ask::get("/secrets/one/edit").session(cast.editor()))
        .await
        .text();
    let field = page
        .split('<')
        .find(|tag| tag.contains("name=\"password.0\""))
        .unwrap();
    assert!(!field.contains("value="), "{field}");
    let json = answer::between(&page, "name=\"json\"", "</textarea>").unwrap();
    assert_eq!(json.split_once('>').unwrap().1.trim(), "");
    assert_eq!(version_in(&page).as_deref(), Some("1"));
    assert!(
        page.contains(&display_name("editor")) && page.contains("Leave empty to keep it."),
        "{SESSION}: {page}"
    );
}
