//! A strict JSON reader (RFC 8259) that is safe for values.
//!
//! What a general reader does not give, and what is needed here: every string, key and number is
//! overwritten in memory when it is dropped; numbers keep their digits; the order of keys is
//! kept; a key that stands twice is refused, because two readers may take different ones (the
//! kubelet takes the last); nesting is limited; and a fault carries line, column and rule,
//! never an excerpt. The tests hold it against `serde_json`.

use crate::value::{ValueBuilder, ValueText};
use std::fmt;

mod reader;

/// Deepest nesting of objects and arrays.
pub const MAX_DEPTH: usize = 32;

/// A JSON value. It may hold secrets, so it cannot be printed, copied or serialised:
/// ```compile_fail,E0277
/// fn needs<T: std::fmt::Debug>() {}
/// needs::<domain::json::Json>();
/// ```
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written.
    Number(ValueText),
    /// A string, unescaped.
    Text(ValueText),
    /// An array.
    Array(Vec<Json>),
    /// An object, its members in the order they were written, no key twice.
    Object(Vec<Member>),
}

/// A member of an object.
pub struct Member {
    /// The key, unescaped.
    pub key: ValueText,
    /// The value.
    pub value: Json,
}

/// Where and how a text is not the JSON that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonFault {
    /// The line, the first is 1.
    pub line: usize,
    /// The character in the line, the first is 1.
    pub column: usize,
    /// What is wrong there.
    pub rule: JsonRule,
}

/// What is wrong with a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonRule {
    /// Nothing but white space.
    #[error("there is nothing here. Enter JSON")]
    Empty,
    /// The end comes too early.
    #[error(
        "the JSON ends before it is complete. A closing bracket or the rest of the text is missing"
    )]
    Incomplete,
    /// The end comes inside of a string.
    #[error("the text that starts here has no closing quote")]
    OpenString,
    /// A value cannot start like this.
    #[error("this is not a JSON value. Text needs double quotes")]
    Value,
    /// A key cannot start like this.
    #[error("a key in double quotes is missing here")]
    Key,
    /// No colon after a key.
    #[error("a colon is missing between key and value")]
    Colon,
    /// No comma or bracket after a value.
    #[error("a comma or a closing bracket is missing here")]
    Comma,
    /// A comma before a closing bracket.
    #[error("there is a comma too many before this bracket")]
    ExtraComma,
    /// Not a number as JSON writes them.
    #[error("this is not a number as JSON writes them")]
    Number,
    /// A line break, tab or other control character in a string.
    #[error("the text holds a line break, tab or control character. Write \\n for a line break")]
    Control,
    /// A backslash with an unknown character.
    #[error("the backslash is not followed by one of the characters JSON knows")]
    Escape,
    /// Half of a `\u` pair.
    #[error("the \\u escape is half of a pair")]
    Surrogate,
    /// A key that stands twice in one object.
    #[error("this key stands twice in the same object. Keep one")]
    Duplicate,
    /// Deeper than [`MAX_DEPTH`].
    #[error("the JSON is nested more than 32 levels deep")]
    Depth,
    /// More text after the end.
    #[error("there is more text after the end of the JSON. Remove it")]
    Trailing,
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Line {}, column {}: {}.",
            self.line, self.column, self.rule
        )
    }
}

impl std::error::Error for JsonFault {}

/// Reads one JSON value and nothing else.
///
/// # Errors
/// The first fault.
pub fn read(text: &str) -> Result<Json, JsonFault> {
    reader::read(text)
}

impl Json {
    /// Writes the value without white space. Equal values give equal text.
    #[must_use]
    pub fn write(&self) -> ValueText {
        let mut out = ValueBuilder::with_capacity(1024);
        Self::write_into(self, &mut out);
        ValueText::from(out.finish())
    }

    pub(crate) fn write_into(value: &Self, out: &mut ValueBuilder) {
        match value {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(digits) => out.push_str(digits.expose()),
            Self::Text(text) => write_string(text.expose(), out),
            Self::Array(items) => write_array(items, out),
            Self::Object(members) => write_object(members, out),
        }
    }
}

fn write_array(items: &[Json], out: &mut ValueBuilder) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        Json::write_into(item, out);
    }
    out.push(']');
}

fn write_object(members: &[Member], out: &mut ValueBuilder) {
    out.push('{');
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(member.key.expose(), out);
        out.push(':');
        Json::write_into(&member.value, out);
    }
    out.push('}');
}

/// Writes a string with its quotes; escapes what RFC 8259 section 7 demands and nothing else.
pub(crate) fn write_string(text: &str, out: &mut ValueBuilder) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => {
                out.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                let digit = usize::try_from(u32::from(c) % 16).unwrap_or(0);
                out.push(HEX.get(digit).copied().unwrap_or('0'));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;
