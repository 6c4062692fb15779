//! What the form of a secret is for.

use domain::{identity::Identity, kinds::image_pull::ImagePullIdentity};
use serde::{Deserialize, Serialize};

/// What the form is for. It travels inside the page, so it never holds a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// A new secret.
    New,
    /// A change of a secret.
    Edit(Stored),
}

/// What may be shown of what is stored: [`Identity`] in a form that is cheap to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stored {
    /// Registry logins.
    ImagePull(ImagePullIdentity),
}

impl Task {
    /// The change of a secret with this identity.
    pub fn edit(identity: Identity) -> Self {
        match identity {
            Identity::ImagePull(identity) => Self::Edit(Stored::ImagePull(identity)),
        }
    }

    /// Whether it is for a new secret.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::New)
    }
}
