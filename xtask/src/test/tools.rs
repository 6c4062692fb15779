//! Programs from the machine that tests use: found, installed where that is allowed, else named.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::{Error, Result};
use crate::progress::{note, step};

/// Programs that are on this machine.
pub struct Tools {
    postgres: Option<PathBuf>,
    chromium: Option<PathBuf>,
}

impl Tools {
    /// Looks for what is needed and installs what is missing when this is root on Debian.
    ///
    /// What stays missing is an error only when it is asked for.
    pub fn ensure(database: bool, browser: bool) -> Self {
        let packages = missing_packages(database, browser);
        if !packages.is_empty() {
            match install(&packages) {
                Ok(()) => note(&format!("Installed {}", packages.join(" "))),
                Err(error) => note(&error.to_string()),
            }
        }
        Self {
            postgres: find_postgres(),
            chromium: find_chromium(),
        }
    }

    /// The folder with `initdb` and `postgres`.
    ///
    /// # Errors
    /// [`Error::Missing`].
    pub fn postgres(&self) -> Result<&Path> {
        self.postgres
            .as_deref()
            .ok_or_else(|| missing("PostgreSQL", &["postgresql"]))
    }

    /// Chromium.
    ///
    /// # Errors
    /// [`Error::Missing`].
    pub fn chromium(&self) -> Result<&Path> {
        self.chromium
            .as_deref()
            .ok_or_else(|| missing("Chromium", &["chromium"]))
    }
}

/// An error that names the package.
pub fn missing(program: &str, packages: &[&str]) -> Error {
    Error::Missing {
        program: program.to_owned(),
        install: format!("apt-get install {}", packages.join(" ")),
    }
}

fn missing_packages(database: bool, browser: bool) -> Vec<&'static str> {
    let mut packages = Vec::new();
    if database && find_postgres().is_none() {
        packages.push("postgresql");
    }
    if browser && find_chromium().is_none() {
        packages.extend(["chromium", "fonts-liberation"]);
    }
    if browser && command::find("node").is_none() {
        packages.push("nodejs");
    }
    if browser && command::find("npm").is_none() {
        packages.push("npm");
    }
    packages
}

/// By apt, as root; nobody else is asked for a password in the middle of a test.
fn install(packages: &[&str]) -> Result<()> {
    if !rustix::process::geteuid().is_root() || command::find("apt-get").is_none() {
        return Err(missing(&packages.join(", "), packages));
    }
    step(&format!("Install {}", packages.join(" ")), || {
        command::run(apt().arg("update"), "apt-get update")?;
        let mut install = apt();
        install
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages);
        command::run(&mut install, "apt-get install")
    })
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    // A database server that the package would start is not wanted: tests start their own.
    apt.arg("-q")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1");
    apt
}

fn find_chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| path.is_file());
    named.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(command::find)
    })
}

/// The newest version below Debian's folder, else the one on `PATH`.
fn find_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| debian_folder(*version).join("initdb").is_file())
        .max();
    newest
        .map(debian_folder)
        .or_else(|| Some(command::find("initdb")?.parent()?.to_owned()))
}

fn debian_folder(version: u32) -> PathBuf {
    PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"))
}
