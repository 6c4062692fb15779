//! One advisory of the RustSec database: `crates/<package>/RUSTSEC-….md`, TOML before the text.
//!
//! Format: the database's README, "Advisory Format".

use std::path::Path;

use semver::{Version, VersionReq};
use serde::Deserialize;

use crate::error::{Doing, Error, Result, read_text};

/// A known fault of a package.
pub struct Advisory {
    /// Such as `RUSTSEC-2024-0001`.
    pub id: String,
    title: String,
    informational: Option<String>,
    withdrawn: bool,
    unaffected: Vec<VersionReq>,
}

#[derive(Deserialize)]
struct Front {
    advisory: Head,
    #[serde(default)]
    versions: Versions,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    informational: Option<String>,
    withdrawn: Option<String>,
}

#[derive(Default, Deserialize)]
struct Versions {
    #[serde(default)]
    patched: Vec<VersionReq>,
    #[serde(default)]
    unaffected: Vec<VersionReq>,
}

impl Advisory {
    /// The advisories for a package.
    pub fn of_package(database: &Path, package: &str) -> Result<Vec<Self>> {
        let crates = database.join("crates");
        // Without it the folder is another one, and finding nothing would look like safety.
        std::fs::metadata(&crates).doing(|| format!("read {}", crates.display()))?;
        let folder = crates.join(package);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let listing = std::fs::read_dir(&folder).doing(|| format!("list {}", folder.display()))?;
        let mut found = Vec::new();
        for entry in listing {
            let path = entry.doing(|| format!("list {}", folder.display()))?.path();
            if path.extension().is_some_and(|extension| extension == "md") {
                found.push(Self::parse(&read_text(&path)?).map_err(|why| unreadable(&path, why))?);
            }
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }

    fn parse(text: &str) -> std::result::Result<Self, String> {
        let fenced = text.trim_start().strip_prefix("```toml");
        let (front, rest) = fenced
            .and_then(|text| text.split_once("```"))
            .ok_or("does not begin with TOML")?;
        let front: Front = toml::from_str(front).map_err(|error| error.to_string())?;
        let title = rest
            .lines()
            .find_map(|line| line.strip_prefix("# "))
            .unwrap_or_default();
        let mut unaffected = front.versions.patched;
        unaffected.extend(front.versions.unaffected);
        Ok(Self {
            id: front.advisory.id,
            title: title.to_owned(),
            informational: front.advisory.informational,
            withdrawn: front.advisory.withdrawn.is_some(),
            unaffected,
        })
    }

    /// Whether this version has the fault.
    pub fn concerns(&self, version: &Version) -> bool {
        !self.withdrawn
            && !self
                .unaffected
                .iter()
                .any(|requirement| requirement.matches(version))
    }

    /// One line for the reader.
    pub fn summary(&self) -> String {
        let kind = self.informational.as_deref().unwrap_or("vulnerability");
        format!("{} ({kind}): {}", self.id, self.title)
    }
}

fn unreadable(path: &Path, why: String) -> Error {
    Error::Unreadable {
        what: path.display().to_string(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advisory(extra: &str) -> Advisory {
        let text = format!(
            "```toml\n[advisory]\nid = \"RUSTSEC-2000-0001\"\npackage = \"p\"\n{extra}\n\
             [versions]\npatched = [\">= 1.2.3\"]\nunaffected = [\"< 1.0.0\"]\n```\n\n# It leaks\n"
        );
        Advisory::parse(&text).unwrap()
    }

    #[test]
    fn versions_between_unaffected_and_patched_are_concerned() {
        let concerned = |version| advisory("").concerns(&Version::parse(version).unwrap());
        assert_eq!(
            ["0.9.0", "1.0.0", "1.2.2", "1.2.3"].map(concerned),
            [false, true, true, false]
        );
    }

    #[test]
    fn a_withdrawn_advisory_concerns_nobody() {
        assert!(!advisory("withdrawn = \"2001-01-01\"").concerns(&Version::new(1, 0, 0)));
    }

    #[test]
    fn the_summary_names_what_it_is() {
        assert_eq!(
            advisory("").summary(),
            "RUSTSEC-2000-0001 (vulnerability): It leaks"
        );
    }
}
