//! The single writer. Changes that wait are run one after the other, each in a savepoint of its
//! own, and committed together: many requests share one `fsync`, and each is answered only after
//! it. One writer also keeps the hash chain of the audit trail in order without contention.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
};

use futures_util::{FutureExt, future::BoxFuture};
use sqlx::Row;
use tokio::sync::{mpsc, oneshot};

use super::{Connection, dialect, failure, on, open::Pools};
use crate::{
    Error,
    activity::{ChainKey, Head},
};

/// Changes in one commit at the most: keeps the wait of the first within a few milliseconds.
const MOST_TOGETHER: usize = 128;
/// Changes that may wait; more callers wait to be let in.
const QUEUE: usize = 1024;

/// One change inside the writer's transaction.
pub(crate) struct Transaction {
    connection: Connection,
    pub(crate) head: Head,
    pub(crate) key: Arc<ChainKey>,
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
        tokio::spawn(work(pools, messages, Arc::clone(&key)));
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
        self.queue
            .send(Message::Run(job))
            .await
            .map_err(|_| Error::Unavailable)?;
        receiver.await.map_err(|_| Error::Unavailable)?
    }

    /// Lets what is queued finish, then ends the task.
    pub(super) async fn stop(&self) {
        let (sender, receiver) = oneshot::channel();
        if self.queue.send(Message::Stop(sender)).await.is_ok() {
            let _ = receiver.await;
        }
    }
}

async fn work(
    pools: Pools,
    mut messages: mpsc::Receiver<Message>,
    key: Arc<OnceLock<Arc<ChainKey>>>,
) {
    let mut waiting = Vec::with_capacity(MOST_TOGETHER);
    while messages.recv_many(&mut waiting, MOST_TOGETHER).await > 0 {
        let mut jobs = Vec::with_capacity(waiting.len());
        let mut stop = None;
        for message in waiting.drain(..) {
            match message {
                Message::Run(job) => jobs.push(job),
                Message::Stop(sender) => stop = Some(sender),
            }
        }
        if let Some(key) = key.get() {
            together(&pools, jobs, key).await;
        }
        if let Some(sender) = stop {
            let _ = sender.send(());
            return;
        }
    }
}

/// Runs changes in one transaction and answers all of them after its commit.
async fn together(pools: &Pools, jobs: Vec<Job>, key: &Arc<ChainKey>) {
    if jobs.is_empty() {
        return;
    }
    // When this fails the jobs are dropped, and with them their answers: everybody waiting is
    // told that storage does not answer.
    let Ok(mut transaction) = begin(pools, key).await.map_err(failure) else {
        return;
    };
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        match one(&mut transaction, job).await {
            Ok(answer) => answers.push(answer),
            Err(error) => {
                // The savepoint itself failed: the transaction cannot be trusted any more.
                let _ = failure(error);
                let _ = transaction.connection.execute("ROLLBACK").await;
                return answer_all(answers, false);
            }
        }
    }
    let committed = commit(&mut transaction).await;
    answer_all(answers, committed);
}

fn answer_all(answers: Vec<Box<dyn FnOnce(bool) + Send>>, committed: bool) {
    for answer in answers {
        answer(committed);
    }
}

async fn begin(pools: &Pools, key: &Arc<ChainKey>) -> Result<Transaction, sqlx::Error> {
    let mut connection = pools.write_connection().await?;
    connection.execute(dialect::begin(&connection)).await?;
    let head = match read_head(&mut connection).await {
        Ok(head) => head,
        Err(error) => {
            let _ = connection.execute("ROLLBACK").await;
            return Err(error);
        }
    };
    Ok(Transaction {
        connection,
        head,
        key: Arc::clone(key),
    })
}

async fn read_head(connection: &mut Connection) -> Result<Head, sqlx::Error> {
    let sql = dialect::lock_head(connection);
    on!(connection, c => {
        sqlx::query(sql).fetch_optional(c).await?.map_or_else(
            || Ok(Head::beginning()),
            |row| Ok(Head::at(row.try_get(0)?, row.try_get(1)?)),
        )
    })
}

async fn one(
    transaction: &mut Transaction,
    job: Job,
) -> Result<Box<dyn FnOnce(bool) + Send>, sqlx::Error> {
    transaction.connection.execute("SAVEPOINT change").await?;
    let head = transaction.head.clone();
    // A defect in one change must not end the writer for all.
    let ran = AssertUnwindSafe(job(transaction)).catch_unwind().await;
    let ran = ran.unwrap_or_else(|_| Ran {
        keep: false,
        answer: Box::new(|_| ()),
    });
    if ran.keep {
        transaction
            .connection
            .execute("RELEASE SAVEPOINT change")
            .await?;
    } else {
        transaction.head = head;
        transaction
            .connection
            .execute("ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change")
            .await?;
    }
    Ok(ran.answer)
}

async fn commit(transaction: &mut Transaction) -> bool {
    let done = match save_head(transaction).await {
        Ok(()) => transaction.connection.execute("COMMIT").await,
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        let _ = failure(error);
        let _ = transaction.connection.execute("ROLLBACK").await;
        return false;
    }
    true
}

async fn save_head(transaction: &mut Transaction) -> Result<(), sqlx::Error> {
    let Some((number, hash)) = transaction.head.moved() else {
        return Ok(());
    };
    on!(&mut transaction.connection, c => {
        sqlx::query(
            "INSERT INTO activity_head (one, number, hash) VALUES (1, $1, $2) \
             ON CONFLICT (one) DO UPDATE SET number = excluded.number, hash = excluded.hash",
        )
        .bind(number)
        .bind(hash)
        .execute(c)
        .await
        .map(|_| ())
    })
}
