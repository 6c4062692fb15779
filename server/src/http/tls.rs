//! TLS by rustls, with files that are read again when they change.

use std::{
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::TlsFiles;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Why the TLS files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("the TLS file {path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        reason: io::Error,
    },
    /// There is no certificate in the file.
    #[error("{0} has no certificate in PEM form")]
    NoCertificate(PathBuf),
    /// There is no private key in the file.
    #[error("{0} has no private key in PEM form")]
    NoKey(PathBuf),
    /// The two do not belong together, or are of a kind that is not taken.
    #[error("the certificate {certificate} and the key {key} cannot be used together: {reason}")]
    Unusable {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// The library's reason.
        reason: rustls::Error,
    },
}

/// Reads certificate and key.
///
/// # Errors
/// One [`TlsError`] for each reason.
pub fn load(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&read(&files.certificate)?)
            .collect::<Result<_, _>>()
            .map_err(|_| TlsError::NoCertificate(files.certificate.clone()))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(files.certificate.clone()));
    }
    let key = PrivateKeyDer::from_pem_slice(&read(&files.key)?)
        .map_err(|_| TlsError::NoKey(files.key.clone()))?;
    let unusable = |reason| TlsError::Unusable {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        reason,
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::aws_lc_rs::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .map_err(unusable)?
    .with_no_client_auth()
    .with_single_cert(chain, key)
    .map_err(unusable)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn read(path: &Path) -> Result<zeroize::Zeroizing<Vec<u8>>, TlsError> {
    std::fs::read(path)
        .map(zeroize::Zeroizing::new)
        .map_err(|reason| TlsError::Unreadable {
            path: path.to_owned(),
            reason,
        })
}

/// Reads the files again whenever they change or on SIGHUP; runs until dropped.
pub async fn keep_fresh(files: TlsFiles, served: RustlsConfig) {
    let mut stamp = Stamp::of(&files);
    let mut hangup = signal(SignalKind::hangup()).ok();
    loop {
        let asked = tokio::select! {
            () = tokio::time::sleep(LOOK) => false,
            () = hung_up(hangup.as_mut()) => true,
        };
        let now = Stamp::of(&files);
        if asked || now != stamp {
            stamp = now;
            reload(&files, &served);
        }
    }
}

async fn hung_up(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Serves the new files, or goes on with the old ones.
pub fn reload(files: &TlsFiles, served: &RustlsConfig) {
    match load(files) {
        Ok(config) => {
            served.reload_from_config(config);
            tracing::info!("the TLS files changed and were read again");
        }
        Err(error) => {
            tracing::error!(reason = %error, "the TLS files changed and cannot be used; the old ones are still served");
        }
    }
}

/// What tells that a file was changed or replaced.
#[derive(Debug, PartialEq, Eq)]
struct Stamp([Option<(u64, i64, i64, u64)>; 2]);

impl Stamp {
    fn of(files: &TlsFiles) -> Self {
        Self([&files.certificate, &files.key].map(|path| {
            let data = std::fs::metadata(path).ok()?;
            Some((data.ino(), data.mtime(), data.mtime_nsec(), data.len()))
        }))
    }
}
