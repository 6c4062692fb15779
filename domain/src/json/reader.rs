//! The reader itself: recursive descent over the bytes of a text known to be UTF-8.

use super::{Json, JsonFault, JsonRule, MAX_DEPTH, Member};
use crate::value::{ValueBuilder, ValueText};

/// A fault by its byte position; the line and column are counted once, at the end.
struct At(usize, JsonRule);

pub(super) fn read(text: &str) -> Result<Json, JsonFault> {
    let mut reader = Reader { text, at: 0 };
    reader.document().map_err(|At(at, rule)| {
        let (line, column) = position(text, at);
        JsonFault { line, column, rule }
    })
}

/// Line and column of a byte position, both from 1. A position inside of a character, which does
/// not occur, would count as its end.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text
        .char_indices()
        .take_while(|(index, _)| *index < at)
        .map(|(_, c)| c);
    before.fold((1, 1), |(line, column), c| {
        if c == '\n' {
            (line + 1, 1)
        } else {
            (line, column + 1)
        }
    })
}

struct Reader<'a> {
    text: &'a str,
    /// Byte position of the next character; always between two characters.
    at: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Json, At> {
        self.space();
        if self.peek().is_none() {
            return Err(At(self.at, JsonRule::Empty));
        }
        let value = self.value(0)?;
        self.space();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(At(self.at, JsonRule::Trailing)),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, At> {
        match self.peek() {
            None => Err(At(self.at, JsonRule::Incomplete)),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
        }
    }

    fn word(&mut self) -> Result<Json, At> {
        let rest = self.rest();
        for (word, value) in [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
        ] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
            if !rest.is_empty() && word.starts_with(rest) {
                return Err(At(self.text.len(), JsonRule::Incomplete));
            }
        }
        Err(At(self.at, JsonRule::Value))
    }

    fn array(&mut self, depth: usize) -> Result<Json, At> {
        self.enter(depth)?;
        let mut items = Vec::new();
        if self.closes(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.goes_on(b']')? {
                return Ok(Json::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, At> {
        self.enter(depth)?;
        let mut members = Vec::new();
        let mut places = Vec::new();
        if self.closes(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            places.push(self.at);
            members.push(self.member(depth)?);
            if !self.goes_on(b'}')? {
                break;
            }
        }
        match first_duplicate(&members, &places) {
            Some(at) => Err(At(at, JsonRule::Duplicate)),
            None => Ok(Json::Object(members)),
        }
    }

    fn member(&mut self, depth: usize) -> Result<Member, At> {
        match self.peek() {
            Some(b'"') => {}
            Some(_) => return Err(At(self.at, JsonRule::Key)),
            None => return Err(At(self.at, JsonRule::Incomplete)),
        }
        let key = self.string()?;
        self.space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(At(self.at, JsonRule::Colon)),
            None => return Err(At(self.at, JsonRule::Incomplete)),
        }
        self.space();
        Ok(Member {
            key,
            value: self.value(depth + 1)?,
        })
    }

    /// Passes the opening bracket.
    fn enter(&mut self, depth: usize) -> Result<(), At> {
        if depth >= MAX_DEPTH {
            return Err(At(self.at, JsonRule::Depth));
        }
        self.at += 1;
        self.space();
        Ok(())
    }

    /// Passes the closing bracket of something empty.
    fn closes(&mut self, close: u8) -> bool {
        let closes = self.peek() == Some(close);
        if closes {
            self.at += 1;
        }
        closes
    }

    /// After an item: passes a comma and says that another follows, or passes the bracket.
    fn goes_on(&mut self, close: u8) -> Result<bool, At> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                if self.peek() == Some(close) {
                    return Err(At(self.at, JsonRule::ExtraComma));
                }
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Err(At(self.at, JsonRule::Comma)),
            None => Err(At(self.at, JsonRule::Incomplete)),
        }
    }

    fn number(&mut self) -> Result<Json, At> {
        let start = self.at;
        let length = self
            .rest()
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        let digits = self.rest().get(..length).unwrap_or_default();
        if !is_number(digits) {
            return Err(At(start, JsonRule::Number));
        }
        let number = ValueText::new(digits);
        self.at += length;
        Ok(Json::Number(number))
    }

    fn string(&mut self) -> Result<ValueText, At> {
        let start = self.at;
        self.at += 1;
        // The unescaped text is never longer than what is left up to the next quote without a
        // backslash before it, so this seldom grows.
        let guess = self.rest().find('"').unwrap_or(0);
        let mut out = ValueBuilder::with_capacity(guess);
        loop {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .count();
            // Stops at ASCII only, so this cuts between characters.
            out.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(ValueText::from(out.finish()));
                }
                Some(b'\\') => out.push(self.escape(start)?),
                Some(_) => return Err(At(self.at, JsonRule::Control)),
                None => return Err(At(start, JsonRule::OpenString)),
            }
        }
    }

    /// Passes one escape; `start` is where its string started.
    fn escape(&mut self, start: usize) -> Result<char, At> {
        let at = self.at;
        self.at += 1;
        let Some(kind) = self.peek() else {
            return Err(At(start, JsonRule::OpenString));
        };
        let c = match kind {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode(at);
            }
            _ => return Err(At(at, JsonRule::Escape)),
        };
        self.at += 1;
        Ok(c)
    }

    /// The digits after `\u`, and the second half of a pair; `at` is where the escape started.
    fn unicode(&mut self, at: usize) -> Result<char, At> {
        let first = self.four_digits(at)?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let is_high = (0xd800..0xdc00).contains(&first);
        if !is_high || !self.rest().starts_with("\\u") {
            return Err(At(at, JsonRule::Surrogate));
        }
        self.at += 2;
        let second = self.four_digits(at)?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(At(at, JsonRule::Surrogate));
        }
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        char::from_u32(code).ok_or(At(at, JsonRule::Surrogate))
    }

    fn four_digits(&mut self, at: usize) -> Result<u32, At> {
        let digits = self.rest().get(..4).ok_or(At(at, JsonRule::Escape))?;
        // from_str_radix alone would take a sign.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(At(at, JsonRule::Escape));
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| At(at, JsonRule::Escape))
    }

    fn space(&mut self) {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().bytes().take_while(space).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// RFC 8259 section 6: `[-] int [frac] [exp]`, without leading zeros.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let whole_is_right = is_digits(whole) && (whole.len() == 1 || !whole.starts_with('0'));
    whole_is_right && fraction.is_none_or(is_digits) && exponent.is_none_or(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The place of the first key that was there before. Sorted, so that many keys cost little.
fn first_duplicate(members: &[Member], places: &[usize]) -> Option<usize> {
    let mut keys: Vec<(&str, usize)> = members
        .iter()
        .map(|member| member.key.expose())
        .zip(places.iter().copied())
        .collect();
    keys.sort_unstable();
    let twice = keys
        .iter()
        .zip(keys.iter().skip(1))
        .filter(|((one, _), (other, _))| one == other);
    twice.map(|(_, (_, at))| *at).min()
}
