//! All that differs between the two databases, apart from the column types in the migrations.

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Row,
    postgres::{PgConnectOptions, PgSslMode},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{Connection, on};
use crate::OpenError;

/// First SQLite release without the WAL reset bug (sqlite.org/wal.html#walresetbug).
const SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// First PostgreSQL release that Keyrack is tested with.
const OLDEST_POSTGRES: i32 = 150_000;

/// What the SQLite file is opened with. `writable` is for the single writer.
pub(crate) fn sqlite_options(path: &std::path::Path, writable: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(writable)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("mmap_size", "0")
        // Without these a commit of many changes writes journals to temporary files, and its own
        // pages more than once.
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", if writable { "-8192" } else { "-2048" })
        // In pages of 4 KB: what is written often goes from the log to the file more seldom.
        .pragma("wal_autocheckpoint", "4096")
        .pragma("query_only", if writable { "OFF" } else { "ON" })
        .disable_statement_logging()
}

/// What a PostgreSQL address means. Without an explicit `sslmode` a server elsewhere must prove
/// its certificate: the driver's own default accepts any.
pub(crate) fn postgres_options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| OpenError::Database("the PostgreSQL address cannot be read".into()))?
        .application_name("keyrack")
        .options([
            ("synchronous_commit", "on"),
            ("default_transaction_isolation", "read committed"),
            // The writer reads the head of the audit trail as text.
            ("bytea_output", "hex"),
        ])
        .disable_statement_logging();
    let here = matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1")
        || options.get_socket().is_some();
    if here || url.contains("sslmode=") {
        Ok(options)
    } else {
        Ok(options.ssl_mode(PgSslMode::VerifyFull))
    }
}

/// Begins the writer's transaction, reads the newest entry of the audit trail, and keeps it from
/// other writers. SQLite takes the write lock at once, which keeps every other writer away: a
/// transaction that reads first cannot be upgraded when somebody else has written. On PostgreSQL
/// the lock is older than the savepoint, so that going back to that does not give it up.
pub(crate) fn begin(connection: &Connection) -> &'static str {
    match connection {
        Connection::Sqlite(_) => {
            "BEGIN IMMEDIATE; SAVEPOINT change; SELECT number, hash FROM activity_head WHERE one = 1"
        }
        Connection::Postgres(_) => {
            "BEGIN; SELECT number, hash FROM activity_head WHERE one = 1 FOR UPDATE; SAVEPOINT change"
        }
    }
}

/// A `LIKE` pattern (escape character `!`) for text that contains `search`, lower-cased; none
/// when there is nothing to search for.
pub(crate) fn like(search: &str) -> Option<String> {
    like_as_typed(&search.to_lowercase())
}

/// The same in the case it was typed in: SQLite knows the case of ASCII only.
pub(crate) fn like_as_typed(search: &str) -> Option<String> {
    let search = search.trim();
    if search.is_empty() {
        return None;
    }
    let escaped = search
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    Some(format!("%{escaped}%"))
}

/// Moves what was destroyed out of the write-ahead log, so that no byte of it stays in a file;
/// whether that was possible, as no reader was in the way. PostgreSQL does that by itself, in its
/// own time.
pub(crate) async fn after_destroying(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    match connection {
        Connection::Sqlite(c) => {
            let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut **c)
                .await?;
            Ok(busy == 0)
        }
        Connection::Postgres(_) => Ok(true),
    }
}

/// Checks version and settings as the database itself reports them.
pub(crate) async fn check(connection: &mut Connection) -> Result<(), OpenError> {
    match connection {
        Connection::Sqlite(_) => check_sqlite(connection).await,
        Connection::Postgres(_) => check_postgres(connection).await,
    }
}

async fn check_sqlite(connection: &mut Connection) -> Result<(), OpenError> {
    let version = text(connection, "SELECT sqlite_version()").await?;
    if !is_safe(&version) {
        return Err(OpenError::SqliteTooOld(version));
    }
    for (sql, name, expected) in [
        ("PRAGMA journal_mode", "journal_mode=WAL", "wal"),
        (
            "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
            "synchronous=FULL",
            "2",
        ),
        (
            "SELECT CAST(secure_delete AS TEXT) FROM pragma_secure_delete",
            "secure_delete=ON",
            "1",
        ),
        (
            "SELECT CAST(trusted_schema AS TEXT) FROM pragma_trusted_schema",
            "trusted_schema=OFF",
            "0",
        ),
        (
            "SELECT CAST(cell_size_check AS TEXT) FROM pragma_cell_size_check",
            "cell_size_check=ON",
            "1",
        ),
        (
            "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys",
            "foreign_keys=ON",
            "1",
        ),
    ] {
        if text(connection, sql).await? != expected {
            return Err(OpenError::Setting(name));
        }
    }
    Ok(())
}

async fn check_postgres(connection: &mut Connection) -> Result<(), OpenError> {
    let version = text(connection, "SELECT current_setting('server_version_num')").await?;
    if version.parse::<i32>().unwrap_or(0) < OLDEST_POSTGRES {
        return Err(OpenError::Database(
            "PostgreSQL is older than version 15".into(),
        ));
    }
    if text(connection, "SELECT current_setting('synchronous_commit')").await? != "on" {
        return Err(OpenError::Setting("synchronous_commit=on"));
    }
    if text(connection, "SELECT current_setting('fsync')").await? != "on" {
        tracing::warn!("PostgreSQL runs with fsync=off: a power loss can lose or damage data");
    }
    Ok(())
}

async fn text(connection: &mut Connection, sql: &'static str) -> Result<String, OpenError> {
    on!(connection, c => {
        sqlx::query(sql).fetch_one(c).await.and_then(|row| row.try_get::<String, _>(0))
    })
    .map_err(|error| OpenError::Database(error.to_string()))
}

fn is_safe(version: &str) -> bool {
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SAFE_SQLITE
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn sqlite_releases_with_the_wal_reset_bug_are_refused() {
        for bad in ["3.46.0", "3.51.2", "3.7.17", "2.9", ""] {
            assert!(!is_safe(bad), "{bad}");
        }
        for good in ["3.51.3", "3.52.0", "3.60", "4.0.0"] {
            assert!(is_safe(good), "{good}");
        }
    }

    #[test]
    fn a_postgres_server_elsewhere_must_prove_its_certificate() {
        use super::{PgSslMode, postgres_options};
        let mode = |url| postgres_options(url).unwrap().get_ssl_mode();
        assert!(matches!(
            mode("postgres://k@db.example/k"),
            PgSslMode::VerifyFull
        ));
        assert!(matches!(
            mode("postgres://k@db.example/k?sslmode=require"),
            PgSslMode::Require
        ));
        assert!(!matches!(
            mode("postgres://k@127.0.0.1/k"),
            PgSslMode::VerifyFull
        ));
    }
}
