//! Node.js of the version that Playwright needs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tools;
use crate::error::{Error, Result};
use crate::progress::step;
use crate::{cache, command};

/// Playwright's lowest.
const OLDEST: u32 = 20;
/// Fetched from npm when the machine's is older, as Debian 12's is.
const FETCHED: &str = "node@22";

/// `node` and `npm`.
pub struct Node {
    node: PathBuf,
    npm: PathBuf,
}

impl Node {
    /// The machine's, or one from npm in the cache when the machine's is too old.
    ///
    /// # Errors
    /// When there is none, or npm fails.
    pub fn ensure() -> Result<Self> {
        let npm = command::find("npm").ok_or_else(|| tools::missing("npm", &["npm"]))?;
        let machine =
            command::find("node").ok_or_else(|| tools::missing("Node.js", &["nodejs"]))?;
        if version(&machine).is_some_and(|version| version >= OLDEST) {
            return Ok(Self { node: machine, npm });
        }
        let folder = cache::folder("node");
        let node = folder.join("node_modules/node/bin/node");
        if version(&node).is_none() {
            step(
                &format!("Fetch {FETCHED}: Playwright needs {OLDEST} or newer"),
                || {
                    let mut fetch = npm_command(&npm);
                    fetch
                        .args(["install", "--no-save", FETCHED, "--prefix"])
                        .arg(&folder);
                    command::run(&mut fetch, "npm install")
                },
            )?;
        }
        match version(&node) {
            Some(_) => Ok(Self { node, npm }),
            None => Err(Error::Missing {
                program: format!("Node.js {OLDEST} or newer"),
                install: format!("npm install --global {FETCHED}"),
            }),
        }
    }

    /// `npm`, run by this node, with its cache where it is kept between runs.
    pub fn npm(&self) -> Command {
        let mut npm = npm_command(&self.npm);
        npm.env("PATH", self.path());
        npm
    }

    /// `node`.
    pub fn node(&self) -> Command {
        let mut node = Command::new(&self.node);
        node.env("PATH", self.path());
        node
    }

    /// `PATH` with this node first: scripts start it by name.
    pub fn path(&self) -> OsString {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let first = self.node.parent().map(Path::to_owned);
        std::env::join_paths(first.into_iter().chain(std::env::split_paths(&old))).unwrap_or(old)
    }
}

fn npm_command(npm: &Path) -> Command {
    let mut npm = Command::new(npm);
    if std::env::var_os("npm_config_cache").is_none() {
        npm.env("npm_config_cache", cache::folder("npm"));
    }
    npm
}

/// The major version; nothing when it does not run.
fn version(node: &Path) -> Option<u32> {
    if !node.is_file() {
        return None;
    }
    let answer = command::output(Command::new(node).arg("--version"), "node --version").ok()?;
    answer
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}
