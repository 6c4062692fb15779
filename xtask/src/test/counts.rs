//! How many tests passed, failed and did not run.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: usize,
    /// Ran and did not hold, or could not be built.
    pub failed: usize,
    /// Did not run.
    pub skipped: usize,
}

impl Counts {
    /// One check that held.
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// A part that could not be run to its end.
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// A part that was left out.
    pub const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// Reads libtest's last line: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub fn from_libtest(line: &str) -> Option<Self> {
        let numbers = line.strip_prefix("test result: ")?.split_once(". ")?.1;
        let mut counts = Self::default();
        for part in numbers.split("; ") {
            let (number, word) = part.split_once(' ')?;
            let slot = match word {
                "passed" => &mut counts.passed,
                "failed" => &mut counts.failed,
                "ignored" => &mut counts.skipped,
                _ => continue,
            };
            *slot = number.parse().ok()?;
        }
        Some(counts)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtests_last_line_is_counted() {
        let line = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.10s";
        assert_eq!(
            Counts::from_libtest(line),
            Some(Counts {
                passed: 3,
                failed: 2,
                skipped: 1
            })
        );
        assert_eq!(Counts::from_libtest("test result of mine"), None);
    }
}
