//! A container registry in its one canonical form, as it is written into `auths`.
//!
//! The form follows how the kubelet compares an entry with an image (Kubernetes,
//! `pkg/credentialprovider/keyring.go`): it drops the scheme, passes over a leading `/v1/` or
//! `/v2/`, compares port and host label by label (`*` in a label matches any characters of it),
//! and takes a path as the beginning of the image's path.
//!
//! One registry must have one form: a stored password is only ever kept for the form it was
//! typed for, so a second spelling would be a way to send it elsewhere, and a destination that
//! looks new while it is the same would ask for the password without need.

use super::notes::Note;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Docker Hub's key: what the Docker CLI writes (`registry.IndexServer`), the kubelet's default
/// registry (`defaultRegistryHost` in `keyring.go`), what Knative looks for and SAP AI Core takes.
pub const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// Longest host name (RFC 1035, as text), in characters.
pub const MAX_HOST: usize = 253;

/// Longest path, in characters: the limit of image names in the distribution specification.
pub const MAX_PATH: usize = 255;

/// A registry in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegistryHost(String);

/// The rule a registry breaks. `Display` is the sentence for the form; it quotes nothing, since
/// what stands in the wrong field may be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// Nothing was typed.
    #[error("Enter the registry host, for example ghcr.io.")]
    Empty,
    /// Longer than [`MAX_HOST`].
    #[error(
        "The registry host has more than 253 characters. Enter the host as it stands in image addresses."
    )]
    TooLong,
    /// A path longer than [`MAX_PATH`].
    #[error("The path after the registry host has more than 255 characters. Leave it out.")]
    PathTooLong,
    /// `http://`
    #[error(
        "A registry over http:// would get the password unencrypted. Enter the host of a registry with https."
    )]
    Http,
    /// Any scheme but `https://`.
    #[error("Only https:// may stand before a registry host. Leave the rest of it out.")]
    Scheme,
    /// A user name or password in front of the host.
    #[error(
        "There is an “@” in the registry host. Enter user name and password in their own fields."
    )]
    UserInfo,
    /// `?` or `#`.
    #[error("A registry host has no “?” and no “#”. Enter only the host, for example ghcr.io.")]
    Query,
    /// White space inside.
    #[error("The registry host has a space at character {at}. Remove it.")]
    Space {
        /// Its position in the trimmed text, the first is 1.
        at: usize,
    },
    /// Not ASCII.
    #[error(
        "Character {at} of the registry host is not a-z or 0-9. Enter an international name in its xn-- form (punycode)."
    )]
    NotAscii {
        /// Its position in the trimmed text, the first is 1.
        at: usize,
    },
    /// A character that no host has.
    #[error("Character {at} of the registry host is not allowed. Use a-z, 0-9, “-” and “.”")]
    Char {
        /// Its position in the trimmed text, the first is 1.
        at: usize,
    },
    /// An empty, too long or wrongly bounded part between dots.
    #[error(
        "Each part of the registry host between dots has 1 to 63 characters and starts and ends with a letter or digit."
    )]
    Label,
    /// Not a port.
    #[error("The port of the registry is not a number from 1 to 65535.")]
    Port,
    /// An IPv4 address in a form that programs read differently.
    #[error(
        "The registry host looks like an IP address and is none. Write four numbers from 0 to 255."
    )]
    Ipv4,
    /// An IPv6 address without brackets, or none in brackets.
    #[error("Write an IPv6 address in brackets, for example [2001:db8::1]:5000.")]
    Ipv6,
    /// `*` in one of the last two parts, or in an address.
    #[error(
        "“*” may only stand in parts before the last two, as in *.azurecr.io. Otherwise the password is sent to registries of others."
    )]
    Wildcard,
    /// A path that is not the beginning of an image's path.
    #[error(
        "The path after the registry host is not the beginning of an image path. Leave it out, or write it as in ghcr.io/acme, without tag."
    )]
    Path,
}

