//! Making tokens, and the hash under which they are stored.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::value::ValueText;
use zeroize::Zeroizing;

use super::Token;
use crate::{Error, store::internal};

/// 256 bits: nobody finds one by trying.
const BYTES: usize = 32;
/// Characters of a token: 32 bytes in base64url without padding.
const CHARS: usize = 43;

impl Token {
    /// A new random token.
    pub(super) fn generate() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        rand::fill(bytes.as_mut_slice())
            .map_err(|_| internal("no token can be made", "the random source does not answer"))?;
        Ok(Self(ValueText::new(
            URL_SAFE_NO_PAD.encode(bytes.as_slice()),
        )))
    }

    /// What storage knows of it: SHA-256, enough for 256 random bits. Looked up by this hash, a
    /// token cannot be felt out by how long a comparison takes. `None` when the text cannot be
    /// a token.
    pub(super) fn stored_hash(&self) -> Option<Vec<u8>> {
        let text = self.expose();
        (text.len() == CHARS).then(|| digest(&SHA256, text.as_bytes()).as_ref().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_256_bits_and_differ() {
        let (one, two) = (Token::generate().unwrap(), Token::generate().unwrap());
        assert_eq!(URL_SAFE_NO_PAD.decode(one.expose()).unwrap().len(), BYTES);
        assert!(one.expose() != two.expose());
        assert!(one.stored_hash() != two.stored_hash());
    }

    #[test]
    fn a_text_of_another_length_is_no_token() {
        for text in ["", "short", &"a".repeat(42), &"a".repeat(44)] {
            assert!(Token::new(text.to_owned()).stored_hash().is_none());
        }
        assert!(Token::new("a".repeat(43)).stored_hash().is_some());
    }
}
