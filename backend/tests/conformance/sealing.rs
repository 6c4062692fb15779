//! What is stored does not open anywhere else, and does not lie about in clear.

use backend::{Error, access::Actor, secrets::EditSecret};

use crate::support::{Rack, name, on_both, row, rows};

/// An edit that keeps the stored password and so has to open the seal.
fn keeping() -> EditSecret {
    EditSecret {
        row_version: 1,
        display_name: None,
        description: None,
        material: Some(rows(vec![row("ghcr.io", "renamed", None)])),
    }
}

async fn keep(rack: &Rack, which: &str) -> Result<backend::secrets::Saved, Error> {
    rack.backend
        .secrets()
        .edit(&rack.administrator, &name(which), keeping())
        .await
}

on_both! {
    async fn a_value_moved_to_another_secret_does_not_open(rack: Rack) {
        rack.add("one", "pw-1").await;
        rack.add("two", "pw-2").await;
        rack.tamper(
            "UPDATE secret_versions SET key_id = o.key_id, wrapped_key = o.wrapped_key, body = o.body \
             FROM (SELECT v.key_id, v.wrapped_key, v.body FROM secret_versions v \
                   JOIN secrets s ON s.id = v.secret_id WHERE s.name = 'two') AS o \
             WHERE secret_id = (SELECT id FROM secrets WHERE name = 'one')",
        )
        .await;
        assert!(matches!(keep(&rack, "one").await, Err(Error::Integrity)));
        assert!(keep(&rack, "two").await.is_ok());
        let entries = rack.number("SELECT COUNT(*) FROM activity WHERE verb = 'secret.integrity-violated' AND object = 'one'");
        assert_eq!(entries.await, 1);
    }

    async fn a_value_whose_destination_was_changed_does_not_open(rack: Rack) {
        rack.add("one", "pw").await;
        let changed = rack
            .tamper("UPDATE secret_versions SET identity = REPLACE(identity, 'ghcr.io', 'evil.example')")
            .await;
        assert_eq!(changed, 1);
        assert!(matches!(keep(&rack, "one").await, Err(Error::Integrity)));
    }

    async fn a_value_of_another_version_number_does_not_open(rack: Rack) {
        rack.add("one", "pw").await;
        rack.tamper("UPDATE secret_versions SET number = 2").await;
        rack.tamper("UPDATE secrets SET value_version = 2").await;
        assert!(matches!(keep(&rack, "one").await, Err(Error::Integrity)));
    }

    async fn each_version_has_a_data_key_of_its_own(rack: Rack) {
        rack.add("one", "same").await;
        rack.add("two", "same").await;
        assert_eq!(rack.number("SELECT COUNT(DISTINCT body) FROM secret_versions").await, 2);
        assert_eq!(rack.number("SELECT COUNT(DISTINCT wrapped_key) FROM secret_versions").await, 2);
    }
}

/// No byte of a value is in the files of the database, in clear or as the `auth` of a registry
/// login, whether it is on the rack or removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_holds_a_value() {
    let rack = Rack::sqlite().await;
    let canary = "canary-5f1d8f0a-value";
    rack.add("one", canary).await;
    rack.backend
        .secrets()
        .remove(&rack.administrator, &name("one"), 1)
        .await
        .unwrap();
    let encoded = "Y2FuYXJ5LTVmMWQ4ZjBhLXZhbHV";
    for needle in [
        canary.as_bytes(),
        encoded.as_bytes(),
        &encoded.as_bytes()[4..20],
    ] {
        assert_eq!(files_with(&rack, needle), Vec::<String>::new());
    }
}

/// Files of the rack that hold these bytes.
fn files_with(rack: &Rack, needle: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(rack.folder.path()).unwrap();
    files
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|path| path.display().to_string())
        .collect()
}

/// The data key makes what is sealed readable: once it is gone, so is the value.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_holds_the_data_key_of_what_was_destroyed() {
    let rack = Rack::sqlite().await;
    rack.add("one", "pw").await;
    let key = rack.bytes("SELECT wrapped_key FROM secret_versions").await;
    let body = rack.bytes("SELECT body FROM secret_versions").await;
    assert!(
        !files_with(&rack, &key).is_empty(),
        "it is looked for in the right place"
    );
    let secrets = rack.backend.secrets();
    secrets
        .remove(&rack.administrator, &name("one"), 1)
        .await
        .unwrap();
    rack.tamper("UPDATE secrets SET removed_at = removed_at - 31 * CAST(86400000 AS BIGINT)")
        .await;
    assert_eq!(
        secrets
            .destroy_expired(&Actor::system("upkeep"))
            .await
            .unwrap(),
        1
    );
    assert_eq!(files_with(&rack, &key), Vec::<String>::new());
    assert_eq!(files_with(&rack, &body), Vec::<String>::new());
}
