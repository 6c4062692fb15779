//! Connections to the SQLite file. The driver's own pool asks every connection that comes back for
//! a sign of life, a round trip to its thread after each query; a file needs none.

use std::time::Duration;

use deadpool::{
    Runtime,
    managed::{BuildError, Manager, Metrics, Object, Pool, PoolError, RecycleError, RecycleResult},
};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

/// How long to wait for a connection that is in use.
const WAIT: Duration = Duration::from_secs(5);

/// A connection that is older is replaced, so that one whose thread has died does not stay.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// A connection on loan. Only the writer's, and migrations, begin a transaction.
pub(crate) type OnLoan = Object<Opener>;

/// Opens connections when they are needed first.
pub(crate) struct Opener(SqliteConnectOptions);

impl Manager for Opener {
    type Type = SqliteConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<SqliteConnection, sqlx::Error> {
        self.0.connect().await
    }

    async fn recycle(
        &self,
        _: &mut SqliteConnection,
        metrics: &Metrics,
    ) -> RecycleResult<sqlx::Error> {
        if metrics.age() > LONGEST {
            return Err(RecycleError::message("old"));
        }
        Ok(())
    }
}

/// A number of connections that are opened the same way.
#[derive(Clone)]
pub(super) struct Connections(Pool<Opener>);

impl Connections {
    /// At most so many; none is opened yet.
    pub(super) fn new(options: SqliteConnectOptions, most: usize) -> Result<Self, BuildError> {
        Pool::builder(Opener(options))
            .max_size(most)
            .wait_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .build()
            .map(Self)
    }

    /// One of them.
    pub(super) async fn get(&self) -> Result<OnLoan, sqlx::Error> {
        self.0.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Closed => sqlx::Error::PoolClosed,
            _ => sqlx::Error::PoolTimedOut,
        })
    }

    /// Closes them once they are back; the last to close the file also empties its write-ahead
    /// log.
    pub(super) async fn close(&self) {
        for _ in 0..self.0.status().size {
            if let Ok(connection) = self.0.get().await
                && let Err(error) = Object::take(connection).close().await
            {
                tracing::warn!(%error, "a connection did not close well");
            }
        }
        self.0.close();
    }
}
