//! The envelope: a value under a data key of its own, the data key under a root key.
//!
//! The data key is 32 random bytes and encrypts one value once (AES-256-GCM). It is wrapped by a
//! key that is derived from the root key and 32 random bytes for this one wrap (HKDF-SHA256), as
//! the KMS v2 provider of Kubernetes does (KEP-3299): the root key itself never meets a nonce,
//! so there is no number of values after which it must be changed.
//!
//! ```text
//! body        = format (1 byte) | nonce (12) | ciphertext | tag (16)
//! wrapped key = format (1 byte) | salt (32) | nonce (12) | ciphertext (32) | tag (16)
//! ```

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey},
    error::Unspecified,
    rand,
};
use zeroize::Zeroizing;

use super::{
    aad::{self, Context, Purpose},
    key_ring::KeyRingError,
    root_key::{Derived, KEY_LEN, KeyId, RootKey},
};

/// Purpose under which wrapping keys are derived.
const WRAP_LABEL: &[u8] = b"keyrack 1 wrap";
const FORMAT_LEN: usize = 1;
const NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;

/// A sealed value, as stored. Of no use without the root key `key_id`.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Id of the root key that wraps the data key.
    pub key_id: String,
    /// The wrapped data key.
    pub wrapped_key: Vec<u8>,
    /// The encrypted value.
    pub body: Vec<u8>,
}

/// Why sealing or opening failed. Never says more: what else could be said would help to forge.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key ring has no key of the id that the value was sealed under.
    #[error("the key ring does not have the key of this value")]
    UnknownKey,
    /// The value was damaged, or belongs elsewhere.
    #[error("the value does not open")]
    DoesNotOpen,
    /// The machine's random source does not answer, or the value is too long.
    #[error("the value cannot be sealed")]
    CannotSeal,
    /// The key ring was changed into something that cannot be used.
    #[error(transparent)]
    KeyRing(#[from] KeyRingError),
}

/// Seals a value for its place.
pub(super) fn seal(
    id: &KeyId,
    root: &RootKey,
    context: &Context<'_>,
    plain: &[u8],
) -> Result<Sealed, SealError> {
    let cannot = |_: Unspecified| SealError::CannotSeal;
    let mut data_key = Zeroizing::new([0; KEY_LEN]);
    rand::fill(data_key.as_mut_slice()).map_err(cannot)?;
    let mut body = vec![aad::FORMAT];
    encrypt(
        &data_key,
        &aad::encode(context, Purpose::Data),
        plain,
        &mut body,
    )
    .map_err(cannot)?;
    let wrapped_key = wrap(id, root, context, &data_key).map_err(cannot)?;
    Ok(Sealed {
        key_id: id.as_str().to_owned(),
        wrapped_key,
        body,
    })
}

/// Opens a value in its place, with the root key of its key id.
pub(super) fn open(
    root: &RootKey,
    context: &Context<'_>,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let data_key = unwrap(root, context, &sealed.key_id, &sealed.wrapped_key)?;
    let body = without_format(&sealed.body)?;
    decrypt(&data_key, &aad::encode(context, Purpose::Data), body)
        .map_err(|_| SealError::DoesNotOpen)
}

/// Wraps the same data key under another root key. The body stays what it is.
pub(super) fn rewrap(
    old: &RootKey,
    old_id: &str,
    (new_id, new): (&KeyId, &RootKey),
    context: &Context<'_>,
    wrapped_key: &[u8],
) -> Result<Vec<u8>, SealError> {
    let data_key = unwrap(old, context, old_id, wrapped_key)?;
    wrap(new_id, new, context, &data_key).map_err(|_| SealError::CannotSeal)
}

fn wrap(
    id: &KeyId,
    root: &RootKey,
    context: &Context<'_>,
    data_key: &Derived,
) -> Result<Vec<u8>, Unspecified> {
    let mut salt = [0; KEY_LEN];
    rand::fill(&mut salt)?;
    let wrapping_key = root.derive(&salt, WRAP_LABEL)?;
    let mut wrapped = vec![aad::FORMAT];
    wrapped.extend_from_slice(&salt);
    let aad = aad::encode(context, Purpose::DataKey(id.as_str()));
    encrypt(&wrapping_key, &aad, data_key.as_slice(), &mut wrapped)?;
    Ok(wrapped)
}

fn unwrap(
    root: &RootKey,
    context: &Context<'_>,
    id: &str,
    wrapped: &[u8],
) -> Result<Derived, SealError> {
    let wrapped = without_format(wrapped)?;
    let (salt, rest) = wrapped.split_first_chunk().ok_or(SealError::DoesNotOpen)?;
    let opened = root
        .derive(salt, WRAP_LABEL)
        .and_then(|key| decrypt(&key, &aad::encode(context, Purpose::DataKey(id)), rest))
        .map_err(|_| SealError::DoesNotOpen)?;
    let mut data_key = Zeroizing::new([0; KEY_LEN]);
    if opened.len() != KEY_LEN {
        return Err(SealError::DoesNotOpen);
    }
    data_key.copy_from_slice(&opened);
    Ok(data_key)
}

