//! Recomputing the hash chain.

use sqlx::FromRow;

use super::{
    ChainReport,
    chain::{ChainKey, Head, Link},
};
use crate::{
    Error,
    store::{Connection, failure, on},
};

/// Entries read at a time.
const STEP: i64 = 1000;

#[derive(FromRow)]
struct Row {
    number: i64,
    at: i64,
    actor: String,
    actor_id: Option<String>,
    verb: String,
    object: String,
    object_id: Option<String>,
    object_version: Option<i64>,
    detail: String,
    hash: Vec<u8>,
}

/// Reads the trail from its first entry and compares every hash, then the stored head.
pub(super) async fn verify(
    connection: &mut Connection,
    key: &ChainKey,
) -> Result<ChainReport, Error> {
    // The head is read first: entries appended meanwhile are read as well and stay in order.
    let stored = stored_head(connection).await?;
    let mut head = Head::beginning();
    let mut at_stored = stored.number == 0;
    loop {
        let rows = after(connection, head.number).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let expected = head.number.saturating_add(1);
            if row.number != expected || row.hash != rehash(key, &head, &row) {
                return Ok(report(&head, Some(expected)));
            }
            head.advance(row.hash);
            at_stored |= head.number == stored.number && head.hash == stored.hash;
        }
    }
    let broken_at = (!at_stored).then(|| head.number.saturating_add(1));
    Ok(report(&head, broken_at))
}

fn rehash(key: &ChainKey, head: &Head, row: &Row) -> Vec<u8> {
    key.hash(
        &head.hash,
        &Link {
            number: row.number,
            at: row.at,
            actor: &row.actor,
            actor_id: row.actor_id.as_deref(),
            verb: &row.verb,
            object: &row.object,
            object_id: row.object_id.as_deref(),
            object_version: row.object_version,
            detail: &row.detail,
        },
    )
}

fn report(head: &Head, broken_at: Option<i64>) -> ChainReport {
    let head_hash = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    ChainReport {
        entries: head.number,
        broken_at,
        head: head_hash,
    }
}

async fn after(connection: &mut Connection, number: i64) -> Result<Vec<Row>, Error> {
    on!(connection, c => {
        sqlx::query_as::<_, Row>(
            "SELECT number, at, actor, actor_id, verb, object, object_id, object_version, detail, hash \
             FROM activity WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(number)
        .bind(STEP)
        .fetch_all(c)
        .await
    })
    .map_err(failure)
}

async fn stored_head(connection: &mut Connection) -> Result<Head, Error> {
    let row: Option<(i64, Vec<u8>)> = on!(connection, c => {
        sqlx::query_as("SELECT number, hash FROM activity_head WHERE one = 1").fetch_optional(c).await
    })
    .map_err(failure)?;
    Ok(row.map_or_else(Head::beginning, |(number, hash)| Head::at(number, hash)))
}
