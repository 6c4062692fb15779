//! Log entries: human on a terminal, JSON otherwise, control characters escaped.
//!
//! Only fields that are declared where they are logged get in: no request body, header, raw
//! path or query string ever does. Entries of libraries are kept at `warn` whatever the level:
//! some of them write whole header frames at `trace`.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::config::{Log, LogFormat};

/// Crates whose entries follow the configured level.
const OWN: &[&str] = &["keyrack", "server", "backend", "app", "domain"];

/// The form that entries take here.
pub fn is_json(format: LogFormat) -> bool {
    match format {
        LogFormat::Json => true,
        LogFormat::Human => false,
        LogFormat::Auto => !io::stdout().is_terminal(),
    }
}

/// Starts logging to standard output for the whole process.
pub fn start(log: Log) {
    let level = log.level;
    let filter = filter_fn(move |entry| is_wanted(entry, level))
        .with_max_level_hint(LevelFilter::from_level(level.max(Level::WARN)));
    let registry = tracing_subscriber::registry();
    let started = if is_json(log.format) {
        registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_current_span(false)
                    .with_span_list(false)
                    .with_filter(filter),
            )
            .try_init()
    } else {
        registry
            .with(
                fmt::layer()
                    .with_ansi(false)
                    .with_target(false)
                    .with_writer(|| Escaped)
                    .with_filter(filter),
            )
            .try_init()
    };
    // A second start in one process keeps the first one's form.
    drop(started);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(String::new, ToString::to_string);
        // The payload stays out: it can quote anything.
        tracing::error!(target: "keyrack::panic", place, "a defect stopped this task");
    }));
}

fn is_wanted(entry: &Metadata<'_>, level: Level) -> bool {
    let target = entry.target();
    let own = OWN.iter().any(|name| {
        target
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    *entry.level() <= if own { level } else { Level::WARN }
}

/// Standard output with control characters of an entry escaped.
struct Escaped;

impl Write for Escaped {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(entry);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        writeln!(io::stdout().lock(), "{}", escaped(line))?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}

/// Writes control characters, and characters that turn the direction of text, as `\u{…}`.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_add(16));
    for c in text.chars() {
        if is_unsafe(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(
            escaped("a\r\nb\u{1b}[31m\u{202e}ü"),
            "a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e}ü"
        );
        assert!(matches!(escaped("plain"), Cow::Borrowed("plain")));
    }
}
