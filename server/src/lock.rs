//! The data folder belongs to one user and one serving process.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Why the data folder cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process serves from it.
    #[error(
        "another Keyrack serves from the data folder {0}; stop it first, or name another folder by --data"
    )]
    Taken(PathBuf),
    /// The folder cannot be made or used.
    #[error("the data folder {path} cannot be used: {reason}")]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// The operating system's reason.
        reason: io::Error,
    },
}

/// Holds the data folder until dropped, also when the process is killed: the lock is the
/// kernel's.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Makes the folder for its user alone, and takes it.
    ///
    /// # Errors
    /// [`LockError::Taken`] while another process has it, [`LockError::Unusable`] otherwise.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let unusable = |reason| LockError::Unusable {
            path: folder.to_owned(),
            reason,
        };
        prepare(folder).map_err(unusable)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(folder.join("lock"))
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(folder.to_owned())),
            Err(TryLockError::Error(reason)) => Err(unusable(reason)),
        }
    }
}

/// Makes the folder when missing, and takes rights of group and others away.
fn prepare(folder: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_once_at_a_time() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("a/b");
        let first = DataLock::take(&folder).unwrap();
        assert!(matches!(DataLock::take(&folder), Err(LockError::Taken(_))));
        drop(first);
        assert!(DataLock::take(&folder).is_ok());
    }

    #[test]
    fn a_folder_open_to_others_is_closed_to_them() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let _lock = DataLock::take(folder.path()).unwrap();
        assert_eq!(
            fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
}
