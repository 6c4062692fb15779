//! Sealing and opening with the key ring of this rack.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use zeroize::Zeroizing;

use super::{Context, KeyId, KeyInfo, KeyRing, KeyRingError, SealError, Sealed, envelope};

/// The key ring as it is now, and the rack it belongs to. Clones are the same.
#[derive(Clone)]
pub(crate) struct Sealer {
    ring: Arc<RwLock<Arc<KeyRing>>>,
    instance: Arc<str>,
}

impl Sealer {
    /// The sealer of the rack with the id `instance`.
    pub(crate) fn new(ring: KeyRing, instance: &str) -> Self {
        Self {
            ring: Arc::new(RwLock::new(Arc::new(ring))),
            instance: instance.into(),
        }
    }

    /// Id of the rack, for [`Context::instance`].
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// The key ring file.
    pub(crate) fn path(&self) -> PathBuf {
        self.ring().path().to_owned()
    }

    /// What may be told about the keys, as they are on the disk now.
    pub(crate) fn infos(&self) -> Result<Vec<KeyInfo>, KeyRingError> {
        Ok(self.fresh()?.infos())
    }

    /// Id of the key that seals now, on the disk.
    pub(crate) fn active_id(&self) -> Result<KeyId, KeyRingError> {
        Ok(self.fresh()?.active()?.0.clone())
    }

    /// Seals under the key that is active now, on the disk: a change made by `keyrack key` in
    /// another process takes effect with the next value.
    ///
    /// # Errors
    /// [`SealError::KeyRing`] when the file cannot be used any more; [`SealError::CannotSeal`].
    pub(crate) fn seal(&self, context: &Context<'_>, plain: &[u8]) -> Result<Sealed, SealError> {
        let ring = self.fresh()?;
        let (id, key) = ring.active()?;
        envelope::seal(id, key, context, plain)
    }

    /// Opens a value. Only placement, checks and re-sealing may call this; the module's
    /// documentation lists them.
    ///
    /// # Errors
    /// [`SealError::UnknownKey`], [`SealError::DoesNotOpen`].
    pub(crate) fn open(
        &self,
        context: &Context<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let ring = self.ring_with(&sealed.key_id)?;
        let key = ring.key(&sealed.key_id).ok_or(SealError::UnknownKey)?;
        envelope::open(key, context, sealed)
    }

    /// Wraps a data key under the key that is active now. Answers with its id and the new wrap;
    /// the body stays what it is.
    ///
    /// # Errors
    /// As [`Self::open`] and [`Self::seal`].
    pub(crate) fn rewrap(
        &self,
        context: &Context<'_>,
        key_id: &str,
        wrapped_key: &[u8],
    ) -> Result<(String, Vec<u8>), SealError> {
        let ring = self.fresh()?;
        let old = ring.key(key_id).ok_or(SealError::UnknownKey)?;
        let (id, new) = ring.active()?;
        let wrapped = envelope::rewrap(old, key_id, (id, new), context, wrapped_key)?;
        Ok((id.as_str().to_owned(), wrapped))
    }

    fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The ring as it is on the disk; read again only when the file changed.
    fn fresh(&self) -> Result<Arc<KeyRing>, KeyRingError> {
        let ring = self.ring();
        if ring.is_stale() {
            self.reload()
        } else {
            Ok(ring)
        }
    }

    fn reload(&self) -> Result<Arc<KeyRing>, KeyRingError> {
        let mut held = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        let read = Arc::new(KeyRing::load(held.path())?);
        *held = Arc::clone(&read);
        Ok(read)
    }

    /// A ring that has the key, if any: the one in memory, else the one on the disk.
    fn ring_with(&self, key_id: &str) -> Result<Arc<KeyRing>, KeyRingError> {
        let ring = self.ring();
        if ring.key(key_id).is_some() {
            Ok(ring)
        } else {
            self.fresh()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::key_ring;

    const PLACE: Context<'_> = Context {
        instance: "i",
        table: "t",
        record: "r",
        version: 1,
        kind: "k",
        scope: "",
        destinations: &[],
    };

    fn rack() -> (tempfile::TempDir, Sealer) {
        let folder = tempfile::tempdir().unwrap();
        let ring = KeyRing::create(&folder.path().join("key-ring"), 1).unwrap();
        (folder, Sealer::new(ring, "i"))
    }

    #[test]
    fn a_key_activated_elsewhere_seals_the_next_value() {
        let (_folder, sealer) = rack();
        let before = sealer.seal(&PLACE, b"one").unwrap();
        let id = key_ring::add(&sealer.path(), 2).unwrap();
        assert_eq!(sealer.seal(&PLACE, b"two").unwrap().key_id, before.key_id);
        key_ring::activate(&sealer.path(), &id).unwrap();
        assert_eq!(sealer.seal(&PLACE, b"three").unwrap().key_id, id.as_str());
        assert_eq!(&**sealer.open(&PLACE, &before).unwrap(), b"one");
    }

    #[test]
    fn a_value_sealed_elsewhere_under_a_new_key_opens() {
        let (folder, sealer) = rack();
        let path = folder.path().join("key-ring");
        let id = key_ring::add(&path, 2).unwrap();
        key_ring::activate(&path, &id).unwrap();
        let elsewhere = Sealer::new(KeyRing::load(&path).unwrap(), "i");
        let sealed = elsewhere.seal(&PLACE, b"value").unwrap();
        assert_eq!(&**sealer.open(&PLACE, &sealed).unwrap(), b"value");
    }

    #[test]
    fn a_new_wrap_keeps_the_body_and_moves_to_the_active_key() {
        let (_folder, sealer) = rack();
        let sealed = sealer.seal(&PLACE, b"value").unwrap();
        let id = key_ring::add(&sealer.path(), 2).unwrap();
        key_ring::activate(&sealer.path(), &id).unwrap();
        let (key_id, wrapped_key) = sealer
            .rewrap(&PLACE, &sealed.key_id, &sealed.wrapped_key)
            .unwrap();
        assert_eq!(key_id, id.as_str());
        let moved = Sealed {
            key_id,
            wrapped_key,
            body: sealed.body,
        };
        assert_eq!(&**sealer.open(&PLACE, &moved).unwrap(), b"value");
    }

    #[test]
    fn without_its_key_ring_the_rack_opens_what_it_knows_and_seals_nothing() {
        let (_folder, sealer) = rack();
        let sealed = sealer.seal(&PLACE, b"value").unwrap();
        std::fs::remove_file(sealer.path()).unwrap();
        assert!(sealer.open(&PLACE, &sealed).is_ok());
        let refused = sealer.seal(&PLACE, b"value").err().unwrap();
        assert!(matches!(
            refused,
            SealError::KeyRing(KeyRingError::Missing(_))
        ));
    }

    #[test]
    fn a_value_of_an_unknown_key_does_not_open() {
        let (_folder, sealer) = rack();
        let mut sealed = sealer.seal(&PLACE, b"value").unwrap();
        sealed.key_id = "rk-ffffffff".into();
        assert!(matches!(
            sealer.open(&PLACE, &sealed),
            Err(SealError::UnknownKey)
        ));
    }
}
