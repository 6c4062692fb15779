//! Reads registry logins from what was pasted or uploaded.
//!
//! Taken are: a Docker `config.json` (`{"auths":…}`); the `data` of a Kubernetes Secret or of SAP
//! AI Core's API (`{".dockerconfigjson":…}`, the inside as text, as base64 or as an object), also
//! with the whole Secret around it; the older `.dockercfg`, whose hosts stand at the top; base64,
//! plain or URL-safe, in one line or many, of any of these; and one inside of the other.
//!
//! Field names of Docker's file are compared as Go's `encoding/json` does, and thereby Docker and
//! the kubelet: `"Auth"` is `auth`. Otherwise a file could hold a second login that is invisible
//! here and works there.

mod entry;
mod fault;
mod file;
mod layers;

pub use fault::{Place, ReadFault, ReadFaults};
pub(super) use file::canonical;
pub use layers::read;

use super::config::DockerConfig;
use super::notes::Note;

/// Registry logins that were accepted, with what was mended or noticed.
pub struct ReadConfig {
    /// The logins.
    pub config: DockerConfig,
    /// What the person should know.
    pub notes: Vec<Note>,
}

impl DockerConfig {
    /// Reads what was pasted or uploaded, see [`read`].
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(bytes: &[u8]) -> Result<ReadConfig, ReadFaults> {
        read(bytes)
    }
}

#[cfg(test)]
mod tests;
