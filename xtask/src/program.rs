//! The server's half: the binary `keyrack`.

use std::path::{Path, PathBuf};

use crate::command;
use crate::error::Result;
use crate::progress::step;
use crate::workspace::Workspace;

/// The environment variable that names the site's folder: to build it in, or, with the feature
/// `assets-from-disk`, to serve it from.
pub const SITE: &str = "KEYRACK_SITE";

/// How the binary is built.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Unoptimised, the site served from disk.
    Dev,
    /// For use, soon built.
    Release,
    /// For release, long built.
    Dist,
}

/// Builds the binary and returns its path.
///
/// # Errors
/// When it does not compile.
pub fn build(workspace: &Workspace, profile: Profile, site: &Path) -> Result<PathBuf> {
    let (name, folder, features) = match profile {
        Profile::Dev => ("dev", "debug", Some("assets-from-disk")),
        Profile::Release => ("release", "release", None),
        Profile::Dist => ("dist", "dist", None),
    };
    let mut build = workspace.cargo();
    build.args([
        "build",
        "--package",
        "server",
        "--bin",
        "keyrack",
        "--profile",
        name,
    ]);
    build.env(SITE, site);
    if let Some(features) = features {
        build.args(["--features", features]);
    }
    step("Build keyrack", || {
        command::run(&mut build, "cargo build of keyrack")
    })?;
    Ok(workspace.target.join(folder).join("keyrack"))
}
