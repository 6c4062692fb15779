//! Resident memory of the server.

use std::time::Duration;

use super::Bench;
use super::listing::list;
use super::load::{self, Until};
use super::machine::field;
use super::serving::{Cores, Serving};
use super::table::Table;
use crate::error::{Error, Result};

const REQUESTS: u64 = 10_000;

/// Idle, and after ten thousand pages.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    // Signing in hashes a password, which takes memory on purpose: not part of being idle.
    let signed_in = Serving::start_signed_in(bench, "memory", Cores::All)?;
    let serving = signed_in.restart(bench, "memory", Cores::All)?;
    std::thread::sleep(Duration::from_secs(1));
    table.row("idle", resident(&serving)?, "aim: under 50 MB");
    load::run(&serving, 16, Until::Done(REQUESTS), list)?;
    table.row(
        "after 10,000 requests of /secrets",
        resident(&serving)?,
        "aim: under 50 MB",
    );
    Ok(())
}

fn resident(serving: &Serving) -> Result<String> {
    let path = format!("/proc/{}/status", serving.id());
    let kilobytes = field(&path, "VmRSS")
        .and_then(|value| value.split(' ').next()?.parse::<u64>().ok())
        .ok_or_else(|| Error::Unreadable {
            what: path,
            why: "no VmRSS".to_owned(),
        })?;
    Ok(format!("{} MB", kilobytes * 1024 / 1_000_000))
}
