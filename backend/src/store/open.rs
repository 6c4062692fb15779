//! The opened storage: a single writer and a pool of readers.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{PgPool, SqlitePool, pool::PoolOptions};

use super::{
    Connection, dialect, failure, schema,
    writer::{Transaction, Writer},
};
use crate::{Database, Error, OpenError};

/// Readers of the SQLite file; they never wait for the writer.
const READERS: u32 = 4;
/// Connections to a PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 10;

/// Pools of connections.
#[derive(Clone)]
pub(super) enum Pools {
    /// One writer and several readers of one file.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    /// One pool; the primary only, as decisions are never made on a replica.
    Postgres(PgPool),
}

/// The opened storage.
pub(crate) struct Store {
    pools: Pools,
    writer: Writer,
}

impl Store {
    /// Opens storage, brings its schema up to date, and checks its settings.
    pub(crate) async fn open(database: &Database) -> Result<Self, OpenError> {
        let pools = Pools::open(database).await?;
        dialect::check(&mut pools.write_connection().await.map_err(cannot_open)?).await?;
        schema::migrate(&pools).await?;
        let writer = Writer::start(pools.clone());
        Ok(Self { pools, writer })
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<Connection, Error> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.acquire().await.map(Connection::Sqlite),
            Pools::Postgres(pool) => pool.acquire().await.map(Connection::Postgres),
        }
        .map_err(failure)
    }

    /// Runs a change in the writer's next transaction, in a savepoint of its own; answers after
    /// the commit. An error undoes this change and no other.
    pub(crate) async fn write<T, F>(&self, change: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        self.writer.run(change).await
    }

    /// Tells the writer from which key the hashes of the audit trail come. Nothing can be
    /// recorded before.
    pub(crate) fn set_audit_key(&self, key: std::sync::Arc<crate::activity::ChainKey>) {
        self.writer.set_audit_key(key);
    }

    /// Finishes what is queued and closes all connections.
    pub(crate) async fn close(&self) {
        self.writer.stop().await;
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// The writer's connection, for the one row that is written before anything can be recorded.
    pub(crate) async fn write_connection(&self) -> Result<Connection, Error> {
        self.pools.write_connection().await.map_err(failure)
    }

    /// Removes traces of destroyed values from files.
    pub(crate) async fn scrub(&self) -> Result<(), Error> {
        let mut connection = self.write_connection().await?;
        dialect::after_destroying(&mut connection)
            .await
            .map_err(failure)
    }
}

impl Pools {
    async fn open(database: &Database) -> Result<Self, OpenError> {
        match database {
            Database::Sqlite(path) => {
                let writer = PoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .test_before_acquire(false)
                    .connect_with(dialect::sqlite_options(path, true))
                    .await
                    .map_err(cannot_open)?;
                let readers = PoolOptions::new()
                    .max_connections(READERS)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .test_before_acquire(false)
                    .acquire_timeout(Duration::from_secs(5))
                    .connect_lazy_with(dialect::sqlite_options(path, false));
                Ok(Self::Sqlite { writer, readers })
            }
            Database::Postgres(url) => PoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(5))
                .connect_with(dialect::postgres_options(url)?)
                .await
                .map(Self::Postgres)
                .map_err(cannot_open),
        }
    }

    /// The connection that changes are made on.
    pub(super) async fn write_connection(&self) -> Result<Connection, sqlx::Error> {
        match self {
            Self::Sqlite { writer, .. } => writer.acquire().await.map(Connection::Sqlite),
            Self::Postgres(pool) => pool.acquire().await.map(Connection::Postgres),
        }
    }
}

fn cannot_open(error: sqlx::Error) -> OpenError {
    OpenError::Database(match &error {
        sqlx::Error::Database(database) => database.message().to_owned(),
        sqlx::Error::Configuration(_) => "its address cannot be read".into(),
        other => other.to_string(),
    })
}
