//! Pages compressed as they are sent; assets were compressed when they were built.
//!
//! A page holds no value and no token that outlives it, so that its compressed length tells an
//! onlooker nothing worth having (BREACH). The one with a one-time link is sent as it is.

use std::io::Write;

use axum::body::Bytes;
use http::{HeaderMap, HeaderValue, header};

/// Smaller pages fit into one packet as they are.
const WORTH_IT: usize = 1400;

/// Quick settings: most of the gain in well under a millisecond for a page.
const BROTLI_QUALITY: i32 = 4;
const WINDOW: i32 = 18;

/// Compresses a page the way its reader takes best, and says so in the answer's headers.
pub fn page(content: Bytes, asked: &HeaderMap, answer: &mut HeaderMap) -> Bytes {
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if content.len() < WORTH_IT {
        return content;
    }
    let compressed = if takes(asked, "br") {
        brotli(&content).map(|bytes| ("br", bytes))
    } else if takes(asked, "gzip") {
        gzip(&content).map(|bytes| ("gzip", bytes))
    } else {
        None
    };
    let Some((coding, bytes)) = compressed else {
        return content;
    };
    answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    answer.remove(header::CONTENT_LENGTH);
    Bytes::from(bytes)
}

fn brotli(content: &[u8]) -> Option<Vec<u8>> {
    let mut compressed = Vec::with_capacity(content.len() / 4);
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: WINDOW,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters).ok()?;
    Some(compressed)
}

fn gzip(content: &[u8]) -> Option<Vec<u8>> {
    let compressed = Vec::with_capacity(content.len() / 4);
    let mut encoder = flate2::write::GzEncoder::new(compressed, flate2::Compression::fast());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

/// Whether an `Accept-Encoding` names a coding without refusing it by `q=0` (RFC 9110, 12.5.3).
pub fn takes(asked: &HeaderMap, coding: &str) -> bool {
    let accepted = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight
            .trim()
            .strip_prefix("q=")
            .is_some_and(|q| q.trim().trim_matches(['0', '.']).is_empty());
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accepted: &str) -> HeaderMap {
        [(header::ACCEPT_ENCODING, accepted.parse().unwrap())]
            .into_iter()
            .collect()
    }

    fn sent(accepted: &str, content: &[u8]) -> (String, Vec<u8>) {
        let mut answer = HeaderMap::new();
        let bytes = page(
            Bytes::copy_from_slice(content),
            &asked(accepted),
            &mut answer,
        );
        let coding = answer
            .get(header::CONTENT_ENCODING)
            .map_or("", |value| value.to_str().unwrap());
        (coding.to_owned(), bytes.to_vec())
    }

    #[test]
    fn a_page_comes_out_as_it_went_in() {
        let content = b"<li>ghcr-pull</li>".repeat(500);
        let (coding, bytes) = sent("gzip, br", &content);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut bytes.as_slice(), &mut plain).unwrap();
        assert_eq!((coding.as_str(), &plain), ("br", &content));
        let (coding, bytes) = sent("gzip", &content);
        let mut plain = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::GzDecoder::new(bytes.as_slice()),
            &mut plain,
        )
        .unwrap();
        assert_eq!((coding.as_str(), &plain), ("gzip", &content));
    }

    #[test]
    fn who_takes_no_coding_gets_none_and_small_pages_have_none() {
        let content = b"a".repeat(5000);
        assert_eq!(sent("br;q=0, identity", &content), (String::new(), content));
        assert_eq!(sent("br", b"small"), (String::new(), b"small".to_vec()));
    }

    #[test]
    fn codings_are_named_whole() {
        for (accepted, taken) in [
            ("br", true),
            ("gzip, BR;q=0.5", true),
            ("brotli", false),
            ("br;q=0", false),
            ("br; q=0.000", false),
            ("", false),
        ] {
            assert_eq!(takes(&asked(accepted), "br"), taken, "{accepted}");
        }
    }
}
