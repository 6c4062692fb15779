//! A value on its one way over the wire: from the browser to the server.

use domain::value::ValueText;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value as typed. The browser writes it into a request, the server reads it from there and
/// refuses to write it anywhere. It has no `Debug`, `Display` or `Clone`.
pub struct TypedValue(ValueText);

impl TypedValue {
    /// Takes over what was typed.
    pub fn new(text: String) -> Self {
        Self(ValueText::new(text))
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value for the use case.
    pub fn into_value(self) -> ValueText {
        self.0
    }
}

impl Default for TypedValue {
    fn default() -> Self {
        Self(ValueText::new(String::new()))
    }
}

#[cfg(not(feature = "ssr"))]
impl Serialize for TypedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

#[cfg(feature = "ssr")]
impl Serialize for TypedValue {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(
            "the server does not write values",
        ))
    }
}

impl<'de> Deserialize<'de> for TypedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueText::deserialize(deserializer).map(Self)
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_server_reads_it_and_never_writes_it() {
        let value: TypedValue = serde_json::from_str("\"hunter2\"").unwrap();
        let error = serde_json::to_string(&value).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
        assert_eq!(value.into_value().expose(), "hunter2");
    }
}
