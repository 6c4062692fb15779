use super::super::MAX_PASSWORD_BYTES;
use super::*;
use proptest::prelude::*;

fn row(host: &str, username: &str, password: &str) -> RegistryRow {
    let password = (!password.is_empty()).then(|| ValueText::new(password));
    RegistryRow {
        host: host.into(),
        username: username.into(),
        password,
    }
}

fn accept(rows: Vec<RegistryRow>) -> ReadConfig {
    create(rows).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The faults as `field: message`, and the same from the cheap check.
fn refuse(rows: Vec<RegistryRow>) -> Vec<String> {
    let checked = check_new(&rows);
    let faults = create(rows).err().expect("refused");
    assert_eq!(checked, faults);
    faults
        .into_iter()
        .map(|fault| format!("{}: {}", fault.field, fault.message))
        .collect()
}

#[test]
fn rows_become_the_json_with_all_three_fields() {
    let read = accept(vec![
        row("", "", ""),
        row(" GHCR.io ", " me ", " p:w "),
        row("docker.io", "you", "pw"),
    ]);
    assert_eq!(
        read.config.to_json().as_str(),
        r#"{"auths":{"ghcr.io":{"username":"me","password":" p:w ","auth":"bWU6IHA6dyA="},"https://index.docker.io/v1/":{"username":"you","password":"pw","auth":"eW91OnB3"}}}"#
    );
    let sentences: Vec<_> = read.notes.iter().map(Note::sentence).collect();
    assert_eq!(
        sentences,
        [
            "The registry is stored as ghcr.io.",
            "The password for ghcr.io starts or ends with a space or line break. It is kept exactly so.",
            "This registry is Docker Hub. It is stored as https://index.docker.io/v1/, the form that Docker and Kubernetes use.",
        ]
    );
}

#[test]
fn every_field_of_every_row_is_judged() {
    let faults = refuse(vec![
        row("http://ghcr.io", "a:b", "***"),
        row("", "", ""),
        row("quay.io", "", ""),
        row("", "me", "pw"),
    ]);
    assert_eq!(
        faults,
        [
            "rows.0.host: A registry over http:// would get the password unencrypted. Enter the host of a registry with https.",
            "rows.0.username: The user name has a colon at character 2. Registries take what follows it for the password. Remove it.",
            "rows.0.password: This is the mask that pages show in place of a password. A mask is never stored. Enter the password itself.",
            "rows.2.username: Enter the user name.",
            "rows.2.password: Enter the password or token.",
            "rows.3.host: Enter the registry host, for example ghcr.io.",
        ]
    );
}

#[test]
fn a_form_without_anything_says_what_it_wants() {
    assert_eq!(
        refuse(vec![]),
        ["rows.0.host: Enter the registry host, for example ghcr.io."]
    );
    let blank = refuse(vec![row("", "", ""), row(" ", "", "")]);
    assert_eq!(
        blank,
        [
            "rows.0.host: Enter the registry host, for example ghcr.io.",
            "rows.0.username: Enter the user name.",
            "rows.0.password: Enter the password or token.",
        ]
    );
}

#[test]
fn one_registry_by_two_names_is_refused_at_the_second() {
    let faults = refuse(vec![
        row("docker.io", "a", "b"),
        row("hub.docker.com", "c", "d"),
    ]);
    assert_eq!(
        faults,
        ["rows.1.host: Row 1 is the same registry. Keep one row for each registry."]
    );
}

#[test]
fn the_whole_has_a_limit() {
    let rows = |count: usize| {
        (0..count)
            .map(|n| {
                row(
                    &format!("r{n}.example.com"),
                    "me",
                    &"x".repeat(MAX_PASSWORD_BYTES),
                )
            })
            .collect()
    };
    assert!(create(rows(3)).is_ok());
    let faults = create(rows(4)).err().unwrap();
    assert!(faults.for_field("").unwrap().contains("65,536 bytes"));
}

proptest! {
    #[test]
    fn what_goes_in_as_rows_comes_out_as_the_same_rows(
        hosts in prop::collection::hash_set("[a-z]{1,8}\\.example\\.com(:[1-9][0-9]{1,3})?", 1..4),
        username in "[^:\\p{Cc}\\s]{1,12}",
        password in any::<String>(),
    ) {
        prop_assume!(!password.is_empty() && !crate::value::is_mask(&password));
        prop_assume!(!hosts.iter().any(|host| host.ends_with(":443")));
        let rows = hosts.iter().map(|host| row(host, &username, &password)).collect();
        let written = accept(rows).config.to_json();
        prop_assume!(written.len() <= super::super::MAX_VALUE_FILE_BYTES);
        let read = DockerConfig::read(written.as_bytes()).ok().unwrap();
        prop_assert_eq!(read.config.to_json(), written.clone());
        let back: Vec<RegistryRow> = read.config.entries().iter()
            .map(|login| row(login.host().as_str(), login.username(), login.password().expose()))
            .collect();
        prop_assert!(back.iter().zip(&hosts).all(|(row, host)| row.host == *host && row.username == username));
        prop_assert!(back.iter().all(|row| row.password.as_ref().unwrap().expose() == password));
        prop_assert_eq!(accept(back).config.to_json(), written.clone());
    }

    #[test]
    fn no_fault_or_note_quotes_the_password(host in any::<String>(), username in any::<String>(), twice in any::<bool>()) {
        const CANARY: &str = " canary7f3aQZ ";
        let mut rows = vec![row(&host, &username, CANARY)];
        if twice {
            rows.push(row(&host, &username, CANARY));
        }
        match create(rows) {
            Ok(read) => prop_assert!(read.notes.iter().all(|note| !note.sentence().contains(CANARY.trim()))),
            Err(faults) => prop_assert!(faults.iter().all(|fault| !fault.message.contains(CANARY.trim()))),
        }
    }
}
