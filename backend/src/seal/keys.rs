//! Use cases on the key ring, for the command line. A server on the same data may be running:
//! it follows with the next value it seals.
//!
//! A change of the file is made inside the transaction that records it. Transactions of all
//! processes follow one another, and with them the changes.

use std::path::{Path, PathBuf};

use super::{
    KeyId, KeyInfo, KeyRingError, KeyState, key_ring,
    rotation::{self, Progress, Rotation},
};
use crate::{
    Backend, Error,
    access::{self, Actor, Grant, Maintain},
    activity::{Record, Verb},
    clock,
    store::{Transaction, failure, on},
};

/// A key as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Its id.
    pub id: KeyId,
    /// Whether it seals.
    pub state: KeyState,
    /// When it was made, Unix milliseconds.
    pub created_at: i64,
    /// How many stored values need it, the instance secret among them.
    pub values: u64,
}

/// Why a use case on the key ring did not happen, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The key ring cannot be used or changed.
    #[error(transparent)]
    KeyRing(#[from] KeyRingError),
    /// Storage, or the right to do it.
    #[error(transparent)]
    Backend(#[from] Error),
    /// Stored values need the key.
    #[error("stored values need {id} (number: {values}); run: keyrack key rotate")]
    InUse {
        /// The key.
        id: KeyId,
        /// How many.
        values: u64,
    },
    /// The key was retired before.
    #[error("{0} was retired; add a new key instead")]
    Retired(KeyId),
    /// Values need a key that the ring does not have.
    #[error(
        "stored values need key {0}, which the key ring does not have; put back a copy of the key ring that has it"
    )]
    Missing(String),
    /// Another process rotates.
    #[error("another process is rotating keys; try again when it is done")]
    Busy,
}

/// What rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that is active now.
    pub active: KeyId,
    /// How far it came.
    pub progress: Progress,
}

/// Use cases on the key ring; made by [`Backend::keys`]. Only the program itself may use them.
pub struct Keys<'a> {
    backend: &'a Backend,
}

impl Backend {
    /// Use cases on the key ring.
    pub fn keys(&self) -> Keys<'_> {
        Keys { backend: self }
    }
}

