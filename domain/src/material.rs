//! The sealed part of a secret while it is in clear, and how it is made and changed.

use crate::faults::Faults;
use crate::identity::Identity;
use crate::kind::Kind;
use crate::kinds::image_pull::{self, DockerConfig, ImagePullInput, ImagePullMerge};
use std::fmt;
use zeroize::Zeroizing;

/// A value in clear, whole and judged. There is no way to make one that breaks its kind's rules.
///
/// It has no `Debug`:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::material::Material>();
/// ```
/// no `Display`:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Display>() {}
/// needs::<domain::material::Material>();
/// ```
/// no `Clone`:
/// ```compile_fail,E0277
/// fn needs<T: Clone>() {}
/// needs::<domain::material::Material>();
/// ```
/// and no `Serialize`:
/// ```compile_fail,E0277
/// fn needs<T: serde::Serialize>() {}
/// needs::<domain::material::Material>();
/// ```
pub enum Material {
    /// Registry logins.
    ImagePull(DockerConfig),
}

/// Stored bytes that are not what this version wrote. Says nothing about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The stored value is not in the form it was written in.")]
pub struct Corrupt;

impl Material {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ImagePull(_) => Kind::ImagePull,
        }
    }

    /// What may be shown of it.
    #[must_use]
    pub fn identity(&self) -> Identity {
        match self {
            Self::ImagePull(config) => Identity::ImagePull(config.identity()),
        }
    }

    /// Where it is sent, in canonical form, sorted.
    #[must_use]
    pub fn destinations(&self) -> Vec<String> {
        match self {
            Self::ImagePull(config) => config.destinations(),
        }
    }

    /// The canonical bytes that are sealed. Equal material gives equal bytes.
    #[must_use]
    pub fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::ImagePull(config) => {
                let mut json = config.to_json();
                // Moves the buffer; what stays behind is empty.
                Zeroizing::new(std::mem::take(&mut *json).into_bytes())
            }
        }
    }

    /// The way back from [`Material::to_plain`].
    ///
    /// # Errors
    /// [`Corrupt`] for bytes that `to_plain` of this kind would not have written.
    pub fn from_plain(kind: Kind, bytes: &[u8]) -> Result<Self, Corrupt> {
        match kind {
            Kind::ImagePull => DockerConfig::from_canonical(bytes).map(Self::ImagePull),
        }
    }
}

/// Material that was accepted, with what was mended or noticed on the way.
pub struct Accepted {
    /// The material.
    pub material: Material,
    /// What the person should know, in the order it was noticed.
    pub notes: Vec<Note>,
}

/// Something mended or noticed in an input that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Note {
    /// About registry logins.
    ImagePull(image_pull::Note),
}

impl Note {
    /// The sentence for the page.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::ImagePull(note) => note.sentence(),
        }
    }

    /// A short name that [`Note::from_code`] reads back. Fits a cookie (RFC 6265, 4.1.1).
    #[must_use]
    pub fn code(&self) -> String {
        let (kind, code) = match self {
            Self::ImagePull(note) => (Kind::ImagePull, note.code()),
        };
        format!("{}.{code}", kind.id())
    }

    /// The note of a code; `None` for anything else.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, code) = code.split_once('.')?;
        match Kind::from_id(kind)? {
            Kind::ImagePull => image_pull::Note::from_code(code).map(Self::ImagePull),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// What a form or an API sends, before it is judged. As secret as [`Material`]:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::material::MaterialInput>();
/// ```
pub enum MaterialInput {
    /// Registry logins, as rows or as JSON.
    ImagePull(ImagePullInput),
}

impl MaterialInput {
    /// The kind it is meant for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ImagePull(_) => Kind::ImagePull,
        }
    }

    /// What is wrong with it as the value of a new secret. Consumes nothing: for the browser,
    /// while somebody types.
    #[must_use]
    pub fn check_new(&self) -> Faults {
        match self {
            Self::ImagePull(input) => input.check_new(),
        }
    }

    /// What is wrong with it as a change of a stored secret, judged by the identity alone.
    #[must_use]
    pub fn check_change(&self, stored: &Identity) -> Faults {
        match (self, stored) {
            (Self::ImagePull(input), Identity::ImagePull(stored)) => input.check_change(stored),
        }
    }

    /// Makes the material of a new secret.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn create(self) -> Result<Accepted, Faults> {
        match self {
            Self::ImagePull(input) => Ok(accept(input.create()?)),
        }
    }

    /// Judges a change of a stored secret before the seal is opened, by its identity alone.
    /// A part of the stored value is only ever kept for the destination it was typed for.
    ///
    /// # Errors
    /// Everything that is wrong, by field; among it each row that needs its value again.
    pub fn change(self, stored: &Identity) -> Result<MaterialChange, Faults> {
        match (self, stored) {
            (Self::ImagePull(input), Identity::ImagePull(stored)) => {
                Ok(match input.change(stored)? {
                    image_pull::ImagePullChange::Keep => MaterialChange::Keep,
                    image_pull::ImagePullChange::Replace(read) => {
                        MaterialChange::Replace(accept(read))
                    }
                    image_pull::ImagePullChange::Merge(merge) => {
                        MaterialChange::Merge(MaterialMerge(Merge::ImagePull(merge)))
                    }
                })
            }
        }
    }
}

/// What a judged change does to the stored material.
pub enum MaterialChange {
    /// Nothing: the stored value stays as it is, the seal stays closed.
    Keep,
    /// The new material is complete; the seal stays closed.
    Replace(Accepted),
    /// Parts of the stored material are kept: open the seal and [`MaterialMerge::apply`].
    Merge(MaterialMerge),
}

/// A judged change that keeps parts of the stored material.
pub struct MaterialMerge(Merge);

enum Merge {
    ImagePull(ImagePullMerge),
}

impl MaterialMerge {
    /// Puts the change and the stored material together.
    ///
    /// # Errors
    /// The rows whose host is not in the stored material after all: it is judged again here,
    /// on the material itself.
    pub fn apply(self, stored: Material) -> Result<Accepted, Faults> {
        match (self.0, stored) {
            (Merge::ImagePull(merge), Material::ImagePull(stored)) => {
                Ok(accept(merge.apply(stored)?))
            }
        }
    }
}

fn accept(read: image_pull::ReadConfig) -> Accepted {
    Accepted {
        material: Material::ImagePull(read.config),
        notes: read.notes.into_iter().map(Note::ImagePull).collect(),
    }
}
