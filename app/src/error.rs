//! What a server function answers instead of a result. It travels to the browser, so it holds
//! codes, field names and our own sentences, never input.

use domain::faults::Faults;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Why a server function changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionError {
    /// The input breaks rules; each fault names its field.
    Invalid(Faults),
    /// There is no such thing, or the asker may not know that there is.
    NotFound,
    /// The role does not allow it.
    Denied,
    /// Nobody is signed in any more.
    SignedOut,
    /// Somebody was quicker.
    Conflict(Newer),
    /// A rule about the state of things, in a sentence.
    Refused(String),
    /// Too many attempts.
    TooMany {
        /// Seconds until the next one is accepted.
        retry_after_seconds: u32,
    },
    /// The stored value does not open.
    Integrity,
    /// Storage does not answer.
    Unavailable,
    /// A fault of the server; its log has the details under this id.
    Internal(String),
    /// The request did not reach the server, or its answer did not come back.
    Unreachable,
    /// The server did not understand the request.
    NotUnderstood,
}

/// The change that was made between the reading and the saving of an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newer {
    /// What happened, as a sentence: who changed what, and when.
    pub sentence: String,
    /// The row version to base the next attempt on.
    pub version: i64,
}

impl ActionError {
    /// What to tell the person; `None` where the message stands beside the fields.
    pub fn sentence(&self) -> Option<String> {
        Some(match self {
            Self::Invalid(_) => return None,
            Self::Conflict(newer) => newer.sentence.clone(),
            Self::Refused(sentence) => sentence.clone(),
            Self::NotFound => "This secret is not here any more. Nothing was saved.".to_owned(),
            Self::Denied => "Your role does not allow this. Nothing was saved.".to_owned(),
            Self::SignedOut => {
                "Your session has ended. Sign in in another tab, then save again.".to_owned()
            }
            Self::TooMany {
                retry_after_seconds,
            } => {
                format!("Too many attempts. Try again in {retry_after_seconds} s.")
            }
            Self::Integrity => {
                "The stored value does not open. An administrator finds the entry in Activity."
                    .to_owned()
            }
            Self::Unavailable => {
                "Storage does not answer at the moment. Nothing was saved. Try again.".to_owned()
            }
            Self::Internal(id) => {
                format!("This failed on the server. Its log has the details under {id}.")
            }
            Self::Unreachable => {
                "The server does not answer. What you typed is still here. Try again.".to_owned()
            }
            Self::NotUnderstood => {
                "The server did not understand the request. Reload the page.".to_owned()
            }
        })
    }
}

impl FromServerFnError for ActionError {
    type Encoder = JsonEncoding;

    /// The library's own texts may quote what was sent, so only their class is kept.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        match error {
            E::Args(_) | E::MissingArg(_) | E::Deserialization(_) | E::Serialization(_) => {
                Self::NotUnderstood
            }
            E::Request(_) | E::Response(_) => Self::Unreachable,
            _ => Self::Unavailable,
        }
    }
}

#[cfg(feature = "ssr")]
mod from_backend {
    use super::{ActionError, Newer};
    use crate::components::conflict_sentence;
    use http::StatusCode;

    impl From<backend::Error> for ActionError {
        fn from(error: backend::Error) -> Self {
            use backend::Error as E;
            match error {
                E::Invalid(faults) => Self::Invalid(faults),
                E::NotFound => Self::NotFound,
                E::Denied => Self::Denied,
                E::SignedOut => Self::SignedOut,
                E::Conflict(conflict) => Self::Conflict(Newer {
                    sentence: conflict_sentence(&conflict),
                    version: conflict.version,
                }),
                E::Refused(sentence) => Self::Refused(sentence.to_owned()),
                E::TooMany {
                    retry_after_seconds,
                } => Self::TooMany {
                    retry_after_seconds,
                },
                E::Integrity => Self::Integrity,
                E::Unavailable => Self::Unavailable,
                E::Internal(id) => Self::Internal(id),
            }
        }
    }

    impl ActionError {
        /// The status the answer carries.
        pub fn status(&self) -> StatusCode {
            match self {
                Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Self::NotFound => StatusCode::NOT_FOUND,
                Self::Denied => StatusCode::FORBIDDEN,
                Self::SignedOut => StatusCode::UNAUTHORIZED,
                Self::Conflict(_) | Self::Refused(_) => StatusCode::CONFLICT,
                Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                Self::Unavailable | Self::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
                Self::Integrity | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
                Self::NotUnderstood => StatusCode::BAD_REQUEST,
            }
        }
    }
}
