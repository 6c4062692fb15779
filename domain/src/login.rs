//! The name a person signs in with.

use crate::text::Shown;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest sign-in name, in characters (all of them ASCII).
pub const MAX_LOGIN: usize = 64;

/// A sign-in name in its one canonical form: trimmed and lower-case, so that nobody can register
/// a second spelling of somebody else's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginName(String);

/// The rule a sign-in name breaks. `Display` is the sentence for the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Nothing was typed.
    #[error("Enter a sign-in name.")]
    Empty,
    /// More than [`MAX_LOGIN`] characters.
    #[error("The sign-in name has {len} characters. The limit is 64.")]
    TooLong {
        /// Characters typed, without white space around them.
        len: usize,
    },
    /// The first character is not a letter or digit.
    #[error("Start the sign-in name with a letter or digit.")]
    Start,
    /// A character outside of a-z, 0-9, `.`, `_`, `-`, `@`, `+`.
    #[error("{} at character {at} is not allowed. Use a-z, 0-9, “.”, “_”, “-”, “@” and “+”.", Shown(*ch))]
    Char {
        /// The character.
        ch: char,
        /// Its position, the first is 1.
        at: usize,
    },
}

impl LoginName {
    /// Trims, lower-cases and judges a name. Only ASCII passes, so Unicode has no second
    /// spelling to offer.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, LoginError> {
        check(text)?;
        Ok(Self(text.trim().to_ascii_lowercase()))
    }

    /// The name in canonical form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rules, without keeping the name.
///
/// # Errors
/// The first rule that is broken.
pub fn check(text: &str) -> Result<(), LoginError> {
    let text = text.trim();
    let Some(first) = text.chars().next() else {
        return Err(LoginError::Empty);
    };
    if let Some((at, ch)) = text.chars().enumerate().find(|(_, ch)| !is_allowed(*ch)) {
        return Err(LoginError::Char { ch, at: at + 1 });
    }
    if !first.is_ascii_alphanumeric() {
        return Err(LoginError::Start);
    }
    if text.len() > MAX_LOGIN {
        return Err(LoginError::TooLong { len: text.len() });
    }
    Ok(())
}

fn is_allowed(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_' | '-' | '@' | '+')
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for LoginName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LoginName {
    type Error = LoginError;

    fn try_from(text: String) -> Result<Self, LoginError> {
        Self::parse(&text)
    }
}

impl From<LoginName> for String {
    fn from(name: LoginName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        assert_eq!(
            LoginName::parse("  Ada.Mensah@Example.ORG ")
                .unwrap()
                .as_str(),
            "ada.mensah@example.org"
        );
        assert_eq!(LoginName::parse("ADA"), LoginName::parse("ada"));
    }

    #[test]
    fn each_rule_has_its_error() {
        assert_eq!(LoginName::parse(" \t"), Err(LoginError::Empty));
        assert_eq!(LoginName::parse(".ada"), Err(LoginError::Start));
        assert_eq!(
            LoginName::parse("a da"),
            Err(LoginError::Char { ch: ' ', at: 2 })
        );
        // A Cyrillic letter that looks like a Latin one.
        assert_eq!(
            LoginName::parse("аda"),
            Err(LoginError::Char { ch: 'а', at: 1 })
        );
        assert_eq!(
            LoginName::parse(&"a".repeat(65)),
            Err(LoginError::TooLong { len: 65 })
        );
        assert!(LoginName::parse(&"a".repeat(64)).is_ok());
        assert_eq!(
            LoginName::parse("a/b").unwrap_err().to_string(),
            "“/” at character 2 is not allowed. Use a-z, 0-9, “.”, “_”, “-”, “@” and “+”."
        );
    }
}
