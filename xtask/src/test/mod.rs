//! `cargo xtask test`: everything, browser included.

mod browser;
mod cargo_tests;
mod counts;
mod node;
mod postgres;
mod report;
mod tools;

use std::path::Path;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::check;
use crate::error::{Error, Result, make_folder};
use crate::processes::clean_up_on_interrupt;
use crate::program::{self, Profile};
use crate::progress::{note, step};
use crate::site::{self, Mode};
use crate::workspace::Workspace;
use counts::Counts;
use report::Report;
use tools::Tools;

/// Runs every test: checks, crates on both databases, and the browser's.
///
/// Installs what is missing where it may (as root with apt), and says what it skips and why. With
/// CI=true a skip is a failure. The last line counts: `N passed, N failed`.
#[derive(Args)]
pub struct Arguments {
    /// Run only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Leave these parts out.
    #[arg(long, value_enum, value_delimiter = ',')]
    skip: Vec<Part>,
}

/// What can be tested apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Formatting, lints, rules of the house.
    Check,
    /// What a secret is.
    Domain,
    /// The use cases, on SQLite and PostgreSQL.
    Backend,
    /// Pages and server functions.
    App,
    /// The binary over real HTTP.
    Server,
    /// This program.
    Xtask,
    /// The browser.
    End2end,
}

impl Part {
    /// The parts that are crates, with the name of the package.
    const CRATES: [(Self, &'static str); 5] = [
        (Self::Domain, "domain"),
        (Self::Backend, "backend"),
        (Self::App, "app"),
        (Self::Server, "server"),
        (Self::Xtask, "xtask"),
    ];
}

impl Arguments {
    fn wants(&self, part: Part) -> bool {
        (self.only.is_empty() || self.only.contains(&part)) && !self.skip.contains(&part)
    }

    fn packages(&self) -> Vec<&'static str> {
        let wanted = Part::CRATES.iter().filter(|(part, _)| self.wants(*part));
        wanted.map(|(_, package)| *package).collect()
    }
}

/// Runs the parts, prints the table and the counts, and fails when anything failed.
pub fn test(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    clean_up_on_interrupt()?;
    let mut report = Report::default();
    run_parts(workspace, arguments, &mut report);
    let in_ci = std::env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false");
    match report.print(in_ci) {
        0 => Ok(()),
        failed => Err(Error::Faults(failed)),
    }
}

/// A part that cannot run is reported, and the others go on.
fn run_parts(workspace: &Workspace, arguments: &Arguments, report: &mut Report) {
    let on_server = arguments.wants(Part::Server);
    let in_browser = arguments.wants(Part::End2end);
    let tools = Tools::ensure(arguments.wants(Part::Backend) || on_server, in_browser);
    // Before the site: wasm-opt comes with the browser tests.
    let browser = in_browser.then(|| browser::prepare(workspace, &tools));
    if arguments.wants(Part::Check) {
        run_checks(workspace, report);
    }
    let folder = site::path(workspace, Mode::Release);
    let built = !(on_server || in_browser) || build_site(workspace, report);
    run_crates(workspace, arguments, &folder, &tools, report);
    match browser {
        None => {}
        // Its failure is counted already.
        Some(_) if !built => {}
        Some(Ok(browser)) => run_browser(workspace, &browser, &folder, report),
        Some(Err(why)) => report.skip("end2end", &why),
    }
}

/// Whether it was built; if not, that is one failure.
fn build_site(workspace: &Workspace, report: &mut Report) -> bool {
    let started = Instant::now();
    let folder = site::path(workspace, Mode::Release);
    let built = site::build(workspace, Mode::Release);
    // Without a site the server still compiles: its tests that need none can run.
    let built = make_folder(&folder).and(built);
    if let Err(error) = &built {
        report.fail("site", started, error);
    }
    built.is_ok()
}

fn run_checks(workspace: &Workspace, report: &mut Report) {
    let started = Instant::now();
    match check::all(workspace) {
        Ok(outcome) => {
            let counts = Counts {
                passed: outcome.passed,
                failed: outcome.failed,
                skipped: 0,
            };
            report.add("check", counts, started, None);
        }
        Err(error) => report.fail("check", started, &error),
    }
}

fn run_crates(
    workspace: &Workspace,
    arguments: &Arguments,
    site: &Path,
    tools: &Tools,
    report: &mut Report,
) {
    let packages = arguments.packages();
    if packages.is_empty() {
        return;
    }
    let database = database(arguments, tools, report);
    let address = database.as_ref().map(postgres::Postgres::address);
    let all = packages.len() == Part::CRATES.len();
    let asked = cargo_tests::Asked {
        packages: &packages,
        all,
        site,
        postgres: address,
    };
    let started = Instant::now();
    match step("Test the crates", || cargo_tests::run(workspace, &asked)) {
        Ok(results) => {
            for (package, result) in results {
                report.add_timed(&package, result.counts, result.seconds, result.note);
            }
        }
        Err(error) => report.fail("crates", started, &error),
    }
}

/// A PostgreSQL for the parts that use one.
fn database(
    arguments: &Arguments,
    tools: &Tools,
    report: &mut Report,
) -> Option<postgres::Postgres> {
    if !(arguments.wants(Part::Backend) || arguments.wants(Part::Server)) {
        return None;
    }
    let server = step("Start PostgreSQL", || {
        postgres::Postgres::start(tools.postgres()?)
    });
    match server {
        Ok(server) => {
            note(&server.address());
            Some(server)
        }
        Err(error) => {
            report.skip("postgresql", &error);
            None
        }
    }
}

fn run_browser(
    workspace: &Workspace,
    browser: &browser::Browser,
    site: &Path,
    report: &mut Report,
) {
    let started = Instant::now();
    let result = program::build(workspace, Profile::Release, site)
        .and_then(|binary| step("Test in the browser", || browser.run(workspace, &binary)));
    match result {
        Ok(counts) => report.add("end2end", counts, started, None),
        Err(error) => report.fail("end2end", started, &error),
    }
}
