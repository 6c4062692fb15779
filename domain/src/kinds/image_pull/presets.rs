//! The providers the form offers: what goes into which field.

/// What the user name field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresetUser {
    /// Always this one; the form fills it in.
    Fixed(&'static str),
    /// Something like this.
    Hint(&'static str),
}

/// One provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Stable id in addresses and forms.
    pub id: &'static str,
    /// The button's label.
    pub label: &'static str,
    /// The registry host that is filled in; empty when it differs from account to account.
    pub host: &'static str,
    /// The form of the host, shown in the empty field.
    pub host_hint: &'static str,
    /// The label of the user name field.
    pub username_label: &'static str,
    /// The user name.
    pub username: PresetUser,
    /// The label of the password field.
    pub password_label: &'static str,
    /// Whether the password has many lines, so that the field has to be a text area.
    pub multi_line: bool,
    /// What to put where, in one or two sentences.
    pub help: &'static str,
}

impl Preset {
    /// The user name to fill in; empty when it differs from account to account.
    #[must_use]
    pub const fn fixed_username(&self) -> &'static str {
        match self.username {
            PresetUser::Fixed(name) => name,
            PresetUser::Hint(_) => "",
        }
    }

    /// What the empty user name field shows.
    #[must_use]
    pub const fn username_hint(&self) -> &'static str {
        match self.username {
            PresetUser::Fixed(name) | PresetUser::Hint(name) => name,
        }
    }

    /// The preset with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }
}

/// Every provider, in the order of the form.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "docker-hub",
        label: "Docker Hub",
        host: "https://index.docker.io/v1/",
        host_hint: "https://index.docker.io/v1/",
        username_label: "Docker ID",
        username: PresetUser::Hint("acmeci"),
        password_label: "Access token",
        multi_line: false,
        help: "Docker Hub: make an access token under Account settings, Personal access tokens. The right to read is enough. The account password does not work when the account has two-factor sign-in.",
    },
    Preset {
        id: "github",
        label: "GitHub",
        host: "ghcr.io",
        host_hint: "ghcr.io",
        username_label: "GitHub user name",
        username: PresetUser::Hint("ml-platform-bot"),
        password_label: "Token (classic)",
        multi_line: false,
        help: "GitHub: a classic token with read:packages. Its fine-grained tokens do not open this registry.",
    },
    Preset {
        id: "gitlab",
        label: "GitLab",
        host: "registry.gitlab.com",
        host_hint: "registry.gitlab.com, or your own host",
        username_label: "Deploy token user name",
        username: PresetUser::Hint("gitlab+deploy-token-1"),
        password_label: "Deploy token",
        multi_line: false,
        help: "GitLab: a deploy token with read_registry, from Settings, Repository, Deploy tokens of the project or group. GitLab shows it once. Self-managed: enter your own registry host.",
    },
    Preset {
        id: "google",
        label: "Google",
        host: "",
        host_hint: "europe-west3-docker.pkg.dev",
        username_label: "User name",
        username: PresetUser::Fixed("_json_key"),
        password_label: "Service account key (JSON)",
        multi_line: true,
        help: "Google Artifact Registry: the user name is _json_key, the password is the whole JSON key file of a service account that may read, with all its lines. The host starts with the location.",
    },
    Preset {
        id: "amazon-ecr",
        label: "Amazon ECR",
        host: "",
        host_hint: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        username_label: "User name",
        username: PresetUser::Fixed("AWS"),
        password_label: "Password",
        multi_line: false,
        help: "Amazon ECR: the user name is AWS, the password comes from “aws ecr get-login-password”. It works for 12 hours, then this secret needs a new one.",
    },
    Preset {
        id: "azure",
        label: "Azure",
        host: "",
        host_hint: "acme.azurecr.io",
        username_label: "Token name or service principal id",
        username: PresetUser::Hint("pull-token"),
        password_label: "Token password or client secret",
        multi_line: false,
        help: "Azure Container Registry: a repository token with its password, or a service principal's id with its client secret. “az acr login” gives a token of a few hours that Kubernetes cannot use.",
    },
    Preset {
        id: "quay",
        label: "Quay",
        host: "quay.io",
        host_hint: "quay.io, or your own host",
        username_label: "Robot account",
        username: PresetUser::Hint("acme+pull"),
        password_label: "Robot token",
        multi_line: false,
        help: "Quay: a robot account with the right to read, named organisation+robot, and its token.",
    },
    Preset {
        id: "harbor",
        label: "Harbor",
        host: "",
        host_hint: "harbor.example.com",
        username_label: "Robot account",
        username: PresetUser::Hint("robot$project+pull"),
        password_label: "Robot secret",
        multi_line: false,
        help: "Harbor: a robot account with the right to pull, with its full name, robot$ included. Harbor shows its secret once; it may expire.",
    },
    Preset {
        id: "nvidia-ngc",
        label: "NVIDIA NGC",
        host: "nvcr.io",
        host_hint: "nvcr.io",
        username_label: "User name",
        username: PresetUser::Fixed("$oauthtoken"),
        password_label: "NGC API key",
        multi_line: false,
        help: "NVIDIA NGC: the user name is the word $oauthtoken itself, with the dollar sign. The password is an NGC API key.",
    },
    Preset {
        id: "other",
        label: "Other",
        host: "",
        host_hint: "registry.example.com:5000",
        username_label: "User name",
        username: PresetUser::Hint("user name"),
        password_label: "Password or token",
        multi_line: false,
        help: "Any other registry: its host as it stands in image addresses, with the port if it has one.",
    },
];

#[cfg(test)]
mod tests {
    use super::super::host::RegistryHost;
    use super::*;

    #[test]
    fn ids_are_unique_and_found() {
        for preset in PRESETS {
            assert_eq!(Preset::from_id(preset.id), Some(preset));
            assert_eq!(
                PRESETS.iter().filter(|other| other.id == preset.id).count(),
                1
            );
        }
        assert_eq!(Preset::from_id("nobody"), None);
    }

    #[test]
    fn hosts_that_are_filled_in_are_canonical() {
        for preset in PRESETS.iter().filter(|preset| !preset.host.is_empty()) {
            assert_eq!(
                RegistryHost::parse(preset.host).unwrap().as_str(),
                preset.host,
                "{}",
                preset.id
            );
        }
    }

    #[test]
    fn fixed_user_names_are_filled_in_and_hints_are_not() {
        assert_eq!(
            Preset::from_id("amazon-ecr").unwrap().fixed_username(),
            "AWS"
        );
        assert_eq!(
            Preset::from_id("google").unwrap().fixed_username(),
            "_json_key"
        );
        assert_eq!(
            Preset::from_id("nvidia-ngc").unwrap().fixed_username(),
            "$oauthtoken"
        );
        assert_eq!(Preset::from_id("quay").unwrap().fixed_username(), "");
    }
}
