//! What each fuzz target does with its bytes, and what must hold for any of them. Shared with
//! `tests/parsers.rs`, which runs the same on the stable toolchain.

use domain::kinds::image_pull::{DockerConfig, RegistryHost};
use domain::name::SecretName;
use domain::{encoding, intake, json};

/// What is read comes back from its canonical form; what is not has a sentence.
pub fn docker_config(bytes: &[u8]) {
    match DockerConfig::read(bytes) {
        Ok(read) => {
            let written = read.config.to_json();
            let back = DockerConfig::from_canonical(written.as_bytes());
            assert!(back.is_ok_and(|config| config.to_json() == written));
            assert!(!read.config.entries().is_empty());
            assert!(read.notes.iter().all(|note| !note.sentence().is_empty()));
        }
        Err(faults) => assert!(faults.iter().any(|fault| !fault.to_string().is_empty())),
    }
}

/// What is read is also read by `serde_json`, numbers out of its range aside, and stays the same
/// when it is written and read again.
pub fn json(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    let Ok(tree) = json::read(text) else {
        return;
    };
    let once = tree.write();
    assert!(json::read(once.expose()).is_ok_and(|tree| tree.write().expose() == once.expose()));
    let other = serde_json::from_str::<serde_json::Value>(text);
    assert!(
        other.is_ok()
            || other.is_err_and(|error| error.to_string().starts_with("number out of range"))
    );
}

/// The canonical form is its own, and plain ASCII.
pub fn registry_host(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(host) = RegistryHost::parse(&text) {
        assert!(host.as_str().is_ascii());
        assert!(RegistryHost::parse(host.as_str()).is_ok_and(|again| again == host));
    }
}

/// A name that is taken is a DNS name of Kubernetes.
pub fn secret_name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match SecretName::parse(&text) {
        Ok(name) => {
            let allowed = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)
            };
            assert!((1..=63).contains(&name.as_str().len()) && name.as_str().bytes().all(allowed));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Anything may be pasted.
pub fn intake(bytes: &[u8]) {
    if let Ok(decoded) = encoding::decode(bytes) {
        let _ = intake::recognise(&decoded.text).map(intake::Pasted::sentence);
    }
}
