//! The opened rack: storage, key ring and instance secret together.

use std::{path::PathBuf, sync::Arc};

use crate::{
    Error,
    access::Actor,
    activity::{Activity, ChainKey, Record, Verb},
    instance,
    people::{Attempts, People},
    seal::{KeyRingError, Sealer},
    secrets::{self, Creation, SecretSummary, Secrets},
    store::{Gathered, Store, failure},
};

/// Where records are kept. Has no `Debug`: an address can hold a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// One SQLite file, made when missing.
    Sqlite(PathBuf),
    /// A PostgreSQL server, version 15 or later: `postgres://user@host:port/name`.
    Postgres(String),
}

/// What [`Backend::open`] needs.
#[derive(Clone)]
pub struct Options {
    /// Where records are kept.
    pub database: Database,
    /// The key ring file; made when missing and the database is new.
    pub key_ring: PathBuf,
    /// Days for which a removed secret can be restored.
    pub keep_removed_days: u32,
}

/// Why the rack cannot be opened. Each is one clear sentence.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key ring file cannot be used.
    #[error(transparent)]
    KeyRing(#[from] KeyRingError),
    /// There is data but no key ring.
    #[error("there is data, but no key ring at {0}; put the key ring of this data back there")]
    KeyRingMissing(PathBuf),
    /// The key ring does not open this data.
    #[error(
        "the key ring at {0} does not open this data; put the key ring of this data back there"
    )]
    WrongKey(PathBuf),
    /// The data was written by a newer Keyrack.
    #[error("the data has schema {found}, this Keyrack knows up to {known}; use a newer Keyrack")]
    NewerSchema {
        /// Schema of the data.
        found: i64,
        /// Newest schema known here.
        known: i64,
    },
    /// The bundled SQLite is too old to be safe.
    #[error("SQLite {0} can damage data; Keyrack needs 3.51.3 or later")]
    SqliteTooOld(String),
    /// A database setting did not take.
    #[error("the database did not accept the setting {0}")]
    Setting(&'static str),
    /// The database does not answer or refuses.
    #[error("the database cannot be opened: {0}")]
    Database(String),
}

struct Inner {
    store: Arc<Store>,
    /// New secrets that wait for the writer.
    creations: Gathered<Creation, SecretSummary>,
    sealer: Sealer,
    chain_key: Arc<ChainKey>,
    options: Options,
    attempts: Attempts,
}

/// The opened rack. Cloning it is cheap; all clones are the same rack.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

impl Backend {
    /// Opens the rack, making it when it is new.
    ///
    /// # Errors
    /// One [`OpenError`] for each reason not to start.
    pub async fn open(options: &Options) -> Result<Self, OpenError> {
        let store = Arc::new(Store::open(&options.database).await?);
        let (sealer, secret) = match instance::read(&store).await? {
            Some(stored) => instance::unlock(&options.key_ring, stored)?,
            None => instance::make(&store, &options.key_ring).await?,
        };
        let chain_key = Arc::new(ChainKey::new(
            secret.audit_key().map_err(|_| no_randomness())?,
        ));
        store.set_audit_key(Arc::clone(&chain_key));
        Ok(Self {
            inner: Arc::new(Inner {
                creations: Gathered::new(Arc::clone(&store), secrets::create_together),
                store,
                sealer,
                chain_key,
                options: options.clone(),
                attempts: Attempts::new(),
            }),
        })
    }

    /// Whether there is a rack in this database already.
    ///
    /// # Errors
    /// [`OpenError::Database`] when it does not answer.
    pub async fn exists(database: &Database) -> Result<bool, OpenError> {
        Store::exists(database).await
    }

    /// Whether storage answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ready(&self) -> Result<(), Error> {
        self.store()
            .read()
            .await?
            .execute("SELECT 1")
            .await
            .map_err(failure)
    }

    /// Finishes what is under way and closes storage.
    pub async fn close(&self) {
        self.inner.store.close().await;
    }

    /// Use cases on secrets.
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets { backend: self }
    }

    /// Use cases on people.
    pub fn people(&self) -> People<'_> {
        People { backend: self }
    }

    /// Use cases on the audit trail.
    pub fn activity(&self) -> Activity<'_> {
        Activity { backend: self }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn creations(&self) -> &Gathered<Creation, SecretSummary> {
        &self.inner.creations
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }

    pub(crate) fn instance(&self) -> &str {
        self.inner.sealer.instance()
    }

    /// Counters of attempts to sign in.
    pub(crate) fn attempts(&self) -> &Attempts {
        &self.inner.attempts
    }

    pub(crate) fn chain_key(&self) -> &ChainKey {
        &self.inner.chain_key
    }

    /// Days for which a removed secret can be restored.
    pub fn keep_removed_days(&self) -> u32 {
        self.inner.options.keep_removed_days
    }

    /// Records what a use case must not answer unrecorded, a refusal or a value that does not
    /// open, and hands the answer on. When it cannot be recorded, that is the answer.
    pub(crate) async fn recorded<T>(
        &self,
        actor: &Actor,
        object: &str,
        answer: Result<T, Error>,
    ) -> Result<T, Error> {
        let verb = match &answer {
            Err(Error::Denied) => Verb::Refused,
            Err(Error::Integrity) => Verb::IntegrityViolated,
            _ => return answer,
        };
        let (actor, record) = (actor.clone(), Record::new(verb, object));
        self.store()
            .write(move |transaction| {
                Box::pin(async move {
                    transaction.record(&actor, record);
                    Ok(())
                })
            })
            .await?;
        answer
    }
}

pub(crate) fn no_randomness() -> OpenError {
    OpenError::KeyRing(KeyRingError::NoRandomness)
}
