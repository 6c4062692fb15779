//! `cargo xtask run`: builds Keyrack and serves it.

mod watch;

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::command::start;
use crate::error::{Error, Result};
use crate::program::{self, Profile};
use crate::progress::note;
use crate::site::{self, Mode};
use crate::workspace::Workspace;

/// Builds Keyrack and serves http://127.0.0.1:3000.
#[derive(Args)]
pub struct Arguments {
    /// Build quickly, serve assets from disk, rebuild and restart when a source changes.
    #[arg(long)]
    dev: bool,
    /// Arguments for `keyrack serve`, after `--`.
    #[arg(last = true, value_name = "ARGS")]
    serve: Vec<OsString>,
}

/// Builds, then becomes `keyrack serve`.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    if arguments.dev {
        return watch::serve(workspace, &arguments.serve);
    }
    let site = site::build(workspace, Mode::Release)?;
    let binary = program::build(workspace, Profile::Release, &site)?;
    note("Start keyrack");
    let mut serve = serve(workspace, &binary, &arguments.serve);
    // Comes back only when it failed.
    let source = serve.exec();
    Err(Error::Io {
        doing: start(&serve),
        source,
    })
}

/// `keyrack serve` in the checkout, so that its default data directory is there.
fn serve(workspace: &Workspace, binary: &Path, arguments: &[OsString]) -> Command {
    let mut serve = Command::new(binary);
    serve
        .arg("serve")
        .args(arguments)
        .current_dir(&workspace.root);
    serve
}
