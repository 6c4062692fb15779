//! Files served as they are: everything in `style/static`.

use std::path::Path;

use super::File;
use crate::error::{self, Doing, Result};

/// Reads the folder's files, sorted by name; none when there is no folder.
pub fn read_sorted(folder: &Path, extension: Option<&str>) -> Result<Vec<File>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listing = std::fs::read_dir(folder).doing(|| format!("list {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in listing {
        let path = entry.doing(|| format!("list {}", folder.display()))?.path();
        let wanted =
            extension.is_none_or(|wanted| path.extension().is_some_and(|has| has == wanted));
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .map(str::to_owned);
        if let Some(name) = name
            && path.is_file()
            && wanted
            && !name.starts_with('.')
        {
            files.push(File {
                content: error::read(&path)?,
                name,
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// The static files.
pub fn read(folder: &Path) -> Result<Vec<File>> {
    read_sorted(folder, None)
}
