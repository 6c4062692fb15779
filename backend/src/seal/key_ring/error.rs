//! Why the key ring cannot be used or changed.

use std::{io, path::PathBuf};

use crate::seal::KeyId;

/// Why the key ring cannot be used or changed. Each is one clear sentence; none holds a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    /// There is no file at the path.
    #[error("there is no key ring at {0}")]
    Missing(PathBuf),
    /// There is a file already where a new key ring should be made.
    #[error("there is a key ring at {0} already")]
    Exists(PathBuf),
    /// Others could read or change the file.
    #[error(
        "the key ring at {path} can be used by others (mode {mode:04o}); run: chmod 0400 {path}"
    )]
    Mode {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file belongs to somebody else.
    #[error(
        "the key ring at {0} belongs to another user; it must belong to the user who runs keyrack, or to root"
    )]
    Owner(PathBuf),
    /// The path is a folder, a device or the like.
    #[error("the key ring at {0} is not a file")]
    NotAFile(PathBuf),
    /// The file is far larger than a key ring can be.
    #[error("the file at {0} is too large for a key ring")]
    TooLarge(PathBuf),
    /// A line is not as the format says.
    #[error(
        "line {line} of the key ring at {path} is not as it should be; put back a copy of this file"
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
    },
    /// Two lines have the same key id.
    #[error("line {line} of the key ring at {path} repeats a key id; put back a copy of this file")]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// Number of the second line, from 1.
        line: usize,
    },
    /// No key is marked as active, so nothing could be sealed.
    #[error("the key ring at {0} has no active key; put back a copy of this file")]
    NoActiveKey(PathBuf),
    /// The ring has no key of this id.
    #[error("the key ring has no key {0}")]
    UnknownKey(KeyId),
    /// The active key cannot be taken out of the ring.
    #[error("{0} is the active key; activate another one first")]
    IsActive(KeyId),
    /// The machine's random source does not answer.
    #[error("the random source of this machine does not answer")]
    NoRandomness,
    /// Reading failed.
    #[error("the key ring at {path} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Writing failed; the ring is as it was.
    #[error("the key ring at {path} cannot be written: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl From<aws_lc_rs::error::Unspecified> for KeyRingError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::NoRandomness
    }
}
