//! What was mended or noticed in registry logins that were accepted.

use super::host::RegistryHost;

/// A note holds registry hosts at most, never a part of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Note {
    /// One of Docker Hub's other names was used.
    DockerHubSpelled,
    /// A host was written in another form than it is stored in.
    HostRespelled {
        /// The stored form.
        host: RegistryHost,
    },
    /// A byte order mark at the start was left out.
    ByteOrderMark,
    /// The file was UTF-16.
    Utf16,
    /// The text was base64 of the JSON.
    Base64Undone,
    /// The older `.dockercfg` form, without `auths`.
    DockercfgForm,
    /// The login was taken out of a Secret, or of the `data` of one.
    TakenFromSecret,
    /// `credsStore` or `credHelpers` were left out: every entry has its own login.
    CredentialStoreLeftOut,
    /// `HttpHeaders` were left out.
    HttpHeadersLeftOut,
    /// `proxies` were left out.
    ProxiesLeftOut,
    /// Docker's own session tokens for Docker Hub were left out.
    SessionTokensLeftOut,
    /// `auth` had NUL bytes at its end or no padding.
    AuthMended {
        /// The registry.
        host: RegistryHost,
    },
    /// The password starts or ends with a space or line break, and keeps it.
    PasswordEdges {
        /// The registry.
        host: RegistryHost,
    },
    /// A Google service account key with a user name other than `_json_key`.
    GoogleKeyUser {
        /// The registry.
        host: RegistryHost,
    },
    /// Amazon ECR's passwords end after 12 hours.
    EcrExpires {
        /// The registry.
        host: RegistryHost,
    },
    /// Amazon ECR with a user name other than `AWS`.
    EcrUser {
        /// The registry.
        host: RegistryHost,
    },
    /// A host with `*`.
    Wildcard {
        /// The registry.
        host: RegistryHost,
    },
}

impl Note {
    /// The sentence for the page.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::DockerHubSpelled => "This registry is Docker Hub. It is stored as https://index.docker.io/v1/, the form that Docker and Kubernetes use.".to_owned(),
            Self::HostRespelled { host } => format!("The registry is stored as {host}."),
            Self::ByteOrderMark => "A byte order mark at the start was left out.".to_owned(),
            Self::Utf16 => "The text was UTF-16, as PowerShell writes it. It is stored as UTF-8.".to_owned(),
            Self::Base64Undone => "The text was base64. It is stored as the JSON inside.".to_owned(),
            Self::DockercfgForm => "This is the older .dockercfg form. It is stored in the config.json form, with “auths”.".to_owned(),
            Self::TakenFromSecret => "The login was taken out of the Secret around it. Its name and other fields were left out.".to_owned(),
            Self::CredentialStoreLeftOut => "“credsStore” and “credHelpers” were left out: every entry has its own login, and Kubernetes does not read them.".to_owned(),
            Self::HttpHeadersLeftOut => "“HttpHeaders” was left out: Kubernetes does not send them.".to_owned(),
            Self::ProxiesLeftOut => "“proxies” was left out: Kubernetes does not read it.".to_owned(),
            Self::SessionTokensLeftOut => "The session tokens that Docker keeps beside the Docker Hub login were left out: they expire, and Kubernetes does not read them.".to_owned(),
            Self::AuthMended { host } => format!("“auth” of {host} was written anew: it had missing padding or NUL bytes."),
            Self::PasswordEdges { host } => format!("The password for {host} starts or ends with a space or line break. It is kept exactly so."),
            Self::GoogleKeyUser { host } => format!("The password for {host} is a Google service account key. Its user name is _json_key."),
            Self::EcrExpires { host } => format!("{host} is Amazon ECR. A password from “aws ecr get-login-password” works for 12 hours."),
            Self::EcrUser { host } => format!("{host} is Amazon ECR. Its user name is AWS."),
            Self::Wildcard { host } => format!("{host} matches every registry of that form. All of them are sent this login."),
        }
    }
}

