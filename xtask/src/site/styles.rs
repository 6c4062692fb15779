//! One style sheet from the layers in `style/`.

use std::path::Path;

use super::{Mode, statics};
use crate::error::{Error, Result, read_text};

/// The cascade layers, weakest first. Each is `<layer>.css`, a folder of sheets, or both.
const LAYERS: [&str; 4] = ["tokens", "base", "components", "pages"];

/// Concatenates the layers; without comments and indentation in [`Mode::Release`].
pub fn bundle(style: &Path, mode: Mode) -> Result<String> {
    let mut sheet = String::new();
    for layer in LAYERS {
        let file = style.join(layer).with_extension("css");
        if file.is_file() {
            sheet.push_str(&read_text(&file)?);
            sheet.push('\n');
        }
        for part in statics::read_sorted(&style.join(layer), Some("css"))? {
            let text = String::from_utf8(part.content).map_err(|error| Error::Unreadable {
                what: format!("style/{layer}/{}", part.name),
                why: error.to_string(),
            })?;
            sheet.push_str(&text);
            sheet.push('\n');
        }
    }
    Ok(match mode {
        Mode::Release => without_comments(&sheet),
        Mode::Dev => sheet,
    })
}

/// Drops comments, indentation and empty lines; strings stay as they are.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut characters = sheet.chars().peekable();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                kept.push(character);
                kept.extend(characters.next());
                continue;
            }
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '/') if characters.peek() == Some(&'*') => {
                skip_comment(&mut characters);
                continue;
            }
            _ => {}
        }
        kept.push(character);
    }
    let lines: Vec<&str> = kept
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Consumes up to and with the next `*/`.
fn skip_comment(characters: &mut impl Iterator<Item = char>) {
    characters.next();
    let mut last = ' ';
    for character in characters {
        if last == '*' && character == '/' {
            return;
        }
        last = character;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        let sheet = "/* head */\na {\n  content: \"/* kept */ \\\" \";\n}\n\n/*/ odd */ b{}";
        assert_eq!(
            without_comments(sheet),
            "a {\ncontent: \"/* kept */ \\\" \";\n}\nb{}"
        );
    }

    #[test]
    fn layers_come_in_cascade_order_and_parts_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let put =
            |name: &str, text: &str| crate::error::write(&folder.path().join(name), text).unwrap();
        put("pages/b.css", "pb{}");
        put("pages/a.css", "pa{}");
        put("components.css", "c{}");
        put("tokens.css", "t{}");
        put("base.css", "b{}");
        put("other.css", "o{}");
        assert_eq!(
            bundle(folder.path(), Mode::Release).unwrap(),
            "t{}\nb{}\nc{}\npa{}\npb{}"
        );
    }
}
