//! The single writer. Changes that wait are run one after the other, each from a savepoint that
//! undoes it alone, and committed together: many requests share one `fsync`, and each is answered
//! only after it. One writer also keeps the hash chain of the audit trail in order without
//! contention.

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
    time::Duration,
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

/// Jobs in one commit at the most, and changes in one job: keeps the wait of the first within a
/// few milliseconds.
pub(super) const MOST_TOGETHER: usize = 128;
/// How long the kept connection may take to begin.
const PATIENCE: Duration = Duration::from_secs(10);
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
                // Whoever comes too late is told so: dropping a message drops its answer.
                messages.close();
                while messages.recv().await.is_some() {}
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
        let mut answers = Vec::with_capacity(jobs.len());
        let (mut undone, mut broken) = (false, false);
        for job in jobs {
            let first = answers.is_empty();
            match run(&mut transaction, job, first).await {
                Ok(ran) => {
                    undone = alone && !ran.keep;
                    answers.push(ran.answer);
                }
                Err(error) => {
                    let _ = failure(error);
                    broken = true;
                    break;
                }
            }
        }
        let committed = !undone && !broken && commit(&mut transaction).await;
        let ended = committed || transaction.connection.execute("ROLLBACK").await.is_ok();
        if ended && (committed || undone) {
            self.connection = Some(transaction.connection);
        } else {
            transaction.connection.discard();
        }
        answer_all(answers, committed);
    }

    /// Begins on the kept connection, or on a new one when that broke since it was last used.
    async fn begin(&mut self, key: Arc<ChainKey>) -> Result<Transaction, sqlx::Error> {
        let (connection, head) = match self.begin_on_kept().await? {
            Some(begun) => begun,
            None => {
                let mut connection = self.pools.write_connection().await?;
                match begin(&mut connection).await {
                    Ok(head) => (connection, head),
                    Err(error) => {
                        connection.discard();
                        return Err(error);
                    }
                }
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

    /// None when there is no kept connection, or none that answers.
    async fn begin_on_kept(&mut self) -> Result<Option<(Connection, Head)>, sqlx::Error> {
        let Some(mut connection) = self.connection.take() else {
            return Ok(None);
        };
        let begun = tokio::time::timeout(PATIENCE, begin(&mut connection)).await;
        let is_file = matches!(connection, Connection::Sqlite(_));
        match begun {
            Ok(Ok(head)) => return Ok(Some((connection, head))),
            // The file is locked by another process: a new connection would wait as long.
            Ok(Err(error @ sqlx::Error::Database(_))) if is_file => {
                self.connection = Some(connection);
                return Err(error);
            }
            Ok(Err(_)) | Err(_) => connection.discard(),
        }
        Ok(None)
    }

    async fn scrub(&mut self) -> Result<(), Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.pools.write_connection().await.map_err(failure)?,
        };
        match dialect::after_destroying(&mut connection).await {
            Ok(done) => {
                self.connection = Some(connection);
                if done {
                    Ok(())
                } else {
                    Err(Error::Unavailable)
                }
            }
            Err(error) => {
                connection.discard();
                Err(failure(error))
            }
        }
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

/// Runs one change. The transaction begins with a savepoint; each further change has one of its
/// own, made in one round trip with the release of the one before.
async fn run(transaction: &mut Transaction, job: Job, first: bool) -> Result<Ran, sqlx::Error> {
    if !first {
        let next = "RELEASE SAVEPOINT change; SAVEPOINT change";
        transaction.connection.execute(next).await?;
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
        let back = "ROLLBACK TO SAVEPOINT change";
        transaction.connection.execute(back).await?;
    }
    Ok(ran)
}

/// Writes what waited for the end, and commits. Releasing the savepoint fails where a fault has
/// ended the transaction: SQLite would write on without one, PostgreSQL would take the commit
/// for a rollback without a word.
async fn commit(transaction: &mut Transaction) -> bool {
    let mut script = Script::on(&transaction.connection);
    let is_file = matches!(script, Script::Sqlite(_));
    if is_file {
        then!(&mut script, "RELEASE SAVEPOINT change", _all => {});
    }
    transaction.entries.write(&mut script);
    transaction.counts.write(&mut script);
    if let Some((number, hash)) = transaction.head.moved() {
        then!(&mut script, "INSERT INTO activity_head (one, number, hash) VALUES (1, ", all => all
            .push_bind(number)
            .push(", ")
            .push_bind(hash)
            .push(") ON CONFLICT (one) DO UPDATE SET number = excluded.number, hash = excluded.hash"));
    }
    if is_file {
        then!(&mut script, "COMMIT", _all => {});
    }
    let mut done = script.run(&mut transaction.connection).await.map(|_| ());
    if done.is_ok() && !is_file {
        done = transaction
            .connection
            .execute("RELEASE SAVEPOINT change; COMMIT")
            .await;
    }
    done.map_err(failure).is_ok()
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::{
        access::Actor,
        activity::{Record, Verb},
        store::{Store, testing},
    };

    /// What a job of these tests does after its entry.
    #[derive(Clone, Copy, PartialEq)]
    enum Then {
        Succeed,
        Refuse,
        Panic,
        EndTransaction,
    }

    /// Jobs that are handed over before the writer comes to the first of them.
    async fn together(store: &Store, jobs: &[Then]) -> Vec<bool> {
        let job = |then: Then| {
            store.write(move |transaction| {
                Box::pin(async move {
                    let record = Record::new(Verb::SecretAdded, "x");
                    transaction.record(&Actor::system("test"), record);
                    match then {
                        Then::Succeed => Ok(()),
                        Then::Refuse => Err(Error::Denied),
                        Then::Panic => panic!("a defect"),
                        Then::EndTransaction => {
                            transaction.connection().execute("ROLLBACK").await.unwrap();
                            Ok(())
                        }
                    }
                })
            })
        };
        let outcomes = join_all(jobs.iter().map(|then| job(*then))).await;
        outcomes.iter().map(Result::is_ok).collect()
    }

    async fn entries(store: &Store) -> (i64, i64) {
        let mut connection = store.read().await.unwrap();
        on!(&mut connection, c => {
            sqlx::query_as(
                "SELECT (SELECT COUNT(*) FROM activity), \
                 (SELECT COALESCE(MAX(number), 0) FROM activity_head)",
            )
            .fetch_one(c)
            .await
        })
        .unwrap()
    }

    #[tokio::test]
    async fn what_fails_is_undone_alone_and_the_chain_has_no_gap() {
        let (_folder, store) = testing::store().await;
        let jobs = [
            Then::Succeed,
            Then::Refuse,
            Then::Succeed,
            Then::Panic,
            Then::Succeed,
        ];
        let outcomes = together(&store, &jobs).await;
        assert_eq!(outcomes, [true, false, true, false, true]);
        assert_eq!(entries(&store).await, (3, 3));
        for alone in [Then::Refuse, Then::Panic] {
            assert_eq!(together(&store, &[alone]).await, [false]);
        }
        assert_eq!(together(&store, &[Then::Succeed]).await, [true]);
        assert_eq!(entries(&store).await, (4, 4));
    }

    /// As SQLite does by itself when the disk fails under a statement.
    #[tokio::test]
    async fn nobody_is_told_saved_once_the_transaction_has_ended_under_the_jobs() {
        let (_folder, store) = testing::store().await;
        for jobs in [
            &[Then::EndTransaction][..],
            &[Then::Succeed, Then::EndTransaction],
            &[Then::EndTransaction, Then::Succeed],
        ] {
            let outcomes = together(&store, jobs).await;
            assert!(outcomes.iter().all(|saved| !saved));
            assert_eq!(entries(&store).await, (0, 0));
        }
        assert_eq!(together(&store, &[Then::Succeed]).await, [true]);
    }

    #[tokio::test]
    async fn entries_of_one_job_may_be_more_than_one_statement_takes() {
        let (_folder, store) = testing::store().await;
        let many = store.write(|transaction| {
            Box::pin(async move {
                for _ in 0..4000 {
                    let record = Record::new(Verb::IntegrityViolated, "x");
                    transaction.record(&Actor::system("test"), record);
                }
                Ok(())
            })
        });
        many.await.unwrap();
        assert_eq!(entries(&store).await, (4000, 4000));
    }

    #[tokio::test]
    async fn after_closing_everybody_is_told_so() {
        let (_folder, store) = testing::store().await;
        assert_eq!(together(&store, &[Then::Succeed]).await, [true]);
        store.close().await;
        assert_eq!(
            together(&store, &[Then::Succeed, Then::Succeed]).await,
            [false, false]
        );
    }
}
