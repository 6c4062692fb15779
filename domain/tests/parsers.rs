//! The fuzz targets' entries on the stable toolchain, with less patience.

// What tests share may panic like the tests; clippy.toml frees only functions marked as tests.
#![allow(clippy::indexing_slicing)]

#[path = "../fuzz/entries.rs"]
mod entries;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

/// Pieces that parsers look for, so that random bytes get further than the first one.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        " ",
        "\n",
        "\\",
        "\\u",
        "d83d",
        "auths",
        "auth",
        "username",
        "password",
        "credsStore",
        "identitytoken",
        ".dockerconfigjson",
        "data",
        "ghcr.io",
        "docker.io",
        "https://",
        "/v1/",
        ":443",
        "*",
        "bWU6cHc=",
        "eyJh",
        "null",
        "1e9",
        "-",
        ".",
        "@",
        "\u{feff}",
        "docker login",
        "-----BEGIN",
        "\0",
    ]);
    let piece = prop_oneof![
        8 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<Vec<u8>>(),
    ];
    prop::collection::vec(piece, 0..32).prop_map(|pieces| pieces.concat())
}

/// A file that is nearly right: one byte of it is another one.
fn nearly_right() -> impl Strategy<Value = Vec<u8>> {
    let files = [
        r#"{"auths":{"ghcr.io":{"username":"me","password":"pw","auth":"bWU6cHc=","x":[1.10]}},"y":{}}"#.to_owned(),
        r#"{"apiVersion":"v1","kind":"Secret","data":{".dockerconfigjson":"eyJhdXRocyI6eyJnaGNyLmlvIjp7ImF1dGgiOiJiV1U2Y0hjPSJ9fX0="}}"#.to_owned(),
        r#"{"docker.io":{"auth":"bWU6cHc="},"quay.io":{"auth":"bWU6cHc="}}"#.to_owned(),
        STANDARD.encode(r#"{"auths":{"docker.io":{"auth":"bWU6cHc="}},"credsStore":"desktop"}"#),
    ];
    (
        prop::sample::select(files.to_vec()),
        any::<prop::sample::Index>(),
        any::<u8>(),
    )
        .prop_map(|(file, at, byte)| {
            let mut bytes = file.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        })
}

proptest! {
    #[test]
    fn docker_config(bytes in prop_oneof![pieces(), nearly_right()]) {
        entries::docker_config(&bytes);
    }

    #[test]
    fn json(bytes in prop_oneof![pieces(), nearly_right()]) {
        entries::json(&bytes);
    }

    #[test]
    fn registry_host(bytes in pieces()) {
        entries::registry_host(&bytes);
    }

    #[test]
    fn secret_name(bytes in pieces()) {
        entries::secret_name(&bytes);
    }

    #[test]
    fn intake(bytes in pieces()) {
        entries::intake(&bytes);
    }
}
