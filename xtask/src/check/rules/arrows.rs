//! Crates point one way: `domain <- backend <- app <- server` and `domain <- app <- frontend`.

use serde::Deserialize;

use super::Fault;
use crate::command;
use crate::error::{Error, Result};
use crate::workspace::Workspace;

/// What a crate of ours must not depend on outside its tests.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    (
        "domain",
        &[
            "backend", "app", "frontend", "server", "tokio", "sqlx", "axum", "leptos",
        ],
    ),
    (
        "backend",
        &["app", "frontend", "server", "axum", "http", "leptos"],
    ),
    ("app", &["frontend", "server", "sqlx"]),
    ("frontend", &["backend", "server", "sqlx", "axum"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: std::path::PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev` and `build` are set apart; none is what the crate itself uses.
    kind: Option<String>,
}

/// Dependencies that point the wrong way.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut ask = workspace.cargo();
    ask.args(["metadata", "--no-deps", "--format-version=1"]);
    let answer = command::output(&mut ask, "cargo metadata")?;
    let metadata: Metadata = serde_json::from_str(&answer).map_err(|error| Error::Unreadable {
        what: "cargo metadata".to_owned(),
        why: error.to_string(),
    })?;
    Ok(metadata.packages.iter().flat_map(wrong_ways).collect())
}

fn wrong_ways(package: &Package) -> Vec<Fault> {
    let forbidden = FORBIDDEN
        .iter()
        .find(|(name, _)| *name == package.name)
        .map_or(&[][..], |(_, names)| names);
    let used = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind.is_none());
    used.filter(|dependency| forbidden.contains(&dependency.name.as_str()))
        .map(|dependency| {
            let why = format!("{} must not depend on {}", package.name, dependency.name);
            Fault::new(&package.manifest_path, 0, why)
        })
        .collect()
}
