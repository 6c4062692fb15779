//! Rotation: wrapping every data key anew under the active root key.
//!
//! It has no state of its own to lose: whatever is not under the active key is still to do. So
//! it can be stopped at any point and started again, while values are read, sealed and changed.

use domain::{identity::Identity, kind::Kind};
use futures_util::future::BoxFuture;
use sqlx::FromRow;

use super::{SealError, instance, keys::KeysError, lease::Lease};
use crate::{
    Backend, Error,
    access::{Actor, Grant, Maintain},
    activity::{Record, Verb},
    secrets::sealed_version,
    store::{Connection, Transaction, failure, internal, on},
};

/// Rows in one transaction: few, so that others do not wait for it.
const BATCH: i64 = 100;
/// The task that only one process runs at a time.
const TASK: &str = "rotation";

/// How far rotation has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Values under the active key that were not before.
    pub done: u64,
    /// Values that do not open under the key they name; they stay as they are.
    pub damaged: u64,
    /// Values that there were to do at the start.
    pub total: u64,
}

/// How many sealed values each key wraps. The instance secret counts as one.
pub(super) async fn count_by_key(
    connection: &mut Connection,
    _: &Grant<Maintain>,
) -> Result<Vec<(String, u64)>, Error> {
    let counted: Vec<(String, i64)> = on!(connection, c => {
        sqlx::query_as(
            "SELECT key_id, COUNT(*) FROM \
             (SELECT key_id FROM secret_versions UNION ALL SELECT key_id FROM instance) AS sealed \
             GROUP BY key_id ORDER BY key_id",
        )
        .fetch_all(c)
        .await
    })
    .map_err(failure)?;
    Ok(counted
        .into_iter()
        .map(|(key_id, number)| (key_id, u64::try_from(number).unwrap_or(0)))
        .collect())
}

/// A rotation of which this process holds the lease.
pub(super) struct Rotation<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    grant: &'a Grant<Maintain>,
    lease: Lease,
}

/// A wrapped data key with what it is bound to.
#[derive(FromRow)]
struct Wrapped {
    id: String,
    secret_id: String,
    number: i64,
    kind: String,
    identity: String,
    wrapped_key: Vec<u8>,
    /// Name of the secret, for telling of a damaged one.
    name: String,
}

/// A wrap to be stored.
struct Rewrapped {
    id: String,
    key_id: String,
    wrapped_key: Vec<u8>,
}

impl<'a> Rotation<'a> {
    /// Takes the lease.
    ///
    /// # Errors
    /// [`KeysError::Busy`] while another process holds it.
    pub(super) async fn begin(
        backend: &'a Backend,
        actor: &'a Actor,
        grant: &'a Grant<Maintain>,
    ) -> Result<Self, KeysError> {
        let rotation = Self {
            backend,
            actor,
            grant,
            lease: Lease::new(TASK),
        };
        let lease = rotation.lease.clone();
        if rotation
            .write(move |transaction| Box::pin(async move { lease.hold(transaction).await }))
            .await?
        {
            Ok(rotation)
        } else {
            Err(KeysError::Busy)
        }
    }

    /// Gives the lease back, and clears the old wraps out of files.
    pub(super) async fn end(self) -> Result<(), KeysError> {
        let lease = self.lease.clone();
        self.write(move |transaction| Box::pin(async move { lease.release(transaction).await }))
            .await?;
        Ok(self.backend.store().scrub().await?)
    }

