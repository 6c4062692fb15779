//! Appending to the audit trail, inside the transaction of the change that it tells of.

use super::{Verb, chain::Link};
use crate::{
    Error,
    access::Actor,
    clock,
    store::{Transaction, failure, on},
};

/// An entry to append.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub verb: Verb,
    pub object: String,
    pub object_id: Option<String>,
    /// Row version that the change led to, for telling two editors apart.
    pub object_version: Option<i64>,
    pub detail: String,
}

impl Record {
    /// An entry about `object`, shown by that name.
    pub(crate) fn new(verb: Verb, object: impl Into<String>) -> Self {
        Self {
            verb,
            object: object.into(),
            object_id: None,
            object_version: None,
            detail: String::new(),
        }
    }

    /// With the id of the object and the row version that the change led to.
    pub(crate) fn of(mut self, id: impl Into<String>, version: i64) -> Self {
        self.object_id = Some(id.into());
        self.object_version = Some(version);
        self
    }

    /// With more in words. Never a value.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl Transaction {
    /// Appends an entry; it stands or falls with the change around it.
    pub(crate) async fn record(&mut self, actor: &Actor, record: Record) -> Result<(), Error> {
        let number = self.head.number.saturating_add(1);
        let at = clock::now();
        let actor_id = actor.person_id().map(|id| id.as_str().to_owned());
        let hash = self.key.hash(
            &self.head.hash,
            &Link {
                number,
                at,
                actor: actor.name(),
                actor_id: actor_id.as_deref(),
                verb: record.verb.id(),
                object: &record.object,
                object_id: record.object_id.as_deref(),
                object_version: record.object_version,
                detail: &record.detail,
            },
        );
        let stored_hash = hash.clone();
        on!(self.connection(), c => {
            sqlx::query(
                "INSERT INTO activity (number, at, actor, actor_id, verb, object, object_id, object_version, detail, hash) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(number)
            .bind(at)
            .bind(actor.name())
            .bind(actor_id)
            .bind(record.verb.id())
            .bind(record.object)
            .bind(record.object_id)
            .bind(record.object_version)
            .bind(record.detail)
            .bind(stored_hash)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })
        .map_err(failure)?;
        self.head.advance(hash);
        Ok(())
    }
}
