//! What a posted form leads to.

use backend::{Conflict, Error, people::Token};
use domain::faults::Faults;

use crate::{context::Theme, flash::Told};

/// A form that is shown again, with what was typed into it except values.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// What is wrong, by field.
    pub faults: Faults,
    /// What was typed, by field. Never a value.
    pub typed: Vec<(String, String)>,
    /// Who was quicker, if somebody was.
    pub conflict: Option<Conflict>,
    /// Something to say above the form that belongs to no field.
    pub sentence: Option<String>,
    /// A link that was just made and is shown only now.
    pub link: Option<OneTimeLink>,
    /// Seconds until another attempt is accepted, with status 429.
    pub retry_after: Option<u32>,
    /// The field that takes the focus, unless there is something to say first.
    pub focus: Option<String>,
    /// The status of the answer: 422, 409, 429, 403, 503; 200 with a link.
    pub status: u16,
}

/// A one-time link that is shown only in this answer.
#[derive(Clone)]
pub struct OneTimeLink {
    /// Path with the token, e.g. `/invitation/…`.
    pub path: String,
    /// Whom it is for.
    pub login: String,
    /// When it ends, Unix milliseconds.
    pub expires_at: i64,
}

/// The token stays out of logs.
impl std::fmt::Debug for OneTimeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneTimeLink")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

impl FormState {
    /// A form with faults, status 422.
    pub fn invalid(faults: Faults, typed: Vec<(String, String)>) -> Self {
        Self {
            faults,
            typed,
            status: 422,
            ..Self::default()
        }
    }

    /// What was typed into a field.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.typed
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, text)| text.as_str())
    }
}

/// What a posted form leads to.
pub enum Outcome {
    /// Done: 303 to `to`, and `told` is said there.
    Done {
        /// A path of this site.
        to: String,
        /// What to tell there.
        told: Option<Told>,
    },
    /// Signed in: sets the session cookie, 303 to `to`.
    SignedIn {
        /// The session.
        token: Token,
        /// A path of this site.
        to: String,
        /// What to tell there.
        told: Option<Told>,
    },
    /// Signed out: clears the session cookie, 303 to `to`.
    SignedOut {
        /// A path of this site.
        to: String,
    },
    /// Keeps the theme in a cookie, 303 to `to`.
    SetTheme {
        /// The choice.
        theme: Theme,
        /// A path of this site.
        to: String,
    },
    /// The same page again with [`FormState`] in context and its status.
    Again(FormState),
    /// The same page with something that is shown only now; status 200.
    Shown(FormState),
    /// There is no such thing for this asker: the page “not found”, 404.
    NotFound,
    /// Nobody is signed in: 303 to the sign-in page.
    SignInFirst {
        /// Where to go on afterwards: a path of this site.
        next: String,
    },
    /// It failed on the server, or the role does not allow it; see [`Error`].
    Failed(Error),
}

impl Outcome {
    /// The outcome of a use case that did not happen: the form again wherever that helps.
    pub fn from_error(error: Error, typed: Vec<(String, String)>, path: &str) -> Self {
        match error {
            Error::Invalid(faults) => Self::Again(FormState::invalid(faults, typed)),
            Error::Conflict(conflict) => Self::Again(FormState {
                conflict: Some(conflict),
                typed,
                status: 409,
                ..FormState::default()
            }),
            Error::Refused(sentence) => Self::say(sentence.to_owned(), typed, 409),
            Error::TooMany {
                retry_after_seconds,
            } => Self::Again(FormState {
                sentence: Some(format!(
                    "Too many attempts. Try again in {retry_after_seconds} s."
                )),
                typed,
                retry_after: Some(retry_after_seconds),
                status: 429,
                ..FormState::default()
            }),
            Error::Unavailable => Self::say(
                "Storage does not answer at the moment. Nothing was saved. Try again.".to_owned(),
                typed,
                503,
            ),
            Error::NotFound => Self::NotFound,
            Error::SignedOut => Self::SignInFirst {
                next: path.to_owned(),
            },
            other @ (Error::Denied | Error::Integrity | Error::Internal(_)) => Self::Failed(other),
        }
    }

    fn say(sentence: String, typed: Vec<(String, String)>, status: u16) -> Self {
        Self::Again(FormState {
            sentence: Some(sentence),
            typed,
            status,
            ..FormState::default()
        })
    }
}
