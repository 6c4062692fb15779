//! What a person may do in the whole installation.

use serde::{Deserialize, Serialize};

/// A person's global role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, except reading values.
    Administrator,
    /// Adds, edits and removes secrets.
    SecretEditor,
    /// Sees names and identity of secrets.
    SecretViewer,
    /// Signs in and manages the own account, nothing else.
    None,
}

impl Role {
    /// Every role, from most to least.
    pub const ALL: &'static [Self] = &[
        Self::Administrator,
        Self::SecretEditor,
        Self::SecretViewer,
        Self::None,
    ];

    /// The stable id in forms, the database and the API.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SecretEditor => "secret-editor",
            Self::SecretViewer => "secret-viewer",
            Self::None => "none",
        }
    }

    /// The role with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.id() == id)
    }

    /// The label on pages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::SecretEditor => "Secret editor",
            Self::SecretViewer => "Secret viewer",
            Self::None => "No role",
        }
    }

    /// What the role allows, in one sentence.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Administrator => "Everything, except reading stored values.",
            Self::SecretEditor => "Adds, edits and removes secrets.",
            Self::SecretViewer => "Sees names and what a secret is for, changes nothing.",
            Self::None => "Signs in and manages the own account only.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_id_and_serialises_as_it() {
        for role in Role::ALL {
            assert_eq!(Role::from_id(role.id()), Some(*role));
            assert_eq!(
                serde_json::to_string(role).unwrap(),
                format!("\"{}\"", role.id())
            );
        }
        assert_eq!(Role::from_id("root"), None);
    }
}
