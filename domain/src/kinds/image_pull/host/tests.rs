use super::*;
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    RegistryHost::parse(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .as_str()
        .to_owned()
}

fn fault(text: &str) -> HostError {
    RegistryHost::parse(text)
        .err()
        .unwrap_or_else(|| panic!("{text} was accepted"))
}

#[test]
fn docker_hub_is_one_registry_by_all_its_names() {
    for host in [
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "hub.docker.com",
        "registry.hub.docker.com",
        "Index.Docker.IO.",
        "docker.io:443",
    ] {
        for scheme in ["", "https://", "HTTPS://"] {
            for path in ["", "/", "/v1", "/v1/", "/v2", "/v2/", "/v1//"] {
                let text = format!(" {scheme}{host}{path}\n");
                assert_eq!(canonical(&text), DOCKER_HUB, "{text}");
            }
        }
    }
    for label in ["Docker Hub", "docker hub", "DockerHub"] {
        assert_eq!(canonical(label), DOCKER_HUB);
    }
    let hub = RegistryHost::parse("docker.io").unwrap();
    assert_eq!(hub.label(), "Docker Hub");
    assert!(hub.is_docker_hub());
    assert_eq!(hub.note("docker.io"), Some(Note::DockerHubSpelled));
    assert_eq!(hub.note(DOCKER_HUB), None);
}

#[test]
fn a_path_on_docker_hub_is_kept_as_images_are_named() {
    let hub = RegistryHost::parse("https://index.docker.io/acme").unwrap();
    assert_eq!(hub.as_str(), "docker.io/acme");
    assert_eq!(hub.label(), "Docker Hub (acme)");
    assert!(hub.is_docker_hub());
    assert_eq!(canonical("https://hub.docker.com/u/acme"), DOCKER_HUB);
}

#[test]
fn what_only_looks_like_docker_hub_is_not() {
    for other in [
        "docker.io.example.com",
        "xdocker.io",
        "docker.io:5000",
        "docker.com",
    ] {
        assert!(
            !RegistryHost::parse(other).unwrap().is_docker_hub(),
            "{other}"
        );
    }
}

#[test]
fn spellings_of_one_registry_have_one_form() {
    let cases = [
        ("ghcr.io", "ghcr.io"),
        ("  GHCR.io. ", "ghcr.io"),
        ("https://ghcr.io/", "ghcr.io"),
        ("https://ghcr.io:443/v2/", "ghcr.io"),
        ("ghcr.io/acme/", "ghcr.io/acme"),
        ("ghcr.io/v2/acme", "ghcr.io/acme"),
        ("ghcr.io/v1/v2/acme", "ghcr.io/acme"),
        ("ghcr.io/Acme/Team_1", "ghcr.io/Acme/Team_1"),
        ("ghcr.io/v2x", "ghcr.io/v2x"),
        ("registry.example.com:5000", "registry.example.com:5000"),
        ("registry.example.com:0080", "registry.example.com:80"),
        ("localhost:5000", "localhost:5000"),
        ("registry", "registry"),
        ("*.azurecr.io", "*.azurecr.io"),
        (
            "prefix*.dkr.ecr.eu-central-1.amazonaws.com",
            "prefix*.dkr.ecr.eu-central-1.amazonaws.com",
        ),
        ("10.0.0.1:5000", "10.0.0.1:5000"),
        ("[2001:DB8:0::1]:5000", "[2001:db8::1]:5000"),
        ("[::1]:443", "[::1]"),
        ("xn--rksmrgs-5wao1o.example", "xn--rksmrgs-5wao1o.example"),
    ];
    for (typed, stored) in cases {
        assert_eq!(canonical(typed), stored, "{typed}");
    }
}

