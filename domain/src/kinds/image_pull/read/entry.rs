//! One entry: a registry and its login.
//!
//! `auth` goes before `username` and `password` in the kubelet (Kubernetes,
//! `pkg/credentialprovider/config.go`), so the three have to agree. Like the kubelet, `auth` may
//! be without padding; like Docker (docker/cli, `decodeAuth` in `configfile/file.go`), NUL bytes
//! around its password are dropped. Both are written anew, with a note.

use super::super::config::RegistryLogin;
use super::super::host::RegistryHost;
use super::super::login::{
    LoginPasswordError, UsernameError, check_password, check_username, notice,
};
use super::super::notes::{Note, add};
use super::fault::{Place, ReadFault};
use super::file::{is_named, take};
use super::layers::LENIENT;
use crate::json::{Json, Member};
use crate::value::{ValueBuilder, ValueText};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::GeneralPurpose;
use zeroize::Zeroizing;

const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// Reads an entry. `None` for Docker's own session tokens, which are left out.
pub(super) fn read(
    member: Member,
    place: Place,
    has_store: bool,
    notes: &mut Vec<Note>,
) -> Result<Option<RegistryLogin>, ReadFault> {
    let Member { key, value } = member;
    let host =
        RegistryHost::parse(key.expose()).map_err(|fault| ReadFault::Host { place, fault })?;
    if host.is_docker_session() {
        return Ok(None);
    }
    let Json::Object(mut fields) = value else {
        return Err(ReadFault::NotAnEntry { place });
    };
    let username = text_field(&mut fields, "username", place)?;
    let password = text_field(&mut fields, "password", place)?;
    let auth = text_field(&mut fields, "auth", place)?;
    check_email(&fields, place)?;
    let (auth, mended) = match &auth {
        Some(auth) => open_auth(auth.expose(), place)?.into_parts(),
        None => (None, false),
    };
    let has_token = has_token(&fields);
    let login = match agree(username, password, auth, place)? {
        (None, None) if has_store && !has_token => {
            return Err(ReadFault::CredentialStore {
                place: Some(place),
                host: for_command(&host),
            });
        }
        (_, None) if has_token => return Err(ReadFault::IdentityToken { place }),
        (None, None) => return Err(ReadFault::NoLogin { place }),
        (Some(_), None) => return Err(ReadFault::NoPassword { place }),
        (None, Some(_)) => return Err(ReadFault::NoUsername { place }),
        (Some(username), Some(password)) => (username, password),
    };
    let login = judge(host, login, fields, place)?;
    note_all(&login, key.expose(), mended, notes);
    Ok(Some(login))
}

fn judge(
    host: RegistryHost,
    (username, password): (ValueText, ValueText),
    extra: Vec<Member>,
    place: Place,
) -> Result<RegistryLogin, ReadFault> {
    match check_username(username.expose()) {
        Ok(()) => {}
        Err(UsernameError::Empty) => return Err(ReadFault::NoUsername { place }),
        Err(fault) => return Err(ReadFault::Username { place, fault }),
    }
    match check_password(&password) {
        Ok(()) => {}
        Err(LoginPasswordError::Empty) => return Err(ReadFault::NoPassword { place }),
        Err(fault) => return Err(ReadFault::Password { place, fault }),
    }
    Ok(RegistryLogin {
        host,
        username: username.expose().to_owned(),
        password,
        extra,
    })
}

fn note_all(login: &RegistryLogin, typed_host: &str, mended: bool, notes: &mut Vec<Note>) {
    if let Some(note) = login.host.note(typed_host) {
        add(notes, note);
    }
    if mended {
        add(
            notes,
            Note::AuthMended {
                host: login.host.clone(),
            },
        );
    }
    notice(login, notes);
}

/// A text field; an empty or `null` one counts as missing, as in Go.
fn text_field(
    fields: &mut Vec<Member>,
    name: &'static str,
    place: Place,
) -> Result<Option<ValueText>, ReadFault> {
    match take(fields, name, Some(place))? {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(_) => Err(ReadFault::NotText { place, field: name }),
    }
}

/// `email` is kept as it is, but the kubelet drops the whole file when it is not text.
fn check_email(fields: &[Member], place: Place) -> Result<(), ReadFault> {
    let is_wrong = |member: &Member| {
        is_named(member, "email") && !matches!(member.value, Json::Text(_) | Json::Null)
    };
    if fields.iter().any(is_wrong) {
        Err(ReadFault::NotText {
            place,
            field: "email",
        })
    } else {
        Ok(())
    }
}

fn has_token(fields: &[Member]) -> bool {
    let is_token =
        |member: &Member| is_named(member, "identitytoken") || is_named(member, "registrytoken");
    fields.iter().any(|member| {
        is_token(member) && matches!(&member.value, Json::Text(text) if !text.is_empty())
    })
}

/// A decoded `auth`.
struct OpenAuth {
    username: ValueText,
    password: ValueText,
    /// Whether it was not as Docker writes it.
    mended: bool,
}

impl OpenAuth {
    fn into_parts(self) -> (Option<(ValueText, ValueText)>, bool) {
        (Some((self.username, self.password)), self.mended)
    }
}

/// Decodes `auth` and splits it at the first colon.
fn open_auth(auth: &str, place: Place) -> Result<OpenAuth, ReadFault> {
    let mut one_line = ValueBuilder::with_capacity(auth.len());
    auth.trim()
        .chars()
        .filter(|c| !matches!(c, '\r' | '\n'))
        .for_each(|c| one_line.push(c));
    let one_line = one_line.finish();
    let mut bytes = Zeroizing::new(Vec::with_capacity(one_line.len()));
    BASE64
        .decode_vec(one_line.as_bytes(), &mut bytes)
        .map_err(|_| ReadFault::AuthNotBase64 { place })?;
    let text = std::str::from_utf8(&bytes).map_err(|_| ReadFault::AuthNotText { place })?;
    let (username, padded) = text
        .split_once(':')
        .ok_or(ReadFault::AuthNoColon { place })?;
    let password = padded.trim_matches('\0');
    let mended = password.len() != padded.len() || !one_line.len().is_multiple_of(4);
    Ok(OpenAuth {
        username: ValueText::new(username),
        password: ValueText::new(password),
        mended,
    })
}

type Pair = (Option<ValueText>, Option<ValueText>);

/// User name and password from both places, empty ones left out.
fn agree(
    username: Option<ValueText>,
    password: Option<ValueText>,
    auth: Option<(ValueText, ValueText)>,
    place: Place,
) -> Result<Pair, ReadFault> {
    let Some((auth_username, auth_password)) = auth else {
        return Ok((username, password));
    };
    let differs = |field: &Option<ValueText>, auth: &ValueText| {
        field
            .as_ref()
            .is_some_and(|field| field.expose() != auth.expose())
    };
    if differs(&username, &auth_username) {
        return Err(ReadFault::AuthDisagrees {
            place,
            field: "username",
        });
    }
    if differs(&password, &auth_password) {
        return Err(ReadFault::AuthDisagrees {
            place,
            field: "password",
        });
    }
    let some = |text: ValueText| Some(text).filter(|text| !text.is_empty());
    Ok((some(auth_username), some(auth_password)))
}

/// The registry for a command, if it is surely one: a key without a dot may be anything.
fn for_command(host: &RegistryHost) -> Option<String> {
    let text = host.as_str();
    (text.contains('.') && !host.is_wildcard()).then(|| text.to_owned())
}
