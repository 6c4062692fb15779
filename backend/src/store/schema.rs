//! Migrations: embedded, append-only, the same numbers for both databases.

use sqlx::migrate::{MigrateError, Migrator};

use super::open::{Pools, cannot_open};
use crate::OpenError;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Brings the schema up to date. Data of a newer Keyrack is refused and left as it is.
pub(super) async fn migrate(pools: &Pools) -> Result<(), OpenError> {
    let (ran, known) = match pools {
        Pools::Sqlite { writer, .. } => {
            let mut connection = writer.get().await.map_err(cannot_open)?;
            (SQLITE.run(&mut *connection).await, newest(&SQLITE))
        }
        Pools::Postgres(pool) => (POSTGRES.run(pool).await, newest(&POSTGRES)),
    };
    ran.map_err(|error| match error {
        MigrateError::VersionMissing(found) => OpenError::NewerSchema { found, known },
        other => OpenError::Database(other.to_string()),
    })
}

fn newest(migrator: &Migrator) -> i64 {
    migrator
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0)
}
