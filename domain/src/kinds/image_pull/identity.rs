//! What is shown of registry logins: hosts and user names.

use super::host::RegistryHost;
use serde::{Deserialize, Serialize};

/// The identity of registry logins, in the order of the stored entries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImagePullIdentity {
    /// One for each registry.
    pub logins: Vec<LoginIdentity>,
}

/// One registry and the user name it is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginIdentity {
    /// The registry in canonical form, see [`RegistryHost::as_str`].
    pub host: String,
    /// The user name.
    pub username: String,
}

impl LoginIdentity {
    /// The registry as pages show it: “Docker Hub” for Docker Hub, the host for all others.
    #[must_use]
    pub fn label(&self) -> String {
        RegistryHost::parse(&self.host).map_or_else(|_| self.host.clone(), |host| host.label())
    }
}

impl ImagePullIdentity {
    pub(crate) fn search_text(&self) -> String {
        let mut text = String::new();
        for login in &self.logins {
            let label = login.label();
            text.push_str(&login.host.to_lowercase());
            text.push('\n');
            if label != login.host {
                // Docker Hub is looked for by the name in its image addresses, too.
                text.push_str(&label.to_lowercase());
                text.push_str("\ndocker.io\n");
            }
            text.push_str(&login.username.to_lowercase());
            text.push('\n');
        }
        text
    }

    pub(crate) fn destinations(&self) -> Vec<String> {
        let mut hosts: Vec<String> = self.logins.iter().map(|login| login.host.clone()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }

    /// Whether a login for this registry is stored.
    #[must_use]
    pub fn has_host(&self, host: &RegistryHost) -> bool {
        self.logins.iter().any(|login| login.host == host.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> ImagePullIdentity {
        let login = |host: &str, username: &str| LoginIdentity {
            host: host.into(),
            username: username.into(),
        };
        ImagePullIdentity {
            logins: vec![
                login("quay.io/Acme", "acme+Pull"),
                login("https://index.docker.io/v1/", "acmeci"),
            ],
        }
    }

    #[test]
    fn docker_hub_is_found_by_each_of_its_names() {
        let text = identity().search_text();
        for part in [
            "docker hub",
            "docker.io",
            "index.docker.io",
            "acmeci",
            "quay.io/acme",
            "acme+pull",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn destinations_are_sorted() {
        assert_eq!(
            identity().destinations(),
            ["https://index.docker.io/v1/", "quay.io/Acme"]
        );
    }

    #[test]
    fn docker_hub_has_a_label() {
        let labels: Vec<_> = identity().logins.iter().map(LoginIdentity::label).collect();
        assert_eq!(labels, ["quay.io/Acme", "Docker Hub"]);
    }
}
