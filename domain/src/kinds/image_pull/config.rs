//! Registry logins, judged and canonical.

use super::host::RegistryHost;
use super::identity::{ImagePullIdentity, LoginIdentity};
use crate::json::{self, Json, Member};
use crate::material::Corrupt;
use crate::value::{ValueBuilder, ValueText};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// The content of a `.dockerconfigjson`: every entry with `username`, `password` and `auth`,
/// fields it does not know kept as they came.
///
/// It has no `Debug`:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::kinds::image_pull::DockerConfig>();
/// ```
/// no `Display`:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Display>() {}
/// needs::<domain::kinds::image_pull::DockerConfig>();
/// ```
/// no `Clone`:
/// ```compile_fail,E0277
/// fn needs<T: Clone>() {}
/// needs::<domain::kinds::image_pull::DockerConfig>();
/// ```
/// and no `Serialize`:
/// ```compile_fail,E0277
/// fn needs<T: serde::Serialize>() {}
/// needs::<domain::kinds::image_pull::DockerConfig>();
/// ```
pub struct DockerConfig {
    pub(super) entries: Vec<RegistryLogin>,
    /// Unknown fields beside `auths`.
    pub(super) extra: Vec<Member>,
}

/// One entry of `auths`. As secret as [`DockerConfig`]:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::kinds::image_pull::RegistryLogin>();
/// ```
pub struct RegistryLogin {
    pub(super) host: RegistryHost,
    pub(super) username: String,
    pub(super) password: ValueText,
    /// Unknown fields of the entry, `email` among them.
    pub(super) extra: Vec<Member>,
}

impl RegistryLogin {
    /// The registry.
    #[must_use]
    pub const fn host(&self) -> &RegistryHost {
        &self.host
    }

    /// The user name.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password or token.
    #[must_use]
    pub const fn password(&self) -> &ValueText {
        &self.password
    }

    /// `auth` as Docker and the kubelet read it: base64 of user name, colon, password.
    pub(super) fn auth(&self) -> Zeroizing<String> {
        let mut plain = ValueBuilder::with_capacity(self.username.len() + 1 + self.password.len());
        plain.push_str(&self.username);
        plain.push(':');
        plain.push_str(self.password.expose());
        let plain = plain.finish();
        // The encoder reserves the exact length first, so no half-grown copy stays behind.
        Zeroizing::new(STANDARD.encode(plain.as_bytes()))
    }
}

impl DockerConfig {
    /// Every login, in the order it is stored.
    #[must_use]
    pub fn entries(&self) -> &[RegistryLogin] {
        &self.entries
    }

    /// Hosts and user names.
    #[must_use]
    pub fn identity(&self) -> ImagePullIdentity {
        let logins = self.entries.iter().map(|entry| LoginIdentity {
            host: entry.host.as_str().to_owned(),
            username: entry.username.clone(),
        });
        ImagePullIdentity {
            logins: logins.collect(),
        }
    }

    /// Every registry in canonical form, sorted.
    #[must_use]
    pub fn destinations(&self) -> Vec<String> {
        self.identity().destinations()
    }

    /// The canonical JSON: `auths` first, then unknown fields in their order; each entry with
    /// `username`, `password`, `auth`, then its unknown fields; no white space.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        let mut out = ValueBuilder::with_capacity(self.estimate());
        out.push_str("{\"auths\":{");
        for (index, entry) in self.entries.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_entry(entry, &mut out);
        }
        out.push('}');
        write_members(&self.extra, &mut out);
        out.push('}');
        out.finish()
    }

    /// The way back from [`DockerConfig::to_json`], for stored bytes.
    ///
    /// # Errors
    /// [`Corrupt`] for anything `to_json` would not have written, byte for byte.
    pub fn from_canonical(bytes: &[u8]) -> Result<Self, Corrupt> {
        let text = std::str::from_utf8(bytes).map_err(|_| Corrupt)?;
        let config = super::read::canonical(text).ok_or(Corrupt)?;
        if config.to_json().as_bytes() == bytes {
            Ok(config)
        } else {
            Err(Corrupt)
        }
    }

    /// Bytes to set aside: enough for most, and growing is safe anyway.
    fn estimate(&self) -> usize {
        let entries = self.entries.iter().map(|entry| {
            128 + entry.host.as_str().len() + 3 * (entry.username.len() + entry.password.len())
        });
        entries.sum::<usize>() + 256
    }
}

fn write_entry(entry: &RegistryLogin, out: &mut ValueBuilder) {
    json::write_string(entry.host.as_str(), out);
    out.push_str(":{\"username\":");
    json::write_string(&entry.username, out);
    out.push_str(",\"password\":");
    json::write_string(entry.password.expose(), out);
    out.push_str(",\"auth\":");
    json::write_string(&entry.auth(), out);
    write_members(&entry.extra, out);
    out.push('}');
}

fn write_members(members: &[Member], out: &mut ValueBuilder) {
    for member in members {
        out.push(',');
        json::write_string(member.key.expose(), out);
        out.push(':');
        Json::write_into(&member.value, out);
    }
}