impl RegistryHost {
    /// Brings any usual spelling to the canonical form: trimmed, host in lower case, without
    /// `https://`, trailing dot, port 443, `/v1/`, `/v2/` and trailing slash; other ports and
    /// paths are kept. All of Docker Hub's names become [`DOCKER_HUB`].
    ///
    /// `*` is allowed where the kubelet allows it, but not in the last two parts: `*.com` would
    /// hand the password to whoever is asked for an image. A path on Docker Hub becomes
    /// `docker.io/…`, the name images have there.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        if is_docker_hub_label(text) {
            return Ok(Self(DOCKER_HUB.to_owned()));
        }
        check_characters(text)?;
        let text = without_scheme(text)?;
        let (authority, path) = match text.find('/') {
            Some(slash) => text.split_at(slash),
            None => (text, ""),
        };
        let (host, port) = authority_of(authority)?;
        let path = path_of(path)?;
        Ok(Self(join(&host, port, path)))
    }

    /// The key in `auths`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What pages show: “Docker Hub”, or the canonical form.
    #[must_use]
    pub fn label(&self) -> String {
        match self.0.strip_prefix("docker.io/") {
            Some(path) => format!("Docker Hub ({path})"),
            None if self.0 == DOCKER_HUB => "Docker Hub".to_owned(),
            None => self.0.clone(),
        }
    }

    /// Whether it is Docker Hub, by whichever of its names.
    #[must_use]
    pub fn is_docker_hub(&self) -> bool {
        self.0 == DOCKER_HUB || self.0.starts_with("docker.io/")
    }

    /// Whether it is a private registry of Amazon ECR, in any partition.
    #[must_use]
    pub fn is_ecr(&self) -> bool {
        let host = self.0.split(['/', ':']).next().unwrap_or_default();
        host.contains(".dkr.ecr")
            && (host.ends_with(".amazonaws.com")
                || host.ends_with(".amazonaws.com.cn")
                || host.ends_with(".on.aws"))
    }

    /// Whether it matches more than one registry.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.0.contains('*')
    }

    /// Whether the stored form differs from what was typed, white space around it aside.
    #[must_use]
    pub fn was_respelled(&self, typed: &str) -> bool {
        typed.trim() != self.0
    }

    /// What to say about the spelling, if anything.
    #[must_use]
    pub fn note(&self, typed: &str) -> Option<Note> {
        if !self.was_respelled(typed) {
            return None;
        }
        Some(if self.0 == DOCKER_HUB {
            Note::DockerHubSpelled
        } else {
            Note::HostRespelled { host: self.clone() }
        })
    }

    /// Docker's CLI keeps its own session beside the Docker Hub login, under these keys
    /// (docker/cli, `cli/command/registry/login.go` and `cli/internal/oauth`).
    pub(super) fn is_docker_session(&self) -> bool {
        self.0 == "docker.io/access-token" || self.0 == "docker.io/refresh-token"
    }
}

impl fmt::Display for RegistryHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_docker_hub_label(text: &str) -> bool {
    ["docker hub", "dockerhub", "docker-hub"]
        .iter()
        .any(|label| text.eq_ignore_ascii_case(label))
}

/// Rules on single characters, anywhere in the text.
fn check_characters(text: &str) -> Result<(), HostError> {
    if text.is_empty() {
        return Err(HostError::Empty);
    }
    for (index, c) in text.chars().enumerate() {
        let at = index + 1;
        match c {
            '?' | '#' => return Err(HostError::Query),
            c if c.is_whitespace() => return Err(HostError::Space { at }),
            c if !c.is_ascii() => return Err(HostError::NotAscii { at }),
            c if c.is_ascii_alphanumeric() || "-.:/[]*@_".contains(c) => {}
            _ => return Err(HostError::Char { at }),
        }
    }
    Ok(())
}

fn without_scheme(text: &str) -> Result<&str, HostError> {
    match text.split_once("://") {
        None => Ok(text),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => Ok(rest),
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") => Err(HostError::Http),
        Some(_) => Err(HostError::Scheme),
    }
}

