//! The text of the key ring file.
//!
//! ```text
//! keyrack-key-ring 1
//! # Root keys. Keep a copy in a safe place: without them no stored value opens.
//! rk-5f0c2a91 kept 1767225600000 <base64 of 32 bytes>
//! rk-b81e44d0 active 1769904000000 <base64 of 32 bytes>
//! ```
//!
//! UTF-8. The first line names the format and its version. Lines that begin with `#` and empty
//! lines say nothing. Every other line is a key: id, state (`active` for exactly one, else
//! `kept`), when it was made in Unix milliseconds, and the key in base64 (RFC 4648, padded),
//! with one space between.

use zeroize::Zeroizing;

use super::{Entry, KeyInfo, KeyState, Keys};
use crate::seal::{KeyId, RootKey};

const HEADER: &str = "keyrack-key-ring 1";
const COMMENT: &str =
    "# Root keys. Keep a copy in a safe place: without them no stored value opens.";

/// Bytes of a line at most, to size the buffer so that it never grows and leaves copies behind.
const LINE_LEN: usize = 96;

/// Where a text departs from the format.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// This line (from 1) is not as it should be.
    Line(usize),
    /// This line (from 1) repeats a key id.
    Duplicate(usize),
    /// No key is active.
    NoActiveKey,
}

/// Reads the text of a file.
pub(super) fn read(text: &[u8]) -> Result<Keys, Flaw> {
    let mut keys = Keys(Vec::new());
    for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let number = index.saturating_add(1);
        let line = std::str::from_utf8(line).map_err(|_| Flaw::Line(number))?;
        if number == 1 {
            expect_header(line)?;
        } else if !line.is_empty() && !line.starts_with('#') {
            read_key(line, number, &mut keys)?;
        }
    }
    keys.active()
        .is_some()
        .then_some(keys)
        .ok_or(Flaw::NoActiveKey)
}

fn expect_header(line: &str) -> Result<(), Flaw> {
    if line == HEADER {
        Ok(())
    } else {
        Err(Flaw::Line(1))
    }
}

fn read_key(line: &str, number: usize, keys: &mut Keys) -> Result<(), Flaw> {
    let entry = parse_entry(line).ok_or(Flaw::Line(number))?;
    if keys.contains(&entry.info.id) {
        return Err(Flaw::Duplicate(number));
    }
    if entry.info.state == KeyState::Active && keys.active().is_some() {
        return Err(Flaw::Line(number));
    }
    keys.0.push(entry);
    Ok(())
}

fn parse_entry(line: &str) -> Option<Entry> {
    let mut parts = line.split(' ');
    let id = KeyId::parse(parts.next()?)?;
    let state = parse_state(parts.next()?)?;
    let created_at = parts.next()?.parse().ok()?;
    let key = RootKey::from_base64(parts.next()?)?;
    parts.next().is_none().then_some(Entry {
        info: KeyInfo {
            id,
            state,
            created_at,
        },
        key,
    })
}

fn parse_state(word: &str) -> Option<KeyState> {
    [KeyState::Active, KeyState::Kept]
        .into_iter()
        .find(|state| state.id() == word)
}

/// The text of a ring.
pub(super) fn write(keys: &Keys) -> Zeroizing<String> {
    let room = keys.0.len().saturating_add(2).saturating_mul(LINE_LEN);
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str(HEADER);
    text.push('\n');
    text.push_str(COMMENT);
    text.push('\n');
    for entry in &keys.0 {
        write_entry(&mut text, entry);
    }
    text
}

fn write_entry(text: &mut String, Entry { info, key }: &Entry) {
    text.push_str(info.id.as_str());
    text.push(' ');
    text.push_str(info.state.id());
    text.push(' ');
    text.push_str(&info.created_at.to_string());
    text.push(' ');
    text.push_str(&key.to_base64());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn ring(lines: &str) -> String {
        format!("{HEADER}\n{lines}")
    }

    fn flaw(text: &str) -> Option<Flaw> {
        read(text.as_bytes()).err()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut keys = Keys(vec![Entry::generate(KeyState::Active, 1).unwrap()]);
        for now in 2..20 {
            keys.add(now).unwrap();
        }
        let text = write(&keys);
        assert!(text.len() <= text.capacity());
        let again = read(text.as_bytes()).unwrap();
        assert_eq!(*write(&again), *text);
    }

    #[test]
    fn the_documented_text_is_read() {
        let text = ring(&format!(
            "# a comment\n\nrk-5f0c2a91 kept 1767225600000 {KEY}\nrk-b81e44d0 active 1769904000000 {KEY}"
        ));
        let keys = read(text.as_bytes()).unwrap();
        let seen: Vec<_> = keys
            .0
            .iter()
            .map(|entry| {
                (
                    entry.info.id.as_str(),
                    entry.info.state,
                    entry.info.created_at,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("rk-5f0c2a91", KeyState::Kept, 1_767_225_600_000),
                ("rk-b81e44d0", KeyState::Active, 1_769_904_000_000)
            ]
        );
    }

    #[test]
    fn another_version_or_no_header_is_refused_at_line_1() {
        for text in [
            "",
            "\n",
            "keyrack-key-ring 2\n",
            "rk-5f0c2a91 active 1 x\n",
            "\u{feff}keyrack-key-ring 1\n",
        ] {
            assert_eq!(flaw(text), Some(Flaw::Line(1)), "{text:?}");
        }
    }

    #[test]
    fn a_wrong_line_is_named_by_its_number() {
        let wrong = [
            "rk-5f0c2a91".to_owned(),
            "rk-5f0c2a91 active 1 ".to_owned(),
            format!("rk-5f0c2a9 active 1 {KEY}"),
            format!("rk-5f0c2a91 retired 1 {KEY}"),
            format!("rk-5f0c2a91 active one {KEY}"),
            format!("rk-5f0c2a91 active 1  {KEY}"),
            format!("rk-5f0c2a91 active 1 {KEY} more"),
            format!("rk-5f0c2a91 active 1 {}", KEY.trim_end_matches('=')),
            format!("rk-5f0c2a91 active 1 {KEY}\r"),
            "rk-5f0c2a91 active 1 AAAA".to_owned(),
        ];
        for line in wrong {
            assert_eq!(
                flaw(&ring(&format!("# first\n{line}\n"))),
                Some(Flaw::Line(3)),
                "{line}"
            );
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_refused() {
        let mut text = ring("").into_bytes();
        text.extend([0xff, b'\n']);
        assert_eq!(read(&text).err(), Some(Flaw::Line(2)));
    }

    #[test]
    fn an_id_twice_is_refused() {
        let text = ring(&format!(
            "rk-5f0c2a91 active 1 {KEY}\nrk-5f0c2a91 kept 2 {KEY}\n"
        ));
        assert_eq!(flaw(&text), Some(Flaw::Duplicate(3)));
    }

    #[test]
    fn exactly_one_key_is_active() {
        assert_eq!(
            flaw(&ring(&format!("rk-5f0c2a91 kept 1 {KEY}\n"))),
            Some(Flaw::NoActiveKey)
        );
        let two = format!("rk-5f0c2a91 active 1 {KEY}\nrk-b81e44d0 active 2 {KEY}\n");
        assert_eq!(flaw(&ring(&two)), Some(Flaw::Line(3)));
    }
}
