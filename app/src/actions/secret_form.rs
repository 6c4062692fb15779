//! The form of a secret as the browser sends it.

use std::fmt;

use domain::{kind::Kind, material::MaterialInput};
use serde::{Deserialize, Serialize};

use crate::kinds::image_pull::ImagePullForm;

/// All fields of the form. No `Clone`, and nothing to see in `Debug`: it holds values.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretForm {
    /// Name as typed; of an edit, the name of the secret.
    pub name: String,
    /// Display name as typed.
    pub display_name: String,
    /// Description as typed.
    pub description: String,
    /// The row version that an edit was made on; 0 for a new secret.
    pub version: i64,
    /// What is asked for the kind.
    pub material: MaterialForm,
}

/// Server functions demand it; it tells nothing.
impl fmt::Debug for SecretForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretForm").finish_non_exhaustive()
    }
}

/// The fields of one kind.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaterialForm {
    /// Registry logins.
    ImagePull(ImagePullForm),
}

impl MaterialForm {
    /// The kind whose fields these are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::ImagePull(_) => Kind::ImagePull,
        }
    }

    /// What `domain` judges.
    pub fn into_input(self) -> MaterialInput {
        match self {
            Self::ImagePull(form) => MaterialInput::ImagePull(form.into_input()),
        }
    }
}
