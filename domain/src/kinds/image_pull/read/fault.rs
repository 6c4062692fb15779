//! Why what was pasted or uploaded is not taken. The sentences name the place and the rule; they
//! quote nothing but a registry host, and that only where a command needs it.

use super::super::host::HostError;
use super::super::login::{LoginPasswordError, UsernameError};
use crate::encoding::EncodingFault;
use crate::faults::Faults;
use crate::intake::Pasted;
use crate::json::JsonFault;
use std::fmt;

/// The position of an entry, the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In `auths`.
    Auths(usize),
    /// In the older `.dockercfg` form.
    Dockercfg(usize),
}

impl Place {
    /// The position as a number.
    #[must_use]
    pub const fn number(self) -> usize {
        match self {
            Self::Auths(number) | Self::Dockercfg(number) => number,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auths(number) => write!(f, "auths, entry {number}"),
            Self::Dockercfg(number) => write!(f, ".dockercfg, entry {number}"),
        }
    }
}

/// One thing that is wrong. `Display` is the sentence for the form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// Nothing, or only white space.
    #[error(
        "There is nothing in it. Paste the content of a Docker config.json, or upload the file."
    )]
    Empty,
    /// More than [`super::super::MAX_VALUE_FILE_BYTES`].
    #[error("This has {} bytes. The limit is 10,240 bytes (10 KB).", Grouped(*.len))]
    TooLarge {
        /// Bytes sent.
        len: usize,
    },
    /// Not text.
    #[error("{0}")]
    Encoding(EncodingFault),
    /// Only stars or bullets.
    #[error(
        "This is the mask that pages show in place of a value. A mask is never stored. Paste the value itself."
    )]
    Mask,
    /// Not JSON.
    #[error("{}{fault}", Inside(*.layer))]
    Json {
        /// How many layers were opened before.
        layer: Layer,
        /// The place and rule in that layer.
        fault: JsonFault,
    },
    /// Something else that is well known.
    #[error("{}", .0.sentence())]
    Pasted(Pasted),
    /// Neither JSON nor base64 nor anything known.
    #[error(
        "This is neither JSON nor base64 of it. Paste the content of a Docker config.json, which starts with “{{”."
    )]
    Unknown,
    /// More layers of text in text than anybody means.
    #[error("It is wrapped in base64 or text more than four times. Paste the JSON inside.")]
    TooManyLayers,
    /// JSON, but not an object.
    #[error("The JSON is not an object. It has to start with “{{” and hold “auths”.")]
    NotObject,
    /// A Kubernetes list.
    #[error(
        "This is a list of objects. Paste one Secret of the type kubernetes.io/dockerconfigjson."
    )]
    List,
    /// A Secret of another type.
    #[error(
        "This Secret has no “.dockerconfigjson” in its data. Paste one of the type kubernetes.io/dockerconfigjson."
    )]
    OtherSecret,
    /// `.dockerconfigjson` is a number, list or the like.
    #[error(
        "“.dockerconfigjson” has to hold the JSON of a Docker config, as text, base64 or object."
    )]
    WrapperValue,
    /// A field that readers match in any case stands twice.
    #[error("{}“{field}” stands twice in different case. Docker and Kubernetes take them for the same field. Keep one.", Prefix(*.place))]
    Twice {
        /// The entry, if it is in one.
        place: Option<Place>,
        /// The field's usual name.
        field: &'static str,
    },
    /// No `auths`.
    #[error(
        "“auths” is missing. A Docker config.json looks like {{\"auths\": {{\"ghcr.io\": {{\"username\": …, \"password\": …}}}}}}."
    )]
    AuthsMissing,
    /// `auths` without entries.
    #[error("“auths” is empty. It needs an entry for at least one registry.")]
    AuthsEmpty,
    /// More than [`super::super::MAX_REGISTRIES`].
    #[error(
        "There are {number} registries in it. The limit is 64. Divide them among several secrets."
    )]
    TooMany {
        /// Registries found.
        number: usize,
    },
    /// `auths` is not an object.
    #[error("“auths” is not an object. It has to hold registry hosts with their logins.")]
    AuthsNotObject,
    /// Docker keeps the login elsewhere.
    #[error("{}", CredentialStore(*.place, .host.as_deref()))]
    CredentialStore {
        /// The entry without a login, if there are entries at all.
        place: Option<Place>,
        /// Its registry, if there is one that fits into a command.
        host: Option<String>,
    },
    /// The key of an entry is no registry.
    #[error("{place}: {fault}")]
    Host {
        /// The entry.
        place: Place,
        /// The rule.
        fault: HostError,
    },
    /// Two keys for one registry.
    #[error("{place}: this is the same registry as entry {earlier}. Keep one.")]
    SameHost {
        /// The entry.
        place: Place,
        /// The position of the first one.
        earlier: usize,
    },
    /// An entry that is not an object.
    #[error("{place}: this is not an object. It has to hold “username” and “password”, or “auth”.")]
    NotAnEntry {
        /// The entry.
        place: Place,
    },
    /// An entry without a login.
    #[error("{place}: there is no login. It needs “username” and “password”, or “auth”.")]
    NoLogin {
        /// The entry.
        place: Place,
    },
    /// No user name.
    #[error("{place}: the user name is missing.")]
    NoUsername {
        /// The entry.
        place: Place,
    },
    /// No password.
    #[error("{place}: the password is missing.")]
    NoPassword {
        /// The entry.
        place: Place,
    },
    /// A token instead of a password.
    #[error(
        "{place}: it holds an identity token instead of a password, and Kubernetes does not read those. Make an access token or service account at the registry, and enter its user name and password as a row."
    )]
    IdentityToken {
        /// The entry.
        place: Place,
    },
    /// A field that has to be text and is not.
    #[error("{place}: “{field}” is not text. Put it in double quotes.")]
    NotText {
        /// The entry.
        place: Place,
        /// The field.
        field: &'static str,
    },
    /// `auth` is not base64.
    #[error("{place}: “auth” is not base64. It has to be base64 of user name, colon, password.")]
    AuthNotBase64 {
        /// The entry.
        place: Place,
    },
    /// `auth` is base64 of something that is not text.
    #[error(
        "{place}: “auth” is base64, but not of text in UTF-8. It has to be base64 of user name, colon, password."
    )]
    AuthNotText {
        /// The entry.
        place: Place,
    },
    /// `auth` without a colon.
    #[error(
        "{place}: there is no colon in the decoded “auth”. It has to be base64 of user name, colon, password."
    )]
    AuthNoColon {
        /// The entry.
        place: Place,
    },
    /// `auth` and the other fields do not agree.
    #[error(
        "{place}: “auth” and “{field}” do not agree. Kubernetes would take “auth”. Remove the one that is out of date."
    )]
    AuthDisagrees {
        /// The entry.
        place: Place,
        /// The field it does not agree with.
        field: &'static str,
    },
    /// A user name against the rules.
    #[error("{place}: {fault}")]
    Username {
        /// The entry.
        place: Place,
        /// The rule.
        fault: UsernameError,
    },
    /// A password against the rules.
    #[error("{place}: {fault}")]
    Password {
        /// The entry.
        place: Place,
        /// The rule.
        fault: LoginPasswordError,
    },
}

