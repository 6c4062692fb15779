//! Free text that is shown to others: display names and descriptions.
//!
//! Characters that cannot be seen or that turn the reading direction are refused, so that a text
//! cannot pretend to be another one.

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Longest display name, in characters.
pub const MAX_DISPLAY_NAME: usize = 120;

/// Longest description, in characters.
pub const MAX_DESCRIPTION: usize = 1000;

/// The rule a text breaks. `Display` is the sentence for the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Too many characters.
    #[error("The text has {len} characters. The limit is {limit}.")]
    TooLong {
        /// Characters typed, without white space around them.
        len: usize,
        /// The limit that holds for this field.
        limit: usize,
    },
    /// A line break where one line is wanted.
    #[error("The line break at character {at} is not allowed. Write one line.")]
    LineBreak {
        /// Its position, the first is 1.
        at: usize,
    },
    /// A control, direction or zero-width character.
    #[error("{} at character {at} is not allowed: it cannot be seen. Remove it.", Shown(*ch))]
    Invisible {
        /// The character.
        ch: char,
        /// Its position, the first is 1.
        at: usize,
    },
}

/// What a secret is called on pages. Empty when it has no display name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisplayName(String);

impl DisplayName {
    /// The rules, without Unicode tables: for the browser.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(text: &str) -> Result<(), TextError> {
        check(text, MAX_DISPLAY_NAME, Lines::One)
    }

    /// Trims, brings to NFC and judges.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Self::check(text)?;
        let text: String = text.trim().nfc().collect();
        Self::check(&text)?;
        Ok(Self(text))
    }

    /// The text; empty when there is none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no display name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a secret is for, in its owner's words. Empty when it has no description.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description(String);

impl Description {
    /// The rules, without Unicode tables: for the browser.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(text: &str) -> Result<(), TextError> {
        check(text, MAX_DESCRIPTION, Lines::Many)
    }

    /// Trims, makes every line break `\n` (forms send `\r\n`), brings to NFC and judges.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Self::check(text)?;
        let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
        Self::check(&text)?;
        Ok(Self(text))
    }

    /// The text; empty when there is none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no description.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn check(text: &str, limit: usize, lines: Lines) -> Result<(), TextError> {
    let text = text.trim();
    let mut len = 0;
    let mut chars = text.chars().enumerate().peekable();
    while let Some((index, ch)) = chars.next() {
        let at = index + 1;
        let ends_in_newline = ch == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n');
        match ch {
            '\n' | '\r' if lines == Lines::One => return Err(TextError::LineBreak { at }),
            // The two characters of a form's line break count as the one that is stored.
            '\r' if ends_in_newline => continue,
            '\n' | '\t' if lines == Lines::Many => {}
            _ if is_invisible(ch) => return Err(TextError::Invisible { ch, at }),
            _ => {}
        }
        len += 1;
    }
    if len > limit {
        Err(TextError::TooLong { len, limit })
    } else {
        Ok(())
    }
}

/// Control characters (Unicode category Cc), format characters (Cf: directions, joiners, tags),
/// line and paragraph separators, and the letters that are drawn as nothing.
pub(crate) fn is_invisible(ch: char) -> bool {
    ch.is_control()
        || matches!(u32::from(ch),
            0x00AD | 0x034F | 0x0600..=0x0605 | 0x061C | 0x06DD | 0x070F | 0x0890..=0x0891 | 0x08E2
            | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
            | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB
            | 0x110BD | 0x110CD | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF)
}

/// One character in a sentence: in quotes, or by its code point when quotes would show nothing.
pub(crate) struct Shown(pub(crate) char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("A space"),
            '\t' => f.write_str("A tab"),
            '\n' | '\r' => f.write_str("A line break"),
            ch if is_invisible(ch) || ch.is_whitespace() => write!(f, "U+{:04X}", u32::from(ch)),
            ch => write!(f, "“{ch}”"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_display_name_is_trimmed_and_composed() {
        assert_eq!(
            DisplayName::parse("  Zu\u{308}rich ").unwrap().as_str(),
            "Z\u{fc}rich"
        );
        assert!(DisplayName::parse("   ").unwrap().is_empty());
        assert_eq!(
            DisplayName::parse("GPU 🚀 team").unwrap().as_str(),
            "GPU 🚀 team"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_refused_with_its_place() {
        for ch in [
            '\u{0}',
            '\u{7f}',
            '\u{202e}',
            '\u{200b}',
            '\u{feff}',
            '\u{2066}',
            '\u{ad}',
            '\u{e0041}',
        ] {
            let text = format!("ab{ch}c");
            assert_eq!(
                DisplayName::check(&text),
                Err(TextError::Invisible { ch, at: 3 }),
                "{ch:?}"
            );
            assert_eq!(
                Description::check(&text),
                Err(TextError::Invisible { ch, at: 3 }),
                "{ch:?}"
            );
        }
        assert_eq!(
            DisplayName::check("ab\u{202e}c").unwrap_err().to_string(),
            "U+202E at character 3 is not allowed: it cannot be seen. Remove it."
        );
    }

    #[test]
    fn lines_belong_in_a_description_only() {
        assert_eq!(
            DisplayName::check("a\nb"),
            Err(TextError::LineBreak { at: 2 })
        );
        assert_eq!(
            Description::parse("a\r\nb\n\tc").unwrap().as_str(),
            "a\nb\n\tc"
        );
        assert_eq!(
            Description::check("a\rb"),
            Err(TextError::Invisible { ch: '\r', at: 2 })
        );
    }

    #[test]
    fn limits_count_characters_as_they_are_stored() {
        assert!(DisplayName::check(&"é".repeat(120)).is_ok());
        assert_eq!(
            DisplayName::check(&"é".repeat(121)),
            Err(TextError::TooLong {
                len: 121,
                limit: 120
            })
        );
        assert!(Description::check(&format!("{}b", "a\r\n".repeat(499))).is_ok());
        assert!(Description::check(&"a".repeat(1001)).is_err());
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(text in any::<String>()) {
            if let Ok(once) = DisplayName::parse(&text) {
                prop_assert_eq!(DisplayName::parse(once.as_str()), Ok(once));
            }
            if let Ok(once) = Description::parse(&text) {
                prop_assert_eq!(Description::parse(once.as_str()), Ok(once));
            }
        }
    }
}
