//! What a use case can answer instead of a result.

use domain::faults::Faults;

/// Why a use case did not happen. Nothing was changed when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input breaks rules; each fault names its field.
    #[error("{} of the fields need attention", .0.len())]
    Invalid(Faults),
    /// There is no such thing, or the actor may not know that there is.
    #[error("there is nothing of this name here")]
    NotFound,
    /// The actor is signed in, sees the thing, and may not do this with it.
    #[error("your role does not allow this")]
    Denied,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The thing was changed after the version that the edit was made on.
    #[error("it was changed by {} meanwhile", .0.by)]
    Conflict(Conflict),
    /// A rule about the state of things refuses this, in a sentence for the reader.
    #[error("{0}")]
    Refused(&'static str),
    /// Too many attempts; when to try again.
    #[error("too many attempts, try again in {retry_after_seconds} s")]
    TooMany {
        /// Seconds until the next attempt is accepted.
        retry_after_seconds: u32,
    },
    /// A sealed value does not open: it was damaged, or moved here from another record.
    #[error("the stored value does not open; an administrator finds the entry in Activity")]
    Integrity,
    /// Storage does not answer at the moment.
    #[error("storage does not answer, try again in a moment")]
    Unavailable,
    /// A defect or a fault of the machine; the log has the details under this id.
    #[error("this failed on the server; its log has the details under {0}")]
    Internal(String),
}

/// Who changed a thing between the reading and the saving of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Display name of who made the newer change.
    pub by: String,
    /// When, in Unix milliseconds.
    pub at: i64,
    /// What was changed, in words: "value", "display name", "description".
    pub what: Vec<String>,
    /// The row version to base the next attempt on.
    pub version: i64,
}

impl Error {
    /// A single fault of one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(Faults::one(field, message))
    }
}
