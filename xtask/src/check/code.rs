//! Rust source with comments and literals blanked, so that a text search finds only code.

use std::path::{Path, PathBuf};

use crate::error::{Doing, Result, read_text};

/// A source file whose comments and literals are blanks; its lines are where they were.
pub struct Code {
    /// The file.
    pub path: PathBuf,
    /// The blanked text.
    pub text: String,
}

impl Code {
    /// Reads every `.rs` file below the folder, in order of path.
    pub fn below(folder: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        collect(folder, &mut found)?;
        found.sort();
        found
            .into_iter()
            .map(|path| {
                Ok(Self {
                    text: blank(&read_text(&path)?),
                    path,
                })
            })
            .collect()
    }

    /// The line numbers, from 1, at which `wanted` occurs and is not part of a longer word.
    pub fn lines_with<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.occurrences(wanted).map(|at| self.line_at(at))
    }

    /// The byte positions at which `wanted` occurs and is not the end of a longer word.
    pub fn occurrences<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.text
            .match_indices(wanted)
            .map(|(at, _)| at)
            .filter(move |at| {
                let before = self
                    .text
                    .get(..*at)
                    .and_then(|before| before.chars().next_back());
                !(wanted.starts_with(is_word) && before.is_some_and(is_word))
            })
    }

    /// The line number of a byte position, from 1.
    pub fn line_at(&self, at: usize) -> usize {
        self.text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).doing(|| format!("list {}", folder.display()))? {
        let path = entry.doing(|| format!("list {}", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// Replaces comments and the insides of literals by spaces; line breaks stay.
fn blank(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    let mut after_word = false;
    while let Some(first) = rest.chars().next() {
        let skipped = literal_or_comment(rest, after_word);
        let (taken, left) = rest
            .split_at_checked(skipped.unwrap_or(first.len_utf8()))
            .unwrap_or((rest, ""));
        match skipped {
            Some(_) => code.extend(
                taken
                    .chars()
                    .map(|character| if character == '\n' { '\n' } else { ' ' }),
            ),
            None => code.push(first),
        }
        after_word = skipped.is_none() && is_word(first);
        rest = left;
    }
    code
}

/// The length of the comment or literal at the start of the text, if there is one.
fn literal_or_comment(text: &str, after_word: bool) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block_comment(text));
    }
    if text.starts_with('"') {
        return Some(quoted(text, '"'));
    }
    if text.starts_with('\'') {
        return character(text);
    }
    if after_word { None } else { raw_string(text) }
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Up to and with the closing quote that has no backslash before it.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let mut characters = text.chars().skip(1);
    let (first, second) = (characters.next()?, characters.next()?);
    (first == '\\' || second == '\'').then(|| quoted(text, '\''))
}

/// `r"…"`, `r#"…"#`, `br"…"` and so on.
fn raw_string(text: &str) -> Option<usize> {
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
    })?;
    let rest = text.strip_prefix(prefix)?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let closing = format!("\"{}", "#".repeat(hashes));
    let inside = prefix.len() + hashes + 1;
    let length = text.get(inside..)?.find(&closing)?;
    Some(inside + length + closing.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blank_and_code_stays() {
        let cases = [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"g \\\" h\", i)", "f(        , i)"),
            ("r#\"a\"b\"# c", "         c"),
            ("&'a str", "&'a str"),
            ("'\"' + '\\'' + b", "    +      + b"),
            ("for\"x\"", "for   "),
        ];
        for (source, expected) in cases {
            assert_eq!(blank(source), expected, "{source}");
        }
    }

    #[test]
    fn a_word_inside_a_longer_one_is_not_found() {
        let code = Code {
            path: PathBuf::new(),
            text: "eprintln!(a);\nprintln!(b);".to_owned(),
        };
        assert_eq!(code.lines_with("println!").collect::<Vec<_>>(), [2]);
    }
}
