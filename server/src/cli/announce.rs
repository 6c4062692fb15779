//! What is printed once the server listens, whatever the log's level.

use crate::{config::LogFormat, demo::SignIn, log, say};

/// Says where, and how to get in.
pub(super) fn listening(
    format: LogFormat,
    url: &str,
    first_administrator: Option<&str>,
    demo: &[SignIn],
) {
    let texts = if log::is_json(format) {
        as_json(url, first_administrator, demo)
    } else {
        as_text(url, first_administrator, demo)
    };
    for text in texts {
        say::line(&text);
    }
}

fn as_text(url: &str, first_administrator: Option<&str>, demo: &[SignIn]) -> Vec<String> {
    let mut lines = vec![format!("Keyrack listens on {url}")];
    lines.extend(
        first_administrator
            .map(|link| format!("Open this link to make the first administrator: {link}")),
    );
    if !demo.is_empty() {
        lines.push("Sample data is on the rack. Sign in as one of these; the passwords are shown only now:".to_owned());
    }
    lines.extend(demo.iter().map(|one| {
        format!(
            "  {:<20} {}  ({})",
            one.login,
            one.password,
            one.role.label()
        )
    }));
    lines
}

fn as_json(url: &str, first_administrator: Option<&str>, demo: &[SignIn]) -> Vec<String> {
    let entry = |fields: serde_json::Value| {
        let mut entry =
            serde_json::json!({ "timestamp": jiff::Timestamp::now().to_string(), "level": "INFO" });
        if let (Some(entry), serde_json::Value::Object(fields)) = (entry.as_object_mut(), fields) {
            entry.extend(fields);
        }
        entry.to_string()
    };
    let mut lines: Vec<String> = demo
        .iter()
        .map(|one| entry(serde_json::json!({ "message": "sample", "login": one.login, "password": one.password, "role": one.role.id() })))
        .collect();
    let mut fields = serde_json::json!({ "message": "listening", "listening": url });
    if let (Some(link), Some(fields)) = (first_administrator, fields.as_object_mut()) {
        fields.insert("first_administrator".to_owned(), link.into());
    }
    lines.push(entry(fields));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_read_where_and_how_from_one_line() {
        let lines = as_json(
            "http://127.0.0.1:1",
            Some("http://127.0.0.1:1/welcome/x"),
            &[],
        );
        let [line] = lines.as_slice() else {
            panic!("one line")
        };
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["listening"], "http://127.0.0.1:1");
        assert_eq!(entry["first_administrator"], "http://127.0.0.1:1/welcome/x");
    }

    #[test]
    fn people_read_it_in_sentences() {
        let lines = as_text(
            "http://127.0.0.1:1",
            Some("http://127.0.0.1:1/welcome/x"),
            &[],
        );
        assert_eq!(
            lines,
            [
                "Keyrack listens on http://127.0.0.1:1",
                "Open this link to make the first administrator: http://127.0.0.1:1/welcome/x"
            ]
        );
    }
}
