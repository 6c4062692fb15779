//! What may be shown of a value without showing it.

use crate::kind::Kind;
use crate::kinds::image_pull::ImagePullIdentity;
use serde::{Deserialize, Serialize};

/// The identity of a secret, by kind. Safe to store, to search, to show to everybody who may see
/// the secret at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Identity {
    /// Registry hosts and user names.
    ImagePull(ImagePullIdentity),
}

impl Identity {
    /// The kind it belongs to.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ImagePull(_) => Kind::ImagePull,
        }
    }

    /// The text a search looks through: lower-case, one part per line.
    #[must_use]
    pub fn search_text(&self) -> String {
        match self {
            Self::ImagePull(identity) => identity.search_text(),
        }
    }

    /// Where the value is sent, in canonical form, sorted. A stored value never goes elsewhere.
    #[must_use]
    pub fn destinations(&self) -> Vec<String> {
        match self {
            Self::ImagePull(identity) => identity.destinations(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::image_pull::LoginIdentity;

    #[test]
    fn it_survives_the_way_through_json_and_names_its_kind() {
        let identity = Identity::ImagePull(ImagePullIdentity {
            logins: vec![LoginIdentity {
                host: "ghcr.io".into(),
                username: "ml-bot".into(),
            }],
        });
        let json = serde_json::to_string(&identity).unwrap();
        assert_eq!(
            json,
            r#"{"kind":"image-pull","logins":[{"host":"ghcr.io","username":"ml-bot"}]}"#
        );
        assert_eq!(serde_json::from_str::<Identity>(&json).unwrap(), identity);
    }
}
