//! What a failure of storage looks like from outside: never a statement, never data.

use crate::Error;

/// Maps a database error. Faults that pass by themselves become [`Error::Unavailable`]; all
/// others are logged under a random id, which is all that leaves.
pub(crate) fn failure(error: sqlx::Error) -> Error {
    if is_passing(&error) {
        tracing::warn!(error = describe(&error), "storage does not answer");
        return Error::Unavailable;
    }
    internal("storage failed", &describe(&error))
}

/// Logs a defect under a random id, and answers with the id only.
pub(crate) fn internal(what: &'static str, detail: &str) -> Error {
    let id = uuid::Uuid::new_v4().simple().to_string();
    tracing::error!(id, detail, "{what}");
    Error::Internal(id)
}

fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Tls(_) => true,
        // 53100 disk full, 57P01..03 shutting down or starting up (PostgreSQL); 5 busy, 13 full (SQLite).
        sqlx::Error::Database(database) => matches!(
            database.code().as_deref(),
            Some("53100" | "53300" | "57P01" | "57P02" | "57P03" | "5" | "13")
        ),
        _ => false,
    }
}

/// The driver's message without the detail that PostgreSQL adds, which quotes data.
fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(database) => {
            format!(
                "{} (code {})",
                database.message(),
                database.code().unwrap_or_default()
            )
        }
        other => other.to_string(),
    }
}
