//! A root key and its id.

use aws_lc_rs::{
    error::Unspecified,
    hkdf::{HKDF_SHA256, Salt},
    rand,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a root key, a data key and a derived key.
pub(crate) const KEY_LEN: usize = 32;

/// A root key: 32 random bytes that wrap data keys. Erased from memory when dropped.
///
/// It cannot be printed, compared, copied or serialised:
///
/// ```compile_fail,E0277
/// fn shows<T: std::fmt::Debug>() {}
/// shows::<backend::seal::RootKey>();
/// ```
///
/// (The same check passes for its id, so it is the missing `Debug` that refuses above.)
///
/// ```
/// fn shows<T: std::fmt::Debug>() {}
/// shows::<backend::seal::KeyId>();
/// ```
pub struct RootKey(Zeroizing<[u8; KEY_LEN]>);

impl RootKey {
    /// A new key from the operating system's random source.
    pub(crate) fn generate() -> Result<Self, Unspecified> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        rand::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    #[cfg(test)]
    pub(crate) fn of_bytes(bytes: [u8; KEY_LEN]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key of its base64 text; `None` when that is not 32 bytes.
    pub(super) fn from_base64(text: &str) -> Option<Self> {
        // One byte more than the longest text of this length can decode to.
        let mut decoded = Zeroizing::new([0; KEY_LEN + 2]);
        let len = STANDARD.decode_slice(text, decoded.as_mut_slice()).ok()?;
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        bytes.copy_from_slice(decoded.get(..len).filter(|key| key.len() == KEY_LEN)?);
        Some(Self(bytes))
    }

    /// The base64 text, for the key ring file alone.
    pub(super) fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_slice()))
    }

    /// The key for one purpose: HKDF-SHA256 (RFC 5869) with `salt` and the purpose as `label`.
    pub(super) fn derive(
        &self,
        salt: &[u8; KEY_LEN],
        label: &[u8],
    ) -> Result<Derived, Unspecified> {
        derive(self.0.as_slice(), salt, label)
    }
}

/// A key derived for one purpose.
pub(crate) type Derived = Zeroizing<[u8; KEY_LEN]>;

/// HKDF-SHA256 (RFC 5869), extract and expand, to 32 bytes.
pub(crate) fn derive(
    secret: &[u8],
    salt: &[u8; KEY_LEN],
    label: &[u8],
) -> Result<Derived, Unspecified> {
    let mut key = Zeroizing::new([0; KEY_LEN]);
    Salt::new(HKDF_SHA256, salt)
        .extract(secret)
        .expand(&[label], HKDF_SHA256)?
        .fill(key.as_mut_slice())?;
    Ok(key)
}

/// Id of a root key: `rk-` and eight random hexadecimal digits. Not a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    const PREFIX: &str = "rk-";
    const DIGITS: usize = 8;

    /// A new random id.
    pub(super) fn generate() -> Result<Self, Unspecified> {
        let mut bytes = [0; 4];
        rand::fill(&mut bytes)?;
        let id = format!("{}{:08x}", Self::PREFIX, u32::from_be_bytes(bytes));
        bytes.zeroize();
        Ok(Self(id))
    }

    /// The id of its text form; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(Self::PREFIX)?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == Self::DIGITS && digits.bytes().all(is_digit))
            .then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869, appendix A.1, cut to 32 bytes, with its salt filled up with zeros: HMAC pads
    /// a shorter key with zeros (RFC 2104), so the output is that of the RFC.
    #[test]
    fn derives_as_rfc_5869() {
        let mut salt = [0; KEY_LEN];
        salt[..13].copy_from_slice(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let key = derive(&[0x0b; 22], &salt, &info).unwrap();
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
        );
    }

    #[test]
    fn a_key_comes_back_from_its_text() {
        let key = RootKey::generate().unwrap();
        let again = RootKey::from_base64(&key.to_base64()).unwrap();
        assert!(key.0 == again.0);
    }

    #[test]
    fn a_text_of_another_length_is_no_key() {
        for len in [0, 1, 16, 31, 33, 34, 64] {
            assert!(
                RootKey::from_base64(&STANDARD.encode(vec![7; len])).is_none(),
                "{len} bytes"
            );
        }
    }

    #[test]
    fn two_keys_differ() {
        assert!(RootKey::generate().unwrap().0 != RootKey::generate().unwrap().0);
    }

    #[test]
    fn an_id_is_what_generate_makes_and_nothing_else() {
        let id = KeyId::generate().unwrap();
        assert_eq!(KeyId::parse(id.as_str()), Some(id));
        for wrong in [
            "",
            "rk-",
            "rk-1234567",
            "rk-123456789",
            "rk-1234567G",
            "rk-ABCDEF01",
            "12345678",
        ] {
            assert_eq!(KeyId::parse(wrong), None, "{wrong}");
        }
    }
}
