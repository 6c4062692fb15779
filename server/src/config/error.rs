//! What can be wrong with the configuration.

use std::path::PathBuf;

use super::layers::Source;

/// Why the configuration cannot be used. No text quotes a setting's value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        reason: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path} is not TOML on line {line}: {reason}")]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// The parser's reason.
        reason: String,
    },
    /// The file has a key that means nothing.
    #[error(
        "{path} has the unknown key {key} on line {line}; keyrack.example.toml lists every key"
    )]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key with the tables around it.
        key: String,
        /// Line from 1.
        line: usize,
    },
    /// A value breaks its rule.
    #[error("{key} ({source_of}) {rule}")]
    Value {
        /// The setting's key.
        key: &'static str,
        /// Where the value came from.
        source_of: Source,
        /// What holds for it, e.g. "must be a time such as 10s".
        rule: String,
    },
}
