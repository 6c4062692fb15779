//! The key ring: all root keys of this rack, one of them active.

mod error;
mod file;
mod format;

use std::path::{Path, PathBuf};

pub use error::KeyRingError;
use file::Stamp;

use super::root_key::{KeyId, RootKey};

/// Whether a key seals new values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Seals and opens. Exactly one key is active.
    Active,
    /// Only opens what was sealed under it before.
    Kept,
}

impl KeyState {
    /// The word in the file and in lists.
    pub fn id(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Kept => "kept",
        }
    }
}

/// What may be told about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// Its id.
    pub id: KeyId,
    /// Whether it seals.
    pub state: KeyState,
    /// When it was made, Unix milliseconds.
    pub created_at: i64,
}

/// One line of the ring.
struct Entry {
    info: KeyInfo,
    key: RootKey,
}

/// The keys in order of their lines.
///
/// Held by whoever read or checked them: exactly one is active and no id is there twice.
struct Keys(Vec<Entry>);

/// The root keys as they were when the file was read.
pub struct KeyRing {
    path: PathBuf,
    stamp: Stamp,
    keys: Keys,
}

impl KeyRing {
    /// Makes a new ring with one active key, `now` being Unix milliseconds. The file gets mode
    /// 0400 and is on the disk, its folder's entry too, when this returns.
    ///
    /// # Errors
    /// [`KeyRingError::Exists`] when there is a file already; `Write`, `NoRandomness`.
    pub fn create(path: &Path, now: i64) -> Result<Self, KeyRingError> {
        let entry = Entry::generate(KeyState::Active, now)?;
        file::create(path, &Keys(vec![entry]))?;
        Self::load(path)
    }

    /// Reads the ring.
    ///
    /// # Errors
    /// One variant of [`KeyRingError`] for each reason to refuse it: `Missing`, `NotAFile`,
    /// `Mode`, `Owner`, `TooLarge`, `Format`, `Duplicate`, `NoActiveKey`, `Read`.
    pub fn load(path: &Path) -> Result<Self, KeyRingError> {
        let (keys, stamp) = file::read(path)?;
        Ok(Self {
            path: path.to_owned(),
            stamp,
            keys,
        })
    }

    /// The file this was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file was changed since, or is gone.
    pub(super) fn is_stale(&self) -> bool {
        Stamp::of(&self.path).ok() != Some(self.stamp)
    }

    /// The key that seals.
    pub(super) fn active(&self) -> Result<(&KeyId, &RootKey), KeyRingError> {
        let entry = self
            .keys
            .active()
            .ok_or_else(|| KeyRingError::NoActiveKey(self.path.clone()))?;
        Ok((&entry.info.id, &entry.key))
    }

    /// The key of an id.
    pub(super) fn key(&self, id: &str) -> Option<&RootKey> {
        self.keys
            .0
            .iter()
            .find(|entry| entry.info.id.as_str() == id)
            .map(|entry| &entry.key)
    }

    /// What may be told about each key, in order of age.
    pub fn infos(&self) -> Vec<KeyInfo> {
        self.keys.0.iter().map(|entry| entry.info.clone()).collect()
    }
}

/// Adds a new key that does not seal yet, `now` being Unix milliseconds.
///
/// # Errors
/// As [`KeyRing::load`]; `Write`, `NoRandomness`.
pub(super) fn add(path: &Path, now: i64) -> Result<KeyId, KeyRingError> {
    file::change(path, |keys| keys.add(now))
}

/// Makes a key the one that seals. Says whether it was another one before.
///
/// # Errors
/// `UnknownKey`; as [`KeyRing::load`]; `Write`.
pub(super) fn activate(path: &Path, id: &KeyId) -> Result<bool, KeyRingError> {
    file::change(path, |keys| keys.activate(id))
}

/// Takes a key out of the ring for good: what it alone opens is lost.
///
/// # Errors
/// `UnknownKey`, `IsActive`; as [`KeyRing::load`]; `Write`.
pub(super) fn remove(path: &Path, id: &KeyId) -> Result<(), KeyRingError> {
    file::change(path, |keys| keys.remove(id))
}

impl Entry {
    fn generate(state: KeyState, now: i64) -> Result<Self, KeyRingError> {
        let info = KeyInfo {
            id: KeyId::generate()?,
            state,
            created_at: now,
        };
        Ok(Self {
            info,
            key: RootKey::generate()?,
        })
    }
}

impl Keys {
    fn active(&self) -> Option<&Entry> {
        self.0
            .iter()
            .find(|entry| entry.info.state == KeyState::Active)
    }

    fn contains(&self, id: &KeyId) -> bool {
        self.0.iter().any(|entry| entry.info.id == *id)
    }

    fn add(&mut self, now: i64) -> Result<KeyId, KeyRingError> {
        let mut entry = Entry::generate(KeyState::Kept, now)?;
        while self.contains(&entry.info.id) {
            entry.info.id = KeyId::generate()?;
        }
        let id = entry.info.id.clone();
        self.0.push(entry);
        Ok(id)
    }

    fn activate(&mut self, id: &KeyId) -> Result<bool, KeyRingError> {
        if !self.contains(id) {
            return Err(KeyRingError::UnknownKey(id.clone()));
        }
        let was_active = self.active().is_some_and(|entry| entry.info.id == *id);
        for entry in &mut self.0 {
            entry.info.state = if entry.info.id == *id {
                KeyState::Active
            } else {
                KeyState::Kept
            };
        }
        Ok(!was_active)
    }

    fn remove(&mut self, id: &KeyId) -> Result<(), KeyRingError> {
        let entry = self
            .0
            .iter()
            .find(|entry| entry.info.id == *id)
            .ok_or_else(|| KeyRingError::UnknownKey(id.clone()))?;
        if entry.info.state == KeyState::Active {
            return Err(KeyRingError::IsActive(id.clone()));
        }
        self.0.retain(|entry| entry.info.id != *id);
        Ok(())
    }
}
