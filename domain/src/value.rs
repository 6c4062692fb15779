//! The containers a value lives in while it is in clear.
//!
//! They cannot be printed, copied or serialised, so a value cannot slip into a log line, a page
//! or an error by accident, and their memory is overwritten when they are dropped. That is
//! hygiene, not a guarantee: see the limits listed in the documentation of `zeroize`.
//!
//! The examples in this crate that must not compile fail for that reason alone; this is the same
//! with types that have the traits:
//! ```
//! fn needs<T: std::fmt::Debug + std::fmt::Display + Clone + serde::Serialize>() {}
//! needs::<String>();
//! fn exists<T>() {}
//! exists::<domain::value::ValueText>();
//! exists::<domain::value::ValueBytes>();
//! exists::<domain::json::Json>();
//! exists::<domain::material::Material>();
//! exists::<domain::material::MaterialInput>();
//! exists::<domain::kinds::image_pull::DockerConfig>();
//! exists::<domain::kinds::image_pull::RegistryLogin>();
//! exists::<domain::kinds::image_pull::RegistryRow>();
//! ```

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use std::fmt;
use zeroize::Zeroizing;

/// Text that must not be shown: a password, a token, a pasted JSON.
///
/// It has no `Debug`, `Display`, `Clone` or `Serialize`, and no `PartialEq`, whose running time
/// would tell how much of two values agrees:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::value::ValueText>();
/// ```
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Display>() {}
/// needs::<domain::value::ValueText>();
/// ```
/// ```compile_fail,E0277
/// fn needs<T: Clone>() {}
/// needs::<domain::value::ValueText>();
/// ```
/// ```compile_fail,E0277
/// fn needs<T: serde::Serialize>() {}
/// needs::<domain::value::ValueText>();
/// ```
/// ```compile_fail,E0277
/// fn needs<T: PartialEq>() {}
/// needs::<domain::value::ValueText>();
/// ```
pub struct ValueText(Zeroizing<String>);

impl ValueText {
    /// Takes the text over. A `String` is moved, not copied; a `&str` is copied.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Every caller is a place where a value is in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all. White space is text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Length in bytes of UTF-8.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<Zeroizing<String>> for ValueText {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

/// Reads a string; the error for anything else does not quote it.
impl<'de> Deserialize<'de> for ValueText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `deserialize_string` would let serde_json quote a number before the visitor is asked.
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl TextVisitor {
    /// serde's own error for a wrong type quotes numbers and booleans.
    fn refuse<E: de::Error>(what: &'static str) -> E {
        E::invalid_type(Unexpected::Other(what), &"text")
    }
}

impl Visitor<'_> for TextVisitor {
    type Value = ValueText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ValueText, E> {
        Ok(ValueText::new(text))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<ValueText, E> {
        Ok(ValueText::new(text))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<ValueText, E> {
        Err(Self::refuse("a boolean"))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<ValueText, E> {
        Err(Self::refuse("a number"))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<ValueText, E> {
        Err(Self::refuse("a number"))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<ValueText, E> {
        Err(Self::refuse("a number"))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<ValueText, E> {
        Err(Self::refuse("bytes"))
    }

    fn visit_char<E: de::Error>(self, c: char) -> Result<ValueText, E> {
        Ok(ValueText::new(c))
    }
}

/// The bytes of an uploaded file, before anything is known about them.
///
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::value::ValueBytes>();
/// ```
pub struct ValueBytes(Zeroizing<Vec<u8>>);

impl ValueBytes {
    /// Takes the bytes over without copying them.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves. Every caller is a place where a value is in clear.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether the file was empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<Zeroizing<Vec<u8>>> for ValueBytes {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }
}

/// Builds text that must not be shown. A `String` that grows leaves its old buffer behind in
/// memory as it was; this one overwrites it first.
pub(crate) struct ValueBuilder(Zeroizing<String>);

impl ValueBuilder {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Zeroizing::new(String::with_capacity(bytes)))
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        self.reserve(text.len());
        self.0.push_str(text);
    }

    pub(crate) fn push(&mut self, c: char) {
        self.reserve(c.len_utf8());
        self.0.push(c);
    }

    pub(crate) fn finish(self) -> Zeroizing<String> {
        self.0
    }

    fn reserve(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed <= self.0.capacity() {
            return;
        }
        let mut larger = String::with_capacity(needed.max(self.0.capacity().saturating_mul(2)));
        larger.push_str(&self.0);
        // The old buffer is dropped here, and thereby overwritten.
        self.0 = Zeroizing::new(larger);
    }
}

/// Whether the text is only a mask, as pages show in place of a value: three or more `*`, `•` or
/// `●` and nothing else. A mask that comes back in a form is never stored.
#[must_use]
pub fn is_mask(text: &str) -> bool {
    let trimmed = text.trim();
    trimmed.chars().count() >= 3 && trimmed.chars().all(|c| matches!(c, '*' | '•' | '●'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_three_or_more_stars_or_bullets() {
        for mask in ["***", "******", "•••", "●●●●", " ****** ", "*•*"] {
            assert!(is_mask(mask), "{mask}");
        }
        for value in ["", "**", "*a*", "***a", "p***"] {
            assert!(!is_mask(value), "{value}");
        }
    }

    #[test]
    fn a_builder_keeps_what_was_pushed_over_several_growths() {
        let mut builder = ValueBuilder::with_capacity(1);
        for _ in 0..100 {
            builder.push_str("ab");
            builder.push('é');
        }
        assert_eq!(builder.finish().as_str(), "abé".repeat(100));
    }

    #[test]
    fn a_value_reads_from_a_json_string_only_and_the_error_quotes_nothing() {
        let read: ValueText = serde_json::from_str("\"hunter\"").unwrap();
        assert_eq!(read.expose(), "hunter");
        for wrong in ["424242", "-424242", "4242.5", "true", "null", "[424242]"] {
            let error = serde_json::from_str::<ValueText>(wrong).err().unwrap();
            assert!(!error.to_string().contains("4242"), "{error}");
        }
    }
}
