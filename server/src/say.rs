//! Sentences on standard output and standard error.

use std::io::{self, Write};

/// Writes a line to standard output; nothing can be done where that fails.
pub fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Writes a line to standard error.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "keyrack: {text}");
}