fn without_format(bytes: &[u8]) -> Result<&[u8], SealError> {
    match bytes.split_first() {
        Some((&aad::FORMAT, rest)) => Ok(rest),
        _ => Err(SealError::DoesNotOpen),
    }
}

/// Appends nonce, ciphertext and tag to `out`.
fn encrypt(key: &Derived, aad: &[u8], plain: &[u8], out: &mut Vec<u8>) -> Result<(), Unspecified> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key.as_slice())?;
    // Room for the tag from the start, so that the clear text is not left behind by growing.
    let mut buffer = Zeroizing::new(Vec::with_capacity(plain.len().saturating_add(TAG_LEN)));
    buffer.extend_from_slice(plain);
    let nonce = key.seal_in_place_append_tag(Aad::from(aad), &mut *buffer)?;
    out.reserve_exact(buffer.len().saturating_add(FORMAT_LEN + NONCE_LEN));
    out.extend_from_slice(nonce.as_ref());
    out.extend_from_slice(&buffer);
    Ok(())
}

fn decrypt(key: &Derived, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Unspecified)?;
    let key = RandomizedNonceKey::new(&AES_256_GCM, key.as_slice())?;
    let mut buffer = Zeroizing::new(ciphertext.to_vec());
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let len = key
        .open_in_place(nonce, Aad::from(aad), buffer.as_mut_slice())?
        .len();
    buffer.truncate(len);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "rk-00000001";

    fn root() -> RootKey {
        RootKey::of_bytes(std::array::from_fn(|index| u8::try_from(index).unwrap()))
    }

    fn id() -> KeyId {
        KeyId::parse(ID).unwrap()
    }

    fn hosts() -> Vec<String> {
        vec!["ghcr.io".into(), "quay.io".into()]
    }

    fn place(destinations: &[String]) -> Context<'_> {
        Context {
            instance: "instance",
            table: "secret_versions",
            record: "record",
            version: 3,
            kind: "image-pull",
            scope: "all",
            destinations,
        }
    }

    fn opens(context: &Context<'_>, sealed: &Sealed) -> bool {
        match open(&root(), context, sealed) {
            Ok(_) => true,
            Err(SealError::DoesNotOpen) => false,
            Err(other) => panic!("{other}"),
        }
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(
            plain: Vec<u8>, record: String, version: i64, kind: String, scope: String,
            destinations in prop::collection::vec(".*", 0..4),
        ) {
            let context = Context {
                instance: "i", table: "t", record: &record, version, kind: &kind, scope: &scope,
                destinations: &destinations,
            };
            let sealed = seal(&id(), &root(), &context, &plain).unwrap();
            prop_assert_eq!(&**open(&root(), &context, &sealed).unwrap(), &plain);
            prop_assert_eq!(sealed.body.len(), plain.len() + 1 + 12 + 16);
            prop_assert_eq!(sealed.wrapped_key.len(), 1 + 32 + 12 + 32 + 16);
        }

        #[test]
        fn one_flipped_bit_closes_it(in_body: bool, at: prop::sample::Index, bit in 0..8) {
            let hosts = hosts();
            let mut sealed = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
            let bytes = if in_body { &mut sealed.body } else { &mut sealed.wrapped_key };
            let at = at.index(bytes.len());
            bytes[at] ^= 1u8 << bit;
            prop_assert!(!opens(&place(&hosts), &sealed));
        }
    }

    /// Sealed once by this code: what is stored today must open with every later release.
    #[test]
    fn a_value_of_the_first_release_opens() {
        let sealed = Sealed {
            key_id: ID.into(),
            wrapped_key: STANDARD.decode(FIRST_WRAPPED).unwrap(),
            body: STANDARD.decode(FIRST_BODY).unwrap(),
        };
        assert_eq!(
            &**open(&root(), &place(&hosts()), &sealed).unwrap(),
            b"the first value"
        );
    }

    const FIRST_WRAPPED: &str = "AW918qdqJkRz7tAv3/SLCgkufxu6jXYLWP8tgxwjRnFClqlSgQFZ4Bt0CYPOcSWnhFtPPvtkCfSwylQl94yotFi7RXtkhEz7CrAH1ANLN0U3dNcLDwoIsyM6MKbL";
    const FIRST_BODY: &str = "AayMtoClc47HIWIjVeSjY+pg20Cjqzcyqd61LH3V3Pea0KavcrmkHdAvdlQ=";

    #[test]
    fn every_cut_and_every_extra_byte_closes_it() {
        let hosts = hosts();
        let sealed = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        assert!(opens(&place(&hosts), &sealed));
        for len in 0..sealed.body.len() {
            let cut = Sealed {
                body: sealed.body[..len].to_vec(),
                ..sealed.clone()
            };
            assert!(!opens(&place(&hosts), &cut), "body of {len}");
        }
        for len in 0..sealed.wrapped_key.len() {
            let cut = Sealed {
                wrapped_key: sealed.wrapped_key[..len].to_vec(),
                ..sealed.clone()
            };
            assert!(!opens(&place(&hosts), &cut), "key of {len}");
        }
        let longer = |bytes: &[u8]| [bytes, &[0]].concat();
        assert!(!opens(
            &place(&hosts),
            &Sealed {
                body: longer(&sealed.body),
                ..sealed.clone()
            }
        ));
        assert!(!opens(
            &place(&hosts),
            &Sealed {
                wrapped_key: longer(&sealed.wrapped_key),
                ..sealed
            }
        ));
    }

    #[test]
    fn it_opens_in_its_own_place_only() {
        let hosts = hosts();
        let here = place(&hosts);
        let sealed = seal(&id(), &root(), &here, b"value").unwrap();
        let fewer = vec!["ghcr.io".to_owned()];
        let other = vec!["evil.example".to_owned(), "quay.io".to_owned()];
        let turned = vec!["quay.io".to_owned(), "ghcr.io".to_owned()];
        for (what, elsewhere) in [
            (
                "instance",
                Context {
                    instance: "another",
                    ..here
                },
            ),
            (
                "table",
                Context {
                    table: "another",
                    ..here
                },
            ),
            (
                "record",
                Context {
                    record: "another",
                    ..here
                },
            ),
            ("version", Context { version: 4, ..here }),
            (
                "kind",
                Context {
                    kind: "another",
                    ..here
                },
            ),
            (
                "scope",
                Context {
                    scope: "another",
                    ..here
                },
            ),
            (
                "fewer destinations",
                Context {
                    destinations: &fewer,
                    ..here
                },
            ),
            (
                "other destination",
                Context {
                    destinations: &other,
                    ..here
                },
            ),
            (
                "order of destinations",
                Context {
                    destinations: &turned,
                    ..here
                },
            ),
            (
                "no destinations",
                Context {
                    destinations: &[],
                    ..here
                },
            ),
        ] {
            assert!(!opens(&elsewhere, &sealed), "{what}");
        }
        assert!(opens(&here, &sealed));
    }

    #[test]
    fn parts_of_two_values_do_not_go_together() {
        let hosts = hosts();
        let one = seal(&id(), &root(), &place(&hosts), b"one").unwrap();
        let two = seal(&id(), &root(), &place(&hosts), b"two").unwrap();
        assert!(!opens(
            &place(&hosts),
            &Sealed {
                body: two.body,
                ..one.clone()
            }
        ));
        assert!(!opens(
            &place(&hosts),
            &Sealed {
                wrapped_key: two.wrapped_key,
                ..one
            }
        ));
    }

    #[test]
    fn another_key_or_key_id_does_not_open_it() {
        let hosts = hosts();
        let sealed = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        let wrong = RootKey::of_bytes([9; KEY_LEN]);
        assert!(matches!(
            open(&wrong, &place(&hosts), &sealed),
            Err(SealError::DoesNotOpen)
        ));
        assert!(!opens(
            &place(&hosts),
            &Sealed {
                key_id: "rk-00000002".into(),
                ..sealed
            }
        ));
    }

    #[test]
    fn the_same_value_is_never_sealed_to_the_same_bytes() {
        let hosts = hosts();
        let one = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        let two = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        assert!(one.body != two.body && one.wrapped_key != two.wrapped_key);
    }

    #[test]
    fn a_new_wrap_opens_the_same_body_under_the_new_key_only() {
        let hosts = hosts();
        let sealed = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        let new = RootKey::of_bytes([9; KEY_LEN]);
        let new_id = KeyId::parse("rk-00000002").unwrap();
        let wrapped = rewrap(
            &root(),
            ID,
            (&new_id, &new),
            &place(&hosts),
            &sealed.wrapped_key,
        )
        .unwrap();
        let moved = Sealed {
            key_id: new_id.to_string(),
            wrapped_key: wrapped,
            ..sealed
        };
        assert_eq!(&**open(&new, &place(&hosts), &moved).unwrap(), b"value");
        assert!(!opens(&place(&hosts), &moved));
    }

    #[test]
    fn a_wrap_is_not_renewed_in_another_place() {
        let hosts = hosts();
        let sealed = seal(&id(), &root(), &place(&hosts), b"value").unwrap();
        let elsewhere = Context {
            record: "another",
            ..place(&hosts)
        };
        let refused = rewrap(
            &root(),
            ID,
            (&id(), &root()),
            &elsewhere,
            &sealed.wrapped_key,
        );
        assert!(matches!(refused, Err(SealError::DoesNotOpen)));
    }
}
