//! `cargo xtask …`: builds, runs, tests and measures Keyrack.

#![allow(
    clippy::print_stdout,
    reason = "a command-line program talks on standard output"
)]

mod audit;
mod bench;
mod cache;
mod check;
mod command;
mod dist;
mod error;
mod processes;
mod program;
mod progress;
mod run;
mod site;
mod target;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, runs, tests and measures Keyrack.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct CommandLine {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Run(run::Arguments),
    Dist(dist::Arguments),
    Check(check::Arguments),
    Test(test::Arguments),
    Bench(bench::Arguments),
    Audit(audit::Arguments),
}

fn main() -> ExitCode {
    let task = CommandLine::parse().task;
    match perform(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task) -> error::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Run(arguments) => run::run(&workspace, arguments),
        Task::Dist(arguments) => dist::dist(&workspace, arguments),
        Task::Check(arguments) => check::check(&workspace, arguments),
        Task::Test(arguments) => test::test(&workspace, arguments),
        Task::Bench(arguments) => bench::bench(&workspace, arguments),
        Task::Audit(arguments) => audit::audit(&workspace, arguments),
    }
}
