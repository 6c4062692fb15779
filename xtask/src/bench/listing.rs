//! The secrets page as the rack fills.

use std::time::Duration;

use super::Bench;
use super::creating::create;
use super::http::Client;
use super::load::{self, Until, expect};
use super::rate::millis;
use super::serving::{Cores, Serving};
use super::table::{Table, thousands};
use crate::error::Result;

const DATA: &str = "listing";

/// With that many secrets.
const SIZES: [u64; 3] = [100, 10_000, 100_000];
const QUICK_SIZES: [u64; 3] = [100, 300, 1_000];

/// Server time (one connection) and throughput (16), the server on one core.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    let mut serving = Serving::start_signed_in(bench, DATA, Cores::All)?;
    let (mut filled, mut medians) = (0, Vec::new());
    for size in if bench.quick { QUICK_SIZES } else { SIZES } {
        let more = Until::Done(size - filled);
        let already = filled;
        load::run(&serving, 64, more, |client, number| {
            create(client, already + number)
        })?;
        filled = size;
        serving = serving.restart(bench, DATA, Cores::First)?;
        medians.push(measure_size(bench, &serving, size, table)?);
        serving = serving.restart(bench, DATA, Cores::All)?;
    }
    if let (Some(first), Some(last)) = (medians.first(), medians.last()) {
        table.row(
            "the last beside the first, 1 connection",
            format!("{:.2} times", last.as_secs_f64() / first.as_secs_f64()),
            "aim: within 1.5 times",
        );
    }
    Ok(())
}

/// Gives the median of one connection.
fn measure_size(
    bench: &Bench<'_>,
    serving: &Serving,
    size: u64,
    table: &mut Table,
) -> Result<Duration> {
    load::run(serving, 4, Until::Passed(Duration::from_secs(1)), list)?;
    let time = Until::Passed(Duration::from_secs(bench.seconds()));
    let alone = load::run(serving, 1, time, list)?;
    let many = load::run(serving, 16, time, list)?;
    table.row(
        format!("{} secrets, 1 connection", thousands(size)),
        millis(alone.median),
        format!("p99 {}", millis(alone.p99)),
    );
    table.row(
        format!("{} secrets, 16 connections", thousands(size)),
        format!("{}/s", thousands(many.rate)),
        format!("p99 {}", millis(many.p99)),
    );
    Ok(alone.median)
}

/// Asks for the page.
pub fn list(client: &mut Client, _: u64) -> Result<()> {
    expect(client.get("/secrets")?.status, 200, "listing secrets")
}
