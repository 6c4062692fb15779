//! Where things are: the sources, and what is built from them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::command;
use crate::error::{Error, Result};

/// The checkout and its target directory.
pub struct Workspace {
    /// The folder with the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that every way to set a target directory counts.
    ///
    /// # Errors
    /// When cargo cannot read the workspace.
    pub fn find() -> Result<Self> {
        // Set by `cargo run`: right even when several checkouts share one target directory.
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let mut ask = command::cargo();
        ask.args(["metadata", "--no-deps", "--format-version=1"])
            .current_dir(here);
        let answer = command::output(&mut ask, "cargo metadata")?;
        let found: Metadata = serde_json::from_str(&answer).map_err(|error| Error::Unreadable {
            what: "cargo metadata".to_owned(),
            why: error.to_string(),
        })?;
        Ok(Self {
            root: found.workspace_root,
            target: found.target_directory,
        })
    }

    /// `cargo` in the workspace, building into its target directory.
    pub fn cargo(&self) -> std::process::Command {
        let mut cargo = command::cargo();
        cargo
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// The folder with the browser tests.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// A path as the reader knows it: relative to the checkout.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
