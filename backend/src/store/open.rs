//! The opened storage: a single writer and a pool of readers.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{ConnectOptions, Connection as _, PgPool, pool::PoolOptions};

use super::{
    Connection, dialect, failure, schema,
    sqlite::Connections,
    writer::{Transaction, Writer},
};
use crate::{Database, Error, OpenError};

/// Readers of the SQLite file; they never wait for the writer.
const READERS: usize = 4;
/// Connections to a PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 10;

/// Pools of connections.
#[derive(Clone)]
pub(super) enum Pools {
    /// One writer and several readers of one file.
    Sqlite {
        writer: Connections,
        readers: Connections,
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

    /// Whether there is a schema of ours. Makes nothing.
    pub(crate) async fn exists(database: &Database) -> Result<bool, OpenError> {
        match database {
            Database::Sqlite(file) => Ok(file.exists()),
            Database::Postgres(url) => {
                let options = dialect::postgres_options(url)?;
                let mut connection = options.connect().await.map_err(cannot_open)?;
                let found = sqlx::query_scalar("SELECT to_regclass('instance') IS NOT NULL")
                    .fetch_one(&mut connection)
                    .await
                    .map_err(cannot_open);
                let _ = connection.close().await;
                found
            }
        }
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<Connection, Error> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.get().await.map(Connection::Sqlite),
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
        self.writer.scrub().await
    }
}

impl Pools {
    async fn open(database: &Database) -> Result<Self, OpenError> {
        match database {
            Database::Sqlite(path) => {
                let connections = |writable, most| {
                    Connections::new(dialect::sqlite_options(path, writable), most)
                        .map_err(|error| OpenError::Database(error.to_string()))
                };
                Ok(Self::Sqlite {
                    writer: connections(true, 1)?,
                    readers: connections(false, READERS)?,
                })
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
            Self::Sqlite { writer, .. } => writer.get().await.map(Connection::Sqlite),
            Self::Postgres(pool) => pool.acquire().await.map(Connection::Postgres),
        }
    }
}

/// A database that cannot be opened, without the driver's words around it.
pub(super) fn cannot_open(error: sqlx::Error) -> OpenError {
    OpenError::Database(match &error {
        sqlx::Error::Database(database) => database.message().to_owned(),
        sqlx::Error::Configuration(_) => "its address cannot be read".into(),
        other => other.to_string(),
    })
}
