//! How often this disk can be made to keep 4 KB.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use super::Bench;
use super::rate::per_second;
use super::table::{Table, thousands};
use crate::error::{Doing, Result};

const BLOCK: [u8; 4096] = [7; 4096];

/// Appends and syncs, one after the other.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    let path = bench.folder.join("fdatasync");
    let doing = || format!("write {}", path.display());
    let mut file = File::create(&path).doing(doing)?;
    let time = Duration::from_secs(bench.seconds().min(5));
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed() < time {
        file.write_all(&BLOCK).doing(doing)?;
        file.sync_data().doing(doing)?;
        count += 1;
    }
    table.row(
        "`fdatasync` of 4 KB appends",
        format!("{}/s", thousands(per_second(count, started.elapsed()))),
        "",
    );
    std::fs::remove_file(&path).doing(|| format!("remove {}", path.display()))
}
