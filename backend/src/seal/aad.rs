//! Additional data: what a sealed value is bound to.
//!
//! A value opens only in the place it was sealed for. Moved to another record, version, kind,
//! scope, destination or rack it does not open, whoever moved it and however.

/// Version of the encoding below; part of what it encodes.
pub(super) const FORMAT: u8 = 1;

/// The place of a sealed value.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Id of this rack.
    pub instance: &'a str,
    /// Table that the value is in.
    pub table: &'a str,
    /// Id of the record that it belongs to.
    pub record: &'a str,
    /// Version of the value, from 1.
    pub version: i64,
    /// Kind of the value.
    pub kind: &'a str,
    /// Whom it is for: a project, or everybody.
    pub scope: &'a str,
    /// The hosts it may be sent to, in canonical spelling and order.
    pub destinations: &'a [String],
}

/// What is being sealed.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// The value, under its data key. Not bound to a root key, so that rotation leaves it alone.
    Data,
    /// The data key, under the root key of this id.
    DataKey(&'a str),
}

impl<'a> Purpose<'a> {
    fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::DataKey(_) => "dek",
        }
    }

    fn algorithm(self) -> &'static str {
        match self {
            Self::Data => "AES-256-GCM",
            Self::DataKey(_) => "HKDF-SHA256,AES-256-GCM",
        }
    }

    fn key_id(self) -> &'a str {
        match self {
            Self::Data => "",
            Self::DataKey(id) => id,
        }
    }
}

/// The bytes: format version, then each field with its length before it (8 bytes, big endian),
/// so that no two places have the same bytes. Numbers are 8 bytes, big endian.
pub(super) fn encode(context: &Context<'_>, purpose: Purpose<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    bytes.push(FORMAT);
    for text in [
        purpose.name(),
        purpose.algorithm(),
        purpose.key_id(),
        context.instance,
        context.table,
        context.record,
    ] {
        push(&mut bytes, text.as_bytes());
    }
    push(&mut bytes, &context.version.to_be_bytes());
    push(&mut bytes, context.kind.as_bytes());
    push(&mut bytes, context.scope.as_bytes());
    push(&mut bytes, &length(context.destinations.len()));
    for destination in context.destinations {
        push(&mut bytes, destination.as_bytes());
    }
    bytes
}

fn push(bytes: &mut Vec<u8>, field: &[u8]) {
    bytes.extend_from_slice(&length(field.len()));
    bytes.extend_from_slice(field);
}

fn length(len: usize) -> [u8; 8] {
    u64::try_from(len).unwrap_or(u64::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(bytes: &[u8]) -> Vec<u8> {
        [
            &[0, 0, 0, 0, 0, 0, 0, u8::try_from(bytes.len()).unwrap()],
            bytes,
        ]
        .concat()
    }

    /// Written out byte by byte: a change of the encoding makes every stored value unreadable.
    #[test]
    fn the_encoding_is_as_documented() {
        let destinations = ["ghcr.io".to_owned(), "quay.io".to_owned()];
        let context = Context {
            instance: "i",
            table: "t",
            record: "rec",
            version: 258,
            kind: "image-pull",
            scope: "",
            destinations: &destinations,
        };
        let place = [
            field(b"i"),
            field(b"t"),
            field(b"rec"),
            field(&[0, 0, 0, 0, 0, 0, 1, 2]),
            field(b"image-pull"),
            field(b""),
            field(&[0, 0, 0, 0, 0, 0, 0, 2]),
            field(b"ghcr.io"),
            field(b"quay.io"),
        ]
        .concat();
        let data = [
            vec![1],
            field(b"data"),
            field(b"AES-256-GCM"),
            field(b""),
            place.clone(),
        ]
        .concat();
        assert_eq!(encode(&context, Purpose::Data), data);
        let key = [
            vec![1],
            field(b"dek"),
            field(b"HKDF-SHA256,AES-256-GCM"),
            field(b"rk-00000001"),
            place,
        ]
        .concat();
        assert_eq!(encode(&context, Purpose::DataKey("rk-00000001")), key);
    }

    #[test]
    fn texts_that_join_to_the_same_differ() {
        let encoded = |table: &str, record: &str, destinations: &[&str]| {
            let destinations: Vec<String> = destinations.iter().map(ToString::to_string).collect();
            let context = Context {
                instance: "i",
                table,
                record,
                version: 1,
                kind: "k",
                scope: "s",
                destinations: &destinations,
            };
            encode(&context, Purpose::Data)
        };
        assert_ne!(encoded("ab", "c", &[]), encoded("a", "bc", &[]));
        assert_ne!(encoded("a", "b", &["cd"]), encoded("a", "b", &["c", "d"]));
        assert_ne!(encoded("a", "b", &[]), encoded("a", "b", &[""]));
    }
}
