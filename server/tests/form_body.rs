//! Forms as they come: limits hold while they stream, and fields come out whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use app::forms::{Fields, ValueFile};
use axum::{body::Body, extract::Request};
use futures_util::stream;
use server::http::{form_body::read, limits, problem::Problem};

const BOUNDARY: &str = "X-BOUNDARY";

fn multipart(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// Sent in pieces that end anywhere.
async fn read_multipart(body: Vec<u8>) -> Result<Fields, Problem> {
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
        body.chunks(1000).map(|piece| Ok(piece.to_vec())).collect();
    let request = Request::post("/")
        .header(
            "content-type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(Body::from_stream(stream::iter(pieces)))
        .unwrap();
    read(request).await
}

async fn read_urlencoded(body: &str) -> Result<Fields, Problem> {
    let request = Request::post("/").header(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    );
    read(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn file_of(size: usize) -> Fields {
    let content = vec![b'a'; size];
    read_multipart(multipart(&[
        ("name", None, b"ghcr"),
        ("file", Some("config.json"), &content),
        ("version", None, b"7"),
    ]))
    .await
    .unwrap()
}

#[tokio::test]
async fn a_file_of_10240_bytes_is_taken_and_one_more_is_not() {
    assert_eq!(limits::FILE, 10_240);
    match file_of(10_240).await.file() {
        Some(ValueFile::Read(bytes)) => assert_eq!(bytes.len(), 10_240),
        _ => panic!("taken"),
    }
    let mut fields = file_of(10_241).await;
    assert!(matches!(fields.file(), Some(ValueFile::TooLarge)));
    assert_eq!(fields.text("name"), "ghcr", "what stands before the file");
    assert_eq!(fields.text("version"), "7", "what stands after the file");
}

#[tokio::test]
async fn a_file_stays_too_large_whatever_its_last_piece() {
    for size in [11_000, 20_481, 100_000] {
        assert!(
            matches!(file_of(size).await.file(), Some(ValueFile::TooLarge)),
            "{size}"
        );
    }
}

#[tokio::test]
async fn only_the_ending_of_a_files_name_is_looked_at() {
    for (name, taken) in [
        ("a.json", true),
        ("A.TXT", true),
        ("../../etc/x.json", true),
        ("a.json.exe", false),
        ("a", false),
        ("\u{202e}nosj.a", false),
    ] {
        let mut fields = read_multipart(multipart(&[("file", Some(name), b"{}")]))
            .await
            .unwrap();
        match fields.file() {
            Some(ValueFile::Read(_)) => assert!(taken, "{name}"),
            Some(ValueFile::OtherEnding) => assert!(!taken, "{name}"),
            _ => panic!("{name}"),
        }
    }
}

#[tokio::test]
async fn a_file_field_left_empty_is_no_file() {
    let mut fields = read_multipart(multipart(&[("file", Some(""), b"")]))
        .await
        .unwrap();
    assert!(fields.file().is_none());
}

#[tokio::test]
async fn files_elsewhere_and_second_files_are_refused() {
    for parts in [
        &[("name", Some("a.json"), &b"{}"[..])][..],
        &[
            ("file", Some("a.json"), &b"{}"[..]),
            ("file", Some("b.json"), &b"{}"[..]),
        ][..],
    ] {
        assert_eq!(
            read_multipart(multipart(parts)).await.err(),
            Some(Problem::Malformed)
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let whole = multipart(&[("name", None, b"ghcr"), ("file", Some("a.json"), b"{}")]);
    for end in [whole.len() / 2, whole.len() - 20] {
        assert_eq!(
            read_multipart(whole[..end].to_vec()).await.err(),
            Some(Problem::Malformed),
            "{end}"
        );
    }
}

#[tokio::test]
async fn fields_are_counted() {
    let form = |fields: usize| vec!["a=1"; fields].join("&");
    assert!(read_urlencoded(&form(limits::FIELDS)).await.is_ok());
    assert_eq!(
        read_urlencoded(&form(limits::FIELDS + 1)).await.err(),
        Some(Problem::Malformed)
    );
    let parts = vec![("a", None, &b"1"[..]); limits::FIELDS + 1];
    assert_eq!(
        read_multipart(multipart(&parts)).await.err(),
        Some(Problem::Malformed)
    );
    let long_name = format!("{}=1", "n".repeat(limits::FIELD_NAME + 1));
    assert_eq!(
        read_urlencoded(&long_name).await.err(),
        Some(Problem::Malformed)
    );
}

#[tokio::test]
async fn texts_come_out_as_they_were_typed() {
    let fields = read_urlencoded("a=1+2%2B3&b=%C3%BC%0D%0A&c&d=&e=a%3Db=c&&%66=g&h=50%&i=%zz")
        .await
        .unwrap();
    for (name, text) in [
        ("a", "1 2+3"),
        ("b", "ü\r\n"),
        ("c", ""),
        ("d", ""),
        ("e", "a=b=c"),
        ("f", "g"),
        ("h", "50%"),
        ("i", "%zz"),
    ] {
        assert_eq!(fields.find(name), Some(text), "{name}");
    }
}

#[tokio::test]
async fn texts_that_are_not_utf_8_are_refused() {
    assert_eq!(
        read_urlencoded("a=%ff").await.err(),
        Some(Problem::Malformed)
    );
    assert_eq!(
        read_multipart(multipart(&[("a", None, b"\xff")]))
            .await
            .err(),
        Some(Problem::Malformed)
    );
}

#[tokio::test]
async fn other_types_are_refused() {
    for kind in [
        "text/plain",
        "application/json",
        "multipart/mixed; boundary=x",
        "",
    ] {
        let request = Request::post("/")
            .header("content-type", kind)
            .body(Body::from("a=1"))
            .unwrap();
        assert_eq!(read(request).await.err(), Some(Problem::Type), "{kind}");
    }
}
