//! Reading the audit trail.

use sqlx::{AssertSqlSafe, FromRow};

use super::{ActivityQuery, Entry, Verb};
use crate::{
    Error,
    access::{Grant, ReadActivity, ReadSecrets},
    page::{self, Page},
    store::{Connection, dialect, failure, on},
};

const COLUMNS: &str = "number, at, actor, verb, object, detail";
/// Filters that are not asked for are null and so let everything through. The casts are for
/// PostgreSQL, which cannot guess the type of a parameter that is compared with null.
const FILTER: &str = "(CAST($1 AS TEXT) IS NULL OR verb = $1) \
     AND (CAST($2 AS BIGINT) IS NULL OR at >= $2) \
     AND (CAST($3 AS BIGINT) IS NULL OR at < $3) \
     AND (CAST($4 AS TEXT) IS NULL OR LOWER(actor) LIKE $4 ESCAPE '!' \
          OR LOWER(object) LIKE $4 ESCAPE '!' OR LOWER(detail) LIKE $4 ESCAPE '!' \
          OR actor LIKE $5 ESCAPE '!')";

#[derive(FromRow)]
struct Row {
    number: i64,
    at: i64,
    actor: String,
    verb: String,
    object: String,
    detail: String,
}

impl Row {
    /// `None` for a verb of a newer Keyrack.
    fn entry(self) -> Option<Entry> {
        let verb = Verb::from_id(&self.verb)?;
        Some(Entry {
            number: self.number,
            at: self.at,
            actor: self.actor,
            verb,
            object: self.object,
            detail: self.detail,
        })
    }
}

/// A page of entries, newest first.
pub(super) async fn page(
    connection: &mut Connection,
    _: &Grant<ReadActivity>,
    query: &ActivityQuery,
) -> Result<Page<Entry>, Error> {
    let (number, size) = page::clamp(query.page, query.size);
    let verb = query.verb.map(Verb::id);
    let like = dialect::like(&query.search);
    let as_typed = dialect::like_as_typed(&query.search);
    let skip = i64::try_from(page::offset(number, size)).unwrap_or(i64::MAX);
    let total: i64 = if unfiltered(query) {
        count_all(connection).await?
    } else {
        let sql = format!("SELECT COUNT(*) FROM activity WHERE {FILTER}");
        on!(connection, c => {
            sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(verb).bind(query.from).bind(query.until).bind(like.clone()).bind(as_typed.clone())
                .fetch_one(c).await
        })
        .map_err(failure)?
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM activity WHERE {FILTER} ORDER BY number DESC LIMIT $6 OFFSET $7"
    );
    let rows: Vec<Row> = on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(verb).bind(query.from).bind(query.until).bind(like).bind(as_typed)
            .bind(i64::from(size)).bind(skip)
            .fetch_all(c).await
    })
    .map_err(failure)?;
    Ok(Page {
        rows: rows.into_iter().filter_map(Row::entry).collect(),
        total: u64::try_from(total).unwrap_or(0),
        number,
        size,
    })
}

fn unfiltered(query: &ActivityQuery) -> bool {
    query.verb.is_none()
        && query.from.is_none()
        && query.until.is_none()
        && query.search.trim().is_empty()
}

/// Entries are numbered without gaps, so the newest number is how many there are.
async fn count_all(connection: &mut Connection) -> Result<i64, Error> {
    let newest: Option<i64> = on!(connection, c => {
        sqlx::query_scalar("SELECT number FROM activity_head WHERE one = 1").fetch_optional(c).await
    })
    .map_err(failure)?;
    Ok(newest.unwrap_or(0))
}

/// The newest entries of one object.
pub(super) async fn of_object(
    connection: &mut Connection,
    _: &Grant<ReadSecrets>,
    object_id: &str,
    most: u32,
) -> Result<Vec<Entry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM activity WHERE object_id = $1 ORDER BY number DESC LIMIT $2"
    );
    let rows: Vec<Row> = on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql)).bind(object_id).bind(i64::from(most)).fetch_all(c).await
    })
    .map_err(failure)?;
    Ok(rows.into_iter().filter_map(Row::entry).collect())
}

/// What was done to an object after one of its row versions, oldest first.
pub(crate) async fn since<A>(
    connection: &mut Connection,
    _: &Grant<A>,
    object_id: &str,
    version: i64,
) -> Result<Vec<Entry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM activity WHERE object_id = $1 AND object_version > $2 ORDER BY number LIMIT 200"
    );
    let rows: Vec<Row> = on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql)).bind(object_id).bind(version).fetch_all(c).await
    })
    .map_err(failure)?;
    Ok(rows.into_iter().filter_map(Row::entry).collect())
}
