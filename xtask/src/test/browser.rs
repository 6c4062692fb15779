//! The browser's tests: Playwright on the machine's Chromium.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::counts::Counts;
use super::node::Node;
use super::tools::Tools;
use crate::command;
use crate::error::{Doing, Error, Result, read, read_text, write};
use crate::progress::step;
use crate::site::hex;
use crate::workspace::Workspace;

/// What the tests run with.
pub struct Browser {
    node: Node,
    chromium: PathBuf,
}

/// Finds the browser and installs the packages of `end2end`.
///
/// # Errors
/// When something is missing that cannot be installed.
pub fn prepare(workspace: &Workspace, tools: &Tools) -> Result<Browser> {
    let chromium = tools.chromium()?.to_owned();
    let node = Node::ensure()?;
    install(workspace, &node)?;
    Ok(Browser { node, chromium })
}

/// `npm ci`, unless the same has been installed before.
fn install(workspace: &Workspace, node: &Node) -> Result<()> {
    let folder = workspace.end2end();
    let lock = hex(&Sha256::digest(read(&folder.join("package-lock.json"))?));
    let stamp = folder.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    let mut install = node.npm();
    install
        .args(["ci", "--no-audit", "--no-fund", "--prefer-offline"])
        .current_dir(&folder);
    // Playwright brings no browser: the machine's is used.
    install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step("Install packages for the browser tests", || {
        command::run(&mut install, "npm ci")
    })?;
    write(&stamp, lock)
}

impl Browser {
    /// Checks the types of the tests themselves: a misspelt field is `undefined`, which may pass.
    fn check_types(&self, workspace: &Workspace) -> Counts {
        let mut compiler = self.node.node();
        compiler.args(["node_modules/typescript/bin/tsc", "--noEmit"]);
        compiler.current_dir(workspace.end2end());
        match command::run(&mut compiler, "tsc") {
            Ok(()) => Counts::PASSED,
            Err(_) => Counts::FAILED,
        }
    }

    /// Runs the tests against `binary`.
    ///
    /// # Errors
    /// When Playwright does not start or leaves no report.
    pub fn run(&self, workspace: &Workspace, binary: &Path) -> Result<Counts> {
        let folder = workspace.end2end();
        let report = folder.join("results/report.json");
        if report.is_file() {
            std::fs::remove_file(&report).doing(|| format!("remove {}", report.display()))?;
        }
        let mut playwright = self.node.node();
        playwright
            .args(["node_modules/@playwright/test/cli.js", "test"])
            .current_dir(&folder);
        playwright
            .env("KEYRACK_BIN", binary)
            .env("CHROMIUM", &self.chromium);
        let status = command::lines(&mut playwright, |line| println!("{line}"))?;
        let mut counts = read_report(&report)?;
        // For example a spec that does not load.
        if !status.success() && counts.failed == 0 {
            counts += Counts::FAILED;
        }
        counts += self.check_types(workspace);
        Ok(counts)
    }
}

#[derive(Deserialize)]
struct PlaywrightReport {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: usize,
    unexpected: usize,
    flaky: usize,
    skipped: usize,
}

fn read_report(path: &Path) -> Result<Counts> {
    let text = read_text(path)?;
    let report: PlaywrightReport =
        serde_json::from_str(&text).map_err(|error| Error::Unreadable {
            what: path.display().to_string(),
            why: error.to_string(),
        })?;
    let Stats {
        expected,
        unexpected,
        flaky,
        skipped,
    } = report.stats;
    Ok(Counts {
        passed: expected,
        failed: unexpected + flaky,
        skipped,
    })
}
