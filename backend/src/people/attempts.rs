//! Slowing down who tries passwords.
//!
//! Counted are attempts on an account from an address, on an account from anywhere, and from an
//! address on any account. After some free attempts each further one must wait, twice as long
//! each time up to a limit. Nobody is locked out: the limit for an account from anywhere is a
//! few seconds, so that strangers cannot keep its owner away.
//!
//! Counters sit in tables of a fixed size at places chosen by a keyed hash: trying many names
//! or addresses takes no memory and pushes nobody's counter out. Who shares a place shares its
//! delay.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use crate::{Error, clock};

/// Milliseconds after which a counter is half of what it was.
const HALVES: i64 = 10 * clock::MINUTE;

/// How a table counts.
#[derive(Clone, Copy)]
struct Policy {
    places: usize,
    /// Attempts before the first delay.
    free: u32,
    /// Longest delay, milliseconds.
    longest: i64,
}

const PAIRS: Policy = Policy {
    places: 8192,
    free: 5,
    longest: 5 * clock::MINUTE,
};
const ACCOUNTS: Policy = Policy {
    places: 4096,
    free: 30,
    longest: 4000,
};
const ADDRESSES: Policy = Policy {
    places: 4096,
    free: 30,
    longest: 32_000,
};

/// Counters of attempts, in memory.
pub(crate) struct Attempts {
    began: Instant,
    hasher: RandomState,
    tables: Mutex<Tables>,
}

struct Tables {
    pairs: Table,
    accounts: Table,
    addresses: Table,
}

struct Table {
    policy: Policy,
    places: Vec<Count>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    attempts: u32,
    /// When the newest was, milliseconds since the start.
    at: i64,
}

/// Where an attempt is counted.
#[derive(Clone, Copy)]
struct Places {
    pair: u64,
    account: u64,
    address: u64,
}

impl Attempts {
    /// No attempts yet.
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            hasher: RandomState::new(),
            tables: Mutex::new(Tables {
                pairs: Table::new(PAIRS),
                accounts: Table::new(ACCOUNTS),
                addresses: Table::new(ADDRESSES),
            }),
        }
    }

    /// Counts an attempt before its password is looked at, so that many at the same time are
    /// counted too.
    ///
    /// # Errors
    /// [`Error::TooMany`] when it comes too early; it is not counted then.
    pub(super) fn begin(&self, account: &str, address: &str) -> Result<(), Error> {
        self.begin_at(account, address, self.now())
    }

    /// Forgets the attempt that began as this one: the password was right.
    pub(super) fn succeeded(&self, account: &str, address: &str) {
        let places = self.places(account, address);
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.pairs.forget_all(places.pair);
        tables.accounts.forget_one(places.account);
        tables.addresses.forget_one(places.address);
    }

    fn begin_at(&self, account: &str, address: &str, now: i64) -> Result<(), Error> {
        let places = self.places(account, address);
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = tables.wait(places, now);
        if wait > 0 {
            let seconds = wait.saturating_add(999) / 1000;
            return Err(Error::TooMany {
                retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            });
        }
        tables.pairs.count(places.pair, now);
        tables.accounts.count(places.account, now);
        tables.addresses.count(places.address, now);
        Ok(())
    }

    /// Milliseconds since the start, on a clock that nobody sets.
    fn now(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    fn places(&self, account: &str, address: &str) -> Places {
        Places {
            pair: self.hasher.hash_one((account, address)),
            account: self.hasher.hash_one(account),
            address: self.hasher.hash_one(address),
        }
    }
}

impl Tables {
    fn wait(&self, places: Places, now: i64) -> i64 {
        let waits = [
            self.pairs.wait(places.pair, now),
            self.accounts.wait(places.account, now),
            self.addresses.wait(places.address, now),
        ];
        waits.into_iter().max().unwrap_or(0)
    }
}

impl Table {
    fn new(policy: Policy) -> Self {
        Self {
            policy,
            places: vec![Count::default(); policy.places],
        }
    }

    fn wait(&self, hash: u64, now: i64) -> i64 {
        let count = self
            .places
            .get(self.index(hash))
            .copied()
            .unwrap_or_default();
        let delay = self.policy.delay(count.left(now));
        count.at.saturating_add(delay).saturating_sub(now).max(0)
    }

    fn count(&mut self, hash: u64, now: i64) {
        self.change(hash, |count| {
            *count = Count {
                attempts: count.left(now).saturating_add(1),
                at: now,
            };
        });
    }

    fn forget_one(&mut self, hash: u64) {
        self.change(hash, |count| {
            count.attempts = count.attempts.saturating_sub(1)
        });
    }

    fn forget_all(&mut self, hash: u64) {
        self.change(hash, |count| count.attempts = 0);
    }

    fn change(&mut self, hash: u64, change: impl FnOnce(&mut Count)) {
        let index = self.index(hash);
        if let Some(count) = self.places.get_mut(index) {
            change(count);
        }
    }

    fn index(&self, hash: u64) -> usize {
        let places = u64::try_from(self.places.len()).unwrap_or(1).max(1);
        usize::try_from(hash % places).unwrap_or(0)
    }
}

