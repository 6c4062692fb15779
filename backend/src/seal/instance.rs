//! The instance secret: proof that the key ring belongs to this data, and the source of the
//! keys with which the rack authenticates what it keeps.

use aws_lc_rs::{
    error::Unspecified,
    hmac::{self, HMAC_SHA256},
    rand,
};
use zeroize::Zeroizing;

use super::{
    Context, SealError, Sealed, Sealer,
    root_key::{KEY_LEN, derive},
};

const AUDIT_LABEL: &[u8] = b"keyrack 1 audit";

/// 32 random bytes, made once and stored sealed. When they do not open at start, the key ring
/// is not the one of this data. It stays the same when root keys change.
pub(crate) struct InstanceSecret(Zeroizing<[u8; KEY_LEN]>);

impl InstanceSecret {
    /// Makes the secret of a new rack, and seals it.
    pub(crate) fn create(sealer: &Sealer) -> Result<(Self, Sealed), SealError> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        rand::fill(bytes.as_mut_slice()).map_err(|_| SealError::CannotSeal)?;
        let sealed = sealer.seal(&place(sealer.instance()), bytes.as_slice())?;
        Ok((Self(bytes), sealed))
    }

    /// Opens the stored secret: the key check.
    ///
    /// # Errors
    /// [`SealError::UnknownKey`] or [`SealError::DoesNotOpen`]: this key ring is of other data.
    pub(crate) fn open(sealer: &Sealer, sealed: &Sealed) -> Result<Self, SealError> {
        let opened = sealer.open(&place(sealer.instance()), sealed)?;
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        if opened.len() != KEY_LEN {
            return Err(SealError::DoesNotOpen);
        }
        bytes.copy_from_slice(&opened);
        Ok(Self(bytes))
    }

    /// Key of the hash chain of the audit trail.
    pub(crate) fn audit_key(&self) -> Result<hmac::Key, SealError> {
        self.key(AUDIT_LABEL)
    }

    fn key(&self, label: &[u8]) -> Result<hmac::Key, SealError> {
        derive(self.0.as_slice(), &[0; KEY_LEN], label)
            .map(|key| hmac::Key::new(HMAC_SHA256, key.as_slice()))
            .map_err(|_: Unspecified| SealError::CannotSeal)
    }
}

/// Where the secret is stored.
pub(super) fn place(instance: &str) -> Context<'_> {
    Context {
        instance,
        table: "instance",
        record: instance,
        version: 1,
        kind: "instance-secret",
        scope: "",
        destinations: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::KeyRing;

    fn sealer(folder: &tempfile::TempDir, instance: &str) -> Sealer {
        let path = folder.path().join("key-ring");
        let ring = KeyRing::load(&path)
            .or_else(|_| KeyRing::create(&path, 1))
            .unwrap();
        Sealer::new(ring, instance)
    }

    #[test]
    fn the_same_key_ring_opens_it_to_the_same_keys() {
        let folder = tempfile::tempdir().unwrap();
        let (made, sealed) = InstanceSecret::create(&sealer(&folder, "a")).unwrap();
        let opened = InstanceSecret::open(&sealer(&folder, "a"), &sealed).unwrap();
        let tag = hmac::sign(&made.audit_key().unwrap(), b"entry");
        hmac::verify(&opened.audit_key().unwrap(), b"entry", tag.as_ref()).unwrap();
    }

    #[test]
    fn another_key_ring_or_rack_does_not_open_it() {
        let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (_, sealed) = InstanceSecret::create(&sealer(&ours, "a")).unwrap();
        let unknown = InstanceSecret::open(&sealer(&theirs, "a"), &sealed)
            .err()
            .unwrap();
        assert!(matches!(unknown, SealError::UnknownKey));
        let moved = InstanceSecret::open(&sealer(&ours, "b"), &sealed)
            .err()
            .unwrap();
        assert!(matches!(moved, SealError::DoesNotOpen));
    }

    #[test]
    fn each_purpose_has_a_key_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, _) = InstanceSecret::create(&sealer(&folder, "a")).unwrap();
        let tag = |label| {
            hmac::sign(&secret.key(label).unwrap(), b"same")
                .as_ref()
                .to_vec()
        };
        assert!(tag(AUDIT_LABEL) != tag(b"keyrack 1 another"));
    }
}
