//! A connection to either database, and the macro that runs one statement on whichever it is.

use sqlx::{Postgres, pool::PoolConnection};

use super::sqlite::OnLoan;

/// A connection taken from a pool.
pub(crate) enum Connection {
    /// To the SQLite file.
    Sqlite(OnLoan),
    /// To the PostgreSQL server.
    Postgres(PoolConnection<Postgres>),
}

/// Runs the same expression with the driver's own connection bound to a name. The SQL is in the
/// dialect that both databases share: `$1` placeholders, `RETURNING`, `ON CONFLICT`.
macro_rules! on {
    ($connection:expr, $name:ident => $run:expr) => {
        match $connection {
            $crate::store::Connection::Sqlite(connection) => {
                let $name = &mut **connection;
                $run
            }
            $crate::store::Connection::Postgres(connection) => {
                let $name = &mut **connection;
                $run
            }
        }
    };
}
pub(crate) use on;

impl Connection {
    /// Runs a statement without parameters or rows.
    pub(crate) async fn execute(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        on!(self, c => sqlx::raw_sql(sql).execute(c).await.map(|_| ()))
    }

    /// Closes it instead of giving it back: after a failure nobody knows its state.
    pub(crate) fn discard(self) {
        match self {
            Self::Sqlite(connection) => drop(OnLoan::take(connection)),
            Self::Postgres(mut connection) => connection.close_on_drop(),
        }
    }
}