impl Keys<'_> {
    /// The keys in order of age.
    ///
    /// # Errors
    /// [`KeysError::KeyRing`], [`KeysError::Backend`].
    pub async fn list(&self, actor: &Actor) -> Result<Vec<KeyUse>, KeysError> {
        let grant = access::authorize::<Maintain>(actor)?;
        let infos = self.backend.sealer().infos()?;
        let mut connection = self.backend.store().read().await?;
        let counted = rotation::count_by_key(&mut connection, &grant).await?;
        let values = |id: &KeyId| {
            counted
                .iter()
                .find(|(key_id, _)| key_id == id.as_str())
                .map_or(0, |(_, values)| *values)
        };
        let listed = |KeyInfo {
                          id,
                          state,
                          created_at,
                      }| KeyUse {
            values: values(&id),
            id,
            state,
            created_at,
        };
        Ok(infos.into_iter().map(listed).collect())
    }

    /// Adds a key that does not seal yet: time to copy the key ring before anything needs it.
    ///
    /// # Errors
    /// [`KeysError::KeyRing`], [`KeysError::Backend`].
    pub async fn add(&self, actor: &Actor) -> Result<KeyId, KeysError> {
        let path = self.path();
        self.change(actor, move |transaction, actor, _| {
            Box::pin(async move {
                let id = on_disk(&path, |path| key_ring::add(path, clock::now())).await?;
                transaction.record(actor, entry(&id, "key added"));
                Ok(id)
            })
        })
        .await
    }

    /// Lets a key seal everything from now on. What is sealed stays under its own key.
    ///
    /// # Errors
    /// [`KeyRingError::UnknownKey`], [`KeysError::Retired`]; as [`Self::add`].
    pub async fn activate(&self, actor: &Actor, id: &KeyId) -> Result<(), KeysError> {
        let (path, id) = (self.path(), id.clone());
        self.change(actor, move |transaction, actor, grant| {
            Box::pin(async move {
                if is_retired(transaction, grant, &id).await? {
                    return Err(KeysError::Retired(id));
                }
                let wanted = id.clone();
                if on_disk(&path, move |path| key_ring::activate(path, &wanted)).await? {
                    transaction.record(actor, entry(&id, "key activated"));
                }
                Ok(())
            })
        })
        .await
    }

    /// Adds a key, activates it, and wraps every data key under it anew.
    ///
    /// # Errors
    /// [`KeysError::Busy`]; as [`Self::rewrap`] and [`Self::add`].
    pub async fn rotate(
        &self,
        actor: &Actor,
        on_progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Rotated, KeysError> {
        let grant = access::authorize::<Maintain>(actor)?;
        let rotation = Rotation::begin(self.backend, actor, &grant).await?;
        let renewed = match self.add_active(actor).await {
            Ok(()) => rotation.run(on_progress).await,
            Err(error) => Err(error),
        };
        self.finish(rotation, renewed).await
    }

    /// Wraps every data key under the active key anew: the rest of a rotation that was stopped.
    ///
    /// # Errors
    /// [`KeysError::Busy`], [`KeysError::Missing`], [`KeysError::KeyRing`], [`KeysError::Backend`].
    pub async fn rewrap(
        &self,
        actor: &Actor,
        on_progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Rotated, KeysError> {
        let grant = access::authorize::<Maintain>(actor)?;
        let rotation = Rotation::begin(self.backend, actor, &grant).await?;
        let renewed = rotation.run(on_progress).await;
        self.finish(rotation, renewed).await
    }

    /// Takes a key that nothing needs out of the ring for good.
    ///
    /// # Errors
    /// [`KeysError::InUse`], [`KeyRingError::IsActive`], [`KeyRingError::UnknownKey`]; as
    /// [`Self::add`].
    pub async fn retire(&self, actor: &Actor, id: &KeyId) -> Result<(), KeysError> {
        let (path, id) = (self.path(), id.clone());
        let retired = id.clone();
        self.change(actor, move |transaction, actor, grant| {
            Box::pin(async move { retire(transaction, actor, grant, path, id).await })
        })
        .await?;
        // Only after the commit that keeps every process from storing under this key. Stopped in
        // between, the key is still in the ring, seals nothing, and can be retired again.
        let path = self.path();
        on_disk(&path, move |path| key_ring::remove(path, &retired)).await
    }

    async fn add_active(&self, actor: &Actor) -> Result<(), KeysError> {
        let id = self.add(actor).await?;
        self.activate(actor, &id).await
    }

    /// Gives the lease back however it went.
    async fn finish(
        &self,
        rotation: Rotation<'_>,
        renewed: Result<Progress, KeysError>,
    ) -> Result<Rotated, KeysError> {
        let ended = rotation.end().await;
        let progress = renewed?;
        ended?;
        Ok(Rotated {
            active: self.backend.sealer().active_id()?,
            progress,
        })
    }

    fn path(&self) -> PathBuf {
        self.backend.sealer().path()
    }

    /// Runs a change in a transaction. An error of the key ring undoes what it recorded.
    async fn change<T, F>(&self, actor: &Actor, change: F) -> Result<T, KeysError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(
                &'t mut Transaction,
                &'t Actor,
                &'t Grant<Maintain>,
            ) -> futures_util::future::BoxFuture<'t, Result<T, KeysError>>
            + Send
            + 'static,
    {
        let actor = actor.clone();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let written = self
            .backend
            .store()
            .write(move |transaction| {
                Box::pin(async move {
                    let grant = transaction.authorize::<Maintain>(&actor).await?;
                    match change(transaction, &actor, &grant).await {
                        Ok(answer) => Ok(answer),
                        Err(KeysError::Backend(error)) => Err(error),
                        Err(refusal) => {
                            // Nobody waits any more if this fails.
                            let _ = sender.send(refusal);
                            Err(Error::Refused("the key ring was not changed"))
                        }
                    }
                })
            })
            .await;
        match (written, receiver.await) {
            (Err(_), Ok(refusal)) => Err(refusal),
            (written, _) => Ok(written?),
        }
    }
}

async fn retire(
    transaction: &mut Transaction,
    actor: &Actor,
    grant: &Grant<Maintain>,
    path: PathBuf,
    id: KeyId,
) -> Result<(), KeysError> {
    let wanted = id.clone();
    on_disk(&path, move |path| expect_kept(path, &wanted)).await?;
    let counted = rotation::count_by_key(transaction.connection(), grant).await?;
    if let Some((_, values)) = counted
        .into_iter()
        .find(|(key_id, _)| key_id == id.as_str())
    {
        return Err(KeysError::InUse { id, values });
    }
    if mark_retired(transaction, grant, &id).await? {
        transaction.record(actor, entry(&id, "key retired"));
    }
    Ok(())
}

fn expect_kept(path: &Path, id: &KeyId) -> Result<(), KeyRingError> {
    let infos = super::KeyRing::load(path)?.infos();
    match infos
        .into_iter()
        .find(|info| info.id == *id)
        .map(|info| info.state)
    {
        Some(KeyState::Kept) => Ok(()),
        Some(KeyState::Active) => Err(KeyRingError::IsActive(id.clone())),
        None => Err(KeyRingError::UnknownKey(id.clone())),
    }
}

fn entry(id: &KeyId, detail: &str) -> Record {
    Record::new(Verb::KeyRingChanged, id.as_str()).detail(detail)
}

/// Runs what waits for the disk and for other processes, away from the asynchronous tasks.
async fn on_disk<T, F>(path: &Path, run: F) -> Result<T, KeysError>
where
    T: Send + 'static,
    F: FnOnce(&Path) -> Result<T, KeyRingError> + Send + 'static,
{
    let path = path.to_owned();
    let ran = tokio::task::spawn_blocking(move || run(&path)).await;
    Ok(ran.map_err(|_| Error::Unavailable)??)
}

/// Notes that a key is retired: storage refuses everything sealed under it from the commit on.
/// Says whether it was news.
async fn mark_retired(
    transaction: &mut Transaction,
    _: &Grant<Maintain>,
    id: &KeyId,
) -> Result<bool, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("INSERT INTO retired_keys (id, retired_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(id.as_str())
            .bind(clock::now())
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })
    .map_err(failure)
}

async fn is_retired(
    transaction: &mut Transaction,
    _: &Grant<Maintain>,
    id: &KeyId,
) -> Result<bool, Error> {
    let found: Option<i64> = on!(transaction.connection(), c => {
        sqlx::query_scalar("SELECT retired_at FROM retired_keys WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(c)
            .await
    })
    .map_err(failure)?;
    Ok(found.is_some())
}
