//! Docker's file itself: `config.json` with `auths`, and the older `.dockercfg`.

use super::super::MAX_REGISTRIES;
use super::super::config::{DockerConfig, RegistryLogin};
use super::super::notes::{Note, add};
use super::entry;
use super::fault::{Place, ReadFault, ReadFaults};
use crate::json::{self, Json, Member};

/// What an object is, by its keys.
pub(super) enum Form {
    /// `config.json`: `auths`, or what stands in place of it.
    ConfigJson,
    /// Registries at the top.
    Dockercfg,
    /// Something around it, or something else.
    Other,
}

/// Recognises the form. `.dockercfg` is an object of objects, with a key that looks like a host.
/// A single name does not: `{"data":{"username":…}}` is a Secret of another type.
pub(super) fn form(members: &[Member]) -> Form {
    let is_config = |member: &Member| {
        let names = ["auths", "credsStore", "credHelpers"];
        names.iter().any(|name| is_named(member, name))
    };
    if members.iter().any(is_config) {
        return Form::ConfigJson;
    }
    let is_entry = |member: &Member| matches!(member.value, Json::Object(_));
    if members.iter().all(is_entry)
        && members
            .iter()
            .any(|member| is_host_like(member.key.expose()))
    {
        Form::Dockercfg
    } else {
        Form::Other
    }
}

/// A dot, a port or a scheme, and no leading dot: `.dockerconfigjson` is no host.
fn is_host_like(key: &str) -> bool {
    let starts = key.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[' || c == '*');
    starts && (key.contains(['.', ':']) || key.eq_ignore_ascii_case("localhost"))
}

/// Whether Go's `encoding/json` takes the key for the field: letters match in either case, and so
/// do the two other letters that fold to `s` and `k`.
pub(super) fn is_named(member: &Member, name: &str) -> bool {
    let fold = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    member
        .key
        .expose()
        .chars()
        .map(fold)
        .eq(name.chars().map(fold))
}

/// Takes a field out, by any of the spellings that Docker and the kubelet read.
pub(super) fn take(
    members: &mut Vec<Member>,
    name: &'static str,
    place: Option<Place>,
) -> Result<Option<Json>, ReadFault> {
    let Some(index) = members.iter().position(|member| is_named(member, name)) else {
        return Ok(None);
    };
    // Not swap_remove: the order of the others is kept.
    let value = members.remove(index).value;
    if members.iter().any(|member| is_named(member, name)) {
        return Err(ReadFault::Twice { place, field: name });
    }
    Ok(Some(value))
}

/// Reads a `config.json`.
pub(super) fn config_json(
    mut members: Vec<Member>,
    notes: &mut Vec<Note>,
) -> Result<DockerConfig, ReadFaults> {
    let store = [
        take(&mut members, "credsStore", None)?,
        take(&mut members, "credHelpers", None)?,
    ];
    let has_store = store.iter().flatten().any(says_something);
    let headers = take(&mut members, "HttpHeaders", None)?;
    let proxies = take(&mut members, "proxies", None)?;
    let auths = match take(&mut members, "auths", None)? {
        Some(Json::Object(auths)) => auths,
        Some(Json::Null) | None if has_store => Vec::new(),
        Some(Json::Null) | None => return Err(ReadFault::AuthsMissing.into()),
        Some(_) => return Err(ReadFault::AuthsNotObject.into()),
    };
    let entries = entries(auths, Place::Auths, has_store, notes)?;
    if has_store {
        add(notes, Note::CredentialStoreLeftOut);
    }
    if headers.as_ref().is_some_and(says_something) {
        add(notes, Note::HttpHeadersLeftOut);
    }
    if proxies.as_ref().is_some_and(says_something) {
        add(notes, Note::ProxiesLeftOut);
    }
    Ok(DockerConfig {
        entries,
        extra: members,
    })
}

/// Reads a `.dockercfg`.
pub(super) fn dockercfg(
    members: Vec<Member>,
    notes: &mut Vec<Note>,
) -> Result<DockerConfig, ReadFaults> {
    let entries = entries(members, Place::Dockercfg, false, notes)?;
    Ok(DockerConfig {
        entries,
        extra: Vec::new(),
    })
}

/// Reads stored bytes: a `config.json` as this crate writes it. The caller compares what it
/// writes again, so nothing lenient on the way here counts.
pub(in super::super) fn canonical(text: &str) -> Option<DockerConfig> {
    match json::read(text).ok()? {
        Json::Object(members) => config_json(members, &mut Vec::new()).ok(),
        _ => None,
    }
}

/// Whether a field is there in more than name: Docker writes empty ones, too.
fn says_something(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Text(text) => !text.is_empty(),
        Json::Object(members) => !members.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Bool(_) | Json::Number(_) => true,
    }
}

/// Reads all entries, so that one answer names the faults of each.
fn entries(
    members: Vec<Member>,
    place: fn(usize) -> Place,
    has_store: bool,
    notes: &mut Vec<Note>,
) -> Result<Vec<RegistryLogin>, ReadFaults> {
    let mut entries: Vec<(usize, RegistryLogin)> = Vec::new();
    let mut faults = Vec::new();
    for (index, member) in members.into_iter().enumerate() {
        let place = place(index + 1);
        match entry::read(member, place, has_store, notes) {
            Err(fault) => faults.push(fault),
            Ok(None) => add(notes, Note::SessionTokensLeftOut),
            Ok(Some(login)) => match entries.iter().find(|(_, other)| other.host == login.host) {
                Some((earlier, _)) => faults.push(ReadFault::SameHost {
                    place,
                    earlier: *earlier,
                }),
                None => entries.push((place.number(), login)),
            },
        }
    }
    if faults.is_empty() && entries.is_empty() {
        faults.push(if has_store {
            ReadFault::CredentialStore {
                place: None,
                host: None,
            }
        } else {
            ReadFault::AuthsEmpty
        });
    }
    if entries.len() > MAX_REGISTRIES {
        faults.push(ReadFault::TooMany {
            number: entries.len(),
        });
    }
    if faults.is_empty() {
        Ok(entries.into_iter().map(|(_, login)| login).collect())
    } else {
        Err(ReadFaults::of(faults))
    }
}
