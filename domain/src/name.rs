//! The name of a secret: the part of a Kubernetes object name that all source systems agree on
//! (RFC 1123 subdomain characters, at most 63).

use crate::text::Shown;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest name, in characters (all of them ASCII).
pub const MAX_NAME: usize = 63;

/// Names that are pages of their own under `/secrets/`.
pub const RESERVED: &[&str] = &["new", "removed"];

/// A name that keeps every rule. It never changes once a secret has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretName(String);

/// The rule a name breaks. `Display` is the sentence for the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("Enter a name. Use a-z, 0-9, “-” and “.”")]
    Empty,
    /// More than [`MAX_NAME`] characters.
    #[error("The name has {len} characters. The limit is 63.")]
    TooLong {
        /// Characters typed.
        len: usize,
    },
    /// It starts with `-` or `.`.
    #[error("The name starts with “{ch}”. Start with a letter or digit.")]
    Start {
        /// The first character.
        ch: char,
    },
    /// It ends with `-` or `.`.
    #[error("The name ends with “{ch}”. End with a letter or digit.")]
    End {
        /// The last character.
        ch: char,
    },
    /// A character outside of a-z, 0-9, `-`, `.`.
    #[error("{} at character {at} is not allowed. {}", Shown(*ch), hint(*ch))]
    Char {
        /// The character.
        ch: char,
        /// Its position, the first is 1.
        at: usize,
    },
    /// It is one of [`RESERVED`].
    #[error("This name is reserved for a page of Keyrack. Choose another one.")]
    Reserved,
}

/// What to do about a character.
fn hint(ch: char) -> &'static str {
    if ch.is_ascii_uppercase() {
        "Use lower-case letters."
    } else {
        "Use a-z, 0-9, “-” and “.”"
    }
}

impl SecretName {
    /// Judges a name as it was typed. Nothing is trimmed or lower-cased: what is stored is what
    /// was typed.
    ///
    /// # Errors
    /// The first rule that is broken, reading from the left; length last.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rules, without keeping the name.
///
/// # Errors
/// The first rule that is broken, reading from the left; length last.
pub fn check(text: &str) -> Result<(), NameError> {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return Err(NameError::Empty);
    };
    if let Some((at, ch)) = text.chars().enumerate().find(|(_, ch)| !is_allowed(*ch)) {
        return Err(NameError::Char { ch, at: at + 1 });
    }
    if !first.is_ascii_alphanumeric() {
        return Err(NameError::Start { ch: first });
    }
    if !last.is_ascii_alphanumeric() {
        return Err(NameError::End { ch: last });
    }
    // Only ASCII is left, bytes are characters.
    if text.len() > MAX_NAME {
        return Err(NameError::TooLong { len: text.len() });
    }
    if RESERVED.contains(&text) {
        return Err(NameError::Reserved);
    }
    Ok(())
}

fn is_allowed(ch: char) -> bool {
    ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-' || ch == '.'
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for SecretName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        check(&text)?;
        Ok(Self(text))
    }
}

impl From<SecretName> for String {
    fn from(name: SecretName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn good_names_are_kept_as_typed() {
        for name in [
            "a",
            "7",
            "ab",
            "a.b",
            "a-b",
            "a..b",
            "ghcr-pull",
            &"a".repeat(63),
        ] {
            assert_eq!(SecretName::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn each_rule_has_its_error() {
        let cases: [(&str, NameError); 12] = [
            ("", NameError::Empty),
            ("-a", NameError::Start { ch: '-' }),
            (".a", NameError::Start { ch: '.' }),
            ("a-", NameError::End { ch: '-' }),
            ("a.", NameError::End { ch: '.' }),
            ("ghcr_pull", NameError::Char { ch: '_', at: 5 }),
            ("Ghcr", NameError::Char { ch: 'G', at: 1 }),
            ("a b", NameError::Char { ch: ' ', at: 2 }),
            ("ключ", NameError::Char { ch: 'к', at: 1 }),
            ("a\n", NameError::Char { ch: '\n', at: 2 }),
            ("new", NameError::Reserved),
            ("removed", NameError::Reserved),
        ];
        for (name, error) in cases {
            assert_eq!(SecretName::parse(name).unwrap_err(), error, "{name:?}");
        }
        let long = "a".repeat(64);
        assert_eq!(
            SecretName::parse(&long).unwrap_err(),
            NameError::TooLong { len: 64 }
        );
    }

    #[test]
    fn the_sentence_names_the_character_its_place_and_the_rule() {
        assert_eq!(
            SecretName::parse("ghcr_pull").unwrap_err().to_string(),
            "“_” at character 5 is not allowed. Use a-z, 0-9, “-” and “.”"
        );
        assert_eq!(
            SecretName::parse("ghcR").unwrap_err().to_string(),
            "“R” at character 4 is not allowed. Use lower-case letters."
        );
        assert_eq!(
            SecretName::parse("a b").unwrap_err().to_string(),
            "A space at character 2 is not allowed. Use a-z, 0-9, “-” and “.”"
        );
        assert_eq!(
            SecretName::parse("a\u{202e}b").unwrap_err().to_string(),
            "U+202E at character 2 is not allowed. Use a-z, 0-9, “-” and “.”"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_a_dns_name_of_kubernetes(text in "\\PC{0,80}|[a-z0-9.-]{0,70}") {
            if let Ok(name) = SecretName::parse(&text) {
                let kept = name.as_str();
                prop_assert_eq!(kept, text.as_str());
                prop_assert!(!kept.is_empty() && kept.len() <= 63);
                prop_assert!(kept.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.'));
                prop_assert!(kept.as_bytes()[0].is_ascii_alphanumeric());
                prop_assert!(kept.as_bytes()[kept.len() - 1].is_ascii_alphanumeric());
            }
        }
    }
}
