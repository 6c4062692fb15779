//! `cargo xtask audit`: licences, bans, sources and known vulnerabilities of the dependencies.

mod advisory;
mod locked;
mod policy;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::command;
use crate::error::{Error, Result};
use crate::progress::{note, step};
use crate::workspace::Workspace;
use advisory::Advisory;

const INSTALL: &str = "cargo install cargo-deny";

/// Checks the dependencies: licences, bans and sources by cargo-deny, and advisories with --db.
#[derive(Args)]
pub struct Arguments {
    /// A folder that holds the RustSec advisory database; nothing is downloaded.
    #[arg(long, value_name = "DIR")]
    db: Option<PathBuf>,
}

/// Advisories first: they need no other program.
pub fn audit(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    match &arguments.db {
        Some(database) => step("Advisories", || check_advisories(workspace, database))?,
        None => note("Advisories are not checked: name a folder by --db"),
    }
    if command::find("cargo-deny").is_some() {
        return step("Licences, bans, sources", || run_cargo_deny(workspace));
    }
    if arguments.db.is_none() {
        return Err(Error::Missing {
            program: "cargo-deny".to_owned(),
            install: INSTALL.to_owned(),
        });
    }
    note(&format!(
        "Licences, bans and sources are not checked: cargo-deny is missing. Install it with: {INSTALL}"
    ));
    Ok(())
}

fn run_cargo_deny(workspace: &Workspace) -> Result<()> {
    let mut deny = workspace.cargo();
    deny.args([
        "deny",
        "--all-features",
        "check",
        "licenses",
        "bans",
        "sources",
    ]);
    command::run(&mut deny, "cargo deny")
}

/// Every locked version against every advisory for its package.
fn check_advisories(workspace: &Workspace, database: &Path) -> Result<()> {
    let ignored = policy::ignored(&workspace.root.join("deny.toml"))?;
    let packages = locked::packages(&workspace.root.join("Cargo.lock"))?;
    let mut read = 0;
    let mut found = 0;
    for package in &packages {
        for advisory in Advisory::of_package(database, &package.name)? {
            read += 1;
            if !advisory.concerns(&package.version) {
                continue;
            }
            let (name, version, advisory) = (&package.name, &package.version, &advisory);
            match ignored.get(&advisory.id) {
                Some(reason) => note(&format!(
                    "{name} {version}: {} ignored: {reason}",
                    advisory.id
                )),
                None => {
                    found += 1;
                    eprintln!("{name} {version}: {}", advisory.summary());
                }
            }
        }
    }
    note(&format!(
        "{} packages, {read} advisories for them",
        packages.len()
    ));
    if found == 0 {
        Ok(())
    } else {
        Err(Error::Faults(found))
    }
}
