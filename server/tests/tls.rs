//! Certificates are served, replaced while serving, and kept when the new ones are no good.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::{fs, path::Path, sync::Arc};

use axum_server::tls_rustls::RustlsConfig;
use common::{client, config, header};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::tls::TlsInfo;
use server::{
    config::{TlsFiles, key},
    http::tls::{self, TlsError},
    serve,
};

struct Pair {
    certificate: String,
    key: String,
    der: Vec<u8>,
}

fn pair() -> Pair {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    Pair {
        certificate: cert.pem(),
        key: signing_key.serialize_pem(),
        der: cert.der().to_vec(),
    }
}

fn write(folder: &Path, pair: &Pair) -> TlsFiles {
    let files = TlsFiles {
        certificate: folder.join("tls.crt"),
        key: folder.join("tls.key"),
    };
    fs::write(&files.certificate, &pair.certificate).unwrap();
    fs::write(&files.key, &pair.key).unwrap();
    files
}

fn trusting() -> reqwest::Client {
    drop(client());
    reqwest::Client::builder()
        .danger_accept_invalid_certs(true)
        .tls_info(true)
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_certificate_is_served_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (pair(), pair());
    let files = write(folder.path(), &first);
    let config = config(
        folder.path(),
        &[
            (&key::TLS_CERTIFICATE, files.certificate.to_str().unwrap()),
            (&key::TLS_KEY, files.key.to_str().unwrap()),
        ],
    );
    let running = serve::start(&config).await.unwrap();
    assert!(running.url().starts_with("https://127.0.0.1:"));
    let url = format!("{}/sign-in", running.url());
    let http = trusting();
    let served = async || {
        let response = http.get(&url).send().await.unwrap();
        assert_eq!(
            header(response.headers(), "strict-transport-security"),
            "max-age=63072000"
        );
        response
            .extensions()
            .get::<TlsInfo>()
            .unwrap()
            .peer_certificate()
            .unwrap()
            .to_vec()
    };
    assert_eq!(served().await, first.der);
    write(folder.path(), &second);
    let replaced = async {
        while served().await != second.der {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, replaced).await.unwrap();
    running.stop().await.unwrap();
}

#[tokio::test]
async fn files_that_are_no_good_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (pair(), pair());
    let files = write(folder.path(), &first);
    let served = RustlsConfig::from_config(tls::load(&files).unwrap());
    let before = served.get_inner();
    for (certificate, key) in [
        ("", first.key.as_str()),
        (
            "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n",
            &first.key,
        ),
        (&first.certificate, ""),
        (&first.certificate, &other.key),
        (&first.key, &first.certificate),
    ] {
        fs::write(&files.certificate, certificate).unwrap();
        fs::write(&files.key, key).unwrap();
        tls::reload(&files, &served);
        assert!(
            Arc::ptr_eq(&before, &served.get_inner()),
            "{certificate} {key}"
        );
    }
    write(folder.path(), &other);
    tls::reload(&files, &served);
    assert!(!Arc::ptr_eq(&before, &served.get_inner()));
}

#[test]
fn each_reason_not_to_serve_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (pair(), pair());
    let files = write(folder.path(), &first);
    fs::write(&files.key, &other.key).unwrap();
    assert!(matches!(tls::load(&files), Err(TlsError::Unusable { .. })));
    fs::write(&files.key, &first.certificate).unwrap();
    assert!(matches!(tls::load(&files), Err(TlsError::NoKey(_))));
    fs::write(&files.certificate, "").unwrap();
    assert!(matches!(tls::load(&files), Err(TlsError::NoCertificate(_))));
    fs::remove_file(&files.certificate).unwrap();
    assert!(matches!(
        tls::load(&files),
        Err(TlsError::Unreadable { .. })
    ));
}
