//! Values that are refused, each holding a word that must not come back.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::form::{Way, file, row};

/// A value that is refused.
pub struct Bad {
    pub way: Way,
    /// The field that the fault names.
    pub field: &'static str,
    /// What the message says of the rule.
    pub rule: &'static str,
}

fn base64(text: impl AsRef<[u8]>) -> String {
    STANDARD.encode(text)
}

/// A config with one entry.
pub fn entry(entry: Value) -> String {
    json!({"auths": {"ghcr.io": entry}}).to_string()
}

/// A config with one good login.
pub fn good(password: &str) -> String {
    entry(json!({"username": "me", "password": password}))
}

/// Texts that are refused pasted and uploaded alike.
pub fn texts(canary: &str) -> Vec<(String, &'static str)> {
    let auth = |auth: String| entry(json!({"auth": auth}));
    let twice = format!(
        "{{\"auths\":{{\"ghcr.io\":{{\"auth\":\"{0}\",\"auth\":\"{0}\"}}}}}}",
        base64(format!("me:{canary}"))
    );
    let same_key = format!("{{\"auths\":{{\"ghcr.io\":{{\"{canary}\":1,\"{canary}\":2}}}}}}");
    let disagree =
        json!({"username": "me", "password": "other", "auth": base64(format!("me:{canary}"))});
    let other_name = json!({"username": canary, "auth": base64(format!("me:{canary}"))});
    let desktop = json!({"auths": {"ghcr.io": {}}, "credsStore": canary});
    let helper = json!({"credHelpers": {"gcr.io": canary}});
    vec![
        (good(canary).replace("\"}}}", ""), "no closing quote"),
        (good(canary).replace("}}}", ""), "JSON"),
        (format!("{}{canary}", "{\"a\":".repeat(33)), "32 levels"),
        (format!("{}{canary}", "[".repeat(5000)), "starts with “{”"),
        (twice, "stands twice"),
        (same_key, "stands twice"),
        (json!({ "x": canary }).to_string(), "“auths” is missing"),
        (
            json!({"auths": {}, "x": canary}).to_string(),
            "“auths” is empty",
        ),
        (
            json!({ "auths": [canary] }).to_string(),
            "“auths” is not an object",
        ),
        (
            json!({ "auths": canary }).to_string(),
            "“auths” is not an object",
        ),
        (entry(json!({ "email": canary })), "there is no login"),
        (entry(json!({"username": canary})), "password"),
        (auth(format!("{canary}!")), "“auth” is not base64"),
        (auth(base64(canary)), "no colon"),
        (entry(disagree), "do not agree"),
        (entry(other_name), "do not agree"),
        (
            desktop.to_string(),
            "docker --config keyrack-login login ghcr.io",
        ),
        (helper.to_string(), "keychain"),
        (
            json!({"auths": {format!("me:{canary}@ghcr.io"): {"auth": base64("me:x")}}})
                .to_string(),
            "",
        ),
        (
            entry(json!({"username": "me", "password": {"is": canary}})),
            "",
        ),
        (format!("docker login -u me -p {canary}"), "login command"),
        (format!("{canary} and nothing else"), ""),
        (format!("TOKEN={canary}\nOTHER=x\n"), ""),
        (
            format!("-----BEGIN PRIVATE KEY-----\n{canary}\n-----END PRIVATE KEY-----\n"),
            "",
        ),
        (
            base64(format!(
                "{{\"auths\":{{\"ghcr.io\":{{\"auth\":\"{canary}\"}}}}}}"
            )),
            "",
        ),
        (
            format!(
                "{}{}",
                good(canary),
                " ".repeat(10_241 - good(canary).len())
            ),
            "10,240 bytes",
        ),
    ]
}

/// Files that are refused and have no place in a text field.
fn files(canary: &str) -> Vec<(Way, &'static str)> {
    let not_utf8 = [good(canary).as_bytes(), &[0xe9, 0xff]].concat();
    let broken_utf16 = [b"\xff\xfe".as_slice(), canary.as_bytes(), b"x"].concat();
    vec![
        (file(not_utf8), "not UTF-8"),
        (file(broken_utf16), "UTF-"),
        (file(vec![b'x'; 10_241]), "10,240 bytes"),
        (file(good(canary).repeat(500)), "10,240 bytes"),
        (file(Vec::new()), ""),
        (
            Way::File("config.yaml".into(), good(canary).into()),
            ".txt or .json",
        ),
        (
            Way::File(format!("{canary}.exe"), good(canary).into()),
            ".txt or .json",
        ),
    ]
}

/// Rows that are refused.
fn rows(canary: &str) -> Vec<(Way, &'static str, &'static str)> {
    vec![
        (
            row("http://ghcr.io", "me", canary),
            "rows.0.host",
            "unencrypted",
        ),
        (row("me@ghcr.io", "me", canary), "rows.0.host", "“@”"),
        (
            row(&format!("https://me:{canary}@ghcr.io"), "me", canary),
            "rows.0.host",
            "“@”",
        ),
        (
            row("ghcr.io", &format!("me:{canary}"), canary),
            "rows.0.username",
            "colon",
        ),
        (
            row("gh cr.io", "me", canary),
            "rows.0.host",
            "space at character 3",
        ),
        (
            row("ghcr.io:99999", "me", canary),
            "rows.0.host",
            "1 to 65535",
        ),
        (
            row("", "me", canary),
            "rows.0.host",
            "Enter the registry host",
        ),
        (
            row("ghcr.io", "", canary),
            "rows.0.username",
            "Enter the user name",
        ),
        (
            row("ghcr.io", "a:b", canary),
            "rows.0.username",
            "colon at character 2",
        ),
        (
            row("ghcr.io", "me", ""),
            "rows.0.password",
            "Enter the password",
        ),
        (
            row("ghcr.io", "me", "••••••"),
            "rows.0.password",
            "mask is never stored",
        ),
        (
            row("ghcr.io", "me", "********"),
            "rows.0.password",
            "mask is never stored",
        ),
        (Way::Rows(vec![]), "rows.0.host", "Enter the registry host"),
        (
            Way::Rows(vec![
                ("ghcr.io".into(), "me".into(), canary.into()),
                ("GHCR.IO".into(), "you".into(), canary.into()),
            ]),
            "rows.1.host",
            "",
        ),
    ]
}

/// Everything that is refused as the value of a new secret.
pub fn values(canary: &str) -> Vec<Bad> {
    let mut bad = Vec::new();
    for (text, rule) in texts(canary) {
        bad.push(Bad {
            way: Way::Json(text.clone()),
            field: "json",
            rule,
        });
        bad.push(Bad {
            way: file(text),
            field: "file",
            rule,
        });
    }
    bad.push(Bad {
        way: Way::Json(String::new()),
        field: "json",
        rule: "nothing in it",
    });
    bad.push(Bad {
        way: Way::Json(" \n".into()),
        field: "json",
        rule: "nothing in it",
    });
    bad.extend(files(canary).into_iter().map(|(way, rule)| Bad {
        way,
        field: "file",
        rule,
    }));
    bad.extend(
        rows(canary)
            .into_iter()
            .map(|(way, field, rule)| Bad { way, field, rule }),
    );
    bad
}
