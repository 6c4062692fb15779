//! What `keyrack config check` prints.

use super::{Config, Layers, key};

/// Every setting as it holds, as lines of TOML with the place it came from. A password in the
/// database URL is left out.
pub fn effective(layers: &Layers, config: &Config) -> String {
    let mut lines = String::new();
    let mut table = "";
    for key in key::KEYS {
        let (around, name) = key.path.split_once('.').unwrap_or(("", key.path));
        if around != table {
            table = around;
            lines.push_str(&format!("\n[{around}]\n"));
        }
        let setting = layers.get(key);
        let text = shown(key, setting.text, config);
        lines.push_str(&format!(
            "{name} = {}  # {}\n",
            quoted(&text),
            setting.source
        ));
    }
    lines
}

fn shown(key: &key::Key, text: String, config: &Config) -> String {
    match key.path {
        "database" => config.database.to_string(),
        "key_ring" => config.key_ring.display().to_string(),
        _ => text,
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Source, file};
    use std::path::Path;

    fn with_url(url: &str) -> String {
        let mut layers = Layers::default();
        layers.set_flag(&key::DATABASE, url.to_owned());
        let config = Config::from_layers(&layers).unwrap();
        effective(&layers, &config)
    }

    #[test]
    fn a_password_is_left_out() {
        let text = with_url("postgres://rack:hunter2@db/k?password=hunter2");
        assert!(
            text.contains("database = \"postgres://rack:***@db/k?***\"  # --database"),
            "{text}"
        );
        assert!(!text.contains("hunter2"));
    }

    #[test]
    fn what_is_printed_can_be_used_as_a_file() {
        let printed = with_url("sqlite:/srv/k.db");
        let mut layers = Layers::default();
        file::parse(Path::new("printed.toml"), &printed, &mut layers).unwrap();
        assert_eq!(layers.get(&key::DATABASE).text, "sqlite:/srv/k.db");
        assert!(matches!(
            layers.get(&key::HTTP_CONNECTIONS).source,
            Source::File { .. }
        ));
        Config::from_layers(&layers).unwrap();
    }
}
