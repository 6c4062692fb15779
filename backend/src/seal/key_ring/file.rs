//! The key ring on the disk: reading, making and rewriting it.
//!
//! A file is never changed in place. Its next state is written beside it, forced to the disk
//! and renamed over it, so that a crash leaves the one or the other. Changes by several
//! processes follow one another under an exclusive lock on a file beside it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{KeyRingError, Keys, format};

/// Read by its owner, changed by nobody: changes replace the file.
const MODE: u32 = 0o400;
/// Permission bits that nobody but the owner may have.
const OTHERS: u32 = 0o077;
/// Far more than a ring of thousands of keys.
const MOST_BYTES: u64 = 1024 * 1024;

/// What tells one state of the file from another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    bytes: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Stamp {
    /// The stamp of the file at `path` now: one `stat`.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|found| Self::new(&found))
    }

    fn new(found: &fs::Metadata) -> Self {
        Self {
            inode: found.ino(),
            bytes: found.len(),
            seconds: found.mtime(),
            nanoseconds: found.mtime_nsec(),
        }
    }
}

/// Reads the file, after looking at who else can.
pub(super) fn read(path: &Path) -> Result<(Keys, Stamp), KeyRingError> {
    let mut file = File::open(path).map_err(|error| on_open(path, error))?;
    // Asked of the open file, not of the path, which could name another file by now.
    let found = file.metadata().map_err(|error| on_read(path, error))?;
    check(path, &found)?;
    let mut text = Zeroizing::new(Vec::with_capacity(room(&found)));
    Read::by_ref(&mut file)
        .take(MOST_BYTES)
        .read_to_end(&mut text)
        .map_err(|error| on_read(path, error))?;
    let keys = format::read(&text).map_err(|flaw| on_flaw(path, flaw))?;
    Ok((keys, Stamp::new(&found)))
}

/// Bytes to hold the file and the read that finds its end, without growing.
fn room(found: &fs::Metadata) -> usize {
    usize::try_from(found.len()).unwrap_or(0).saturating_add(64)
}

fn check(path: &Path, found: &fs::Metadata) -> Result<(), KeyRingError> {
    let us = rustix::process::geteuid().as_raw();
    if !found.is_file() {
        return Err(KeyRingError::NotAFile(path.to_owned()));
    }
    if found.mode() & OTHERS != 0 {
        return Err(KeyRingError::Mode {
            path: path.to_owned(),
            mode: found.mode() & 0o7777,
        });
    }
    if found.uid() != us && found.uid() != 0 {
        return Err(KeyRingError::Owner(path.to_owned()));
    }
    if found.len() >= MOST_BYTES {
        return Err(KeyRingError::TooLarge(path.to_owned()));
    }
    Ok(())
}

/// Makes the file, and its folder when that is missing.
pub(super) fn create(path: &Path, keys: &Keys) -> Result<(), KeyRingError> {
    make_folder(path).map_err(|error| on_write(path, error))?;
    let _lock = lock(path)?;
    let next = write_beside(path, keys).map_err(|error| on_write(path, error))?;
    // A link, unlike a rename, refuses to replace what is there.
    let linked = fs::hard_link(&next, path);
    let _ = fs::remove_file(&next);
    linked
        .and_then(|()| sync_folder(path))
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => KeyRingError::Exists(path.to_owned()),
            _ => on_write(path, error),
        })
}

/// Reads the file, lets `change` change the keys, and replaces the file; all under the lock.
/// Nothing is written when `change` fails.
pub(super) fn change<T>(
    path: &Path,
    change: impl FnOnce(&mut Keys) -> Result<T, KeyRingError>,
) -> Result<T, KeyRingError> {
    // A path that is a link would itself be replaced, so its target is changed.
    let path = &fs::canonicalize(path).map_err(|error| on_open(path, error))?;
    let _lock = lock(path)?;
    let (mut keys, _) = read(path)?;
    let answer = change(&mut keys)?;
    replace(path, &keys).map_err(|error| on_write(path, error))?;
    Ok(answer)
}

fn replace(path: &Path, keys: &Keys) -> io::Result<()> {
    let next = write_beside(path, keys)?;
    fs::rename(&next, path).inspect_err(|_| {
        let _ = fs::remove_file(&next);
    })?;
    sync_folder(path)
}

/// Writes the next state beside the file and forces it to the disk.
fn write_beside(path: &Path, keys: &Keys) -> io::Result<PathBuf> {
    let next = beside(path, ".next");
    // Left behind by a crash; nobody else writes it while the lock is held.
    match fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(MODE)
        .open(&next)?;
    let written = file
        .write_all(format::write(keys).as_bytes())
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = fs::remove_file(&next);
        return Err(error);
    }
    Ok(next)
}

/// Waits for and takes the lock, which ends with the returned file.
fn lock(path: &Path) -> Result<File, KeyRingError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(beside(path, ".lock"))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| on_write(path, error))
}

fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder(path))
}

/// Forces the folder's entries to the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn on_open(path: &Path, error: io::Error) -> KeyRingError {
    match error.kind() {
        ErrorKind::NotFound => KeyRingError::Missing(path.to_owned()),
        _ => on_read(path, error),
    }
}

fn on_read(path: &Path, source: io::Error) -> KeyRingError {
    KeyRingError::Read {
        path: path.to_owned(),
        source,
    }
}

fn on_write(path: &Path, source: io::Error) -> KeyRingError {
    KeyRingError::Write {
        path: path.to_owned(),
        source,
    }
}

