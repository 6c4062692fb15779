//! A lease: the right to run a task, held by one process at a time and lost when it is not
//! renewed, so that a crash does not keep the task from running again.

use crate::{
    Error, clock,
    store::{Transaction, failure, on},
};

/// Unix milliseconds for which a lease holds without being renewed.
const HOLDS: i64 = clock::MINUTE;

/// A lease taken by this process.
#[derive(Clone)]
pub(super) struct Lease {
    task: &'static str,
    holder: String,
}

impl Lease {
    /// A lease on `task` that is not taken yet.
    pub(super) fn new(task: &'static str) -> Self {
        Self {
            task,
            holder: uuid::Uuid::new_v4().to_string(),
        }
    }

    /// Takes the lease, or renews it. Says whether this process holds it now.
    pub(super) async fn hold(&self, transaction: &mut Transaction) -> Result<bool, Error> {
        let now = clock::now();
        on!(transaction.connection(), c => {
            sqlx::query(
                "INSERT INTO leases (task, holder, ends_at) VALUES ($1, $2, $3) \
                 ON CONFLICT (task) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at \
                 WHERE leases.holder = excluded.holder OR leases.ends_at <= $4",
            )
            .bind(self.task)
            .bind(&self.holder)
            .bind(now.saturating_add(HOLDS))
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
        })
        .map_err(failure)
    }

    /// Gives the lease back, if this process holds it.
    pub(super) async fn release(&self, transaction: &mut Transaction) -> Result<(), Error> {
        on!(transaction.connection(), c => {
            sqlx::query("DELETE FROM leases WHERE task = $1 AND holder = $2")
                .bind(self.task)
                .bind(&self.holder)
                .execute(c)
                .await
                .map(|_| ())
        })
        .map_err(failure)
    }
}