    /// Wraps everything under the active key; tells `on_progress` after each batch.
    ///
    /// Goes round until a round finds nothing more: a value can be stored under the old key
    /// behind the place that rotation has come to.
    pub(super) async fn run(
        &self,
        on_progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Progress, KeysError> {
        let mut progress = Progress::default();
        loop {
            let before = progress.done;
            let damaged = self.round(&mut progress, on_progress).await?;
            if progress.done == before {
                self.record(progress, damaged).await?;
                return Ok(progress);
            }
        }
    }

    /// One round over all keys but the active one. Returns what does not open.
    async fn round(
        &self,
        progress: &mut Progress,
        on_progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<Wrapped>, KeysError> {
        let old = self.keys_to_leave().await?;
        let left = old
            .iter()
            .fold(0, |sum: u64, (_, number)| sum.saturating_add(*number));
        progress.total = progress.done.saturating_add(left);
        progress.damaged = 0;
        on_progress(*progress);
        if left > 0 && self.instance().await? {
            progress.done = progress.done.saturating_add(1);
        }
        let mut damaged = Vec::new();
        for (key_id, _) in old {
            damaged.append(&mut self.versions_under(&key_id, progress, on_progress).await?);
        }
        Ok(damaged)
    }

    /// Keys other than the active one that wrap something, and how much.
    async fn keys_to_leave(&self) -> Result<Vec<(String, u64)>, KeysError> {
        let active = self.backend.sealer().active_id()?;
        let mut connection = self.backend.store().read().await?;
        let mut counted = count_by_key(&mut connection, self.grant).await?;
        counted.retain(|(key_id, _)| key_id != active.as_str());
        Ok(counted)
    }

    async fn versions_under(
        &self,
        key_id: &str,
        progress: &mut Progress,
        on_progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<Wrapped>, KeysError> {
        let mut damaged = Vec::new();
        // Past the rows of the batch before: those that do not open stay under the old key.
        let mut after = String::new();
        loop {
            let batch = self.batch(key_id, &after).await?;
            let Some(last) = batch.last() else {
                return Ok(damaged);
            };
            after.clone_from(&last.id);
            let renewed = self.rewrap(key_id, batch, &mut damaged)?;
            let done = self.store(key_id, renewed).await?;
            progress.done = progress.done.saturating_add(done);
            progress.damaged = u64::try_from(damaged.len()).unwrap_or(u64::MAX);
            on_progress(*progress);
        }
    }

    async fn batch(&self, key_id: &str, after: &str) -> Result<Vec<Wrapped>, Error> {
        let mut connection = self.backend.store().read().await?;
        on!(&mut connection, c => {
            sqlx::query_as(
                "SELECT v.id, v.secret_id, v.number, s.kind, v.identity, v.wrapped_key, s.name \
                 FROM secret_versions v JOIN secrets s ON s.id = v.secret_id \
                 WHERE v.key_id = $1 AND v.id > $2 ORDER BY v.id LIMIT $3",
            )
            .bind(key_id)
            .bind(after)
            .bind(BATCH)
            .fetch_all(c)
            .await
        })
        .map_err(failure)
    }

    /// New wraps of the rows that open; the others go to `damaged`.
    fn rewrap(
        &self,
        key_id: &str,
        batch: Vec<Wrapped>,
        damaged: &mut Vec<Wrapped>,
    ) -> Result<Vec<Rewrapped>, KeysError> {
        let mut renewed = Vec::with_capacity(batch.len());
        for row in batch {
            match self.rewrap_one(key_id, &row) {
                Ok((key_id, wrapped_key)) => renewed.push(Rewrapped {
                    id: row.id,
                    key_id,
                    wrapped_key,
                }),
                Err(SealError::DoesNotOpen) => damaged.push(row),
                Err(SealError::UnknownKey) => return Err(KeysError::Missing(key_id.to_owned())),
                Err(SealError::KeyRing(error)) => return Err(error.into()),
                Err(error @ SealError::CannotSeal) => {
                    return Err(internal("a data key cannot be wrapped", &error.to_string()).into());
                }
            }
        }
        Ok(renewed)
    }

    fn rewrap_one(&self, key_id: &str, row: &Wrapped) -> Result<(String, Vec<u8>), SealError> {
        // A kind or identity that cannot be read is not what was sealed.
        let kind = Kind::from_id(&row.kind).ok_or(SealError::DoesNotOpen)?;
        let identity: Identity =
            serde_json::from_str(&row.identity).map_err(|_| SealError::DoesNotOpen)?;
        let destinations = identity.destinations();
        let sealer = self.backend.sealer();
        let place = sealed_version::context(
            sealer.instance(),
            &row.secret_id,
            row.number,
            kind,
            &destinations,
        );
        sealer.rewrap(&place, key_id, &row.wrapped_key)
    }

    /// Stores the wraps in one transaction, if this process still holds the lease. Rows that
    /// were destroyed or renewed meanwhile are left alone.
    async fn store(&self, old: &str, renewed: Vec<Rewrapped>) -> Result<u64, KeysError> {
        let (lease, old) = (self.lease.clone(), old.to_owned());
        let stored = self
            .write(move |transaction| {
                Box::pin(async move {
                    if !lease.hold(transaction).await? {
                        return Ok(None);
                    }
                    let mut done: u64 = 0;
                    for wrap in renewed {
                        done = done.saturating_add(update(transaction, &old, wrap).await?);
                    }
                    Ok(Some(done))
                })
            })
            .await?;
        stored.ok_or(KeysError::Busy)
    }

    /// Wraps the instance secret anew. Says whether it was under another key.
    async fn instance(&self) -> Result<bool, KeysError> {
        let mut connection = self.backend.store().read().await?;
        let (key_id, wrapped_key): (String, Vec<u8>) = on!(&mut connection, c => {
            sqlx::query_as("SELECT key_id, wrapped_key FROM instance WHERE one = 1").fetch_one(c).await
        })
        .map_err(failure)?;
        drop(connection);
        let sealer = self.backend.sealer();
        if sealer.active_id()?.as_str() == key_id {
            return Ok(false);
        }
        let (new_id, new_wrap) = sealer
            .rewrap(&instance::place(sealer.instance()), &key_id, &wrapped_key)
            .map_err(|_| KeysError::Missing(key_id.clone()))?;
        let done = self
            .write(move |transaction| {
                Box::pin(
                    async move { update_instance(transaction, &key_id, new_id, new_wrap).await },
                )
            })
            .await?;
        Ok(done == 1)
    }

    async fn record(&self, progress: Progress, damaged: Vec<Wrapped>) -> Result<(), KeysError> {
        if progress.total == 0 {
            return Ok(());
        }
        let active = self.backend.sealer().active_id()?;
        let detail = format!("values sealed under it anew: {}", progress.done);
        let mut entries = vec![Record::new(Verb::KeyRingChanged, active.as_str()).detail(detail)];
        entries.extend(damaged.into_iter().map(|row| {
            let mut entry = Record::new(Verb::IntegrityViolated, row.name);
            entry.object_id = Some(row.secret_id);
            entry.detail(format!("version {}", row.number))
        }));
        let actor = self.actor.clone();
        self.write(move |transaction| {
            Box::pin(async move {
                for entry in entries {
                    transaction.record(&actor, entry);
                }
                Ok(())
            })
        })
        .await
    }

    /// Runs a change in a transaction, after deciding again that it may be made.
    async fn write<T, F>(&self, change: F) -> Result<T, KeysError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        let actor = self.actor.clone();
        let written = self
            .backend
            .store()
            .write(move |transaction| {
                Box::pin(async move {
                    transaction.authorize::<Maintain>(&actor).await?;
                    change(transaction).await
                })
            })
            .await;
        Ok(written?)
    }
}

async fn update(transaction: &mut Transaction, old: &str, wrap: Rewrapped) -> Result<u64, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("UPDATE secret_versions SET key_id = $1, wrapped_key = $2 WHERE id = $3 AND key_id = $4")
            .bind(wrap.key_id)
            .bind(wrap.wrapped_key)
            .bind(wrap.id)
            .bind(old)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)
}

async fn update_instance(
    transaction: &mut Transaction,
    old: &str,
    key_id: String,
    wrapped_key: Vec<u8>,
) -> Result<u64, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("UPDATE instance SET key_id = $1, wrapped_key = $2 WHERE one = 1 AND key_id = $3")
            .bind(key_id)
            .bind(wrapped_key)
            .bind(old)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)
}
