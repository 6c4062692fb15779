//! The rules of the house that no lint knows. One file each.

mod arrows;
mod async_pages;
mod endpoints;
mod migrations;
mod printing;
mod raw_text;
mod server_errors;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::workspace::Workspace;

/// A place that breaks a rule.
struct Fault {
    path: PathBuf,
    /// From 1; 0 when the whole file is meant.
    line: usize,
    /// What is wrong, and what to do instead.
    why: String,
}

impl Fault {
    fn new(path: &Path, line: usize, why: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            why: why.into(),
        }
    }
}

type Rule = fn(&Workspace) -> Result<Vec<Fault>>;

const RULES: [Rule; 7] = [
    arrows::broken,
    async_pages::broken,
    endpoints::broken,
    migrations::broken,
    printing::broken,
    raw_text::broken,
    server_errors::broken,
];

/// Prints every fault as `file:line: …` and fails when there is one.
pub fn all(workspace: &Workspace) -> Result<()> {
    let mut count = 0;
    for rule in RULES {
        for fault in rule(workspace)? {
            count += 1;
            let path = workspace.shown(&fault.path);
            match fault.line {
                0 => eprintln!("{path}: {}", fault.why),
                line => eprintln!("{path}:{line}: {}", fault.why),
            }
        }
    }
    if count == 0 {
        Ok(())
    } else {
        Err(Error::Faults(count))
    }
}
