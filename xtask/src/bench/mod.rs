//! `cargo xtask bench`: how fast and how small Keyrack is on this machine.
//!
//! One file per thing measured. Every figure that depends on the machine stands beside a bare rate
//! of the same machine: the ratio travels, the figure does not.

mod creating;
mod disk;
mod first_load;
mod form;
mod http;
mod listing;
mod load;
mod machine;
mod memory;
mod rate;
mod serving;
mod sqlite;
mod starting;
mod table;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::{Doing, Error, Result, make_folder, write};
use crate::processes::clean_up_on_interrupt;
use crate::program::{self, Profile};
use crate::progress::step;
use crate::site::{self, Mode};
use crate::workspace::Workspace;
use table::Table;

/// Measures Keyrack on this machine, prints a table and writes BENCH.md.
#[derive(Args)]
pub struct Arguments {
    /// Measure shortly and with fewer secrets: to see that everything runs. Writes no BENCH.md.
    #[arg(long)]
    quick: bool,
    /// Measure only what has this in its title, such as `creating`. Writes no BENCH.md.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// The folder for the data, on the disk to be measured [default: in the target directory].
    #[arg(long, value_name = "DIR")]
    on: Option<PathBuf>,
    /// Measure this binary, such as the one of `cargo xtask dist`, instead of building one.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

/// What all measurements share.
struct Bench<'a> {
    workspace: &'a Workspace,
    /// The release build of `keyrack`.
    binary: PathBuf,
    /// The folder with the site that is built into it.
    site: PathBuf,
    /// An empty folder for data.
    folder: &'a Path,
    quick: bool,
}

impl Bench<'_> {
    /// How long a closed-loop measurement runs, in seconds.
    fn seconds(&self) -> u64 {
        if self.quick { 1 } else { 10 }
    }
}

/// Builds, measures, prints and writes.
pub fn bench(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    clean_up_on_interrupt()?;
    let (site, binary) = built(workspace, arguments)?;
    let base = arguments
        .on
        .clone()
        .unwrap_or_else(|| workspace.target.join("bench"));
    let folder = scratch(&base)?;
    let bench = Bench {
        workspace,
        binary,
        site,
        folder: folder.path(),
        quick: arguments.quick,
    };
    let mut table = Table::default();
    let only = arguments.only.as_deref().unwrap_or_default();
    let failed = measure(&bench, only, &mut table);
    let report = format!(
        "# Measurements\n\n{}\n{}",
        machine::describe()?,
        table.to_markdown()
    );
    println!("{report}");
    if failed > 0 {
        return Err(Error::Faults(failed));
    }
    if arguments.quick || arguments.only.is_some() {
        return Ok(());
    }
    write(&workspace.root.join("BENCH.md"), report)
}

/// The site and the binary it is built into.
fn built(workspace: &Workspace, arguments: &Arguments) -> Result<(PathBuf, PathBuf)> {
    if let Some(binary) = &arguments.binary {
        return Ok((site::path(workspace, Mode::Release), binary.clone()));
    }
    let site = site::build(workspace, Mode::Release)?;
    let binary = program::build(workspace, Profile::Release, &site)?;
    Ok((site, binary))
}

/// On a disk: the usual temporary folder may be in memory, where a commit costs nothing.
fn scratch(base: &Path) -> Result<tempfile::TempDir> {
    make_folder(base)?;
    tempfile::tempdir_in(base).doing(|| format!("make a folder in {}", base.display()))
}

type Measurement = fn(&Bench<'_>, &mut Table) -> Result<()>;

/// Fills the table and returns how many measurements failed: one does not keep the others from running.
fn measure(bench: &Bench<'_>, only: &str, table: &mut Table) -> usize {
    let measurements: [(&str, Measurement); 7] = [
        ("Disk: bare fdatasync", disk::measure),
        ("Disk: bare SQLite commits", sqlite::measure),
        ("First load of /secrets", first_load::measure),
        ("Start on existing data", starting::measure),
        ("Resident memory", memory::measure),
        ("Creating secrets, each durable", creating::measure),
        ("Listing secrets", listing::measure),
    ];
    let only = only.to_lowercase();
    let wanted = |name: &str| name.to_lowercase().contains(&only);
    let mut failed = 0;
    for (name, run) in measurements.into_iter().filter(|(name, _)| wanted(name)) {
        table.section(name);
        if let Err(error) = step(name, || run(bench, table)) {
            eprintln!("    {error}");
            table.row(
                "failed",
                error.to_string().lines().next().unwrap_or_default(),
                "",
            );
            failed += 1;
        }
    }
    failed
}
