//! Registry logins typed as rows of registry, user name and password.

use super::config::{DockerConfig, RegistryLogin};
use super::host::RegistryHost;
use super::login::{LoginPasswordError, check_password, check_username, notice};
use super::notes::{Note, add};
use super::read::ReadConfig;
use super::{MAX_MATERIAL_BYTES, MAX_REGISTRIES};
use crate::faults::Faults;
use crate::value::ValueText;

/// One row of the form, as it was typed.
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::kinds::image_pull::RegistryRow>();
/// ```
pub struct RegistryRow {
    /// The registry, in any spelling.
    pub host: String,
    /// The user name.
    pub username: String,
    /// The password or token; `None` or empty when nothing was typed.
    pub password: Option<ValueText>,
}

impl RegistryRow {
    /// Whether nothing was typed into it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.host.trim().is_empty()
            && self.username.trim().is_empty()
            && self.typed_password().is_none()
    }

    /// The password, if one was typed. White space is a password.
    pub(super) fn typed_password(&self) -> Option<&ValueText> {
        self.password
            .as_ref()
            .filter(|password| !password.is_empty())
    }
}

/// What is wrong with rows for a new secret. Blank rows are passed over, unless all are blank.
#[must_use]
pub fn check_new(rows: &[RegistryRow]) -> Faults {
    check(rows, |_| Some(LoginPasswordError::Empty.to_string()))
}

/// Makes the logins of a new secret.
///
/// # Errors
/// Everything that is wrong, by row and field.
pub fn create(rows: Vec<RegistryRow>) -> Result<ReadConfig, Faults> {
    check_new(&rows).or(())?;
    let mut notes = Vec::new();
    let mut entries = Vec::new();
    for (index, row) in rows
        .into_iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
    {
        let host = parse_host(&row.host, index, &mut notes)?;
        let password = row.password.ok_or_else(|| {
            Faults::one(
                field(index, "password"),
                LoginPasswordError::Empty.to_string(),
            )
        })?;
        let login = RegistryLogin {
            host,
            username: row.username.trim().to_owned(),
            password,
            extra: Vec::new(),
        };
        notice(&login, &mut notes);
        entries.push(login);
    }
    finish(
        DockerConfig {
            entries,
            extra: Vec::new(),
        },
        notes,
    )
}

/// Everything that is wrong with rows; `missing` says what to answer for a row without a
/// password, given its registry if it has one; `None` if it may be without.
pub(super) fn check(
    rows: &[RegistryRow],
    missing: impl Fn(Option<&RegistryHost>) -> Option<String>,
) -> Faults {
    let mut faults = Faults::new();
    let mut hosts: Vec<(usize, RegistryHost)> = Vec::new();
    let all_blank = rows.iter().all(RegistryRow::is_blank);
    if rows.is_empty() {
        faults.push(field(0, "host"), super::HostError::Empty.to_string());
    }
    for (index, row) in rows.iter().enumerate() {
        if row.is_blank() && !(all_blank && index == 0) {
            continue;
        }
        let host = check_host(row, index, &mut hosts, &mut faults);
        if let Err(error) = check_username(row.username.trim()) {
            faults.push(field(index, "username"), error.to_string());
        }
        if let Some(message) = password_fault(row, host.as_ref(), &missing) {
            faults.push(field(index, "password"), message);
        }
    }
    if hosts.len() > MAX_REGISTRIES {
        faults.push(
            "",
            "There are more than 64 registries. Divide them among several secrets.",
        );
    }
    faults
}

/// The row's registry, if it is one; a fault if not, or if an earlier row has it.
fn check_host(
    row: &RegistryRow,
    index: usize,
    hosts: &mut Vec<(usize, RegistryHost)>,
    faults: &mut Faults,
) -> Option<RegistryHost> {
    match RegistryHost::parse(&row.host) {
        Err(error) => {
            faults.push(field(index, "host"), error.to_string());
            None
        }
        Ok(host) => {
            if let Some((earlier, _)) = hosts.iter().find(|(_, other)| *other == host) {
                let message = format!(
                    "Row {} is the same registry. Keep one row for each registry.",
                    earlier + 1
                );
                faults.push(field(index, "host"), message);
            }
            hosts.push((index, host.clone()));
            Some(host)
        }
    }
}

fn password_fault(
    row: &RegistryRow,
    host: Option<&RegistryHost>,
    missing: impl Fn(Option<&RegistryHost>) -> Option<String>,
) -> Option<String> {
    match row.typed_password() {
        Some(password) => check_password(password)
            .err()
            .map(|error| error.to_string()),
        None => missing(host),
    }
}

pub(super) fn parse_host(
    text: &str,
    index: usize,
    notes: &mut Vec<Note>,
) -> Result<RegistryHost, Faults> {
    let host = RegistryHost::parse(text)
        .map_err(|error| Faults::one(field(index, "host"), error.to_string()))?;
    if let Some(note) = host.note(text) {
        add(notes, note);
    }
    Ok(host)
}

pub(super) fn finish(config: DockerConfig, notes: Vec<Note>) -> Result<ReadConfig, Faults> {
    if config.to_json().len() > MAX_MATERIAL_BYTES {
        return Err(Faults::one(
            "",
            "The logins have more than 65,536 bytes together. Spread them over several secrets.",
        ));
    }
    Ok(ReadConfig { config, notes })
}

/// The id of a row's field, as the form has it.
pub(super) fn field(index: usize, name: &str) -> String {
    format!("rows.{index}.{name}")
}

#[cfg(test)]
mod tests;
