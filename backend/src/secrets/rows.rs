//! Rows of `secrets` and `secret_versions`, and what they become outside.

use domain::{identity::Identity, kind::Kind, name::SecretName};
use sqlx::FromRow;

use super::{Removed, SecretSummary, VersionSummary};
use crate::{Error, clock, store::internal};

/// Columns of [`SecretRow`], in one place for every statement.
pub(super) const COLUMNS: &str = "id, name, kind, display_name, description, identity, row_version, \
     value_version, version_id, created_at, created_by, updated_at, updated_by, removed_at, removed_by";

/// A row of `secrets`.
#[derive(Clone, FromRow)]
pub(super) struct SecretRow {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub display_name: String,
    pub description: String,
    pub identity: String,
    pub row_version: i64,
    pub value_version: i64,
    pub version_id: String,
    pub created_at: i64,
    pub created_by: String,
    pub updated_at: i64,
    pub updated_by: String,
    pub removed_at: Option<i64>,
    pub removed_by: Option<String>,
}

impl SecretRow {
    /// What leaves the crate. `keep_days` is how long a removed secret can be restored.
    pub(super) fn summary(self, keep_days: u32) -> Result<SecretSummary, Error> {
        let removed = self.removed_at.map(|at| Removed {
            at,
            by: self.removed_by.unwrap_or_default(),
            destroyed_at: at.saturating_add(i64::from(keep_days).saturating_mul(clock::DAY)),
        });
        Ok(SecretSummary {
            kind: kind(&self.kind)?,
            identity: identity(&self.identity)?,
            name: SecretName::parse(&self.name).map_err(|_| damaged("a name"))?,
            display_name: self.display_name,
            description: self.description,
            value_version: self.value_version,
            version_id: self.version_id,
            row_version: self.row_version,
            created_at: self.created_at,
            created_by: self.created_by,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
            removed,
        })
    }
}

/// A row of `secret_versions` without what is sealed.
#[derive(FromRow)]
pub(super) struct VersionRow {
    pub id: String,
    pub number: i64,
    pub identity: String,
    pub created_at: i64,
    pub created_by: String,
}

impl VersionRow {
    pub(super) fn summary(self, current: i64) -> Result<VersionSummary, Error> {
        Ok(VersionSummary {
            current: self.number == current,
            number: self.number,
            identity: identity(&self.identity)?,
            id: self.id,
            created_at: self.created_at,
            created_by: self.created_by,
        })
    }
}

/// The kind of a stored id.
pub(super) fn kind(id: &str) -> Result<Kind, Error> {
    Kind::from_id(id).ok_or_else(|| damaged("a kind"))
}

/// The identity of its stored JSON.
pub(super) fn identity(json: &str) -> Result<Identity, Error> {
    serde_json::from_str(json).map_err(|_| damaged("an identity"))
}

/// The JSON of an identity.
pub(super) fn identity_json(identity: &Identity) -> Result<String, Error> {
    serde_json::to_string(identity).map_err(|_| internal("an identity cannot be written", ""))
}

/// What search looks through.
pub(super) fn search_text(
    name: &str,
    display_name: &str,
    description: &str,
    identity: &Identity,
) -> String {
    format!(
        "{name}\n{display_name}\n{description}\n{}",
        identity.search_text()
    )
    .to_lowercase()
}

fn damaged(what: &'static str) -> Error {
    internal("a stored record cannot be read", what)
}
