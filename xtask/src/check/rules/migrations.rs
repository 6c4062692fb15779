//! Both databases have the same migrations, and one that others may have applied never changes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Fault;
use crate::error::{Doing, Result};
use crate::progress::note;
use crate::workspace::Workspace;

const DATABASES: [&str; 2] = ["sqlite", "postgres"];

/// Numbers that one database lacks, and changed files.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let folders = DATABASES.map(|database| workspace.root.join("migrations").join(database));
    let [sqlite, postgres] = &folders;
    let (of_sqlite, of_postgres) = (names(sqlite)?, names(postgres)?);
    let mut faults = Vec::new();
    for name in of_sqlite.difference(&of_postgres) {
        faults.push(Fault::new(
            &postgres.join(name),
            0,
            "missing; both databases have the same migrations",
        ));
    }
    for name in of_postgres.difference(&of_sqlite) {
        faults.push(Fault::new(
            &sqlite.join(name),
            0,
            "missing; both databases have the same migrations",
        ));
    }
    faults.extend(changed(workspace));
    Ok(faults)
}

/// File names: number and word.
fn names(folder: &Path) -> Result<BTreeSet<String>> {
    if !folder.is_dir() {
        return Ok(BTreeSet::new());
    }
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).doing(|| format!("list {}", folder.display()))? {
        let name = entry
            .doing(|| format!("list {}", folder.display()))?
            .file_name();
        let name = name.to_string_lossy().into_owned();
        if name.ends_with(".sql") {
            names.insert(name);
        }
    }
    Ok(names)
}

/// Files that differ from those where this branch left the main one.
fn changed(workspace: &Workspace) -> Vec<Fault> {
    let Some(base) = merge_base(&workspace.root) else {
        note("No git history: changed migrations are not looked for");
        return Vec::new();
    };
    let differences = git(
        &workspace.root,
        &[
            "diff",
            "--name-status",
            "--no-renames",
            &base,
            "--",
            "migrations",
        ],
    );
    differences
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(status, _)| *status != "A")
        .map(|(_, path)| {
            Fault::new(
                &workspace.root.join(path),
                0,
                "changed; write a new migration instead",
            )
        })
        .collect()
}

fn merge_base(root: &Path) -> Option<String> {
    ["origin/HEAD", "origin/main", "main", "HEAD"]
        .iter()
        .find_map(|branch| git(root, &["merge-base", "HEAD", branch]))
        .map(|answer| answer.trim().to_owned())
}

/// What git answers, or nothing when there is no git, no repository, or no such commit.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    git.args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let answer = git.output().ok().filter(|answer| answer.status.success())?;
    String::from_utf8(answer.stdout).ok()
}
