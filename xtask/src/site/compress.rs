//! Compressed forms, made once so that the server never has to.

use std::io::Write;

use crate::error::{Doing, Result};

/// Brotli at its strongest, or nothing when that would not be smaller.
pub fn brotli(content: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)
        .doing(|| "compress by brotli".to_owned())?;
    Ok(smaller(compressed, content))
}

/// Gzip at its strongest, or nothing when that would not be smaller.
pub fn gzip(content: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(content)
        .doing(|| "compress by gzip".to_owned())?;
    let compressed = encoder.finish().doing(|| "compress by gzip".to_owned())?;
    Ok(smaller(compressed, content))
}

fn smaller(compressed: Vec<u8>, content: &[u8]) -> Option<Vec<u8>> {
    (compressed.len() < content.len()).then_some(compressed)
}
