//! Hashing passwords: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet
//! names first (19 MiB, 2 passes, 1 lane).
//!
//! Each hash takes that memory and some 30 ms of a processor, so only a few run at a time, and
//! only so many wait.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use aws_lc_rs::rand;
use domain::{password::MAX_BYTES, value::ValueText};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::{Error, store::internal};

/// KiB of memory.
const MEMORY: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;

static RUNNING: Semaphore = Semaphore::const_new(2);
static ADMITTED: Semaphore = Semaphore::const_new(64);

/// Stands in where there is no hash to compare with, so that it takes as long and looks the
/// same. Nobody knows a password that fits it.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| {
    let mut bytes = Zeroizing::new([0; 32]);
    rand::fill(bytes.as_mut_slice()).ok()?;
    hash_now(bytes.as_slice())
});

/// The hash of a new password, in PHC form.
///
/// # Errors
/// [`Error::TooMany`] when too many wait; [`Error::Internal`].
pub(super) async fn hash(password: &ValueText) -> Result<String, Error> {
    let bytes = Zeroizing::new(password.expose().as_bytes().to_vec());
    let hash = run(move || hash_now(&bytes)).await?;
    hash.ok_or_else(|| internal("a password cannot be hashed", ""))
}

/// Whether the password fits the hash. Without one it does not, and that takes as long.
///
/// # Errors
/// As [`hash`].
pub(super) async fn verify(password: &ValueText, hash: Option<String>) -> Result<bool, Error> {
    if password.len() > MAX_BYTES {
        return Ok(false);
    }
    let bytes = Zeroizing::new(password.expose().as_bytes().to_vec());
    run(move || {
        // Made with the first password that is checked, of whomever it is.
        let nobodys = NOBODYS.as_deref();
        let is_somebodys = hash.is_some();
        let compared = hash.as_deref().or(nobodys);
        compared.is_some_and(|hash| fits(&bytes, hash)) && is_somebodys
    })
    .await
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let busy = |_| Error::TooMany {
        retry_after_seconds: 1,
    };
    let _admitted = ADMITTED.try_acquire().map_err(busy)?;
    let _running = RUNNING.acquire().await.map_err(|_| Error::Unavailable)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| internal("a password cannot be hashed", "the task ended early"))
}

fn hash_now(password: &[u8]) -> Option<String> {
    let params = Params::new(MEMORY, PASSES, LANES, None).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password(password).ok()?;
    Some(hash.to_string())
}

/// The parameters are those in the hash.
fn fits(password: &[u8], hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password, &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(password: &str) -> ValueText {
        ValueText::new(password.to_owned())
    }

    #[tokio::test]
    async fn the_same_password_fits_and_no_other() {
        let hash = hash(&text("correct horse")).await.unwrap();
        assert!(
            verify(&text("correct horse"), Some(hash.clone()))
                .await
                .unwrap()
        );
        for other in ["correct hors", "correct horse ", "Correct horse", ""] {
            assert!(
                !verify(&text(other), Some(hash.clone())).await.unwrap(),
                "{other}"
            );
        }
    }

    #[tokio::test]
    async fn the_hash_is_argon2id_with_a_salt_of_its_own() {
        let one = hash(&text("same")).await.unwrap();
        let two = hash(&text("same")).await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
    }

    #[tokio::test]
    async fn without_a_hash_nothing_fits_and_the_same_work_is_done() {
        assert!(!verify(&text("anything"), None).await.unwrap());
        let nobodys = NOBODYS.as_deref().unwrap();
        assert!(
            nobodys.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{nobodys}"
        );
    }

    #[tokio::test]
    async fn a_huge_password_is_not_even_hashed() {
        let long = "a".repeat(MAX_BYTES + 1);
        let hash = hash_now(long.as_bytes());
        assert!(!verify(&text(&long), hash).await.unwrap());
    }

    #[tokio::test]
    async fn a_damaged_hash_fits_nothing() {
        assert!(
            !verify(&text("x"), Some("$argon2id$v=19".into()))
                .await
                .unwrap()
        );
    }
}