impl Note {
    /// A short name that [`Note::from_code`] reads back: lower-case letters, `-`, `=` and the
    /// characters of a registry. Fits a cookie (RFC 6265, 4.1.1).
    #[must_use]
    pub fn code(&self) -> String {
        let (id, host) = self.parts();
        host.map_or_else(|| id.to_owned(), |host| format!("{id}={host}"))
    }

    /// The note of a code; `None` for anything else.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let Some((id, host)) = code.split_once('=') else {
            return Self::PLAIN
                .iter()
                .find(|note| note.parts().0 == code)
                .cloned();
        };
        let host = RegistryHost::parse(host).ok()?;
        Self::OF_HOST
            .iter()
            .map(|of| of(host.clone()))
            .find(|note| note.parts().0 == id)
    }

    const PLAIN: &'static [Self] = &[
        Self::DockerHubSpelled,
        Self::ByteOrderMark,
        Self::Utf16,
        Self::Base64Undone,
        Self::DockercfgForm,
        Self::TakenFromSecret,
        Self::CredentialStoreLeftOut,
        Self::HttpHeadersLeftOut,
        Self::ProxiesLeftOut,
        Self::SessionTokensLeftOut,
    ];

    const OF_HOST: &'static [fn(RegistryHost) -> Self] = &[
        |host| Self::HostRespelled { host },
        |host| Self::AuthMended { host },
        |host| Self::PasswordEdges { host },
        |host| Self::GoogleKeyUser { host },
        |host| Self::EcrExpires { host },
        |host| Self::EcrUser { host },
        |host| Self::Wildcard { host },
    ];

    const fn parts(&self) -> (&'static str, Option<&RegistryHost>) {
        match self {
            Self::DockerHubSpelled => ("docker-hub", None),
            Self::HostRespelled { host } => ("respelled", Some(host)),
            Self::ByteOrderMark => ("byte-order-mark", None),
            Self::Utf16 => ("utf-16", None),
            Self::Base64Undone => ("base64", None),
            Self::DockercfgForm => ("dockercfg", None),
            Self::TakenFromSecret => ("from-secret", None),
            Self::CredentialStoreLeftOut => ("no-store", None),
            Self::HttpHeadersLeftOut => ("no-headers", None),
            Self::ProxiesLeftOut => ("no-proxies", None),
            Self::SessionTokensLeftOut => ("no-session-tokens", None),
            Self::AuthMended { host } => ("auth-mended", Some(host)),
            Self::PasswordEdges { host } => ("password-edges", Some(host)),
            Self::GoogleKeyUser { host } => ("google-user", Some(host)),
            Self::EcrExpires { host } => ("ecr-expires", Some(host)),
            Self::EcrUser { host } => ("ecr-user", Some(host)),
            Self::Wildcard { host } => ("wildcard", Some(host)),
        }
    }
}

/// Adds a note unless it is there already.
pub(crate) fn add(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn all() -> Vec<Note> {
        let host = RegistryHost::parse("*.dkr.ecr.eu-west-1.amazonaws.com").unwrap();
        let of_host = Note::OF_HOST.iter().map(|of| of(host.clone()));
        Note::PLAIN.iter().cloned().chain(of_host).collect()
    }

    #[test]
    fn every_note_comes_back_from_its_code() {
        let codes: HashSet<String> = all().iter().map(Note::code).collect();
        assert_eq!(codes.len(), 17, "one code each, and none left out");
        for note in all() {
            assert_eq!(Note::from_code(&note.code()), Some(note));
        }
    }

    #[test]
    fn a_forged_code_is_no_note() {
        for code in [
            "",
            "=",
            "docker-hub=ghcr.io",
            "wildcard",
            "wildcard=<b>",
            "wildcard=a@b",
            "x",
        ] {
            assert_eq!(Note::from_code(code), None, "{code}");
        }
    }
}
