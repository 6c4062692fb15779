//! The rack's own row: its id and the instance secret that proves the key ring.

use std::path::Path;

use sqlx::FromRow;

use crate::{
    OpenError,
    backend::no_randomness,
    clock,
    seal::{InstanceSecret, KeyRing, KeyRingError, SealError, Sealed, Sealer},
    store::{Store, on},
};

/// The stored row.
#[derive(FromRow)]
pub(crate) struct Stored {
    id: String,
    key_id: String,
    wrapped_key: Vec<u8>,
    body: Vec<u8>,
}

/// The stored row, if the rack has been used before.
pub(crate) async fn read(store: &Store) -> Result<Option<Stored>, OpenError> {
    let mut connection = store.read().await.map_err(unanswered)?;
    on!(&mut connection, c => {
        sqlx::query_as("SELECT id, key_id, wrapped_key, body FROM instance WHERE one = 1").fetch_optional(c).await
    })
    .map_err(|error| OpenError::Database(error.to_string()))
}

/// Opens the instance secret of a rack that has been used before: the key check.
pub(crate) fn unlock(path: &Path, stored: Stored) -> Result<(Sealer, InstanceSecret), OpenError> {
    let ring = KeyRing::load(path).map_err(|error| match error {
        KeyRingError::Missing(path) => OpenError::KeyRingMissing(path),
        other => OpenError::KeyRing(other),
    })?;
    let sealer = Sealer::new(ring, &stored.id);
    let sealed = Sealed {
        key_id: stored.key_id,
        wrapped_key: stored.wrapped_key,
        body: stored.body,
    };
    let secret =
        InstanceSecret::open(&sealer, &sealed).map_err(|_| OpenError::WrongKey(path.to_owned()))?;
    Ok((sealer, secret))
}

/// Makes a new rack: a key ring if there is none, an id, and the instance secret.
pub(crate) async fn make(
    store: &Store,
    path: &Path,
) -> Result<(Sealer, InstanceSecret), OpenError> {
    let now = clock::now();
    let ring = match KeyRing::load(path) {
        Err(KeyRingError::Missing(_)) => KeyRing::create(path, now)?,
        loaded => loaded?,
    };
    let sealer = Sealer::new(ring, &uuid::Uuid::new_v4().to_string());
    let (_, sealed) = InstanceSecret::create(&sealer).map_err(|error| match error {
        SealError::KeyRing(error) => OpenError::KeyRing(error),
        _ => no_randomness(),
    })?;
    insert(store, &sealer, sealed, now).await?;
    // Another replica may have been quicker: whatever is stored now is this rack.
    let stored = read(store)
        .await?
        .ok_or_else(|| OpenError::Database("the new rack cannot be read back".into()))?;
    unlock(path, stored)
}

async fn insert(store: &Store, sealer: &Sealer, sealed: Sealed, now: i64) -> Result<(), OpenError> {
    let mut connection = store.write_connection().await.map_err(unanswered)?;
    on!(&mut connection, c => {
        sqlx::query(
            "INSERT INTO instance (one, id, created_at, key_id, wrapped_key, body) VALUES (1, $1, $2, $3, $4, $5) \
             ON CONFLICT (one) DO NOTHING",
        )
        .bind(sealer.instance())
        .bind(now)
        .bind(sealed.key_id)
        .bind(sealed.wrapped_key)
        .bind(sealed.body)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map(|_| ())
    .map_err(|error| OpenError::Database(error.to_string()))
}

fn unanswered(error: crate::Error) -> OpenError {
    OpenError::Database(error.to_string())
}
