//! The results as Markdown.

use std::fmt::Write;

/// Sections of rows: what was measured, its value, and what to compare it with.
#[derive(Default)]
pub struct Table {
    sections: Vec<Section>,
}

struct Section {
    title: String,
    rows: Vec<[String; 3]>,
}

impl Table {
    /// Begins a section.
    pub fn section(&mut self, title: &str) {
        self.sections.push(Section {
            title: title.to_owned(),
            rows: Vec::new(),
        });
    }

    /// Adds a row to the last section. `beside` is the aim or the bare rate; it may be empty.
    pub fn row(
        &mut self,
        what: impl Into<String>,
        value: impl Into<String>,
        beside: impl Into<String>,
    ) {
        if let Some(section) = self.sections.last_mut() {
            section
                .rows
                .push([what.into(), value.into(), beside.into()]);
        }
    }

    /// All sections.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        for section in &self.sections {
            // Writing into a String does not fail.
            let _ = write!(
                text,
                "\n## {}\n\n| | measured | beside |\n|---|---:|---|\n",
                section.title
            );
            for [what, value, beside] in &section.rows {
                let _ = writeln!(text, "| {what} | {value} | {beside} |");
            }
        }
        text
    }
}

/// A whole number with thousands apart: `12,345`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0, 999, 1_000, 123_456, 1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }
}