#[test]
fn each_rule_has_its_error() {
    let long = format!("{}.example.com", "a.".repeat(130));
    let path = format!("ghcr.io/{}", "a".repeat(256));
    let label = format!("{}.io", "a".repeat(64));
    let cases = [
        ("", HostError::Empty),
        ("   ", HostError::Empty),
        ("https://", HostError::Empty),
        ("https:///path", HostError::Empty),
        (":5000", HostError::Empty),
        ("http://ghcr.io", HostError::Http),
        ("HTTP://ghcr.io", HostError::Http),
        ("oci://ghcr.io", HostError::Scheme),
        ("file:///etc", HostError::Scheme),
        ("https://ghcr.io@evil.example", HostError::UserInfo),
        ("me:pass@ghcr.io", HostError::UserInfo),
        ("ghcr.io?x=1", HostError::Query),
        ("ghcr.io#x", HostError::Query),
        ("gh cr.io", HostError::Space { at: 3 }),
        ("ghcr.io\u{a0}x", HostError::Space { at: 8 }),
        ("ghсr.io", HostError::NotAscii { at: 3 }),
        ("ghcr。io", HostError::NotAscii { at: 5 }),
        ("ghcr\\io", HostError::Char { at: 5 }),
        ("gh%63r.io", HostError::Char { at: 3 }),
        ("gh\0cr.io", HostError::Char { at: 3 }),
        ("gh_cr.io", HostError::Label),
        ("-ghcr.io", HostError::Label),
        ("ghcr..io", HostError::Label),
        ("ghcr.io..", HostError::Label),
        (label.as_str(), HostError::Label),
        ("ghcr.io:", HostError::Port),
        ("ghcr.io:0", HostError::Port),
        ("ghcr.io:65536", HostError::Port),
        ("ghcr.io:5k", HostError::Port),
        ("127.1", HostError::Ipv4),
        ("0x7f.1", HostError::Ipv4),
        ("2130706433", HostError::Ipv4),
        ("127.0.0.0x1", HostError::Ipv4),
        ("0177.0.0.1", HostError::Ipv4),
        ("256.0.0.1", HostError::Ipv4),
        ("2001:db8::1", HostError::Ipv6),
        ("[2001:db8::1", HostError::Ipv6),
        ("[2001:db8::1]5000", HostError::Ipv6),
        ("[ghcr.io]", HostError::Ipv6),
        ("*", HostError::Wildcard),
        ("*.com", HostError::Wildcard),
        ("registry.*.io", HostError::Wildcard),
        ("ghcr.io/acme:latest", HostError::Path),
        ("ghcr.io/acme@sha256", HostError::Path),
        ("ghcr.io/../x", HostError::Path),
        ("ghcr.io//x", HostError::Path),
        ("ghcr.io/*", HostError::Path),
        (long.as_str(), HostError::TooLong),
        (path.as_str(), HostError::PathTooLong),
    ];
    for (text, error) in cases {
        assert_eq!(fault(text), error, "{text}");
    }
}

#[test]
fn amazon_ecr_is_recognised_and_its_lookalikes_are_not() {
    for ecr in [
        "1.dkr.ecr.eu-central-1.amazonaws.com",
        "1.dkr.ecr.cn-north-1.amazonaws.com.cn/team",
        "1.dkr.ecr-fips.us-east-1.amazonaws.com",
    ] {
        assert!(RegistryHost::parse(ecr).unwrap().is_ecr(), "{ecr}");
    }
    for other in ["ghcr.io", "1.dkr.ecr.evil.example", "amazonaws.com"] {
        assert!(!RegistryHost::parse(other).unwrap().is_ecr(), "{other}");
    }
}

proptest! {
    #[test]
    fn the_canonical_form_is_its_own(text in r"(https?://)?[a-zA-Z0-9.*-]{1,20}(:[0-9]{1,5})?(/[a-zA-Z0-9._/v12-]{0,12})?") {
        if let Ok(host) = RegistryHost::parse(&text) {
            prop_assert_eq!(RegistryHost::parse(host.as_str()), Ok(host.clone()));
            prop_assert!(!host.was_respelled(host.as_str()));
        }
    }

    #[test]
    fn docker_hub_names_with_any_path_stay_stable(path in "[a-z0-9/._-]{0,20}", host in prop::sample::select(vec!["docker.io", "index.docker.io", "hub.docker.com"])) {
        if let Ok(host) = RegistryHost::parse(&format!("{host}/{path}")) {
            prop_assert_eq!(RegistryHost::parse(host.as_str()), Ok(host.clone()));
            prop_assert!(host.is_docker_hub());
        }
    }

    #[test]
    fn anything_is_read_or_refused(text in any::<String>()) {
        if let Ok(host) = RegistryHost::parse(&text) {
            prop_assert!(host.as_str().is_ascii());
            prop_assert_eq!(RegistryHost::parse(host.as_str()), Ok(host.clone()));
        }
    }
}
