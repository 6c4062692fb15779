//! The configuration: one precedence (flag, environment, file, default), every rule in one
//! place, and nothing secret in `Debug`.

mod database;
mod effective;
mod error;
mod file;
pub mod key;
mod layers;
mod public_url;
mod read;
mod units;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

pub use database::DatabaseUrl;
pub use effective::effective;
pub use error::ConfigError;
pub use file::read as read_file;
pub use key::Key;
pub use layers::{Layers, Setting, Source};
pub use public_url::PublicUrl;

use crate::http::client::Proxies;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder for everything that is kept.
    pub data: PathBuf,
    /// Where records are kept.
    pub database: DatabaseUrl,
    /// The file with the root keys.
    pub key_ring: PathBuf,
    /// Days for which a removed secret can be restored.
    pub keep_removed_days: u32,
    /// Address and port to serve on.
    pub listen: SocketAddr,
    /// The address that browsers use, if it is not the one served on.
    pub public_url: Option<PublicUrl>,
    /// Proxies that may name the client.
    pub trusted_proxies: Proxies,
    /// Certificate and key, when served over TLS.
    pub tls: Option<TlsFiles>,
    /// Limits of the listener.
    pub http: HttpLimits,
    /// How to log.
    pub log: Log,
}

/// Files for TLS, in PEM form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Limits of the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// Connections served at the same time.
    pub connections: usize,
    /// Time for the head of a request.
    pub header_timeout: Duration,
    /// Time for the body of a request.
    pub body_timeout: Duration,
    /// Time for requests under way when stopping.
    pub shutdown_timeout: Duration,
}

/// How to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// The form of an entry.
    pub format: LogFormat,
    /// The least important entries to write.
    pub level: tracing::Level,
}

/// The form of a log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Human on a terminal, else JSON.
    Auto,
    /// A line to read.
    Human,
    /// A JSON object on a line.
    Json,
}
