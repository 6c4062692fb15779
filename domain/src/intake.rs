//! Recognises what was pasted when it is not what the field wants, so that the error can say
//! what it is and what to do with it. It looks at the outside only and keeps nothing.

/// Something well known that is not a registry login as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pasted {
    /// `docker login …` or the same of podman, nerdctl, helm.
    DockerLoginCommand,
    /// `kubectl create secret docker-registry …`
    KubectlCommand,
    /// Another shell command of kubectl.
    KubectlOther,
    /// A Kubernetes manifest in YAML.
    KubernetesYaml,
    /// Any other YAML that mentions registry logins.
    Yaml,
    /// A private key in PEM, OpenSSH or PuTTY form.
    PrivateKey,
    /// A public SSH key.
    PublicKey,
    /// A certificate.
    Certificate,
    /// Lines of `NAME=value`.
    DotEnv,
    /// An AWS credentials file.
    AwsCredentials,
    /// A page of HTML.
    Html,
    /// A single address.
    Address,
    /// A token by itself.
    Token,
    /// The `auth` of an entry by itself: base64 of user name, colon, password.
    AuthOnly,
    /// A Google service account key.
    GoogleKey,
    /// A path or name of a file.
    FileName,
}

impl Pasted {
    /// What it is, and what to do.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::DockerLoginCommand => {
                "This is a login command, not JSON. Enter its registry host, user name and password as a row."
            }
            Self::KubectlCommand => {
                "This is a kubectl command, not JSON. Enter what follows --docker-server, --docker-username and --docker-password as a row."
            }
            Self::KubectlOther => {
                "This is a kubectl command, not JSON. Run it with -o json and paste what it prints."
            }
            Self::KubernetesYaml => {
                "This is Kubernetes YAML. Paste only the text after “.dockerconfigjson:”, or print the Secret with -o json."
            }
            Self::Yaml => "This is YAML, not JSON. Paste the JSON, or enter the login as a row.",
            Self::PrivateKey => {
                "This is a private key. Registries open with a user name and a password or token."
            }
            Self::PublicKey => {
                "This is a public SSH key. Registries open with a user name and a password or token."
            }
            Self::Certificate => {
                "This is a certificate. Registries open with a user name and a password or token."
            }
            Self::DotEnv => {
                "These are NAME=value lines, not JSON. Enter registry host, user name and password as a row."
            }
            Self::AwsCredentials => {
                "This is an AWS credentials file. For Amazon ECR, enter the user name AWS and the password from “aws ecr get-login-password” as a row."
            }
            Self::Html => "This is a web page, not JSON. Paste the content of the file itself.",
            Self::Address => {
                "This is an address, not JSON. Enter it as the registry host of a row, with user name and password."
            }
            Self::Token => {
                "This is a token by itself. Enter it as the password of a row, with registry host and user name."
            }
            Self::AuthOnly => {
                "This is only the “auth” of an entry: it holds user name and password, but no registry host. Enter all three as a row."
            }
            Self::GoogleKey => {
                "This is a Google service account key. Enter it as the password of a row, with the user name _json_key and a registry host like europe-west3-docker.pkg.dev."
            }
            Self::FileName => {
                "This is the name of a file, not its content. Upload the file, or paste what is in it."
            }
        }
    }
}

/// Recognises a text by its outside. `None` when it is nothing known; JSON is not looked at.
#[must_use]
pub fn recognise(text: &str) -> Option<Pasted> {
    let text = text.trim().trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().trim();
    let is_one_line = !text.contains(['\n', '\r']);
    by_marker(text, first)
        .or_else(|| command(text))
        .or_else(|| lines(text, first))
        .or_else(|| if is_one_line { word(text) } else { None })
}

/// What its first line gives away.
fn by_marker(text: &str, first: &str) -> Option<Pasted> {
    if first.starts_with("-----BEGIN") {
        return Some(if first.contains("PRIVATE KEY") {
            Pasted::PrivateKey
        } else if first.contains("PUBLIC KEY") {
            Pasted::PublicKey
        } else {
            Pasted::Certificate
        });
    }
    if first.starts_with("PuTTY-User-Key-File-") {
        return Some(Pasted::PrivateKey);
    }
    if [
        "ssh-rsa ",
        "ssh-ed25519 ",
        "ecdsa-sha2-",
        "sk-ssh-",
        "sk-ecdsa-",
    ]
    .iter()
    .any(|p| first.starts_with(p))
    {
        return Some(Pasted::PublicKey);
    }
    if first.starts_with('<') {
        return Some(Pasted::Html);
    }
    if first.starts_with('[') && text.contains("aws_access_key_id") {
        return Some(Pasted::AwsCredentials);
    }
    None
}

