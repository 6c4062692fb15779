//! `cargo xtask check`: formatting, lints and the rules of the house.

mod code;
mod rules;

use clap::Args;

use crate::command;
use crate::error::{Error, Result, make_folder};
use crate::program::SITE;
use crate::progress::step;
use crate::site::{self, Mode};
use crate::target;
use crate::workspace::Workspace;

/// Checks formatting, lints and the rules of the house. Changes nothing.
#[derive(Args)]
pub struct Arguments {}

type Check = fn(&Workspace) -> Result<()>;

/// How many checks held and how many did not.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    /// Checks that held.
    pub passed: usize,
    /// Checks that did not.
    pub failed: usize,
}

/// Runs every check and fails when one did.
pub fn check(workspace: &Workspace, _: &Arguments) -> Result<()> {
    let outcome = all(workspace)?;
    println!(
        "{} checks passed, {} failed",
        outcome.passed, outcome.failed
    );
    if outcome.failed == 0 {
        Ok(())
    } else {
        Err(Error::Faults(outcome.failed))
    }
}

/// Runs every check, also after one failed.
pub fn all(workspace: &Workspace) -> Result<Outcome> {
    target::ensure(&workspace.root)?;
    let checks: [(&str, Check); 4] = [
        ("Rules of the house", rules::all),
        ("Formatting", format),
        ("Lints, server", lint_native),
        ("Lints, browser", lint_wasm),
    ];
    let mut outcome = Outcome::default();
    for (name, run) in checks {
        match step(name, || run(workspace)) {
            Ok(()) => outcome.passed += 1,
            Err(error) => {
                eprintln!("    {error}");
                outcome.failed += 1;
            }
        }
    }
    Ok(outcome)
}

fn format(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    command::run(cargo.args(["fmt", "--all", "--check"]), "cargo fmt")
}

fn lint_native(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args([
        "clippy",
        "--workspace",
        "--exclude",
        "frontend",
        "--all-targets",
    ]);
    // The server embeds this folder; linting only needs it to be there.
    let site = site::path(workspace, Mode::Release);
    make_folder(&site)?;
    cargo.env(SITE, site).args(["--", "-D", "warnings"]);
    command::run(&mut cargo, "cargo clippy")
}

fn lint_wasm(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args([
        "clippy",
        "--package",
        "frontend",
        "--package",
        "app",
        "--package",
        "domain",
    ]);
    cargo.args([
        "--features",
        "app/forms",
        "--target",
        target::WASM,
        "--",
        "-D",
        "warnings",
    ]);
    command::run(&mut cargo, "cargo clippy for the browser")
}
