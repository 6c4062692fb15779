//! When a rack does not open, and why.

use backend::{Backend, Database, OpenError, Options};

use crate::support::{Rack, on_both};

async fn refusal(options: &Options) -> OpenError {
    match Backend::open(options).await {
        Err(error) => error,
        Ok(_) => panic!("it opened"),
    }
}

on_both! {
    async fn data_without_its_key_ring_is_not_opened_and_no_key_is_made(rack: Rack) {
        rack.backend.close().await;
        let elsewhere = rack.folder.path().join("missing");
        let options = Options { key_ring: elsewhere.clone(), ..rack.options.clone() };
        assert!(matches!(refusal(&options).await, OpenError::KeyRingMissing(_)));
        assert!(!elsewhere.exists());
    }

    async fn a_rack_is_found_where_there_is_one(rack: Rack) {
        assert!(Backend::exists(&rack.options.database).await.unwrap());
        let empty = match &rack.options.database {
            Database::Sqlite(_) => Database::Sqlite(rack.folder.path().join("none.db")),
            Database::Postgres(_) => Database::Postgres(std::env::var("KEYRACK_TEST_POSTGRES").unwrap()),
        };
        assert!(!Backend::exists(&empty).await.unwrap());
    }

    async fn another_key_ring_is_refused(rack: Rack) {
        rack.backend.close().await;
        let other = Rack::sqlite().await;
        let options = Options { key_ring: other.options.key_ring.clone(), ..rack.options.clone() };
        assert!(matches!(refusal(&options).await, OpenError::WrongKey(_)));
    }

    async fn data_of_a_newer_schema_is_refused(rack: Rack) {
        rack.backend.close().await;
        rack.tamper(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        let OpenError::NewerSchema { found, known } = refusal(&rack.options).await else { panic!() };
        assert_eq!(found, 9999);
        assert!(known < found);
    }

    async fn a_key_ring_that_others_can_read_is_refused(rack: Rack) {
        use std::os::unix::fs::PermissionsExt;
        rack.backend.close().await;
        std::fs::set_permissions(&rack.options.key_ring, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(refusal(&rack.options).await, OpenError::KeyRing(_)));
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_one_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        database: Database::Postgres("postgres://nobody:hidden-password@127.0.0.1:1/none".into()),
        key_ring: folder.path().join("key-ring"),
        keep_removed_days: 30,
    };
    let text = refusal(&options).await.to_string();
    assert!(text.starts_with("the database cannot be opened"));
    assert!(!text.contains("hidden-password"));
}