fn on_flaw(path: &Path, flaw: format::Flaw) -> KeyRingError {
    let path = path.to_owned();
    match flaw {
        format::Flaw::Line(line) => KeyRingError::Format { path, line },
        format::Flaw::Duplicate(line) => KeyRingError::Duplicate { path, line },
        format::Flaw::NoActiveKey => KeyRingError::NoActiveKey(path),
    }
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt, thread};

    use super::super::{KeyRing, KeyRingError, KeyState, activate, add, remove};
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn ids(path: &Path) -> Vec<String> {
        KeyRing::load(path)
            .unwrap()
            .infos()
            .into_iter()
            .map(|info| info.id.to_string())
            .collect()
    }

    #[test]
    fn a_new_ring_has_one_active_key_and_mode_0400() {
        let folder = folder();
        let path = folder.path().join("keys/key-ring");
        let ring = KeyRing::create(&path, 42).unwrap();
        let [info] = ring.infos().try_into().unwrap();
        assert_eq!((info.state, info.created_at), (KeyState::Active, 42));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o400
        );
        add(&path, 43).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o400
        );
    }

    #[test]
    fn an_existing_file_is_never_replaced_by_a_new_ring() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        KeyRing::create(&path, 1).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(
            KeyRing::create(&path, 2),
            Err(KeyRingError::Exists(_))
        ));
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_missing_file_is_told_as_missing() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        assert!(matches!(
            KeyRing::load(&path),
            Err(KeyRingError::Missing(_))
        ));
        assert!(matches!(add(&path, 1), Err(KeyRingError::Missing(_))));
    }

    #[test]
    fn every_permission_of_others_is_refused() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        KeyRing::create(&path, 1).unwrap();
        for bit in [0o040, 0o020, 0o010, 0o004, 0o002, 0o001] {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o400 | bit)).unwrap();
            let refused = KeyRing::load(&path).err().unwrap();
            assert!(
                matches!(refused, KeyRingError::Mode { mode, .. } if mode == 0o400 | bit),
                "{bit:o}"
            );
        }
        for mode in [0o400, 0o600, 0o700] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(KeyRing::load(&path).is_ok(), "{mode:o}");
        }
    }

    #[test]
    fn a_folder_or_a_huge_file_is_no_ring() {
        let folder = folder();
        assert!(matches!(
            KeyRing::load(folder.path()),
            Err(KeyRingError::NotAFile(_))
        ));
        let path = folder.path().join("key-ring");
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .unwrap();
        file.set_len(MOST_BYTES).unwrap();
        assert!(matches!(
            KeyRing::load(&path),
            Err(KeyRingError::TooLarge(_))
        ));
    }

    #[test]
    fn a_damaged_file_is_told_by_line_and_never_quoted() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .unwrap();
        file.write_all(b"keyrack-key-ring 1\nrk-5f0c2a91 active 1 canary\n")
            .unwrap();
        let refused = KeyRing::load(&path).err().unwrap();
        assert!(matches!(refused, KeyRingError::Format { line: 2, .. }));
        assert!(!format!("{refused} {refused:?}").contains("canary"));
    }

    #[test]
    fn a_key_is_added_activated_and_removed() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        let first = KeyRing::create(&path, 1)
            .unwrap()
            .active()
            .unwrap()
            .0
            .clone();
        let second = add(&path, 2).unwrap();
        assert_eq!(*KeyRing::load(&path).unwrap().active().unwrap().0, first);
        assert!(matches!(
            remove(&path, &first),
            Err(KeyRingError::IsActive(_))
        ));
        assert!(activate(&path, &second).unwrap());
        assert!(!activate(&path, &second).unwrap());
        assert_eq!(*KeyRing::load(&path).unwrap().active().unwrap().0, second);
        remove(&path, &first).unwrap();
        assert_eq!(ids(&path), [second.to_string()]);
        assert!(matches!(
            activate(&path, &first),
            Err(KeyRingError::UnknownKey(_))
        ));
        assert!(matches!(
            remove(&path, &first),
            Err(KeyRingError::UnknownKey(_))
        ));
    }

    #[test]
    fn changes_at_the_same_time_are_all_kept() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        KeyRing::create(&path, 1).unwrap();
        let added: Vec<String> = thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        (0..4)
                            .map(|_| add(&path, 2).unwrap().to_string())
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            all.into_iter()
                .flat_map(|one| one.join().unwrap())
                .collect()
        });
        let kept = ids(&path);
        assert_eq!(kept.len(), 33);
        assert!(added.iter().all(|id| kept.contains(id)));
    }

    #[test]
    fn what_a_crash_left_behind_does_not_hinder_the_next_change() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        KeyRing::create(&path, 1).unwrap();
        fs::write(beside(&path, ".next"), b"half").unwrap();
        add(&path, 2).unwrap();
        assert_eq!(ids(&path).len(), 2);
        assert!(!beside(&path, ".next").exists());
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        let link = folder.path().join("link");
        KeyRing::create(&path, 1).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        add(&link, 2).unwrap();
        assert!(link.is_symlink());
        assert_eq!(ids(&path).len(), 2);
    }

    #[test]
    fn a_ring_knows_when_its_file_was_changed() {
        let folder = folder();
        let path = folder.path().join("key-ring");
        let ring = KeyRing::create(&path, 1).unwrap();
        assert!(!ring.is_stale());
        add(&path, 2).unwrap();
        assert!(ring.is_stale());
        assert!(!KeyRing::load(&path).unwrap().is_stale());
        fs::remove_file(&path).unwrap();
        assert!(ring.is_stale());
    }
}
