//! `cargo xtask dist`: the binary that is given away.

use clap::Args;

use crate::error::{Doing, Result};
use crate::program::{self, Profile};
use crate::site::{self, Mode};
use crate::workspace::Workspace;

/// Builds the release binary: whole-program optimisation, no symbols. Takes minutes.
#[derive(Args)]
pub struct Arguments {}

/// Builds it and prints where it is and how large.
pub fn dist(workspace: &Workspace, _: &Arguments) -> Result<()> {
    let site = site::build(workspace, Mode::Release)?;
    let binary = program::build(workspace, Profile::Dist, &site)?;
    let size = std::fs::metadata(&binary)
        .doing(|| format!("read {}", binary.display()))?
        .len();
    println!(
        "{} {}.{} MB",
        binary.display(),
        size / 1_000_000,
        size % 1_000_000 / 100_000
    );
    Ok(())
}
