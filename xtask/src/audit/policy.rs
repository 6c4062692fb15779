//! What deny.toml says about advisories.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result, read_text};

#[derive(Deserialize)]
struct Policy {
    advisories: Advisories,
}

#[derive(Deserialize)]
struct Advisories {
    ignore: Vec<Ignored>,
}

#[derive(Deserialize)]
struct Ignored {
    id: String,
    reason: String,
}

/// The reasons of ignored advisories by their ids.
pub fn ignored(path: &Path) -> Result<BTreeMap<String, String>> {
    let policy: Policy = toml::from_str(&read_text(path)?).map_err(|error| Error::Unreadable {
        what: path.display().to_string(),
        why: error.to_string(),
    })?;
    let ignored = policy.advisories.ignore.into_iter();
    Ok(ignored
        .map(|ignored| (ignored.id, ignored.reason))
        .collect())
}
