//! The table at the end, and the one line that counts.

use std::time::Instant;

use super::counts::Counts;
use crate::error::Error;

struct Row {
    name: String,
    counts: Counts,
    seconds: f64,
    note: Option<String>,
}

/// The results of all parts.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Adds a part that began at `started`.
    pub fn add(&mut self, name: &str, counts: Counts, started: Instant, note: Option<String>) {
        self.add_timed(name, counts, started.elapsed().as_secs_f64(), note);
    }

    /// Adds a part that began at `started` and could not run to its end: one failure.
    pub fn fail(&mut self, name: &str, started: Instant, why: &Error) {
        self.add(name, Counts::FAILED, started, Some(why.to_string()));
    }

    /// Adds a part that did not run.
    pub fn skip(&mut self, name: &str, why: &Error) {
        self.add_timed(name, Counts::SKIPPED, 0.0, Some(why.to_string()));
    }

    /// Adds a part that took `seconds`.
    pub fn add_timed(&mut self, name: &str, counts: Counts, seconds: f64, note: Option<String>) {
        self.rows.push(Row {
            name: name.to_owned(),
            counts,
            seconds,
            note,
        });
    }

    /// Prints the table and the counts and returns how many failed.
    pub fn print(&self, in_ci: bool) -> usize {
        println!();
        println!(
            "{:<12}{:>8}{:>8}{:>9}{:>9}",
            "part", "passed", "failed", "skipped", "seconds"
        );
        for row in &self.rows {
            let Counts {
                passed,
                failed,
                skipped,
            } = row.counts;
            println!(
                "{:<12}{passed:>8}{failed:>8}{skipped:>9}{:>9.1}",
                row.name, row.seconds
            );
        }
        for row in &self.rows {
            if let Some(note) = &row.note {
                println!("{}: {note}", row.name);
            }
        }
        let (line, failed) = self.last_line(in_ci);
        println!("{line}");
        failed
    }

    /// In CI what did not run has failed: nothing is to be missed there.
    fn last_line(&self, in_ci: bool) -> (String, usize) {
        let mut sum = Counts::default();
        for row in &self.rows {
            sum += row.counts;
        }
        let Counts {
            passed,
            mut failed,
            skipped,
        } = sum;
        if in_ci {
            failed += skipped;
        }
        let mut line = format!("{passed} passed, {failed} failed");
        if !in_ci && skipped > 0 {
            line.push_str(&format!(", {skipped} skipped"));
        }
        (line, failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::default();
        report.add_timed(
            "a",
            Counts {
                passed: 3,
                failed: 0,
                skipped: 0,
            },
            1.0,
            None,
        );
        report.add_timed("b", Counts::SKIPPED, 0.0, None);
        report
    }

    #[test]
    fn a_skip_is_named_at_home() {
        assert_eq!(
            report().last_line(false),
            ("3 passed, 0 failed, 1 skipped".to_owned(), 0)
        );
    }

    #[test]
    fn a_skip_is_a_failure_in_ci() {
        assert_eq!(
            report().last_line(true),
            ("3 passed, 1 failed".to_owned(), 1)
        );
    }
}
