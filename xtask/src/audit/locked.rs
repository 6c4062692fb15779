//! The packages in Cargo.lock.

use std::path::Path;

use semver::Version;
use serde::Deserialize;

use crate::error::{Error, Result, read_text};

/// A package of somebody else.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The version that is built.
    pub version: Version,
    /// Where it comes from; none for our own.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

/// All packages that are not our own.
pub fn packages(path: &Path) -> Result<Vec<Package>> {
    let lock: Lock = toml::from_str(&read_text(path)?).map_err(|error| Error::Unreadable {
        what: path.display().to_string(),
        why: error.to_string(),
    })?;
    Ok(lock
        .package
        .into_iter()
        .filter(|package| package.source.is_some())
        .collect())
}