/// Host and port; port 443 is none.
fn authority_of(authority: &str) -> Result<(String, Option<u16>), HostError> {
    if authority.contains('@') {
        return Err(HostError::UserInfo);
    }
    if authority.is_empty() {
        return Err(HostError::Empty);
    }
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or(HostError::Ipv6)?;
        let address: Ipv6Addr = address.parse().map_err(|_| HostError::Ipv6)?;
        let port = match port.strip_prefix(':') {
            Some(port) => port_of(port)?,
            None if port.is_empty() => None,
            None => return Err(HostError::Ipv6),
        };
        return Ok((format!("[{address}]"), port));
    }
    match authority.split_once(':') {
        None => Ok((name_of(authority)?, None)),
        Some((_, port)) if port.contains(':') => Err(HostError::Ipv6),
        Some((host, port)) => Ok((name_of(host)?, port_of(port)?)),
    }
}

fn port_of(text: &str) -> Result<Option<u16>, HostError> {
    // A sign would be taken by `parse`.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(HostError::Port);
    }
    match text.parse::<u16>() {
        Ok(0) | Err(_) => Err(HostError::Port),
        Ok(443) => Ok(None),
        Ok(port) => Ok(Some(port)),
    }
}

/// A host name or IPv4 address in lower case.
fn name_of(text: &str) -> Result<String, HostError> {
    let text = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    if text.is_empty() {
        return Err(HostError::Empty);
    }
    if text.len() > MAX_HOST {
        return Err(HostError::TooLong);
    }
    let labels: Vec<&str> = text.split('.').collect();
    let free = labels.len().saturating_sub(2);
    for (index, label) in labels.iter().enumerate() {
        check_label(label)?;
        if label.contains('*') && index >= free {
            return Err(HostError::Wildcard);
        }
    }
    if labels.last().is_some_and(|last| is_numeric(last)) {
        // Ipv4Addr takes four decimal numbers without leading zeros and nothing else, while other
        // programs also read 127.1, 0x7f.1 and 017700000001.
        text.parse::<Ipv4Addr>().map_err(|_| HostError::Ipv4)?;
    }
    Ok(text)
}

fn check_label(label: &str) -> Result<(), HostError> {
    let is_end = |c: char| c.is_ascii_alphanumeric() || c == '*';
    let is_inner = |c: char| is_end(c) || c == '-';
    let fits = (1..=63).contains(&label.len())
        && label.starts_with(is_end)
        && label.ends_with(is_end)
        && label.chars().all(is_inner);
    if fits { Ok(()) } else { Err(HostError::Label) }
}

/// Whether other programs may take a host that ends like this for an IPv4 address
/// (WHATWG URL standard, "ends in a number").
fn is_numeric(label: &str) -> bool {
    let is_hex = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    label.bytes().all(|byte| byte.is_ascii_digit()) || label.strip_prefix("0x").is_some_and(is_hex)
}

/// The path without the API's version and without slashes at the ends. Empty when there is none.
fn path_of(path: &str) -> Result<&str, HostError> {
    let mut path = path
        .trim_end_matches('/')
        .strip_prefix('/')
        .unwrap_or_default();
    // More than once, so that the canonical form is one the kubelet cuts no further.
    while let "v1" | "v2" = path.split('/').next().unwrap_or_default() {
        path = path.get(2..).unwrap_or_default().trim_start_matches('/');
    }
    if path.len() > MAX_PATH {
        return Err(HostError::PathTooLong);
    }
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && segment.starts_with(|c: char| c.is_ascii_alphanumeric())
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    if path.is_empty() || path.split('/').all(is_segment) {
        Ok(path)
    } else {
        Err(HostError::Path)
    }
}

/// The names Docker Hub answers to.
const HUB_HOSTS: [&str; 3] = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/// Its web pages; a path there is a page, not the beginning of an image's path.
const HUB_PAGES: [&str; 2] = ["hub.docker.com", "registry.hub.docker.com"];

fn join(host: &str, port: Option<u16>, path: &str) -> String {
    let mut joined = match port {
        None if HUB_PAGES.contains(&host) => return DOCKER_HUB.to_owned(),
        None if HUB_HOSTS.contains(&host) && path.is_empty() => return DOCKER_HUB.to_owned(),
        None if HUB_HOSTS.contains(&host) => "docker.io".to_owned(),
        None => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    };
    if !path.is_empty() {
        joined.push('/');
        joined.push_str(path);
    }
    joined
}

#[cfg(test)]
mod tests;
