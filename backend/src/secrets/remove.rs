//! Taking a secret off the rack, and putting it back.

use domain::name::SecretName;

use super::{
    SecretSummary, edit, find,
    rows::{self, SecretRow},
};
use crate::{
    Backend, Error,
    access::{self, Actor, Grant, ReadSecrets, RemoveSecret, RestoreSecret},
    activity::{Record, Verb},
    clock,
    store::{Transaction, failure, on},
};

/// Removes a secret that is still as its remover saw it.
pub(super) async fn remove(
    backend: &Backend,
    actor: &Actor,
    name: &SecretName,
    row_version: i64,
) -> Result<SecretSummary, Error> {
    access::authorize::<RemoveSecret>(actor)?;
    let (actor, name, keep_days) = (actor.clone(), name.clone(), backend.keep_removed_days());
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                let grant = transaction.authorize::<RemoveSecret>(&actor).await?;
                let row = read(transaction, &actor, &name).await?;
                if row.removed_at.is_some() {
                    return Err(Error::NotFound);
                }
                if row.row_version != row_version {
                    transaction.write_entries().await?;
                    return Err(edit::conflict(
                        transaction.connection(),
                        &grant,
                        &row,
                        row_version,
                    )
                    .await?);
                }
                let row = move_row(transaction, &grant, &actor, row, true).await?;
                row.summary(keep_days)
            })
        })
        .await
}

/// Puts a removed secret back.
pub(super) async fn restore(
    backend: &Backend,
    actor: &Actor,
    name: &SecretName,
) -> Result<SecretSummary, Error> {
    access::authorize::<RestoreSecret>(actor)?;
    let (actor, name, keep_days) = (actor.clone(), name.clone(), backend.keep_removed_days());
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                let grant = transaction.authorize::<RestoreSecret>(&actor).await?;
                let row = read(transaction, &actor, &name).await?;
                if row.removed_at.is_none() {
                    return Err(Error::NotFound);
                }
                let row = move_row(transaction, &grant, &actor, row, false).await?;
                row.summary(keep_days)
            })
        })
        .await
}

async fn read(
    transaction: &mut Transaction,
    actor: &Actor,
    name: &SecretName,
) -> Result<SecretRow, Error> {
    let reading = transaction.authorize::<ReadSecrets>(actor).await?;
    find::by_name(transaction.connection(), &reading, name).await
}

async fn move_row<A>(
    transaction: &mut Transaction,
    _: &Grant<A>,
    actor: &Actor,
    mut row: SecretRow,
    removed: bool,
) -> Result<SecretRow, Error> {
    let at = clock::now();
    row.row_version = row.row_version.saturating_add(1);
    row.updated_at = at;
    row.updated_by = actor.name().to_owned();
    row.removed_at = removed.then_some(at);
    row.removed_by = removed.then(|| actor.name().to_owned());
    on!(transaction.connection(), c => {
        sqlx::query(
            "UPDATE secrets SET row_version = $1, updated_at = $2, updated_by = $3, removed_at = $4, removed_by = $5 \
             WHERE id = $6",
        )
        .bind(row.row_version)
        .bind(at)
        .bind(&row.updated_by)
        .bind(row.removed_at)
        .bind(&row.removed_by)
        .bind(&row.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    let kind = rows::kind(&row.kind)?;
    transaction.counts.add(kind, removed, 1);
    transaction.counts.add(kind, !removed, -1);
    let verb = if removed {
        Verb::SecretRemoved
    } else {
        Verb::SecretRestored
    };
    transaction.record(
        actor,
        Record::new(verb, row.name.as_str()).of(&row.id, row.row_version),
    );
    Ok(row)
}
