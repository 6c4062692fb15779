//! The crates' own tests, by one `cargo test`, counted per crate.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::counts::Counts;
use crate::command;
use crate::error::Result;
use crate::program::SITE;
use crate::workspace::Workspace;

/// The environment variable that names a PostgreSQL which tests may fill with databases.
const POSTGRES: &str = "KEYRACK_TEST_POSTGRES";

/// What to test.
pub struct Asked<'a> {
    /// Packages.
    pub packages: &'a [&'a str],
    /// Whether these are all there are.
    pub all: bool,
    /// The site that the server embeds.
    pub site: &'a Path,
    /// Address of a PostgreSQL.
    pub postgres: Option<String>,
}

/// The result of one crate.
#[derive(Default)]
pub struct CrateResult {
    /// Its tests.
    pub counts: Counts,
    /// How long they ran, without building.
    pub seconds: f64,
    /// What is to be said about it.
    pub note: Option<String>,
}

/// Builds and runs the tests, and returns the results by package.
///
/// # Errors
/// When cargo does not start.
pub fn run(workspace: &Workspace, asked: &Asked<'_>) -> Result<BTreeMap<String, CrateResult>> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--no-fail-fast"]);
    if asked.all {
        // The features of all together: the same build that `cargo test --workspace` uses.
        cargo.args(["--workspace", "--exclude", "frontend"]);
    } else {
        cargo.args(
            asked
                .packages
                .iter()
                .flat_map(|package| ["--package", package]),
        );
        if asked.packages.contains(&"app") {
            // Most of it is the server's half, which the whole workspace switches on.
            cargo.args(["--features", "app/ssr"]);
        }
    }
    cargo.env("CARGO_TERM_COLOR", "never").env(SITE, asked.site);
    cargo
        .env_remove(POSTGRES)
        .envs(asked.postgres.as_ref().map(|address| (POSTGRES, address)));
    let mut tally = Tally::new(asked.packages);
    let status = command::lines(&mut cargo, |line| {
        println!("{line}");
        tally.read(line);
    })?;
    Ok(tally.finish(status.success()))
}

/// Reads cargo's output: which crate is being tested, and how it went.
struct Tally {
    results: BTreeMap<String, CrateResult>,
    current: String,
    since: Instant,
}

impl Tally {
    fn new(packages: &[&str]) -> Self {
        let nothing = |package: &&str| ((*package).to_owned(), CrateResult::default());
        let results = packages.iter().map(nothing).collect();
        Self {
            results,
            current: String::new(),
            since: Instant::now(),
        }
    }

    fn read(&mut self, line: &str) {
        if let Some(running) = tested_crate(line) {
            self.current = running;
            self.since = Instant::now();
        } else if line.trim_start().starts_with("Running ") {
            self.since = Instant::now();
        } else if let Some(counts) = Counts::from_libtest(line) {
            let seconds = self.since.elapsed().as_secs_f64();
            self.since = Instant::now();
            let result = self.result();
            result.counts += counts;
            result.seconds += seconds;
        }
    }

    fn result(&mut self) -> &mut CrateResult {
        self.results.entry(self.current.clone()).or_default()
    }

    /// A failure without a failed test is a crate that does not build, or a process that died.
    fn finish(mut self, succeeded: bool) -> BTreeMap<String, CrateResult> {
        let failed: usize = self
            .results
            .values()
            .map(|result| result.counts.failed)
            .sum();
        if !succeeded && failed == 0 {
            self.current = "cargo test".to_owned();
            let result = self.result();
            result.counts += Counts::FAILED;
            result.note = Some("ended without a result, see above".to_owned());
        }
        self.results
    }
}

/// The package whose tests begin at this line. Unit tests come first and are named after the crate;
/// what follows up to the next belongs to the same package.
fn tested_crate(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(name.trim().to_owned());
    }
    let program = line
        .strip_prefix("Running unittests ")?
        .rsplit_once("deps/")?
        .1;
    let name = program.rsplit_once('-')?.0;
    Some(if name == "keyrack" {
        "server".to_owned()
    } else {
        name.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
     Running unittests src/lib.rs (/t/debug/deps/domain-0123456789abcdef)
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running tests/rows.rs (/t/debug/deps/rows-0123456789abcdef)
test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running unittests src/main.rs (/t/debug/deps/keyrack-0123456789abcdef)
test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
   Doc-tests domain
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

    fn tally(output: &str, succeeded: bool) -> Vec<(String, Counts)> {
        let mut tally = Tally::new(&["domain", "server"]);
        output.lines().for_each(|line| tally.read(line));
        let results = tally.finish(succeeded).into_iter();
        results
            .map(|(name, result)| (name, result.counts))
            .collect()
    }

    #[test]
    fn results_are_counted_by_package() {
        let domain = Counts {
            passed: 6,
            failed: 1,
            skipped: 0,
        };
        let server = Counts {
            passed: 5,
            failed: 0,
            skipped: 1,
        };
        let expected = vec![("domain".to_owned(), domain), ("server".to_owned(), server)];
        assert_eq!(tally(OUTPUT, false), expected);
    }

    #[test]
    fn a_build_that_fails_is_one_failure() {
        let first = tally("error: could not compile `domain`", false).remove(0);
        assert_eq!(first, ("cargo test".to_owned(), Counts::FAILED));
    }
}
