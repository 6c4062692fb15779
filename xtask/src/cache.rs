//! What is kept between runs, beside cargo's own: `$HOME/.cache/keyrack`.

use std::path::PathBuf;

/// The folder for one kind of cached files, such as `npm`.
pub fn folder(name: &str) -> PathBuf {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(std::env::temp_dir);
    base.join("keyrack").join(name)
}
