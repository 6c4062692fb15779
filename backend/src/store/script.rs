//! Statements that follow one another whatever each of them finds. SQLite takes them in one round
//! trip to its thread; PostgreSQL has no such form with parameters and gets them one by one.

use sqlx::{Postgres, QueryBuilder, Sqlite};

use super::Connection;

/// Statements with their parameters, in order.
pub(crate) enum Script {
    /// One text, statements apart by `;`.
    Sqlite(QueryBuilder<Sqlite>),
    /// One by one.
    Postgres(Vec<QueryBuilder<Postgres>>),
}

/// Adds a statement: its beginning, and what is pushed to the builder of that name.
macro_rules! then {
    ($script:expr, $begin:expr, $name:ident => $push:expr) => {
        match $script {
            $crate::store::Script::Sqlite($name) => {
                $name.push($begin);
                $push;
                $name.push("; ");
            }
            $crate::store::Script::Postgres(all) => {
                let mut builder = sqlx::QueryBuilder::new($begin);
                let $name = &mut builder;
                $push;
                all.push(builder);
            }
        }
    };
}
pub(crate) use then;

impl Script {
    /// An empty one for this database.
    pub(crate) fn on(connection: &Connection) -> Self {
        match connection {
            Connection::Sqlite(_) => Self::Sqlite(QueryBuilder::new("")),
            Connection::Postgres(_) => Self::Postgres(Vec::new()),
        }
    }

    /// Runs all of them, up to the first that fails; gives the number of rows they wrote.
    pub(crate) async fn run(self, connection: &mut Connection) -> Result<u64, sqlx::Error> {
        match (self, connection) {
            (Self::Sqlite(mut all), Connection::Sqlite(c)) => {
                let done = all.build().persistent(false).execute(&mut **c).await?;
                Ok(done.rows_affected())
            }
            (Self::Postgres(all), Connection::Postgres(c)) => {
                let mut written = 0_u64;
                for mut one in all {
                    let done = one.build().execute(&mut **c).await?;
                    written = written.saturating_add(done.rows_affected());
                }
                Ok(written)
            }
            _ => Err(other_database()),
        }
    }
}

/// A script of one database on a connection to the other: a defect.
fn other_database() -> sqlx::Error {
    sqlx::Error::Protocol("a script was made for the other database".to_owned())
}