impl Count {
    /// Attempts that still count now.
    fn left(self, now: i64) -> u32 {
        let halvings = now.saturating_sub(self.at).max(0) / HALVES;
        u32::try_from(halvings)
            .ok()
            .and_then(|halvings| self.attempts.checked_shr(halvings))
            .unwrap_or(0)
    }
}

impl Policy {
    /// Milliseconds to wait after so many attempts.
    fn delay(self, attempts: u32) -> i64 {
        let over = attempts.saturating_sub(self.free);
        match over.checked_sub(1) {
            None => 0,
            Some(doublings) => 1000_i64
                .checked_shl(doublings)
                .filter(|delay| doublings < 32 && *delay < self.longest)
                .unwrap_or(self.longest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes attempts as early as they are let in; returns the delays in milliseconds.
    fn delays(
        attempts: &Attempts,
        number: u32,
        mut who: impl FnMut(u32) -> (String, String),
    ) -> Vec<i64> {
        let mut now = 0;
        (0..number)
            .map(|index| {
                let (account, address) = who(index);
                let began = now;
                while attempts.begin_at(&account, &address, now).is_err() {
                    now += 100;
                }
                now - began
            })
            .collect()
    }

    #[test]
    fn attempts_on_an_account_from_one_address_wait_twice_as_long_each_time() {
        let attempts = Attempts::new();
        let waited = delays(&attempts, 17, |_| ("ada".into(), "192.0.2.1".into()));
        assert_eq!(waited[..6], [0; 6]);
        assert_eq!(waited[6..11], [1000, 2000, 4000, 8000, 16_000]);
        assert!(
            waited.iter().all(|delay| *delay <= PAIRS.longest),
            "{waited:?}"
        );
    }

    #[test]
    fn one_address_on_many_accounts_is_slowed_down() {
        let attempts = Attempts::new();
        let waited = delays(&attempts, 60, |index| {
            (format!("p{index}"), "192.0.2.1".into())
        });
        assert_eq!(waited[..20], [0; 20]);
        assert_eq!(*waited.last().unwrap(), ADDRESSES.longest);
    }

    #[test]
    fn strangers_cannot_keep_the_owner_of_an_account_away() {
        let attempts = Attempts::new();
        delays(&attempts, 5000, |index| {
            ("ada".into(), format!("192.0.2.{index}"))
        });
        let now = 100 * clock::DAY;
        let _ = attempts.begin_at("ada", "198.51.100.7", now);
        let waited = attempts.begin_at("ada", "198.51.100.8", now + ACCOUNTS.longest);
        assert!(waited.is_ok());
    }

    #[test]
    fn trying_many_names_pushes_nobodys_counter_out() {
        let attempts = Attempts::new();
        for _ in 0..PAIRS.free + 4 {
            let mut tables = attempts.tables.lock().unwrap();
            let places = attempts.places("ada", "192.0.2.1");
            tables.pairs.count(places.pair, 0);
        }
        for index in 0..100_000 {
            let _ = attempts.begin_at(&format!("p{index}"), &format!("a{index}"), 1);
        }
        assert!(attempts.begin_at("ada", "192.0.2.1", 2).is_err());
    }

    #[test]
    fn the_right_password_clears_the_way() {
        let attempts = Attempts::new();
        for _ in 0..3 {
            for _ in 0..=PAIRS.free {
                attempts.begin_at("ada", "192.0.2.1", 0).unwrap();
                attempts.succeeded("ada", "192.0.2.1");
            }
        }
        for _ in 0..PAIRS.free {
            attempts.begin_at("ada", "192.0.2.1", 0).unwrap();
        }
    }

    #[test]
    fn a_refused_attempt_is_told_when_to_come_again() {
        let attempts = Attempts::new();
        for _ in 0..=PAIRS.free {
            attempts.begin_at("ada", "192.0.2.1", 0).unwrap();
        }
        let refused = attempts.begin_at("ada", "192.0.2.1", 1).unwrap_err();
        assert!(matches!(
            refused,
            Error::TooMany {
                retry_after_seconds: 1
            }
        ));
        attempts.begin_at("ada", "192.0.2.1", 1000).unwrap();
    }

    #[test]
    fn counters_fade() {
        let count = Count { attempts: 8, at: 0 };
        let left: Vec<u32> = (0..5).map(|times| count.left(times * HALVES)).collect();
        assert_eq!(left, [8, 4, 2, 1, 0]);
        assert_eq!(count.left(i64::MAX), 0);
        assert_eq!(count.left(-1), 8);
    }

    #[test]
    fn no_delay_is_longer_than_the_longest() {
        for attempts in [6, 10, 14, 15, 36, 37, 38, 60, 70, 100, u32::MAX] {
            let delay = PAIRS.delay(attempts);
            assert!(
                (1000..=PAIRS.longest).contains(&delay),
                "{attempts}: {delay}"
            );
        }
        assert_eq!(PAIRS.delay(5), 0);
    }
}
