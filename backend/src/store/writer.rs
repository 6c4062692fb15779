//! The single writer. Changes that wait are run one after the other, each in a savepoint of its
//! own, and committed together: many requests share one `fsync`, and each is answered only after
//! it. One writer also keeps the hash chain of the audit trail in order without contention.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
};

use domain::role::Role;
use futures_util::{FutureExt, future::BoxFuture};
use sqlx::Row;
use tokio::sync::{mpsc, oneshot};

use super::{Connection, Script, dialect, failure, on, open::Pools, then};
use crate::{
    Error,
    access::PersonId,
    activity::{ChainKey, Entries, Head},
    secrets::Counts,
};

/// Changes in one commit at the most: keeps the wait of the first within a few milliseconds.
pub(super) const MOST_TOGETHER: usize = 128;
/// Changes that may wait; more callers wait to be let in.
const QUEUE: usize = 1024;

/// One change inside the writer's transaction.
pub(crate) struct Transaction {
    connection: Connection,
    pub(crate) head: Head,
    pub(crate) key: Arc<ChainKey>,
    /// Roles that were asked for in this transaction. Nobody else writes meanwhile, so they hold
    /// until a change of this transaction concerns them.
    pub(crate) roles: HashMap<PersonId, Option<Role>>,
    /// Written with the commit, all at once.
    pub(crate) entries: Entries,
    pub(crate) counts: Counts,
}

impl Transaction {
    /// The connection, for statements.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

type Job = Box<dyn for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Ran> + Send>;

/// A change that was run and now waits for the commit.
struct Ran {
    keep: bool,
    answer: Box<dyn FnOnce(bool) + Send>,
}

enum Message {
    Run(Job),
    Scrub(oneshot::Sender<Result<(), Error>>),
    Stop(oneshot::Sender<()>),
}

/// Handle of the writer task.
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    key: Arc<OnceLock<Arc<ChainKey>>>,
}

impl Writer {
    /// Starts the writer task.
    pub(super) fn start(pools: Pools) -> Self {
        let (queue, messages) = mpsc::channel(QUEUE);
        let key = Arc::new(OnceLock::new());
        let task = Task {
            pools,
            key: Arc::clone(&key),
            connection: None,
        };
        tokio::spawn(task.work(messages));
        Self { queue, key }
    }

    pub(super) fn set_audit_key(&self, key: Arc<ChainKey>) {
        // A second call would come from opening the same store twice, which cannot happen.
        let _ = self.key.set(key);
    }

    /// Hands a change to the writer and waits for its commit.
    pub(super) async fn run<T, F>(&self, change: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |transaction| {
            Box::pin(async move {
                let result = change(transaction).await;
                let keep = result.is_ok();
                let answer = Box::new(move |committed: bool| {
                    let result = if committed || !keep {
                        result
                    } else {
                        Err(Error::Unavailable)
                    };
                    // Whoever asked may have gone; the change stands all the same.
                    let _ = sender.send(result);
                });
                Ran { keep, answer }
            })
        });
        self.send(Message::Run(job)).await?;
        receiver.await.map_err(|_| Error::Unavailable)?
    }

    /// Removes traces of destroyed values from files, behind what is queued.
    pub(super) async fn scrub(&self) -> Result<(), Error> {
        let (sender, receiver) = oneshot::channel();
        self.send(Message::Scrub(sender)).await?;
        receiver.await.map_err(|_| Error::Unavailable)?
    }

    /// Lets what is queued finish, then ends the task.
    pub(super) async fn stop(&self) {
        let (sender, receiver) = oneshot::channel();
        if self.send(Message::Stop(sender)).await.is_ok() {
            let _ = receiver.await;
        }
    }

    async fn send(&self, message: Message) -> Result<(), Error> {
        self.queue
            .send(message)
            .await
            .map_err(|_| Error::Unavailable)
    }
}

/// The writer task.
struct Task {
    pools: Pools,
    key: Arc<OnceLock<Arc<ChainKey>>>,
    /// Kept from one transaction to the next: giving it back costs a round trip.
    connection: Option<Connection>,
}

impl Task {
    async fn work(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut waiting = Vec::with_capacity(MOST_TOGETHER);
        while messages.recv_many(&mut waiting, MOST_TOGETHER).await > 0 {
            let (mut jobs, mut scrubs, mut stop) =
                (Vec::with_capacity(waiting.len()), vec![], None);
            for message in waiting.drain(..) {
                match message {
                    Message::Run(job) => jobs.push(job),
                    Message::Scrub(sender) => scrubs.push(sender),
                    Message::Stop(sender) => stop = Some(sender),
                }
            }
            self.together(jobs).await;
            for sender in scrubs {
                let _ = sender.send(self.scrub().await);
            }
            if let Some(sender) = stop {
                drop(self);
                let _ = sender.send(());
                return;
            }
        }
    }

