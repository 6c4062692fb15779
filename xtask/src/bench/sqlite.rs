//! How many commits SQLite does here when nothing is around it.

use super::Bench;
use super::table::{Table, thousands};
use crate::command;
use crate::error::{Error, Result};

/// Runs the example `bare_sqlite` of the back end: the same SQLite with the same settings.
pub fn measure(bench: &Bench<'_>, table: &mut Table) -> Result<()> {
    let mut example = bench.workspace.cargo();
    example.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "backend",
        "--example",
        "bare_sqlite",
        "--",
    ]);
    example
        .arg(bench.folder.join("bare.sqlite"))
        .arg(bench.seconds().min(5).to_string());
    let answer = command::output(&mut example, "bare_sqlite")?;
    let rate: u64 = answer.trim().parse().map_err(|error| Error::Unreadable {
        what: "bare_sqlite".to_owned(),
        why: format!("{error}"),
    })?;
    table.row(
        "commits of one row, WAL, `synchronous=FULL`",
        format!("{}/s", thousands(rate)),
        "",
    );
    Ok(())
}
