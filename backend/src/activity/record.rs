//! Appending to the audit trail, inside the transaction of the change that it tells of.

use super::{Verb, chain::Link};
use crate::{
    Error,
    access::Actor,
    clock,
    store::{Script, Transaction, failure, then},
};

/// Entries in one statement: ten parameters each, of which SQLite takes 32,766.
const MOST_ROWS: usize = 1000;

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
    /// Appends an entry; it stands or falls with the change around it, and is written with the
    /// commit.
    pub(crate) fn record(&mut self, actor: &Actor, record: Record) {
        if record.verb.changes_rights() {
            self.roles.clear();
        }
        let (number, at) = (self.head.number.saturating_add(1), clock::now());
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
        self.head.advance(hash.clone());
        self.entries.waiting.push(Row {
            number,
            at,
            actor: actor.name().to_owned(),
            actor_id,
            record,
            hash,
        });
    }

    /// Writes the entries so far, for whoever reads them in the same transaction.
    pub(crate) async fn write_entries(&mut self) -> Result<(), Error> {
        let mut script = Script::on(self.connection());
        if !self.entries.write(&mut script) {
            return Ok(());
        }
        self.entries.written = self.entries.waiting.len();
        script
            .run(self.connection())
            .await
            .map(|_| ())
            .map_err(failure)
    }
}

/// Entries of a transaction, in the order of the chain.
#[derive(Default)]
pub(crate) struct Entries {
    waiting: Vec<Row>,
    /// How many of them are in the table already.
    written: usize,
}

impl Entries {
    /// How far they have come, to go back to with [`Self::back_to`].
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.waiting.len(), self.written)
    }

    /// Forgets what came later: the change it tells of was undone, and what it wrote with it.
    pub(crate) fn back_to(&mut self, (waiting, written): (usize, usize)) {
        self.waiting.truncate(waiting);
        self.written = written;
    }

    /// Adds the statements that write them; whether there is anything to write.
    pub(crate) fn write(&self, script: &mut Script) -> bool {
        let rows = self.waiting.get(self.written..).unwrap_or_default();
        for rows in rows.chunks(MOST_ROWS) {
            then!(
                script,
                "INSERT INTO activity (number, at, actor, actor_id, verb, object, object_id, object_version, detail, hash) ",
                all => all.push_values(rows, |mut values, row| {
                    values
                        .push_bind(row.number)
                        .push_bind(row.at)
                        .push_bind(&row.actor)
                        .push_bind(&row.actor_id)
                        .push_bind(row.record.verb.id())
                        .push_bind(&row.record.object)
                        .push_bind(&row.record.object_id)
                        .push_bind(row.record.object_version)
                        .push_bind(&row.record.detail)
                        .push_bind(&row.hash);
                })
            );
        }
        !rows.is_empty()
    }
}

/// An entry with its place and hash.
struct Row {
    number: i64,
    at: i64,
    actor: String,
    actor_id: Option<String>,
    record: Record,
    hash: Vec<u8>,
}
