//! Every kind of bad input through the crate's front door: a new secret and an edit of one. Each
//! has a fault at its field, in words that name the rule and quote nothing of the value.

// What tests share may panic like the tests; clippy.toml frees only functions marked as tests.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::faults::Faults;
use domain::kind::Kind;
use domain::kinds::image_pull::{ImagePullInput, RegistryRow};
use domain::material::{Accepted, Material, MaterialChange, MaterialInput};
use domain::name::SecretName;
use domain::value::{ValueBytes, ValueText};
use serde_json::json;

const CANARY: &str = "canary7f3aQZ";

fn pasted(text: impl Into<String>) -> MaterialInput {
    MaterialInput::ImagePull(ImagePullInput::Json(ValueText::new(text)))
}

fn uploaded(bytes: impl Into<Vec<u8>>) -> MaterialInput {
    MaterialInput::ImagePull(ImagePullInput::File(ValueBytes::new(bytes.into())))
}

fn rows(host: &str, username: &str, password: &str) -> MaterialInput {
    let password = Some(ValueText::new(password));
    let row = RegistryRow {
        host: host.into(),
        username: username.into(),
        password,
    };
    MaterialInput::ImagePull(ImagePullInput::Rows(vec![row]))
}

fn accept(input: MaterialInput) -> Accepted {
    input.create().unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The only message, after the cheap check has said the same.
fn message(input: MaterialInput, field: &str) -> String {
    let checked = input.check_new();
    let faults = input.create().err().expect("refused");
    assert_eq!(faults, checked);
    quotes_nothing(&faults);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults
        .for_field(field)
        .unwrap_or_else(|| panic!("{faults:?}"))
        .to_owned()
}

fn quotes_nothing(faults: &Faults) {
    for fault in faults {
        for form in [
            CANARY.to_owned(),
            STANDARD.encode(CANARY),
            STANDARD.encode(format!("me:{CANARY}")),
        ] {
            assert!(!fault.message.contains(&form), "{}", fault.message);
        }
    }
}

fn b64(text: impl AsRef<[u8]>) -> String {
    STANDARD.encode(text)
}

fn entry(entry: serde_json::Value) -> String {
    json!({"auths": {"ghcr.io": entry}}).to_string()
}

#[test]
fn json_that_is_wrong_names_its_rule_at_its_field() {
    let good = |password: &str| entry(json!({"username": "me", "password": password}));
    let auth = |auth: String| entry(json!({"auth": auth}));
    let open = good(CANARY).replace("\"}}}", "");
    let twice = format!(
        "{{\"auths\":{{\"ghcr.io\":{{\"auth\":\"{0}\",\"auth\":\"{0}\"}}}}}}",
        b64(format!("me:{CANARY}"))
    );
    let disagree =
        json!({"username": "me", "password": "other", "auth": b64(format!("me:{CANARY}"))});
    let desktop = json!({"auths": {"ghcr.io": {}}, "credsStore": "desktop"}).to_string();
    let helper = json!({"credHelpers": {"gcr.io": "gcloud"}}).to_string();
    let deep = "{\"a\":".repeat(33);
    let cases = [
        (String::new(), "nothing in it"),
        (" \n".to_owned(), "nothing in it"),
        (open, "no closing quote"),
        (deep, "32 levels"),
        (twice, "stands twice"),
        (format!("{{\"x\":\"{CANARY}\"}}"), "“auths” is missing"),
        ("{\"auths\":{}}".to_owned(), "“auths” is empty"),
        ("{\"auths\":[]}".to_owned(), "“auths” is not an object"),
        (entry(json!({})), "auths, entry 1: there is no login"),
        (auth(format!("{CANARY}!")), "“auth” is not base64"),
        (auth(b64(CANARY)), "no colon"),
        (entry(disagree), "“auth” and “password” do not agree"),
        (good("******"), "mask is never stored"),
        (desktop, "docker --config keyrack-login login ghcr.io"),
        (helper, "keychain"),
        (format!("docker login -u me -p {CANARY}"), "login command"),
    ];
    for (text, rule) in cases {
        for (input, field) in [
            (pasted(text.clone()), "json"),
            (uploaded(text.clone()), "file"),
        ] {
            let message = message(input, field);
            assert!(message.contains(rule), "{rule}: {message}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_named_by_their_place() {
    let not_utf8 = [b"{\"auths\":\"".as_slice(), &[0xe9], b"\"}"].concat();
    assert_eq!(
        message(uploaded(not_utf8), "file"),
        "The byte at position 11 is not UTF-8. Save the file as UTF-8."
    );
    assert_eq!(
        message(uploaded(*b"\xff\xfe{"), "file"),
        "The file is UTF-16 and broken at byte 3. Save it as UTF-8."
    );
}

#[test]
fn utf16_and_byte_order_marks_are_read_and_said() {
    let text = entry(json!({"username": "me", "password": "pw"}));
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, said) in [
        (utf16, "UTF-16"),
        (format!("\u{feff}{text}").into_bytes(), "byte order mark"),
    ] {
        let accepted = accept(uploaded(bytes));
        assert_eq!(accepted.notes.len(), 1);
        assert!(accepted.notes[0].sentence().contains(said));
        assert_eq!(accepted.material.destinations(), ["ghcr.io"]);
    }
}

#[test]
fn the_size_limit_is_10_240_bytes() {
    let text = entry(json!({"username": "me", "password": "pw"}));
    let padded = |len: usize| format!("{text}{}", " ".repeat(len - text.len()));
    accept(uploaded(padded(10_240)));
    accept(pasted(padded(10_240)));
    assert_eq!(
        message(uploaded(padded(10_241)), "file"),
        "This has 10,241 bytes. The limit is 10,240 bytes (10 KB)."
    );
    assert_eq!(
        message(pasted(padded(10_241)), "json"),
        "This has 10,241 bytes. The limit is 10,240 bytes (10 KB)."
    );
}

#[test]
fn odd_passwords_are_the_same_by_both_ways_and_after_sealing() {
    let google = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n\"\n}\n";
    let four_kilobytes = "x:$\"".repeat(1024);
    for password in [
        "a:b",
        "\"'`\\",
        "$HOME",
        " spaces ",
        "🔑",
        "crlf\r\nlf\n",
        google,
        &four_kilobytes,
    ] {
        let typed = accept(rows("ghcr.io", "_json_key", password));
        let written = entry(json!({"username": "_json_key", "password": password}));
        let read = accept(pasted(written));
        let plain = typed.material.to_plain();
        assert_eq!(*plain, *read.material.to_plain());
        let opened = Material::from_plain(Kind::ImagePull, &plain).ok().unwrap();
        let Material::ImagePull(config) = opened;
        assert_eq!(config.entries()[0].password().expose(), password);
    }
}

#[test]
fn rows_that_are_wrong_name_their_rule_at_their_field() {
    let cases = [
        (
            rows("http://ghcr.io", "me", CANARY),
            "rows.0.host",
            "unencrypted",
        ),
        (rows("me@ghcr.io", "me", CANARY), "rows.0.host", "“@”"),
        (
            rows("gh cr.io", "me", CANARY),
            "rows.0.host",
            "space at character 3",
        ),
        (
            rows("", "me", CANARY),
            "rows.0.host",
            "Enter the registry host",
        ),
        (
            rows("ghcr.io", "", CANARY),
            "rows.0.username",
            "Enter the user name",
        ),
        (
            rows("ghcr.io", "a:b", CANARY),
            "rows.0.username",
            "colon at character 2",
        ),
        (
            rows("ghcr.io", "me", ""),
            "rows.0.password",
            "Enter the password",
        ),
        (
            rows("ghcr.io", "me", "••••••"),
            "rows.0.password",
            "mask is never stored",
        ),
        (
            MaterialInput::ImagePull(ImagePullInput::Keep),
            "",
            "Enter a registry login",
        ),
    ];
    for (input, field, rule) in cases {
        let message = message(input, field);
        assert!(message.contains(rule), "{rule}: {message}");
    }
}

#[test]
fn every_rule_of_names_names_the_character() {
    let cases = [
        ("", "Enter a name. Use a-z, 0-9, “-” and “.”"),
        (
            "ghcr_pull",
            "“_” at character 5 is not allowed. Use a-z, 0-9, “-” and “.”",
        ),
        (
            "ghcr-Pull",
            "“P” at character 6 is not allowed. Use lower-case letters.",
        ),
        (
            "-ghcr",
            "The name starts with “-”. Start with a letter or digit.",
        ),
        (
            "ghcr.",
            "The name ends with “.”. End with a letter or digit.",
        ),
        (
            "new",
            "This name is reserved for a page of Keyrack. Choose another one.",
        ),
    ];
    for (name, sentence) in cases {
        assert_eq!(SecretName::parse(name).unwrap_err().to_string(), sentence);
    }
    let long = SecretName::parse(&"a".repeat(64)).unwrap_err().to_string();
    assert_eq!(long, "The name has 64 characters. The limit is 63.");
}

#[test]
fn an_edit_keeps_by_leaving_empty_and_asks_again_for_another_host() {
    let stored = accept(rows("ghcr.io", "me", CANARY)).material;
    let identity = stored.identity();
    for keep in [
        pasted(""),
        uploaded(Vec::new()),
        rows("ghcr.io", "me", ""),
        MaterialInput::ImagePull(ImagePullInput::Keep),
    ] {
        assert!(keep.check_change(&identity).is_empty());
        assert!(matches!(keep.change(&identity), Ok(MaterialChange::Keep)));
    }
    for wrong in [
        rows("evil.example", "me", ""),
        rows("ghcr.io", "me", "******"),
        pasted("{}"),
        pasted(" "),
    ] {
        let checked = wrong.check_change(&identity);
        let faults = wrong.change(&identity).err().expect("refused");
        assert_eq!(faults, checked);
        assert!(!faults.is_empty());
        quotes_nothing(&faults);
    }
    let Ok(MaterialChange::Merge(merge)) = rows("ghcr.io", "you", "").change(&identity) else {
        panic!("the user name changes, the password is kept");
    };
    let Material::ImagePull(config) = merge
        .apply(stored)
        .unwrap_or_else(|faults| panic!("{faults:?}"))
        .material;
    assert_eq!(
        (
            config.entries()[0].username(),
            config.entries()[0].password().expose()
        ),
        ("you", CANARY)
    );
}
