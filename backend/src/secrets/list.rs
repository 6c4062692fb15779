//! Listing: search, filter, order and page in SQL.

use domain::kind::Kind;
use sqlx::AssertSqlSafe;

use super::{
    ListQuery, SecretList, Sort,
    rows::{COLUMNS, SecretRow},
};
use crate::{
    Error,
    access::{Grant, ReadSecrets},
    page::{self, Page},
    store::{Connection, dialect::like, failure, on},
};

/// Words of a search that count; more are ignored.
const MOST_WORDS: usize = 8;

/// A page of secrets with the counts around it.
pub(super) async fn list(
    connection: &mut Connection,
    _: &Grant<ReadSecrets>,
    query: &ListQuery,
    keep_days: u32,
) -> Result<SecretList, Error> {
    let counts = counts(connection, query.removed).await?;
    let by_kind: Vec<(Kind, u64)> = Kind::ALL
        .iter()
        .map(|kind| {
            (
                *kind,
                counts
                    .iter()
                    .filter(|(id, _)| id == kind.id())
                    .map(|(_, n)| n)
                    .sum(),
            )
        })
        .collect();
    let in_all = by_kind.iter().map(|(_, number)| number).sum();
    let filter = Filter::of(query);
    let total = match (&query.kind, filter.words.is_empty()) {
        (None, true) => in_all,
        (Some(kind), true) => by_kind
            .iter()
            .filter(|(k, _)| k == kind)
            .map(|(_, n)| n)
            .sum(),
        _ => filter.count(connection).await?,
    };
    let (number, size) = page::clamp(query.page, query.size);
    let rows = filter.rows(connection, query.sort, number, size).await?;
    let rows = rows
        .into_iter()
        .map(|row| row.summary(keep_days))
        .collect::<Result<_, _>>()?;
    Ok(SecretList {
        page: Page {
            rows,
            total,
            number,
            size,
        },
        in_all,
        by_kind,
    })
}

/// How many secrets are on the rack, or removed.
pub(super) async fn counts(
    connection: &mut Connection,
    removed: bool,
) -> Result<Vec<(String, u64)>, Error> {
    let rows: Vec<(String, i64)> = on!(connection, c => {
        sqlx::query_as("SELECT kind, number FROM secret_counts WHERE removed = $1").bind(removed).fetch_all(c).await
    })
    .map_err(failure)?;
    Ok(rows
        .into_iter()
        .map(|(kind, number)| (kind, u64::try_from(number).unwrap_or(0)))
        .collect())
}

/// The conditions of a list. They become SQL of fixed pieces; what was typed is only ever bound.
struct Filter {
    sql: String,
    kind: Option<&'static str>,
    words: Vec<String>,
    removed: bool,
}

impl Filter {
    fn of(query: &ListQuery) -> Self {
        let words: Vec<String> = query
            .search
            .split_whitespace()
            .take(MOST_WORDS)
            .filter_map(like)
            .collect();
        let kind = query.kind.map(Kind::id);
        let mut sql = String::from(if query.removed {
            "removed_at IS NOT NULL"
        } else {
            "removed_at IS NULL"
        });
        let mut place = 0_usize;
        if kind.is_some() {
            place = place.saturating_add(1);
            sql.push_str(" AND kind = $1");
        }
        for _ in &words {
            place = place.saturating_add(1);
            sql.push_str(&format!(" AND search LIKE ${place} ESCAPE '!'"));
        }
        Self {
            sql,
            kind,
            words,
            removed: query.removed,
        }
    }

    async fn count(&self, connection: &mut Connection) -> Result<u64, Error> {
        let sql = format!("SELECT COUNT(*) FROM secrets WHERE {}", self.sql);
        let number: i64 = on!(connection, c => {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            if let Some(kind) = self.kind {
                query = query.bind(kind);
            }
            for word in &self.words {
                query = query.bind(word.clone());
            }
            query.fetch_one(c).await
        })
        .map_err(failure)?;
        Ok(u64::try_from(number).unwrap_or(0))
    }

    async fn rows(
        &self,
        connection: &mut Connection,
        sort: Sort,
        number: u32,
        size: u32,
    ) -> Result<Vec<SecretRow>, Error> {
        // Both are numbers within bounds, so they can stand in the text itself.
        let skip = page::offset(number, size);
        let sql = format!(
            "SELECT {COLUMNS} FROM secrets WHERE {} ORDER BY {} LIMIT {size} OFFSET {skip}",
            self.sql,
            order(sort, self.removed),
        );
        on!(connection, c => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            if let Some(kind) = self.kind {
                query = query.bind(kind);
            }
            for word in &self.words {
                query = query.bind(word.clone());
            }
            query.fetch_all(c).await
        })
        .map_err(failure)
    }
}

/// Each order is that of an index. Removed secrets are few and come last removed first.
fn order(sort: Sort, removed: bool) -> &'static str {
    match sort {
        Sort::RecentlyChanged if removed => "removed_at DESC, id DESC",
        Sort::LongestUnchanged if removed => "removed_at, id",
        Sort::RecentlyChanged => "updated_at DESC, id DESC",
        Sort::LongestUnchanged => "updated_at, id",
        Sort::Name => "name",
        Sort::NameDescending => "name DESC",
        Sort::RecentlyAdded => "created_at DESC, id DESC",
        Sort::FirstAdded => "created_at, id",
    }
}
