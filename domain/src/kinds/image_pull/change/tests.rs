use super::*;
use crate::faults::Fault;
use proptest::prelude::*;

fn row(host: &str, username: &str, password: &str) -> RegistryRow {
    let password = (!password.is_empty()).then(|| ValueText::new(password));
    RegistryRow {
        host: host.into(),
        username: username.into(),
        password,
    }
}

const STORED: &str = r#"{"auths":{"ghcr.io":{"username":"me","password":"one","auth":"bWU6b25l","email":"a@b"},"https://index.docker.io/v1/":{"username":"you","password":"two","auth":"eW91OnR3bw=="}},"x":1}"#;

fn stored() -> DockerConfig {
    DockerConfig::from_canonical(STORED.as_bytes())
        .ok()
        .unwrap()
}

/// Judges and, where it is a merge, applies. `None` for keep.
fn edit(rows: Vec<RegistryRow>) -> Result<Option<String>, Faults> {
    let stored = stored();
    Ok(match judge(rows, &stored.identity())? {
        ImagePullChange::Keep => None,
        ImagePullChange::Replace(read) => Some(read.config.to_json().to_string()),
        ImagePullChange::Merge(merge) => Some(merge.apply(stored)?.config.to_json().to_string()),
    })
}

#[test]
fn untouched_rows_keep_the_seal_closed_in_any_order_and_spelling() {
    assert!(matches!(
        edit(vec![
            row("ghcr.io", "me", ""),
            row("https://index.docker.io/v1/", "you", "")
        ]),
        Ok(None)
    ));
    assert!(matches!(
        edit(vec![
            row("docker.io", "you", ""),
            row("GHCR.io", "me", ""),
            row("", "", "")
        ]),
        Ok(None)
    ));
    assert!(matches!(edit(vec![]), Ok(None)));
}

#[test]
fn a_row_without_password_keeps_its_registrys_password_and_unknown_fields() {
    let json = edit(vec![
        row("https://ghcr.io/", "other", ""),
        row("quay.io", "new", "three"),
    ])
    .unwrap()
    .unwrap();
    assert_eq!(
        json,
        r#"{"auths":{"ghcr.io":{"username":"other","password":"one","auth":"b3RoZXI6b25l","email":"a@b"},"quay.io":{"username":"new","password":"three","auth":"bmV3OnRocmVl"}},"x":1}"#
    );
}

#[test]
fn a_row_that_is_gone_takes_its_login_with_it() {
    let json = edit(vec![row("docker.io", "you", "")]).unwrap().unwrap();
    assert_eq!(
        json,
        r#"{"auths":{"https://index.docker.io/v1/":{"username":"you","password":"two","auth":"eW91OnR3bw=="}},"x":1}"#
    );
}

#[test]
fn rows_that_all_have_a_password_replace_everything() {
    let json = edit(vec![row("ghcr.io", "me", "new")]).unwrap().unwrap();
    assert_eq!(
        json,
        r#"{"auths":{"ghcr.io":{"username":"me","password":"new","auth":"bWU6bmV3"}}}"#
    );
}

#[test]
fn a_stored_password_never_goes_to_another_host() {
    for other in [
        "evil.example",
        "ghcr.io.evil.example",
        "ghcr.io:8443",
        "ghcr.io/acme",
        "*.ghcr.io",
        "docker.io:5000",
        "docker.io/acme",
        "[::1]",
    ] {
        let rows = || vec![row(other, "me", ""), row("docker.io", "you", "")];
        let expected = vec![Fault::new("rows.0.password", NEEDS_PASSWORD)];
        assert_eq!(edit(rows()).err().unwrap().0, expected, "{other}");
        assert_eq!(check(&rows(), &stored().identity()).0, expected, "{other}");
        assert_eq!(
            rows_needing_password(&rows(), &stored().identity()),
            [0],
            "{other}"
        );
        assert!(needs_password(other, &stored().identity()), "{other}");
    }
    for spelled in [
        "ghcr.io",
        "GHCR.IO.",
        "https://ghcr.io:443/v2/",
        "hub.docker.com",
        "Docker Hub",
    ] {
        assert!(!needs_password(spelled, &stored().identity()), "{spelled}");
    }
}

#[test]
fn what_is_stored_is_judged_again_on_the_logins_themselves() {
    // An identity that claims more than there is.
    let mut identity = stored().identity();
    identity.logins[0].host = "evil.example".into();
    let Ok(ImagePullChange::Merge(merge)) = judge(
        vec![row("evil.example", "x", ""), row("docker.io", "x", "")],
        &identity,
    ) else {
        panic!("judged by the identity alone");
    };
    let faults = merge.apply(stored()).err().unwrap();
    assert_eq!(faults.0, [Fault::new("rows.0.password", NEEDS_PASSWORD)]);
}

#[test]
fn one_stored_password_serves_one_row() {
    let faults = edit(vec![
        row("ghcr.io", "me", ""),
        row("https://ghcr.io", "other", ""),
    ])
    .err()
    .unwrap();
    assert_eq!(faults.0.len(), 1);
    assert_eq!(faults.0[0].field, "rows.1.host");
}

#[test]
fn blank_rows_remove_nothing_by_accident() {
    let faults = edit(vec![row("", "", ""), row("", "", "")]).err().unwrap();
    assert!(faults.for_field("rows.0.host").is_some());
}

#[test]
fn a_host_that_is_none_is_the_only_fault_of_its_row() {
    let faults = edit(vec![
        row("http://ghcr.io", "me", ""),
        row("docker.io", "you", ""),
    ])
    .err()
    .unwrap();
    assert_eq!(faults.0.len(), 1);
    assert_eq!(faults.0[0].field, "rows.0.host");
}

#[test]
fn a_mask_is_never_stored() {
    let faults = edit(vec![
        row("ghcr.io", "me", "******"),
        row("docker.io", "you", ""),
    ])
    .err()
    .unwrap();
    assert!(
        faults
            .for_field("rows.0.password")
            .unwrap()
            .contains("mask is never stored")
    );
}

proptest! {
    #[test]
    fn no_edit_moves_a_stored_password(hosts in prop::collection::vec("(ghcr\\.io|docker\\.io|quay\\.io|GHCR\\.io:443|[a-z]{1,4}\\.io)(/[a-z])?", 1..4), typed in any::<[bool; 4]>()) {
        let rows = hosts.iter().zip(typed).map(|(host, typed)| row(host, "me", if typed { "new" } else { "" })).collect();
        if let Ok(Some(json)) = edit(rows) {
            let config = DockerConfig::from_canonical(json.as_bytes()).ok().unwrap();
            for login in config.entries() {
                match login.password().expose() {
                    "one" => prop_assert_eq!(login.host().as_str(), "ghcr.io"),
                    "two" => prop_assert!(login.host().as_str() == "https://index.docker.io/v1/"),
                    other => prop_assert_eq!(other, "new"),
                }
            }
        }
    }
}
