//! What is wrong with an input, by field, in words for the person who typed it.

use serde::{Deserialize, Serialize};

/// One thing that is wrong, beside the field where it can be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The form field: `name`, `display_name`, `description`, `kind`, `rows.N.host`,
    /// `rows.N.username`, `rows.N.password`, `json`, `file`; empty for the whole form.
    pub field: String,
    /// A sentence that names the rule and quotes nothing of a value.
    pub message: String,
}

impl Fault {
    /// A fault of one field.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// All that is wrong with an input, in the order of the form. Empty means nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// No fault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A single fault.
    #[must_use]
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![Fault::new(field, message)])
    }

    /// Adds a fault.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Fault::new(field, message));
    }

    /// Takes over the faults of another check.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All faults, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// The first message for a field, if it has one.
    #[must_use]
    pub fn for_field(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|fault| fault.field == field)
            .map(|fault| fault.message.as_str())
    }

    /// Every message for a field.
    pub fn all_for_field(&self, field: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |fault| fault.field == field)
            .map(|fault| fault.message.as_str())
    }

    /// `ok` when nothing is wrong, else the faults.
    ///
    /// # Errors
    /// The faults themselves.
    pub fn or<T>(self, ok: T) -> Result<T, Self> {
        if self.is_empty() { Ok(ok) } else { Err(self) }
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_by_field_in_order() {
        let mut faults = Faults::one("json", "one");
        faults.push("name", "two");
        faults.push("json", "three");
        assert_eq!(faults.for_field("json"), Some("one"));
        assert_eq!(
            faults.all_for_field("json").collect::<Vec<_>>(),
            ["one", "three"]
        );
        assert_eq!(faults.for_field("file"), None);
        assert_eq!(faults.len(), 3);
        assert!(faults.or(()).is_err());
        assert!(Faults::new().or(()).is_ok());
    }
}
