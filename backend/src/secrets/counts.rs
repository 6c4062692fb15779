//! The kept counts, so that no page has to count rows.

use domain::kind::Kind;

use crate::{
    Error,
    store::{Transaction, failure, on},
};

/// Adds `by` to the count of a kind, on the rack or removed.
pub(super) async fn add(
    transaction: &mut Transaction,
    kind: Kind,
    removed: bool,
    by: i64,
) -> Result<(), Error> {
    on!(transaction.connection(), c => {
        sqlx::query(
            "INSERT INTO secret_counts (kind, removed, number) VALUES ($1, $2, $3) \
             ON CONFLICT (kind, removed) DO UPDATE SET number = secret_counts.number + excluded.number",
        )
        .bind(kind.id())
        .bind(removed)
        .bind(by)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map(|_| ())
    .map_err(failure)
}
