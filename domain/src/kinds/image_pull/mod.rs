//! Image Pull: logins for container registries, a Kubernetes Secret of the type
//! `kubernetes.io/dockerconfigjson`.

pub mod change;
pub mod config;
pub mod host;
mod identity;
mod input;
pub mod login;
pub mod notes;
pub mod presets;
pub mod read;
pub mod rows;
pub mod upload;

pub use change::{ImagePullChange, ImagePullMerge};
pub use config::{DockerConfig, RegistryLogin};
pub use host::{HostError, RegistryHost};
pub use identity::{ImagePullIdentity, LoginIdentity};
pub use input::ImagePullInput;
pub use notes::Note;
pub use presets::{PRESETS, Preset};
pub use read::{ReadConfig, ReadFault, ReadFaults};
pub use rows::RegistryRow;
pub use upload::{UploadError, check_upload};

/// Largest uploaded file and largest pasted JSON, in bytes: the 10 KB that SAP AI Launchpad takes.
pub const MAX_VALUE_FILE_BYTES: usize = 10_240;

/// Largest canonical form, in bytes, whichever way the logins came in.
pub const MAX_MATERIAL_BYTES: usize = 65_536;

/// Most registries in one secret: what a form can hold.
pub const MAX_REGISTRIES: usize = 64;

/// Longest password, in bytes of UTF-8. A Google service account key has about 2,400.
pub const MAX_PASSWORD_BYTES: usize = 8_192;

/// Longest user name, in characters.
pub const MAX_USERNAME_CHARS: usize = 255;
