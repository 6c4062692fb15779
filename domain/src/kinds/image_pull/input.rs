//! What a form or an API sends for registry logins.

use super::change::{self, ImagePullChange};
use super::identity::ImagePullIdentity;
use super::read::{self, ReadConfig};
use super::rows::{self, RegistryRow};
use crate::faults::Faults;
use crate::value::{ValueBytes, ValueText};

/// Registry logins as they were sent, in one of the ways of the form.
pub enum ImagePullInput {
    /// Rows of registry, user name and password. Faults are at `rows.N.…`.
    Rows(Vec<RegistryRow>),
    /// JSON that was pasted, in any of the forms [`read`] takes. Faults are at `json`.
    Json(ValueText),
    /// A file that was uploaded, with the same content. Faults are at `file`.
    File(ValueBytes),
    /// Nothing was sent: the stored value stays.
    Keep,
}

impl ImagePullInput {
    /// What is wrong with it as the value of a new secret.
    #[must_use]
    pub fn check_new(&self) -> Faults {
        match self {
            Self::Rows(rows) => rows::check_new(rows),
            Self::Json(text) => check_read(text.expose().as_bytes(), "json"),
            Self::File(bytes) => check_read(bytes.expose(), "file"),
            Self::Keep => nothing_sent(),
        }
    }

    /// What is wrong with it as a change of what is stored. An empty field means keep.
    #[must_use]
    pub fn check_change(&self, stored: &ImagePullIdentity) -> Faults {
        match self {
            Self::Rows(rows) => change::check(rows, stored),
            Self::Json(text) if text.is_empty() => Faults::new(),
            Self::File(bytes) if bytes.is_empty() => Faults::new(),
            Self::Keep => Faults::new(),
            Self::Json(_) | Self::File(_) => self.check_new(),
        }
    }

    /// Makes the logins of a new secret.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn create(self) -> Result<ReadConfig, Faults> {
        match self {
            Self::Rows(rows) => rows::create(rows),
            Self::Json(text) => read_for(text.expose().as_bytes(), "json"),
            Self::File(bytes) => read_for(bytes.expose(), "file"),
            Self::Keep => Err(nothing_sent()),
        }
    }

    /// Judges a change by the stored identity alone. JSON and a file replace all there is; an
    /// empty one, and rows that were not sent, keep it.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn change(self, stored: &ImagePullIdentity) -> Result<ImagePullChange, Faults> {
        match self {
            Self::Rows(rows) => change::judge(rows, stored),
            Self::Json(text) if text.is_empty() => Ok(ImagePullChange::Keep),
            Self::File(bytes) if bytes.is_empty() => Ok(ImagePullChange::Keep),
            Self::Keep => Ok(ImagePullChange::Keep),
            Self::Json(_) | Self::File(_) => self.create().map(ImagePullChange::Replace),
        }
    }
}

fn nothing_sent() -> Faults {
    Faults::one("", "Enter a registry login, or paste the JSON.")
}

fn read_for(bytes: &[u8], field: &str) -> Result<ReadConfig, Faults> {
    read::read(bytes).map_err(|faults| faults.at(field))
}

fn check_read(bytes: &[u8], field: &str) -> Faults {
    read_for(bytes, field).err().unwrap_or_default()
}
