//! Sessions: beginning, recognising, listing and ending them. Storage is asked each time, so an
//! end takes effect with the next request.

use sqlx::FromRow;

use super::{
    Client, SessionSummary, Token,
    own::Own,
    rows::{self, PersonRow},
};
use crate::{
    Backend, Error,
    access::{Actor, Grant, Maintain, PersonId},
    activity::Verb,
    clock,
    store::{Transaction, failure, on},
};

/// Milliseconds after which a session that is not used ends.
const IDLE: i64 = 12 * clock::HOUR;
/// Milliseconds after which any session ends.
const LONGEST: i64 = 7 * clock::DAY;
/// Characters kept of what a browser says of itself, and of an address.
const MOST_CHARS: usize = 120;

/// Begins a session with a token of its own, and records how.
pub(super) async fn begin(
    transaction: &mut Transaction,
    person: &PersonRow,
    client: &Client,
    now: i64,
    verbs: &[Verb],
) -> Result<Token, Error> {
    let token = Token::generate()?;
    let id = uuid::Uuid::new_v4().to_string();
    let (agent, address) = (short(&client.agent), short(&client.address));
    on!(transaction.connection(), c => {
        sqlx::query(
            "INSERT INTO sessions (token_hash, id, person_id, created_at, seen_at, ends_at, agent, address) \
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7)",
        )
        .bind(token.stored_hash())
        .bind(&id)
        .bind(&person.id)
        .bind(now)
        .bind(now.saturating_add(LONGEST))
        .bind(agent)
        .bind(address)
        .execute(c)
        .await
        .map(|_| ())
    })
    .map_err(failure)?;
    let actor = person.actor(&id)?;
    for verb in verbs {
        let record = person.entry(*verb).detail(from(client));
        transaction.record(&actor, record);
    }
    Ok(token)
}

/// Where somebody came from, in words; empty when it is not known.
pub(super) fn from(client: &Client) -> String {
    match short(&client.address) {
        address if address.is_empty() => address,
        address => format!("from {address}"),
    }
}

fn short(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MOST_CHARS)
        .collect()
}

#[derive(FromRow)]
struct Recognised {
    session: String,
    seen_at: i64,
    id: String,
    display_name: String,
    role: String,
}

/// Whose session this is.
pub(super) async fn recognise(backend: &Backend, token: &Token) -> Result<Actor, Error> {
    let Some(hash) = token.stored_hash() else {
        return Ok(Actor::nobody());
    };
    let now = clock::now();
    let mut connection = backend.store().read().await?;
    let row: Option<Recognised> = on!(&mut connection, c => {
        sqlx::query_as(
            "SELECT s.id AS session, s.seen_at, p.id, p.display_name, p.role \
             FROM sessions s JOIN people p ON p.id = s.person_id \
             WHERE s.token_hash = $1 AND s.ends_at > $2 AND s.seen_at > $3 \
               AND p.disabled_at IS NULL AND p.password_hash IS NOT NULL",
        )
        .bind(&hash)
        .bind(now)
        .bind(now.saturating_sub(IDLE))
        .fetch_optional(c)
        .await
    })
    .map_err(failure)?;
    drop(connection);
    let Some(row) = row else {
        return Ok(Actor::nobody());
    };
    if now.saturating_sub(row.seen_at) >= clock::MINUTE {
        see(backend, hash, now).await;
    }
    let role = rows::stored_role(&row.role)?;
    Ok(Actor::person(
        PersonId::new(row.id),
        row.display_name,
        role,
        row.session,
    ))
}

/// Notes that a session is in use. That this fails must not keep anybody from reading.
async fn see(backend: &Backend, hash: Vec<u8>, now: i64) {
    let _ = backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                on!(transaction.connection(), c => {
                    sqlx::query("UPDATE sessions SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1")
                        .bind(now)
                        .bind(hash)
                        .execute(c)
                        .await
                        .map(|_| ())
                })
                .map_err(failure)
            })
        })
        .await;
}

#[derive(FromRow)]
struct SessionRow {
    id: String,
    created_at: i64,
    seen_at: i64,
    agent: String,
    address: String,
}

/// A person's sessions that have not ended, newest first.
pub(super) async fn list(backend: &Backend, own: &Own) -> Result<Vec<SessionSummary>, Error> {
    let now = clock::now();
    let mut connection = backend.store().read().await?;
    let rows: Vec<SessionRow> = on!(&mut connection, c => {
        sqlx::query_as(
            "SELECT id, created_at, seen_at, agent, address FROM sessions \
             WHERE person_id = $1 AND ends_at > $2 AND seen_at > $3 ORDER BY created_at DESC, id LIMIT 200",
        )
        .bind(&own.person)
        .bind(now)
        .bind(now.saturating_sub(IDLE))
        .fetch_all(c)
        .await
    })
    .map_err(failure)?;
    let summary = |row: SessionRow| SessionSummary {
        current: row.id == own.session,
        id: row.id,
        created_at: row.created_at,
        seen_at: row.seen_at,
        agent: row.agent,
        address: row.address,
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// Ends one session of a person.
pub(super) async fn end(transaction: &mut Transaction, own: &Own, id: &str) -> Result<u64, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("DELETE FROM sessions WHERE person_id = $1 AND id = $2")
            .bind(&own.person)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)
}

/// Ends all sessions of a person but the one that asks. Returns how many.
pub(super) async fn end_others(transaction: &mut Transaction, own: &Own) -> Result<u64, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("DELETE FROM sessions WHERE person_id = $1 AND id <> $2")
            .bind(&own.person)
            .bind(&own.session)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)
}

/// Ends all sessions of a person.
pub(super) async fn end_all(transaction: &mut Transaction, person_id: &str) -> Result<(), Error> {
    on!(transaction.connection(), c => {
        sqlx::query("DELETE FROM sessions WHERE person_id = $1").bind(person_id).execute(c).await.map(|_| ())
    })
    .map_err(failure)
}

/// Forgets sessions and links that have ended. Returns how many.
pub(super) async fn forget_ended(
    transaction: &mut Transaction,
    _: &Grant<Maintain>,
) -> Result<u64, Error> {
    let now = clock::now();
    let sessions = on!(transaction.connection(), c => {
        sqlx::query("DELETE FROM sessions WHERE ends_at <= $1 OR seen_at <= $2")
            .bind(now)
            .bind(now.saturating_sub(IDLE))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    let links = on!(transaction.connection(), c => {
        sqlx::query("DELETE FROM one_time_links WHERE ends_at <= $1 OR used_at IS NOT NULL")
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    Ok(sessions.saturating_add(links))
}