    /// Runs changes in one transaction and answers all of them after its commit. Where that
    /// cannot be, they are dropped and with them their answers: everybody waiting is told that
    /// storage does not answer.
    async fn together(&mut self, jobs: Vec<Job>) {
        let Some(key) = self.key.get().cloned().filter(|_| !jobs.is_empty()) else {
            return;
        };
        let Ok(mut transaction) = self.begin(key).await.map_err(failure) else {
            return;
        };
        let alone = jobs.len() == 1;
        let mut saved = false;
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            let ran = match run(&mut transaction, job, alone, &mut saved).await {
                Ok(ran) => ran,
                Err(error) => {
                    // A savepoint failed: the transaction cannot be trusted any more, nor can the
                    // connection, which is dropped.
                    let _ = failure(error);
                    let _ = transaction.connection.execute("ROLLBACK").await;
                    return answer_all(answers, false);
                }
            };
            let undone = alone && !ran.keep;
            answers.push(ran.answer);
            if undone {
                if transaction.connection.execute("ROLLBACK").await.is_ok() {
                    self.connection = Some(transaction.connection);
                }
                return answer_all(answers, false);
            }
        }
        let committed = commit(&mut transaction).await;
        if committed {
            self.connection = Some(transaction.connection);
        }
        answer_all(answers, committed);
    }

    /// Begins on the kept connection, or on a new one when that broke since it was last used.
    async fn begin(&mut self, key: Arc<ChainKey>) -> Result<Transaction, sqlx::Error> {
        let kept = match self.connection.take() {
            Some(mut connection) => begin(&mut connection)
                .await
                .ok()
                .map(|head| (connection, head)),
            None => None,
        };
        let (connection, head) = match kept {
            Some(begun) => begun,
            None => {
                let mut connection = self.pools.write_connection().await?;
                let head = begin(&mut connection).await?;
                (connection, head)
            }
        };
        Ok(Transaction {
            connection,
            head,
            key,
            roles: HashMap::new(),
            entries: Entries::default(),
            counts: Counts::default(),
        })
    }

    async fn scrub(&mut self) -> Result<(), Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.pools.write_connection().await.map_err(failure)?,
        };
        dialect::after_destroying(&mut connection)
            .await
            .map_err(failure)?;
        self.connection = Some(connection);
        Ok(())
    }
}

fn answer_all(answers: Vec<Box<dyn FnOnce(bool) + Send>>, committed: bool) {
    for answer in answers {
        answer(committed);
    }
}

/// Begins the transaction and reads the head of the audit trail in one round trip.
async fn begin(connection: &mut Connection) -> Result<Head, sqlx::Error> {
    let sql = dialect::begin(connection);
    let head = on!(connection, c => {
        sqlx::raw_sql(sql).fetch_optional(c).await.and_then(|row| match row {
            Some(row) => Ok(Head::at(row.try_get(0)?, row.try_get(1)?)),
            None => Ok(Head::beginning()),
        })
    });
    if head.is_err() {
        let _ = connection.execute("ROLLBACK").await;
    }
    head
}

/// Runs one change. With others around it, it has a savepoint of its own, made in one round trip
/// with the release of the one before; a rollback leaves it as it was made.
async fn run(
    transaction: &mut Transaction,
    job: Job,
    alone: bool,
    saved: &mut bool,
) -> Result<Ran, sqlx::Error> {
    if !alone {
        let sql = if *saved {
            "RELEASE SAVEPOINT change; SAVEPOINT change"
        } else {
            "SAVEPOINT change"
        };
        transaction.connection.execute(sql).await?;
        *saved = true;
    }
    let head = transaction.head.clone();
    let (entries, counts) = (transaction.entries.mark(), transaction.counts.clone());
    // A defect in one change must not end the writer for all.
    let ran = AssertUnwindSafe(job(transaction)).catch_unwind().await;
    let ran = ran.unwrap_or_else(|_| Ran {
        keep: false,
        answer: Box::new(|_| ()),
    });
    if !ran.keep {
        transaction.head = head;
        transaction.entries.back_to(entries);
        transaction.counts = counts;
        transaction.roles.clear();
        if !alone {
            transaction
                .connection
                .execute("ROLLBACK TO SAVEPOINT change")
                .await?;
        }
    }
    Ok(ran)
}

/// Writes what waited for the end, and commits.
async fn commit(transaction: &mut Transaction) -> bool {
    let mut script = Script::on(&transaction.connection);
    transaction.entries.write(&mut script);
    transaction.counts.write(&mut script);
    if let Some((number, hash)) = transaction.head.moved() {
        then!(&mut script, "INSERT INTO activity_head (one, number, hash) VALUES (1, ", all => all
            .push_bind(number)
            .push(", ")
            .push_bind(hash)
            .push(") ON CONFLICT (one) DO UPDATE SET number = excluded.number, hash = excluded.hash"));
    }
    then!(&mut script, "COMMIT", _all => {});
    if let Err(error) = script.run(&mut transaction.connection).await {
        let _ = failure(error);
        let _ = transaction.connection.execute("ROLLBACK").await;
        return false;
    }
    true
}
