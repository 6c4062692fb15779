//! Reads the TOML file into the layers, and knows the line of everything.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{
    ConfigError,
    key::{self, Key},
    layers::{Layers, Source},
};

/// Reads a file.
///
/// # Errors
/// When it cannot be read, is not TOML, or has a key or a value that means nothing.
pub fn read(path: &Path, layers: &mut Layers) -> Result<(), ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|reason| ConfigError::Unreadable {
        path: path.to_owned(),
        reason,
    })?;
    parse(path, &text, layers)
}

/// Reads a file's text.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: &str, layers: &mut Layers) -> Result<(), ConfigError> {
    let document = DeTable::parse(text).map_err(|error| ConfigError::NotToml {
        path: path.to_owned(),
        line: line_at(text, error.span().map_or(0, |span| span.start)),
        reason: error.message().to_owned(),
    })?;
    Reader { path, text, layers }.table(document.get_ref(), "")
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    layers: &'a mut Layers,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, around: &str) -> Result<(), ConfigError> {
        for (name, value) in table {
            let name_path = format!("{around}{}", name.get_ref());
            let line = line_at(self.text, name.span().start);
            match (key::find(&name_path), value.get_ref()) {
                (Some(key), value) => self.value(key, value, line)?,
                (None, DeValue::Table(inner)) if is_table(&name_path) => {
                    self.table(inner, &format!("{name_path}."))?;
                }
                (None, _) => {
                    return Err(ConfigError::UnknownKey {
                        path: self.path.to_owned(),
                        key: name_path,
                        line,
                    });
                }
            }
        }
        Ok(())
    }

    fn value(
        &mut self,
        key: &'static Key,
        value: &DeValue<'_>,
        line: usize,
    ) -> Result<(), ConfigError> {
        let source = Source::File {
            path: self.path.to_owned(),
            line,
        };
        let text = as_text(value).ok_or_else(|| ConfigError::Value {
            key: key.path,
            source_of: source.clone(),
            rule: "must be a text, a number, or a list of texts".to_owned(),
        })?;
        self.layers.set_file(key, text, source);
        Ok(())
    }
}

/// Whether some key stands in a table of this path.
fn is_table(path: &str) -> bool {
    key::KEYS.iter().any(|key| {
        key.path
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

fn as_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect();
            texts.map(|texts| texts.join(","))
        }
        DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

/// Line from 1 of a place in a text.
fn line_at(text: &str, place: usize) -> usize {
    text.bytes()
        .take(place)
        .filter(|byte| *byte == b'\n')
        .count()
        .saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::key::{HTTP_CONNECTIONS, LISTEN, TLS_KEY, TRUSTED_PROXIES};

    fn parsed(text: &str) -> Result<Layers, ConfigError> {
        let mut layers = Layers::default();
        parse(Path::new("keyrack.toml"), text, &mut layers).map(|()| layers)
    }

    #[test]
    fn texts_numbers_lists_and_tables_are_read() {
        let layers = parsed(
            "listen = \"[::1]:80\"\ntrusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]\n\n[http]\nconnections = 7\n[tls]\nkey = 'k'\n",
        )
        .unwrap();
        assert_eq!(layers.get(&LISTEN).text, "[::1]:80");
        assert_eq!(layers.get(&TRUSTED_PROXIES).text, "10.0.0.1,10.0.0.2");
        assert_eq!(layers.get(&HTTP_CONNECTIONS).text, "7");
        let key = layers.get(&TLS_KEY);
        assert_eq!(key.text, "k");
        assert_eq!(key.source.to_string(), "keyrack.toml line 7");
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        for (text, key, line) in [
            ("# x\nlisten = ''\nlistne = ''\n", "listne", 3),
            ("[http]\nconnections = 1\nthreads = 2\n", "http.threads", 3),
            ("[htpp]\nconnections = 1\n", "htpp", 1),
            ("\ntls = 'x'\n", "tls", 2),
        ] {
            let error = parsed(text).err().unwrap();
            match error {
                ConfigError::UnknownKey {
                    key: found,
                    line: at,
                    ..
                } => assert_eq!((found.as_str(), at), (key, line)),
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn what_is_not_toml_is_refused_with_its_line_and_without_its_text() {
        let error = parsed("listen = 'x'\ndatabase = postgres://u:hunter2@h/d\n")
            .err()
            .unwrap();
        let sentence = error.to_string();
        assert!(
            sentence.contains("line 2") && !sentence.contains("hunter2"),
            "{sentence}"
        );
    }

    #[test]
    fn a_boolean_is_no_text() {
        assert!(matches!(
            parsed("listen = true\n"),
            Err(ConfigError::Value { key: "listen", .. })
        ));
    }
}
