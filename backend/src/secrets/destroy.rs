//! Destroying removed secrets when their time has come: the wrapped data keys first, so that no
//! copy of the ciphertext anywhere can be opened again.

use crate::{
    Backend, Error,
    access::{self, Actor, Grant, Maintain},
    activity::{Record, Verb},
    clock,
    store::{Transaction, failure, on},
};

use super::rows;

/// Secrets destroyed in one transaction, so that others are not kept waiting.
const STEP: i64 = 50;

/// Destroys all whose time has come. Returns how many.
pub(super) async fn destroy_expired(backend: &Backend, actor: &Actor) -> Result<u64, Error> {
    access::authorize::<Maintain>(actor)?;
    let keep = i64::from(backend.keep_removed_days()).saturating_mul(clock::DAY);
    let before = clock::now().saturating_sub(keep);
    let mut all = 0_u64;
    loop {
        let actor = actor.clone();
        let step = backend
            .store()
            .write(move |transaction| {
                Box::pin(async move { step(transaction, &actor, before).await })
            })
            .await?;
        all = all.saturating_add(step);
        if step == 0 {
            break;
        }
    }
    if all > 0 {
        backend.store().scrub().await?;
    }
    Ok(all)
}

async fn step(transaction: &mut Transaction, actor: &Actor, before: i64) -> Result<u64, Error> {
    let grant = access::authorize::<Maintain>(actor)?;
    let due: Vec<(String, String, String, i64)> = on!(transaction.connection(), c => {
        sqlx::query_as(
            "SELECT id, name, kind, row_version FROM secrets WHERE removed_at IS NOT NULL AND removed_at <= $1 \
             ORDER BY removed_at, id LIMIT $2",
        )
        .bind(before)
        .bind(STEP)
        .fetch_all(c)
        .await
    })
    .map_err(failure)?;
    let number = u64::try_from(due.len()).unwrap_or(0);
    for (id, name, kind, row_version) in due {
        destroy(transaction, &grant, &id).await?;
        transaction.counts.add(rows::kind(&kind)?, true, -1);
        let record = Record::new(Verb::SecretDestroyed, name).of(id, row_version.saturating_add(1));
        transaction.record(actor, record);
    }
    Ok(number)
}

async fn destroy(
    transaction: &mut Transaction,
    _: &Grant<Maintain>,
    id: &str,
) -> Result<(), Error> {
    for sql in [
        "UPDATE secret_versions SET wrapped_key = '', body = '' WHERE secret_id = $1",
        "DELETE FROM secret_versions WHERE secret_id = $1",
        "DELETE FROM secrets WHERE id = $1",
    ] {
        on!(transaction.connection(), c => {
            sqlx::query(sql).bind(id).execute(c).await.map(|done| done.rows_affected())
        })
        .map_err(failure)?;
    }
    Ok(())
}
