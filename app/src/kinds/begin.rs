//! What the fields of a kind begin with.

use domain::{identity::Identity, kind::Kind};

use super::image_pull::ImagePullBegin;

/// The beginning of the fields of one kind. Never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterialBegin {
    /// Registry logins.
    ImagePull(ImagePullBegin),
}

impl MaterialBegin {
    /// The beginning of an edit: what may be shown of what is stored.
    pub fn stored(identity: &Identity) -> Self {
        match identity {
            Identity::ImagePull(identity) => Self::ImagePull(ImagePullBegin::stored(identity)),
        }
    }

    /// The kind whose fields these are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::ImagePull(_) => Kind::ImagePull,
        }
    }
}
