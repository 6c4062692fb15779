//! What goes into and comes out of the use cases on secrets. No answer here has a field that
//! could hold a value.

use domain::{
    identity::Identity,
    kind::Kind,
    material::{MaterialInput, Note},
    name::SecretName,
};

use crate::page::Page;

/// Which secrets to list, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Words that name, display name, description or identity must all contain.
    pub search: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// The order.
    pub sort: Sort,
    /// Page number from 1.
    pub page: u32,
    /// Rows on a page, 1 to 200.
    pub size: u32,
    /// Removed secrets instead of those on the rack.
    pub removed: bool,
}

/// Orders of the list; each is backed by an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Last changed first.
    #[default]
    RecentlyChanged,
    /// Longest unchanged first.
    LongestUnchanged,
    /// By name, a to z.
    Name,
    /// By name, z to a.
    NameDescending,
    /// Last added first.
    RecentlyAdded,
    /// First added first.
    FirstAdded,
}

/// A page of the list, with what the filters above it show.
#[derive(Clone, Debug)]
pub struct SecretList {
    /// The rows.
    pub page: Page<SecretSummary>,
    /// Secrets on the rack (or removed ones), all kinds, without filters.
    pub in_all: u64,
    /// The same by kind.
    pub by_kind: Vec<(Kind, u64)>,
}

/// A secret in a list.
#[derive(Clone, Debug)]
pub struct SecretSummary {
    /// Its name; never changes.
    pub name: SecretName,
    /// Its kind; never changes.
    pub kind: Kind,
    /// Display name, possibly empty.
    pub display_name: String,
    /// Description, possibly empty.
    pub description: String,
    /// What may be shown of the value.
    pub identity: Identity,
    /// Number of the current version of the value, from 1.
    pub value_version: i64,
    /// Random id of that version, from which the key is drawn.
    pub version_id: String,
    /// Version of the record; an edit names the one it was made on.
    pub row_version: i64,
    /// When it was added, Unix milliseconds.
    pub created_at: i64,
    /// Display name of who added it.
    pub created_by: String,
    /// When it was last changed, Unix milliseconds.
    pub updated_at: i64,
    /// Display name of who changed it last.
    pub updated_by: String,
    /// Set while it is removed and can be restored.
    pub removed: Option<Removed>,
}

/// When and by whom a secret was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Unix milliseconds.
    pub at: i64,
    /// Display name of who removed it.
    pub by: String,
    /// When it will be destroyed, Unix milliseconds.
    pub destroyed_at: i64,
}

/// A secret with its history.
#[derive(Clone, Debug)]
pub struct SecretDetail {
    /// The secret.
    pub summary: SecretSummary,
    /// Versions of its value, newest first.
    pub versions: Vec<VersionSummary>,
}

/// One version of a value.
#[derive(Clone, Debug)]
pub struct VersionSummary {
    /// Number from 1.
    pub number: i64,
    /// Its random id.
    pub id: String,
    /// When it was stored, Unix milliseconds.
    pub created_at: i64,
    /// Display name of who stored it.
    pub created_by: String,
    /// Whether it is the one in use.
    pub current: bool,
    /// Identity that it had.
    pub identity: Identity,
}

/// A secret to add. Texts are as typed; the use case checks them.
pub struct NewSecret {
    /// Name as typed.
    pub name: String,
    /// Display name as typed.
    pub display_name: String,
    /// Description as typed.
    pub description: String,
    /// The value as typed.
    pub material: MaterialInput,
}

/// A change to a secret.
pub struct EditSecret {
    /// The row version that the edit was made on.
    pub row_version: i64,
    /// Display name; `None` keeps it, empty clears it.
    pub display_name: Option<String>,
    /// Description; `None` keeps it, empty clears it.
    pub description: Option<String>,
    /// The value; absent parts keep what is stored.
    pub material: Option<MaterialInput>,
}

/// What was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The secret as it is now.
    pub secret: SecretSummary,
    /// What was mended or noticed in the value. Holds no value.
    pub notes: Vec<Note>,
    /// Whether the value was replaced by this change.
    pub value_replaced: bool,
}
