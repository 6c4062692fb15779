//! What can go wrong in a command, each with one sentence for the reader.

use std::path::Path;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file, folder or process could not be used.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done, with the path or program.
        doing: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A program that is needed is not installed.
    #[error("{program} is missing. Install it with: {install}")]
    Missing {
        /// The program, package or target.
        program: String,
        /// The command that installs it.
        install: String,
    },
    /// A program ran and reported failure.
    #[error("{what} failed ({status})")]
    Failed {
        /// The step that failed.
        what: String,
        /// How the program ended.
        status: String,
    },
    /// Something that was read does not have the form it must have.
    #[error("{what}: {why}")]
    Unreadable {
        /// The file or answer.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// wasm-bindgen refused the module.
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    /// Checks or tests found faults; they have been printed.
    #[error("{0} failed")]
    Faults(usize),
}

/// The result of everything in this program.
pub type Result<T> = std::result::Result<T, Error>;

/// Adds what was being done to an operating system error.
pub trait Doing<T> {
    /// `doing` is a sentence part such as “read style/tokens.css”.
    ///
    /// # Errors
    /// The same failure as [`Error::Io`].
    fn doing(self, doing: impl FnOnce() -> String) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|source| Error::Io {
            doing: doing(),
            source,
        })
    }
}

/// Reads a file as bytes.
///
/// # Errors
/// [`Error::Io`] naming the path.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).doing(|| format!("read {}", path.display()))
}

/// Reads a file as text.
///
/// # Errors
/// [`Error::Io`] naming the path.
pub fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).doing(|| format!("read {}", path.display()))
}

/// Writes a file, making its folder when that is missing.
///
/// # Errors
/// [`Error::Io`] naming the path.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    std::fs::write(path, content).doing(|| format!("write {}", path.display()))
}

/// Makes a folder and those above it.
///
/// # Errors
/// [`Error::Io`] naming the path.
pub fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).doing(|| format!("make folder {}", path.display()))
}