/// A shell command, also behind a prompt, `sudo`, or a pipe.
fn command(text: &str) -> Option<Pasted> {
    let words: Vec<&str> = text.split_whitespace().take(64).collect();
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|part| part == wanted);
    if words.contains(&"kubectl") || words.contains(&"oc") {
        let creates =
            has(&["create", "secret", "docker-registry"]) || text.contains("--docker-password");
        return Some(if creates {
            Pasted::KubectlCommand
        } else {
            Pasted::KubectlOther
        });
    }
    let logs_in = [
        "docker", "podman", "nerdctl", "buildah", "skopeo", "crane", "oras",
    ];
    let logs_in = logs_in.iter().any(|tool| has(&[tool, "login"])) || has(&["registry", "login"]);
    logs_in.then_some(Pasted::DockerLoginCommand)
}

/// What the form of its lines gives away.
fn lines(text: &str, first: &str) -> Option<Pasted> {
    let starts = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key));
    if starts("apiVersion:") || starts(".dockerconfigjson:") || starts("kind: Secret") {
        return Some(Pasted::KubernetesYaml);
    }
    if first == "---" || first.starts_with("auths:") {
        return Some(Pasted::Yaml);
    }
    let mut written = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .peekable();
    let is_env = written.peek().is_some() && written.all(is_assignment);
    is_env.then_some(Pasted::DotEnv)
}

/// `NAME=value` or `export NAME=value`, the name as shells take it.
fn is_assignment(line: &str) -> bool {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let Some((name, _)) = line.split_once('=') else {
        return false;
    };
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.len() >= 2
        && name.starts_with(is_start)
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Prefixes that token makers use so that tokens are recognised where they do not belong.
const TOKEN_PREFIXES: &[&str] = &[
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "dckr_pat_",
    "dckr_oat_",
    "nvapi-",
    "hf_",
    "AKIA",
    "ASIA",
];

fn word(text: &str) -> Option<Pasted> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    // A JWT has two dots; base64 of JSON, cut off somewhere, starts the same.
    let is_jwt = text.starts_with("eyJ") && text.matches('.').count() == 2;
    if is_jwt || TOKEN_PREFIXES.iter().any(|prefix| text.starts_with(prefix)) {
        return Some(Pasted::Token);
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(Pasted::Address);
    }
    let is_file = [".json", ".txt", ".dockercfg", ".yaml", ".yml"]
        .iter()
        .any(|end| text.ends_with(end));
    is_file.then_some(Pasted::FileName)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn well_known_pastes_are_named() {
        let cases = [
            (
                "docker login ghcr.io -u me -p x",
                Pasted::DockerLoginCommand,
            ),
            (
                "echo x | docker login ghcr.io -u me --password-stdin",
                Pasted::DockerLoginCommand,
            ),
            ("$ sudo podman login quay.io", Pasted::DockerLoginCommand),
            (
                "helm registry login harbor.example.com",
                Pasted::DockerLoginCommand,
            ),
            (
                "kubectl create secret docker-registry regcred \\\n  --docker-server=ghcr.io",
                Pasted::KubectlCommand,
            ),
            ("kubectl get secret regcred -o yaml", Pasted::KubectlOther),
            (
                "apiVersion: v1\nkind: Secret\ndata:\n  .dockerconfigjson: e30=",
                Pasted::KubernetesYaml,
            ),
            ("kind: Secret\napiVersion: v1", Pasted::KubernetesYaml),
            ("auths:\n  ghcr.io:\n    auth: x", Pasted::Yaml),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nx", Pasted::PrivateKey),
            ("-----BEGIN RSA PRIVATE KEY-----\nx", Pasted::PrivateKey),
            ("PuTTY-User-Key-File-3: ssh-ed25519", Pasted::PrivateKey),
            ("ssh-ed25519 AAAA me@host", Pasted::PublicKey),
            ("-----BEGIN CERTIFICATE-----\nx", Pasted::Certificate),
            (
                "# registry\nDOCKER_USER=me\nexport DOCKER_PASSWORD=x",
                Pasted::DotEnv,
            ),
            ("[default]\naws_access_key_id = x", Pasted::AwsCredentials),
            ("<!doctype html><html>", Pasted::Html),
            ("https://ghcr.io", Pasted::Address),
            ("ghp_abcdefghijklmnop", Pasted::Token),
            ("eyJhbGciOiJ9.eyJzdWIiOiJ9.c2ln", Pasted::Token),
            ("~/.docker/config.json", Pasted::FileName),
        ];
        for (text, pasted) in cases {
            assert_eq!(recognise(text), Some(pasted), "{text}");
        }
    }

    #[test]
    fn what_is_nothing_known_gets_no_name() {
        for text in [
            "",
            "hello",
            "two words",
            "a=b",
            "dXNlcjpwYXNz",
            "eyJhdXRocyI6e",
        ] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_pasted(text in any::<String>()) {
            let _ = recognise(&text);
        }
    }
}
