//! The fields of registry logins as the browser sends them.

use domain::{
    kinds::image_pull::{ImagePullInput, RegistryRow},
    value::ValueText,
};
use serde::{Deserialize, Serialize};

use crate::actions::TypedValue;

pub use domain::kinds::image_pull::MAX_REGISTRIES as MAX_ROWS;

/// One of the two ways in.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImagePullForm {
    /// Rows; their position is the one faults name. Blank ones are passed over.
    Rows(Vec<RowForm>),
    /// JSON.
    Json(TypedValue),
}

/// One row.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowForm {
    /// Registry host as typed.
    pub host: String,
    /// User name as typed.
    pub username: String,
    /// Password as typed; empty keeps what is stored.
    pub password: TypedValue,
}

impl ImagePullForm {
    /// What `domain` judges.
    pub fn into_input(self) -> ImagePullInput {
        match self {
            Self::Rows(rows) => {
                ImagePullInput::Rows(rows.into_iter().map(RowForm::into_row).collect())
            }
            Self::Json(text) => ImagePullInput::Json(text.into_value()),
        }
    }
}

impl RowForm {
    /// Whether nothing was typed into it.
    pub fn is_blank(&self) -> bool {
        self.host.is_empty() && self.username.is_empty() && self.password.is_empty()
    }

    fn into_row(self) -> RegistryRow {
        let password: ValueText = self.password.into_value();
        RegistryRow {
            host: self.host,
            username: self.username,
            password: (!password.is_empty()).then_some(password),
        }
    }
}