/// Where a JSON text was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// It is what was pasted.
    Outer,
    /// It was base64.
    Base64,
    /// It was the text of `.dockerconfigjson` or of a JSON string.
    Text,
}

struct Inside(Layer);

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Layer::Outer => Ok(()),
            Layer::Base64 => f.write_str("In the decoded base64: "),
            Layer::Text => f.write_str("In the JSON inside of the text: "),
        }
    }
}

struct Prefix(Option<Place>);

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => write!(f, "{place}: "),
            None => Ok(()),
        }
    }
}

struct CredentialStore<'a>(Option<Place>, Option<&'a str>);

/// The command works where a credential store is installed, too: Docker looks for one only when
/// its file names no registry yet (docker/cli, `ContainsAuth` in `cli/config/configfile/file.go`).
impl fmt::Display for CredentialStore<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.1.unwrap_or("registry.example.com");
        match self.0 {
            Some(place) => write!(f, "{place}: there is no login. ")?,
            None => f.write_str("There is no login in it. ")?,
        }
        f.write_str("“credsStore” or “credHelpers” says that Docker keeps the login in the keychain of the computer, as Docker Desktop does, so the file holds no password. Make an access token at the registry and enter it as a row, or let Docker write a file with the login: ")?;
        write!(
            f,
            "mkdir keyrack-login && echo '{{\"auths\":{{\"{host}\":{{}}}}}}' > keyrack-login/config.json && docker --config keyrack-login login {host}"
        )?;
        f.write_str(" and upload keyrack-login/config.json. Delete that folder afterwards.")
    }
}

/// A number with a comma between thousands.
struct Grouped(usize);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 1_000_000, self.0 / 1_000 % 1_000, self.0 % 1_000) {
            (0, 0, ones) => write!(f, "{ones}"),
            (0, thousands, ones) => write!(f, "{thousands},{ones:03}"),
            (millions, thousands, ones) => write!(f, "{millions},{thousands:03},{ones:03}"),
        }
    }
}

/// Everything that is wrong with what was pasted or uploaded; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFaults(Vec<ReadFault>);

/// How many faults are worth reading at once.
const SHOWN: usize = 5;

impl ReadFaults {
    pub(super) fn of(faults: Vec<ReadFault>) -> Self {
        Self(faults)
    }

    /// The faults, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, ReadFault> {
        self.0.iter()
    }

    /// The first faults as faults of a form field, and how many more there are.
    #[must_use]
    pub fn at(&self, field: &str) -> Faults {
        let mut faults = Faults::new();
        for fault in self.0.iter().take(SHOWN) {
            faults.push(field, fault.to_string());
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => {}
            1 => faults.push(field, "One more entry has a fault."),
            more => faults.push(field, format!("{more} more entries have faults.")),
        }
        faults
    }
}

impl From<ReadFault> for ReadFaults {
    fn from(fault: ReadFault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for ReadFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadFaults {}
