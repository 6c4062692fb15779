//! Closed-loop load: each connection asks again as soon as it is answered.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use super::http::Client;
use super::rate::{per_second, percentile};
use super::serving::Serving;
use crate::error::{Error, Result};

/// When to end.
#[derive(Clone, Copy)]
pub enum Until {
    /// After this time.
    Passed(Duration),
    /// After this many requests of all connections together.
    Done(u64),
}

/// What came out.
pub struct Outcome {
    /// Answers per second.
    pub rate: u64,
    /// The median time to an answer.
    pub median: Duration,
    /// The time that one answer in a hundred exceeds.
    pub p99: Duration,
}

/// Runs `request` on that many connections at once. It is given the request's number, from 0.
pub fn run<F>(serving: &Serving, connections: usize, until: Until, request: F) -> Result<Outcome>
where
    F: Fn(&mut Client, u64) -> Result<()> + Sync,
{
    let next = AtomicU64::new(0);
    let started = Instant::now();
    let mut times = std::thread::scope(|scope| {
        let one = || connection(serving, &next, started, until, &request);
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(joined).collect::<Result<Vec<_>>>()
    })?
    .concat();
    let took = started.elapsed();
    times.sort_unstable();
    let count = u64::try_from(times.len()).unwrap_or(u64::MAX);
    Ok(Outcome {
        rate: per_second(count, took),
        median: percentile(&times, 50),
        p99: percentile(&times, 99),
    })
}

fn connection<F>(
    serving: &Serving,
    next: &AtomicU64,
    started: Instant,
    until: Until,
    request: &F,
) -> Result<Vec<Duration>>
where
    F: Fn(&mut Client, u64) -> Result<()>,
{
    let mut client = serving.client()?;
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let over = match until {
            Until::Passed(time) => started.elapsed() >= time,
            Until::Done(count) => number >= count,
        };
        if over {
            return Ok(times);
        }
        let asked = Instant::now();
        request(&mut client, number)?;
        times.push(asked.elapsed());
    }
}

fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    let lost = || Error::Unreadable {
        what: "load".to_owned(),
        why: "a thread was lost".to_owned(),
    };
    thread.join().unwrap_or_else(|_| Err(lost()))
}

/// An answer with the wrong status ends the measurement: a fast error is no result.
pub fn expect(status: u16, expected: u16, what: &str) -> Result<()> {
    if status == expected {
        return Ok(());
    }
    Err(Error::Unreadable {
        what: what.to_owned(),
        why: format!("status {status} instead of {expected}"),
    })
}
