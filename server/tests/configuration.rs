//! One precedence, every key documented, and errors that name key and place.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{fs, path::Path};

use server::config::{Config, ConfigError, Layers, Source, key, read_file};

fn file(text: &str) -> Result<Layers, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyrack.toml");
    fs::write(&path, text).unwrap();
    let mut layers = Layers::default();
    read_file(&path, &mut layers).map(|()| layers)
}

#[test]
fn a_flag_beats_a_variable_beats_the_file_beats_the_default() {
    let mut layers = Layers::default();
    let listen = |layers: &Layers| {
        let setting = layers.get(&key::LISTEN);
        (setting.text, setting.source)
    };
    assert_eq!(listen(&layers), ("127.0.0.1:3000".into(), Source::Default));
    layers.set_file(
        &key::LISTEN,
        "127.0.0.1:1".into(),
        Source::File {
            path: "f".into(),
            line: 1,
        },
    );
    assert_eq!(listen(&layers).0, "127.0.0.1:1");
    layers.set_variable(&key::LISTEN, "127.0.0.1:2".into());
    assert_eq!(
        listen(&layers),
        ("127.0.0.1:2".into(), Source::Variable("KEYRACK_LISTEN"))
    );
    layers.set_variable(&key::LISTEN, String::new());
    assert_eq!(
        listen(&layers).0,
        "127.0.0.1:2",
        "an empty variable counts as not set"
    );
    layers.set_flag(&key::LISTEN, "127.0.0.1:3".into());
    assert_eq!(
        listen(&layers),
        ("127.0.0.1:3".into(), Source::Flag("listen"))
    );
    assert_eq!(
        Config::from_layers(&layers).unwrap().listen,
        "127.0.0.1:3".parse().unwrap()
    );
}

#[test]
fn the_example_file_has_every_key_with_its_default() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("keyrack.example.toml");
    let mut layers = Layers::default();
    read_file(&example, &mut layers).unwrap();
    for key in key::KEYS {
        let setting = layers.get(key);
        assert!(
            matches!(setting.source, Source::File { .. }),
            "{} is not in the example",
            key.path
        );
        assert_eq!(setting.text, key.default, "{}", key.path);
    }
    let (example, default) = (
        Config::from_layers(&layers).unwrap(),
        Config::from_layers(&Layers::default()).unwrap(),
    );
    assert_eq!(format!("{example:?}"), format!("{default:?}"));
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let error = file("listen = \"127.0.0.1:0\"\n[http]\nconections = 5\n")
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("unknown key http.conections on line 3"),
        "{error}"
    );
}

#[test]
fn a_bad_value_is_named_by_key_and_place_and_not_quoted() {
    for (text, key) in [
        ("listen = 'somewhere'", "listen"),
        ("keep_removed = '30'", "keep_removed"),
        ("keep_removed = '400d'", "keep_removed"),
        ("keep_removed = '12h'", "keep_removed"),
        ("public_url = 'keyrack.example.org'", "public_url"),
        ("trusted_proxies = ['somewhere']", "trusted_proxies"),
        ("database = 'mysql://u:somewhere@h/d'", "database"),
        ("database_file = '/nowhere'", "database_file"),
        ("tls.certificate = 'c'", "tls.certificate"),
        ("tls.key = 'k'", "tls.key"),
        ("http.connections = 0", "http.connections"),
        ("http.connections = 'many'", "http.connections"),
        ("http.header_timeout = '11m'", "http.header_timeout"),
        ("log.format = 'xml'", "log.format"),
        ("log.level = 'all'", "log.level"),
        ("data = ''", "data"),
    ] {
        let error = Config::from_layers(&file(text).unwrap())
            .expect_err(text)
            .to_string();
        assert!(
            error.starts_with(&format!("{key} (")) && error.contains("line 1"),
            "{text}: {error}"
        );
        assert!(!error.contains("somewhere"), "{error}");
    }
}

#[test]
fn a_database_password_stays_out_of_debug() {
    let layers = file("database = 'postgres://rack:hunter2@db/k'").unwrap();
    let config = Config::from_layers(&layers).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_database_url_can_be_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    fs::write(&path, "postgres://rack:hunter2@db/k\n").unwrap();
    let mut layers = Layers::default();
    layers.set_flag(&key::DATABASE_FILE, path.display().to_string());
    assert_eq!(
        Config::from_layers(&layers).unwrap().database.to_string(),
        "postgres://rack:***@db/k"
    );
    layers.set_flag(&key::DATABASE, "sqlite:x".into());
    assert!(
        Config::from_layers(&layers).is_err(),
        "two places for one URL"
    );
}
