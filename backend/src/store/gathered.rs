//! Changes of one sort that wait for the writer at the same time are done together, in the few
//! statements that one of them takes. Each still has an outcome of its own.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures_util::future::{BoxFuture, join_all};
use tokio::sync::oneshot;

use super::{Store, Transaction, writer::MOST_TOGETHER};
use crate::Error;

/// Does all of them in the writer's transaction; one outcome each, in the same order. An error
/// means that none was done; unless storage does not answer, each is then tried by itself.
pub(crate) type Together<I, O> =
    for<'t> fn(&'t mut Transaction, Vec<&'t I>) -> BoxFuture<'t, Outcomes<O>>;

/// Where they wait.
pub(crate) struct Gathered<I, O> {
    shared: Arc<Shared<I, O>>,
}

struct Shared<I, O> {
    store: Arc<Store>,
    together: Together<I, O>,
    waiting: Mutex<Vec<Waiting<I, O>>>,
}

struct Waiting<I, O> {
    input: I,
    answer: oneshot::Sender<Result<O, Error>>,
}

impl<I: Send + Sync + 'static, O: Send + 'static> Gathered<I, O> {
    /// Nobody waits yet.
    pub(crate) fn new(store: Arc<Store>, together: Together<I, O>) -> Self {
        Self {
            shared: Arc::new(Shared {
                store,
                together,
                waiting: Mutex::default(),
            }),
        }
    }

    /// Waits for the writer and the commit.
    pub(crate) async fn write(&self, input: I) -> Result<O, Error> {
        let (answer, receiver) = oneshot::channel();
        if self.shared.push(Waiting { input, answer }) {
            // A task of its own: whoever asked first may go, the others still get their answers.
            tokio::spawn(Arc::clone(&self.shared).lead());
        }
        receiver.await.map_err(|_| Error::Unavailable)?
    }
}

impl<I: Send + Sync + 'static, O: Send + 'static> Shared<I, O> {
    /// Whether it is the first that waits.
    fn push(&self, one: Waiting<I, O>) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(one);
        waiting.len() == 1
    }

    /// Takes those that wait by now, as many as fit one commit, and whether some are left.
    fn take(&self) -> Taken<I, O> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let most = waiting.len().min(MOST_TOGETHER);
        let taken = waiting.drain(..most).collect();
        (taken, !waiting.is_empty())
    }

    /// Does what waits until nothing is left.
    async fn lead(self: Arc<Self>) {
        loop {
            let cell = Arc::new(OnceLock::new());
            let outcomes = self.all(Arc::clone(&cell)).await;
            let ran = Arc::into_inner(cell).and_then(OnceLock::into_inner);
            // Where the writer did not come to it, everybody is told so.
            let (taken, more) = ran.unwrap_or_else(|| self.take());
            match outcomes {
                Ok(outcomes) => answer_all(taken, outcomes),
                // Storage does not answer, or nobody knows whether it did it: no second attempt.
                // The answers are dropped, which says so.
                Err(Error::Unavailable) => drop(taken),
                Err(error) => self.each(taken, error).await,
            }
            if !more {
                return;
            }
        }
    }

    async fn all(self: &Arc<Self>, cell: Arc<OnceLock<Taken<I, O>>>) -> Outcomes<O> {
        let shared = Arc::clone(self);
        self.store
            .write(move |transaction| {
                Box::pin(async move {
                    // Taken only now: all that came while the writer was busy go together.
                    let (taken, _) = cell.get_or_init(|| shared.take());
                    let inputs = taken.iter().map(|one| &one.input).collect();
                    (shared.together)(transaction, inputs).await
                })
            })
            .await
    }

    /// Each by itself, after they failed together: what is wrong with one must not fail the others.
    async fn each(&self, mut taken: Vec<Waiting<I, O>>, error: Error) {
        if taken.len() == 1
            && let Some(one) = taken.pop()
        {
            let _ = one.answer.send(Err(error));
        }
        join_all(taken.into_iter().map(|one| self.one(one))).await;
    }

    async fn one(&self, Waiting { input, answer }: Waiting<I, O>) {
        let together = self.together;
        let outcome = self
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    let mut outcomes = together(transaction, vec![&input]).await?;
                    outcomes.pop().unwrap_or(Err(Error::Unavailable))
                })
            })
            .await;
        let _ = answer.send(outcome);
    }
}

type Taken<I, O> = (Vec<Waiting<I, O>>, bool);
type Outcomes<O> = Result<Vec<Result<O, Error>>, Error>;

/// Whoever asked may have gone; the change stands all the same.
fn answer_all<I, O>(taken: Vec<Waiting<I, O>>, outcomes: Vec<Result<O, Error>>) {
    for (one, outcome) in taken.into_iter().zip(outcomes) {
        let _ = one.answer.send(outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::store;

    /// Answers each with how many there were; 13 is refused by itself, 666 fails all.
    fn counted<'t>(_: &'t mut Transaction, all: Vec<&'t u32>) -> BoxFuture<'t, Outcomes<usize>> {
        let number = all.len();
        Box::pin(async move {
            if all.contains(&&666) {
                return Err(Error::Integrity);
            }
            let outcome = |one: &&u32| {
                if **one == 13 {
                    Err(Error::Denied)
                } else {
                    Ok(number)
                }
            };
            Ok(all.iter().map(outcome).collect())
        })
    }

    async fn outcomes(store: &Arc<Store>, inputs: Vec<u32>) -> Vec<Result<usize, Error>> {
        let gathered = Arc::new(Gathered::new(Arc::clone(store), counted));
        let writes = inputs.into_iter().map(|input| {
            let gathered = Arc::clone(&gathered);
            async move { gathered.write(input).await }
        });
        join_all(writes).await
    }

    #[tokio::test]
    async fn those_that_wait_together_are_done_together_and_answered_each() {
        let (_folder, store) = store().await;
        let outcomes = outcomes(&store, (0..20).collect()).await;
        for (input, outcome) in outcomes.iter().enumerate() {
            match outcome {
                Ok(number) => assert_eq!((*number, input == 13), (20, false)),
                Err(error) => assert!(input == 13 && matches!(error, Error::Denied)),
            }
        }
    }

    #[tokio::test]
    async fn more_than_fit_one_commit_are_all_done() {
        let (_folder, store) = store().await;
        let inputs = vec![1; MOST_TOGETHER + 5];
        let outcomes = outcomes(&store, inputs).await;
        let numbers: Vec<usize> = outcomes.into_iter().map(Result::unwrap).collect();
        assert!(
            numbers[..MOST_TOGETHER]
                .iter()
                .all(|number| *number == MOST_TOGETHER)
        );
        assert!(numbers[MOST_TOGETHER..].iter().all(|number| *number == 5));
    }

    #[tokio::test]
    async fn one_that_fails_all_fails_only_itself() {
        let (_folder, store) = store().await;
        let outcomes = outcomes(&store, vec![1, 666, 2]).await;
        assert!(matches!(
            outcomes.as_slice(),
            [Ok(1), Err(Error::Integrity), Ok(1)]
        ));
    }

    #[tokio::test]
    async fn nobody_waits_for_a_closed_store() {
        let (_folder, store) = store().await;
        store.close().await;
        for outcome in outcomes(&store, vec![1, 2]).await {
            assert!(matches!(outcome, Err(Error::Unavailable)));
        }
    }
}
