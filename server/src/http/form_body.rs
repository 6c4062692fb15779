//! Reads a posted form within limits, while it streams, into containers that redact themselves.

use std::sync::Arc;

use app::forms::{Fields, ValueFile};
use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
};
use domain::value::{ValueBytes, ValueText};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, StatusCode, header};
use tokio::sync::Mutex;
use zeroize::{Zeroize, Zeroizing};

use super::{limits, problem::Problem};

/// Reads the fields of a form.
///
/// # Errors
/// [`Problem::Type`], [`Problem::TooLarge`], [`Problem::Malformed`].
pub async fn read(request: Request) -> Result<Fields, Problem> {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::Type);
    }
    match media_type(request.headers()).as_deref() {
        Some("application/x-www-form-urlencoded") => read_urlencoded(request).await,
        Some("multipart/form-data") => read_multipart(request).await,
        _ => Err(Problem::Type),
    }
}

/// The media type without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split_once(';').map_or(value, |(essence, _)| essence);
    Some(essence.trim().to_ascii_lowercase())
}

/// The whole body within [`limits::BODY`], which the router sets for every extractor.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::Malformed`] when it broke off.
pub async fn whole(request: Request) -> Result<Bytes, Problem> {
    Bytes::from_request(request, &())
        .await
        .map_err(|rejection| of_status(rejection.status()))
}

fn of_status(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::Malformed
    }
}

async fn read_urlencoded(request: Request) -> Result<Fields, Problem> {
    let bytes = whole(request).await?;
    let fields = urlencoded(&bytes);
    wipe(bytes);
    fields.map(|pairs| Fields::new(pairs, None))
}

/// Overwrites what was received, where nobody else holds it.
fn wipe(bytes: Bytes) {
    if let Ok(mut bytes) = bytes.try_into_mut() {
        bytes.as_mut().zeroize();
    }
}

/// The pairs of an `application/x-www-form-urlencoded` body (WHATWG URL, 5.1), but for UTF-8,
/// which must be right.
fn urlencoded(body: &[u8]) -> Result<Vec<(String, ValueText)>, Problem> {
    let mut pairs = Vec::new();
    for pair in body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = match pair
            .iter()
            .position(|byte| *byte == b'=')
            .and_then(|at| pair.split_at_checked(at))
        {
            Some((name, value)) => (name, value.get(1..).unwrap_or_default()),
            None => (pair, &[][..]),
        };
        let name = decoded(name)?;
        push(&mut pairs, name.to_string(), decoded(value)?.into())?;
    }
    Ok(pairs)
}

fn push(
    pairs: &mut Vec<(String, ValueText)>,
    name: String,
    value: ValueText,
) -> Result<(), Problem> {
    if pairs.len() >= limits::FIELDS || name.len() > limits::FIELD_NAME {
        return Err(Problem::Malformed);
    }
    pairs.push((name, value));
    Ok(())
}

/// `+` is a space, `%XX` a byte; a `%` without two digits stands for itself.
fn decoded(text: &[u8]) -> Result<Zeroizing<String>, Problem> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match (first, after.split_first_chunk::<2>()) {
            (b'+', _) => (b' ', after),
            (b'%', Some(([high, low], beyond))) => match hex(*high, *low) {
                Some(byte) => (byte, beyond),
                None => (b'%', after),
            },
            (byte, _) => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    text_of(bytes)
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |c: u8| {
        char::from(c)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    digit(high)?.checked_mul(16)?.checked_add(digit(low)?)
}

fn text_of(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, Problem> {
    String::from_utf8(std::mem::take(&mut *bytes))
        .map(Zeroizing::new)
        .map_err(|error| {
            error.into_bytes().zeroize();
            Problem::Malformed
        })
}

async fn read_multipart(request: Request) -> Result<Fields, Problem> {
    let (head, body) = request.into_parts();
    let body = Arc::new(Mutex::new(body.into_data_stream()));
    let request = Request::from_parts(head, Body::from_stream(chunks(Arc::clone(&body))));
    let fields = read_parts(request).await?;
    pass_over_rest(&body).await?;
    Ok(fields)
}

/// The body as it arrives, with a way to go on behind the closing boundary.
fn chunks(
    body: Arc<Mutex<BodyDataStream>>,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    stream::unfold(body, |body| async {
        let chunk = body.lock().await.next().await?;
        Some((chunk, body))
    })
}

/// Reads what stands behind the closing boundary. A body that breaks off there, or is shorter
/// than announced, is no whole request, so nothing of it counts.
async fn pass_over_rest(body: &Mutex<BodyDataStream>) -> Result<(), Problem> {
    let mut body = body.lock().await;
    let mut rest = 0_usize;
    while let Some(chunk) = body.next().await {
        rest = rest.saturating_add(chunk.map_err(|_| Problem::Malformed)?.len());
        if rest > limits::BODY {
            return Err(Problem::TooLarge);
        }
    }
    Ok(())
}

async fn read_parts(request: Request) -> Result<Fields, Problem> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::Malformed)?;
    let mut pairs = Vec::new();
    let mut file = None;
    while let Some(field) = parts.next_field().await.map_err(of_multipart)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(Ending::of) {
            None => push(&mut pairs, name, text(field).await?)?,
            Some(ending) if name == "file" && file.is_none() => {
                file = read_file(field, ending).await?
            }
            Some(_) => return Err(Problem::Malformed),
        }
    }
    Ok(Fields::new(pairs, file))
}

fn of_multipart(error: MultipartError) -> Problem {
    of_status(error.status())
}

async fn text(mut field: Field<'_>) -> Result<ValueText, Problem> {
    let mut bytes = Zeroizing::new(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(of_multipart)? {
        bytes.extend_from_slice(&chunk);
        wipe(chunk);
    }
    text_of(bytes).map(ValueText::from)
}

/// What a file's name says; the name itself goes no further.
#[derive(Clone, Copy)]
enum Ending {
    /// A file field left empty.
    NoName,
    Taken,
    Other,
}

impl Ending {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        if name.is_empty() {
            Self::NoName
        } else if name.ends_with(".txt") || name.ends_with(".json") {
            Self::Taken
        } else {
            Self::Other
        }
    }
}

/// Reads a file up to its limit. What comes after is passed over, so that the fields behind the
/// file are still read and can be shown again.
async fn read_file(mut field: Field<'_>, ending: Ending) -> Result<Option<ValueFile>, Problem> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(limits::FILE));
    let mut too_large = false;
    while let Some(chunk) = field.chunk().await.map_err(of_multipart)? {
        if bytes.len().saturating_add(chunk.len()) > limits::FILE {
            too_large = true;
            bytes.zeroize();
        } else if !too_large && !matches!(ending, Ending::Other) {
            bytes.extend_from_slice(&chunk);
        }
        wipe(chunk);
    }
    Ok(match ending {
        Ending::NoName if bytes.is_empty() && !too_large => None,
        Ending::Other => Some(ValueFile::OtherEnding),
        Ending::NoName | Ending::Taken if too_large => Some(ValueFile::TooLarge),
        Ending::NoName | Ending::Taken => Some(ValueFile::Read(ValueBytes::new(std::mem::take(
            &mut *bytes,
        )))),
    })
}
