//! How the program ends: every failure is one sentence and one exit code.

use std::{io, net::SocketAddr, process::ExitCode};

use backend::{
    OpenError,
    seal::{KeyRingError, KeysError},
};

use crate::{config::ConfigError, http::tls::TlsError, lock::LockError};

/// Exit codes, as `keyrack --help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Anything else.
    Other = 1,
    /// The command line is wrong; clap itself exits with it.
    Usage = 2,
    /// The configuration is wrong.
    Configuration = 3,
    /// The address is in use.
    PortInUse = 4,
    /// The data folder is in use or cannot be used.
    DataFolder = 5,
    /// The key ring is open to others or cannot be read.
    KeyRing = 6,
    /// The key ring is missing or not the one of this data.
    WrongKey = 7,
    /// The data was written by a newer Keyrack.
    NewerSchema = 8,
    /// The database does not answer or refuses.
    Database = 9,
    /// The TLS files cannot be used.
    Tls = 10,
    /// The activity chain is broken.
    ChainBroken = 11,
}

/// What `--help` says about exit codes.
pub const HELP: &str = "\
Exit codes:
   0  all went well
   1  another failure
   2  the command line is wrong
   3  the configuration is wrong
   4  the address is in use
   5  the data folder is in use or cannot be used
   6  the key ring is open to others or cannot be read
   7  the key ring is missing or not the one of this data
   8  the data was written by a newer Keyrack
   9  the database does not answer or refuses
  10  the TLS files cannot be used
  11  the activity chain is broken";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not do what it was asked for. Each is one clear sentence.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The data folder cannot be taken.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The address cannot be listened on.
    #[error("{} cannot be listened on: {}", .address, listen_reason(.reason))]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The operating system's reason.
        reason: io::Error,
    },
    /// The rack cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key ring was not changed.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The TLS files cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A use case refused or failed.
    #[error("{0}")]
    UseCase(#[from] backend::Error),
    /// The activity chain does not fit together.
    #[error("the activity chain is broken at entry {0}; entries were changed or taken out")]
    ChainBroken(i64),
    /// The rack already has what the command would make.
    #[error("{0}")]
    Refused(&'static str),
    /// The machine refuses something basic.
    #[error("{what}: {reason}")]
    Machine {
        /// What was tried.
        what: &'static str,
        /// The operating system's reason.
        reason: io::Error,
    },
}

fn listen_reason(reason: &io::Error) -> String {
    match reason.kind() {
        io::ErrorKind::AddrInUse => {
            "the address is in use; stop what uses it, or name another by --listen".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "only an administrator of this machine may; use a port above 1023".to_owned()
        }
        _ => reason.to_string(),
    }
}

impl Failure {
    /// The exit code of this failure.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Config(_) => Exit::Configuration,
            Self::Lock(_) => Exit::DataFolder,
            Self::Listen { reason, .. } if reason.kind() == io::ErrorKind::AddrInUse => {
                Exit::PortInUse
            }
            Self::Open(error) => of_open(error),
            Self::Keys(error) => of_keys(error),
            Self::Tls(_) => Exit::Tls,
            Self::UseCase(error) => of_use_case(error),
            Self::ChainBroken(_) => Exit::ChainBroken,
            Self::Listen { .. } | Self::Refused(_) | Self::Machine { .. } => Exit::Other,
        }
    }
}

fn of_open(error: &OpenError) -> Exit {
    match error {
        OpenError::KeyRing(error) => of_key_ring(error),
        OpenError::KeyRingMissing(_) | OpenError::WrongKey(_) => Exit::WrongKey,
        OpenError::NewerSchema { .. } => Exit::NewerSchema,
        _ => Exit::Database,
    }
}

fn of_use_case(error: &backend::Error) -> Exit {
    if matches!(error, backend::Error::Unavailable) {
        Exit::Database
    } else {
        Exit::Other
    }
}

fn of_keys(error: &KeysError) -> Exit {
    match error {
        KeysError::KeyRing(error) => of_key_ring(error),
        KeysError::Backend(error) => of_use_case(error),
        KeysError::Missing(_) => Exit::WrongKey,
        KeysError::InUse { .. } | KeysError::Retired(_) | KeysError::Busy => Exit::Other,
    }
}

fn of_key_ring(error: &KeyRingError) -> Exit {
    match error {
        KeyRingError::Missing(_) => Exit::WrongKey,
        KeyRingError::UnknownKey(_)
        | KeyRingError::IsActive(_)
        | KeyRingError::Exists(_)
        | KeyRingError::NoRandomness => Exit::Other,
        _ => Exit::KeyRing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_lists_every_code() {
        for code in Exit::Other as u8..=Exit::ChainBroken as u8 {
            assert!(
                HELP.lines()
                    .any(|line| line.trim_start().starts_with(&format!("{code} "))),
                "{code}"
            );
        }
    }

    #[test]
    fn failures_to_start_have_codes_of_their_own() {
        let listen = |kind: io::ErrorKind| Failure::Listen {
            address: "127.0.0.1:1".parse().unwrap(),
            reason: kind.into(),
        };
        assert_eq!(listen(io::ErrorKind::AddrInUse).exit(), Exit::PortInUse);
        assert_eq!(listen(io::ErrorKind::AddrNotAvailable).exit(), Exit::Other);
        assert_eq!(
            Failure::from(LockError::Taken("x".into())).exit(),
            Exit::DataFolder
        );
        assert_eq!(
            Failure::from(OpenError::WrongKey("x".into())).exit(),
            Exit::WrongKey
        );
        assert_eq!(
            Failure::from(OpenError::NewerSchema { found: 2, known: 1 }).exit(),
            Exit::NewerSchema
        );
        assert_eq!(
            Failure::from(OpenError::Database(String::new())).exit(),
            Exit::Database
        );
        let mode = KeyRingError::Mode {
            path: "x".into(),
            mode: 0o644,
        };
        assert_eq!(
            Failure::from(OpenError::KeyRing(mode)).exit(),
            Exit::KeyRing
        );
    }
}
