//! The kinds of secret. A new kind is one variant here and one folder under [`crate::kinds`];
//! the compiler then names every place that has to answer for it.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        /// What a secret is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// Every kind, in the order pages offer them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable id in addresses, forms, the database and the API.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

kinds! {
    /// Logins for container registries.
    ImagePull = "image-pull";
}

impl Kind {
    /// The kind with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// The short label: chips, filters, tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ImagePull => "Image Pull",
        }
    }

    /// The label that also says what is inside: forms and detail pages.
    #[must_use]
    pub const fn long_label(self) -> &'static str {
        match self {
            Self::ImagePull => "Image Pull (Docker registry)",
        }
    }

    /// The `type` of the Kubernetes Secret that carries it.
    /// Source: Kubernetes, `staging/src/k8s.io/api/core/v1/types.go`.
    #[must_use]
    pub const fn kubernetes_type(self) -> &'static str {
        match self {
            Self::ImagePull => "kubernetes.io/dockerconfigjson",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_id_and_serialises_as_it() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_id(kind.id()), Some(*kind));
            assert_eq!(
                serde_json::to_string(kind).unwrap(),
                format!("\"{}\"", kind.id())
            );
        }
        assert_eq!(Kind::from_id("Image-Pull"), None);
    }
}
