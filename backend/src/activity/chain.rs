//! The hash chain: each entry's hash covers the one before it, under a key that the database
//! does not hold. An entry that is changed, taken out or put in breaks it.

use aws_lc_rs::hmac;

/// Key of the chain, derived from the instance secret.
pub(crate) struct ChainKey(hmac::Key);

impl ChainKey {
    /// Wraps the key.
    pub(crate) fn new(key: hmac::Key) -> Self {
        Self(key)
    }

    /// Hash of an entry that follows `previous`. Fields are preceded by their length, so that no
    /// two different entries have the same bytes.
    pub(super) fn hash(&self, previous: &[u8], link: &Link<'_>) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0);
        let mut field = |bytes: &[u8]| {
            context.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(bytes);
        };
        field(b"keyrack activity 1");
        field(previous);
        field(&link.number.to_be_bytes());
        field(&link.at.to_be_bytes());
        field(link.actor.as_bytes());
        optional(&mut field, link.actor_id);
        field(link.verb.as_bytes());
        field(link.object.as_bytes());
        optional(&mut field, link.object_id);
        field(&link.object_version.unwrap_or(-1).to_be_bytes());
        field(link.detail.as_bytes());
        context.sign().as_ref().to_vec()
    }
}

/// Tells "absent" from "empty".
fn optional(field: &mut impl FnMut(&[u8]), text: Option<&str>) {
    match text {
        Some(text) => {
            field(&[1]);
            field(text.as_bytes());
        }
        None => field(&[0]),
    }
}

/// What an entry's hash covers.
pub(super) struct Link<'a> {
    pub number: i64,
    pub at: i64,
    pub actor: &'a str,
    pub actor_id: Option<&'a str>,
    pub verb: &'a str,
    pub object: &'a str,
    pub object_id: Option<&'a str>,
    pub object_version: Option<i64>,
    pub detail: &'a str,
}

/// The newest entry, as far as a transaction has come.
#[derive(Clone)]
pub(crate) struct Head {
    pub(super) number: i64,
    pub(super) hash: Vec<u8>,
    moved: bool,
}

impl Head {
    /// Before the first entry.
    pub(crate) fn beginning() -> Self {
        Self {
            number: 0,
            hash: Vec::new(),
            moved: false,
        }
    }

    /// After entry `number`.
    pub(crate) fn at(number: i64, hash: Vec<u8>) -> Self {
        Self {
            number,
            hash,
            moved: false,
        }
    }

    /// Number and hash, if entries were appended.
    pub(crate) fn moved(&self) -> Option<(i64, Vec<u8>)> {
        self.moved.then(|| (self.number, self.hash.clone()))
    }

    pub(super) fn advance(&mut self, hash: Vec<u8>) {
        self.number = self.number.saturating_add(1);
        self.hash = hash;
        self.moved = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link<'a>() -> Link<'a> {
        Link {
            number: 1,
            at: 2,
            actor: "a",
            actor_id: Some("b"),
            verb: "c",
            object: "d",
            object_id: None,
            object_version: None,
            detail: "e",
        }
    }

    fn key(byte: u8) -> ChainKey {
        ChainKey::new(hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32]))
    }

    #[test]
    fn every_field_changes_the_hash() {
        let ours = key(7);
        let base = ours.hash(b"x", &link());
        let others = [
            ours.hash(b"y", &link()),
            ours.hash(
                b"x",
                &Link {
                    number: 9,
                    ..link()
                },
            ),
            ours.hash(b"x", &Link { at: 9, ..link() }),
            ours.hash(
                b"x",
                &Link {
                    actor: "z",
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    actor_id: None,
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    verb: "z",
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    object: "z",
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    object_id: Some(""),
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    object_version: Some(0),
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    detail: "z",
                    ..link()
                },
            ),
            ours.hash(
                b"x",
                &Link {
                    actor: "",
                    actor_id: Some("ab"),
                    ..link()
                },
            ),
            key(8).hash(b"x", &link()),
        ];
        assert!(others.iter().all(|other| *other != base));
    }
}
