//! How an edit by rows meets what is stored.
//!
//! A row without a password keeps the stored one of its registry, with the unknown fields of that
//! entry. A stored password is only ever kept for the registry it was typed for, in canonical
//! form: a row whose registry is not stored needs its password again. That is judged twice: by
//! the identity alone, in the browser and on the server before a seal is opened, and again on the
//! stored logins themselves.

use super::config::{DockerConfig, RegistryLogin};
use super::host::RegistryHost;
use super::identity::ImagePullIdentity;
use super::login::notice;
use super::notes::Note;
use super::read::ReadConfig;
use super::rows::{self, RegistryRow, field, finish, parse_host};
use crate::faults::Faults;
use crate::value::ValueText;

/// What is said at a row whose registry has no stored password.
pub const NEEDS_PASSWORD: &str = "A stored password is only sent to the host it was typed for. Enter the password for this host.";

/// What a judged edit does to the stored logins.
pub enum ImagePullChange {
    /// Nothing: the seal stays closed.
    Keep,
    /// Every login is new: the seal stays closed. Unknown fields of the stored ones go.
    Replace(ReadConfig),
    /// Some stored passwords are kept: open the seal, then [`ImagePullMerge::apply`].
    Merge(ImagePullMerge),
}

/// Judged rows, of which some keep the stored password of their registry.
pub struct ImagePullMerge {
    rows: Vec<MergeRow>,
    notes: Vec<Note>,
}

struct MergeRow {
    /// Its position in the form, for faults.
    index: usize,
    host: RegistryHost,
    username: String,
    password: Option<ValueText>,
}

/// Whether a row with this registry, as typed, cannot be saved without a password. `false` while
/// the registry is no registry yet.
#[must_use]
pub fn needs_password(typed_host: &str, stored: &ImagePullIdentity) -> bool {
    RegistryHost::parse(typed_host).is_ok_and(|host| !stored.has_host(&host))
}

/// The positions of the rows that need a password before they can be saved.
#[must_use]
pub fn rows_needing_password(rows: &[RegistryRow], stored: &ImagePullIdentity) -> Vec<usize> {
    let needs = |row: &RegistryRow| {
        !row.is_blank() && row.typed_password().is_none() && needs_password(&row.host, stored)
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| needs(row))
        .map(|(index, _)| index)
        .collect()
}

/// What is wrong with rows as an edit of what is stored. No rows at all mean keep.
#[must_use]
pub fn check(rows: &[RegistryRow], stored: &ImagePullIdentity) -> Faults {
    if rows.is_empty() {
        return Faults::new();
    }
    // While the registry is no registry, its own fault is enough.
    rows::check(rows, |host| {
        host.filter(|host| !stored.has_host(host))
            .map(|_| NEEDS_PASSWORD.to_owned())
    })
}

/// Judges an edit by the identity alone.
///
/// # Errors
/// Everything that is wrong, by row and field.
pub fn judge(
    rows: Vec<RegistryRow>,
    stored: &ImagePullIdentity,
) -> Result<ImagePullChange, Faults> {
    if rows.is_empty() {
        return Ok(ImagePullChange::Keep);
    }
    check(&rows, stored).or(())?;
    let typed = rows
        .iter()
        .filter(|row| row.typed_password().is_some())
        .count();
    let filled = rows.iter().filter(|row| !row.is_blank()).count();
    if typed > 0 && typed == filled {
        return rows::create(rows).map(ImagePullChange::Replace);
    }
    let merge = prepare(rows)?;
    Ok(if merge.changes_nothing(stored) {
        ImagePullChange::Keep
    } else {
        ImagePullChange::Merge(merge)
    })
}

fn prepare(rows: Vec<RegistryRow>) -> Result<ImagePullMerge, Faults> {
    let mut notes = Vec::new();
    let mut merged = Vec::new();
    for (index, row) in rows
        .into_iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
    {
        let host = parse_host(&row.host, index, &mut notes)?;
        let username = row.username.trim().to_owned();
        let password = row.password.filter(|password| !password.is_empty());
        merged.push(MergeRow {
            index,
            host,
            username,
            password,
        });
    }
    Ok(ImagePullMerge {
        rows: merged,
        notes,
    })
}

impl ImagePullMerge {
    /// Whether the rows are what is stored, in whichever order.
    fn changes_nothing(&self, stored: &ImagePullIdentity) -> bool {
        let is_stored = |row: &MergeRow| {
            let mut logins = stored.logins.iter();
            row.password.is_none()
                && logins
                    .any(|login| login.host == row.host.as_str() && login.username == row.username)
        };
        self.rows.len() == stored.logins.len() && self.rows.iter().all(is_stored)
    }

    /// Puts the rows and the stored logins together. Unknown fields beside `auths` stay.
    ///
    /// # Errors
    /// The rows without a password whose registry is not among the stored logins after all.
    pub fn apply(self, stored: DockerConfig) -> Result<ReadConfig, Faults> {
        let DockerConfig {
            entries: mut kept,
            extra,
        } = stored;
        let mut notes = self.notes;
        let mut faults = Faults::new();
        let mut entries = Vec::new();
        for row in self.rows {
            let index = row.index;
            match merge_row(row, &mut kept, &mut notes) {
                Some(login) => entries.push(login),
                None => faults.push(field(index, "password"), NEEDS_PASSWORD),
            }
        }
        faults.or(())?;
        finish(DockerConfig { entries, extra }, notes)
    }
}

/// The login of one row; `None` when it has neither a typed nor a stored password.
fn merge_row(
    row: MergeRow,
    kept: &mut Vec<RegistryLogin>,
    notes: &mut Vec<Note>,
) -> Option<RegistryLogin> {
    let MergeRow {
        host,
        username,
        password,
        ..
    } = row;
    match password {
        Some(password) => {
            let login = RegistryLogin {
                host,
                username,
                password,
                extra: Vec::new(),
            };
            notice(&login, notes);
            Some(login)
        }
        None => {
            let place = kept.iter().position(|login| login.host == host)?;
            let stored = kept.swap_remove(place);
            Some(RegistryLogin { username, ..stored })
        }
    }
}

#[cfg(test)]
mod tests;
