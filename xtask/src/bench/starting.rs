//! From the start of the process to its first answer, on data that is there.

use super::Bench;
use super::rate::{millis, percentile};
use super::serving::{Cores, Serving};
use super::table::Table;
use crate::error::Result;

const STARTS: usize = 9;

/// The median of several starts.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    drop(Serving::start(bench, "starting", Cores::All)?);
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(Serving::start(bench, "starting", Cores::All)?.started_in);
    }
    times.sort_unstable();
    table.row(
        format!("median of {STARTS} starts"),
        millis(percentile(&times, 50)),
        "aim: under 200 ms",
    );
    Ok(())
}
