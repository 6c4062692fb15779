//! From the bytes of a file to text: UTF-8 with or without byte order mark, UTF-16 of both byte
//! orders (what PowerShell's `>` writes), nothing else.

use crate::value::ValueBuilder;
use zeroize::Zeroizing;

/// Text from a file.
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: Zeroizing<String>,
    /// Whether there was a byte order mark.
    pub had_mark: bool,
    /// Whether the file was UTF-16.
    pub was_utf16: bool,
}

/// Why bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodingFault {
    /// Not UTF-8.
    #[error("The byte at position {at} is not UTF-8. Save the file as UTF-8.")]
    NotUtf8 {
        /// Position of the first wrong byte, the first is 1.
        at: usize,
    },
    /// UTF-16 that ends in the middle of a character or holds half of a pair.
    #[error("The file is UTF-16 and broken at byte {at}. Save it as UTF-8.")]
    BrokenUtf16 {
        /// Position of the first wrong byte, the first is 1.
        at: usize,
    },
}

/// Recognises the encoding and decodes.
///
/// # Errors
/// The position of the first byte that does not fit.
pub fn decode(bytes: &[u8]) -> Result<Decoded, EncodingFault> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, u16::from_le_bytes, 2);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, u16::from_be_bytes, 2);
    }
    // JSON and every other text that is looked for starts with ASCII, and a NUL byte is in none
    // of them: where it stands tells the byte order (RFC 4627 section 3 did the same).
    match bytes {
        [low, 0] | [low, 0, _, 0, ..] if *low != 0 => return utf16(bytes, u16::from_le_bytes, 0),
        [0, low] | [0, low, 0, _, ..] if *low != 0 => return utf16(bytes, u16::from_be_bytes, 0),
        _ => {}
    }
    utf8(bytes)
}

fn utf8(bytes: &[u8]) -> Result<Decoded, EncodingFault> {
    let rest = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]);
    let had_mark = rest.is_some();
    let text = std::str::from_utf8(rest.unwrap_or(bytes)).map_err(|error| {
        let mark = if had_mark { 3 } else { 0 };
        EncodingFault::NotUtf8 {
            at: mark + error.valid_up_to() + 1,
        }
    })?;
    Ok(Decoded {
        text: Zeroizing::new(text.to_owned()),
        had_mark,
        was_utf16: false,
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, mark: usize) -> Result<Decoded, EncodingFault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = ValueBuilder::with_capacity(bytes.len());
    let mut at = mark + 1;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = decoded.map_err(|_| EncodingFault::BrokenUtf16 { at })?;
        text.push(c);
        at += 2 * c.len_utf16();
    }
    if !rest.is_empty() {
        return Err(EncodingFault::BrokenUtf16 { at });
    }
    Ok(Decoded {
        text: text.finish(),
        had_mark: mark > 0,
        was_utf16: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    fn fault(bytes: &[u8]) -> EncodingFault {
        decode(bytes).err().unwrap()
    }

    #[test]
    fn utf16_is_recognised_with_and_without_mark_in_both_orders() {
        let text = "{\"a\":\"é😀\"}";
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes = encode(text, unit);
            let marked = [unit(0xfeff).to_vec(), bytes.clone()].concat();
            for (bytes, mark) in [(bytes, false), (marked, true)] {
                let decoded = decode(&bytes).ok().unwrap();
                assert_eq!(decoded.text.as_str(), text);
                assert!(decoded.was_utf16);
                assert_eq!(decoded.had_mark, mark);
            }
        }
    }

    #[test]
    fn a_utf8_mark_is_left_out() {
        let decoded = decode(b"\xef\xbb\xbf{}").ok().unwrap();
        assert_eq!(decoded.text.as_str(), "{}");
        assert!(decoded.had_mark && !decoded.was_utf16);
    }

    #[test]
    fn a_wrong_byte_is_named_by_its_position() {
        assert_eq!(fault(b"{\"a\":\"\xe9\"}"), EncodingFault::NotUtf8 { at: 7 });
        assert_eq!(fault(b"\xef\xbb\xbf\xff"), EncodingFault::NotUtf8 { at: 4 });
        assert_eq!(fault(b"\xff\xfe{"), EncodingFault::BrokenUtf16 { at: 3 });
        assert_eq!(
            fault(b"\xff\xfe{\0\x00\xd8"),
            EncodingFault::BrokenUtf16 { at: 5 }
        );
        assert!(fault(b"\xff\xfe{").to_string().contains("UTF-16"));
    }

    proptest! {
        #[test]
        fn any_utf8_text_without_nul_comes_out_as_it_is(text in "[^\\x{0}\\x{feff}][^\\x{0}]*") {
            let decoded = decode(text.as_bytes()).ok().unwrap();
            prop_assert_eq!(decoded.text.as_str(), text.as_str());
        }

        #[test]
        fn any_bytes_are_decoded_or_refused_inside(bytes in any::<Vec<u8>>()) {
            if let Err(EncodingFault::NotUtf8 { at } | EncodingFault::BrokenUtf16 { at }) = decode(&bytes) {
                prop_assert!(at >= 1 && at <= bytes.len());
            }
        }
    }
}
