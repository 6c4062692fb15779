//! The fields of a posted form.

use domain::value::{ValueBytes, ValueText};

/// A posted file. Its name is looked at for its ending by whoever reads the request, and dropped.
pub enum ValueFile {
    /// Its bytes, within the limit.
    Read(ValueBytes),
    /// It has more bytes than are taken; what was read is gone.
    TooLarge,
    /// Its name does not end in `.txt` or `.json`; it was not read.
    OtherEnding,
}

/// The fields of a posted form, in order. Any of them may be a value, so all are kept as such.
pub struct Fields {
    pairs: Vec<(String, ValueText)>,
    file: Option<ValueFile>,
}

impl Fields {
    /// Fields as they came. A file field that was left empty is no file.
    pub fn new(pairs: Vec<(String, ValueText)>, file: Option<ValueFile>) -> Self {
        Self { pairs, file }
    }

    /// The text of the first field of this name; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The same, or `None` when there is no such field.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, text)| text.expose())
    }

    /// Takes a value out of the form.
    pub fn value(&mut self, name: &str) -> Option<ValueText> {
        let at = self.pairs.iter().position(|(key, _)| key == name)?;
        Some(self.pairs.swap_remove(at).1)
    }

    /// Whether a file came with the form.
    pub fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Takes the file out of the form.
    pub fn file(&mut self) -> Option<ValueFile> {
        self.file.take()
    }

    /// The texts of these fields, for showing them again. Never name a field with a value here.
    pub fn typed(&self, names: &[&str]) -> Vec<(String, String)> {
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.find(name)?.to_owned())))
            .collect()
    }
}
