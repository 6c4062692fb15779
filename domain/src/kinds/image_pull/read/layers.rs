//! Takes off what is wrapped around a Docker config: encodings, base64, text in text, Secrets.

use super::super::notes::{Note, add};
use super::super::{MAX_VALUE_FILE_BYTES, login};
use super::ReadConfig;
use super::fault::{Layer, ReadFault, ReadFaults};
use super::file::{self, Form};
use crate::encoding;
use crate::intake::{self, Pasted};
use crate::json::{self, Json, Member};
use crate::value::{ValueBuilder, is_mask};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// Most layers that are taken off.
const MAX_LAYERS: usize = 5;

/// Padding may be there or not, as `base64 -w0 | tr -d =` and URL-safe encoders leave it.
pub(super) const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// Reads what was pasted or uploaded.
///
/// # Errors
/// Everything that is wrong. The first fault ends it, but of the entries each is judged.
pub fn read(bytes: &[u8]) -> Result<ReadConfig, ReadFaults> {
    if bytes.len() > MAX_VALUE_FILE_BYTES {
        return Err(ReadFault::TooLarge { len: bytes.len() }.into());
    }
    let mut reader = Reader {
        notes: Vec::new(),
        layers: 0,
        layer: Layer::Outer,
    };
    let config = reader.bytes(bytes)?;
    Ok(ReadConfig {
        config,
        notes: reader.notes,
    })
}

struct Reader {
    notes: Vec<Note>,
    layers: usize,
    layer: Layer,
}

type Config = super::super::DockerConfig;

impl Reader {
    fn bytes(&mut self, bytes: &[u8]) -> Result<Config, ReadFaults> {
        let decoded = encoding::decode(bytes).map_err(ReadFault::Encoding)?;
        if decoded.was_utf16 {
            add(&mut self.notes, Note::Utf16);
        } else if decoded.had_mark {
            add(&mut self.notes, Note::ByteOrderMark);
        }
        self.text(&decoded.text)
    }

    fn text(&mut self, text: &str) -> Result<Config, ReadFaults> {
        let trimmed = text.trim();
        if self.layers >= MAX_LAYERS {
            return Err(ReadFault::TooManyLayers.into());
        }
        self.layers += 1;
        match trimmed.chars().next() {
            None => Err(ReadFault::Empty.into()),
            Some('{') => {
                let tree = self.json(text)?;
                self.tree(tree)
            }
            Some('"') => match self.json(text)? {
                Json::Text(inner) => {
                    self.layer = Layer::Text;
                    self.text(inner.expose())
                }
                _ => Err(ReadFault::NotObject.into()),
            },
            Some(_) if is_mask(trimmed) => Err(ReadFault::Mask.into()),
            Some('[') if json::read(text).is_ok() => Err(ReadFault::NotObject.into()),
            Some(_) => self.other(trimmed),
        }
    }

    fn json(&self, text: &str) -> Result<Json, ReadFault> {
        json::read(text).map_err(|fault| ReadFault::Json {
            layer: self.layer,
            fault,
        })
    }

    /// Text that is not JSON: base64, or something to be named.
    fn other(&mut self, text: &str) -> Result<Config, ReadFaults> {
        let Some(bytes) = undo_base64(text) else {
            return Err(unknown(text).into());
        };
        // What decodes by chance is not base64 of anything: then the outside is what counts.
        let Ok(inner) = encoding::decode(&bytes) else {
            return Err(unknown(text).into());
        };
        let start = inner.text.trim_start();
        if start.starts_with(['{', '"'])
            || undo_base64(start.trim_end()).is_some_and(|bytes| leads_on(&bytes))
        {
            add(&mut self.notes, Note::Base64Undone);
            self.layer = Layer::Base64;
            return self.bytes(&bytes);
        }
        let is_login = start.split_once(':').is_some_and(|(user, password)| {
            !user.is_empty() && !password.is_empty() && !start.contains(char::is_control)
        });
        Err(if is_login {
            ReadFault::Pasted(Pasted::AuthOnly)
        } else {
            unknown(text)
        }
        .into())
    }

    fn tree(&mut self, tree: Json) -> Result<Config, ReadFaults> {
        let Json::Object(mut members) = tree else {
            return Err(ReadFault::NotObject.into());
        };
        match file::form(&members) {
            Form::ConfigJson => return file::config_json(members, &mut self.notes),
            Form::Dockercfg => {
                add(&mut self.notes, Note::DockercfgForm);
                return file::dockercfg(members, &mut self.notes);
            }
            Form::Other => {}
        }
        if let Some(inner) = take_wrapped(&mut members) {
            add(&mut self.notes, Note::TakenFromSecret);
            return self.wrapped(inner);
        }
        Err(other_object(&members).into())
    }

    /// The value of `.dockerconfigjson` or `.dockercfg`.
    fn wrapped(&mut self, inner: Json) -> Result<Config, ReadFaults> {
        match inner {
            Json::Text(text) => {
                self.layer = Layer::Text;
                self.text(text.expose())
            }
            Json::Object(_) if self.layers < MAX_LAYERS => {
                self.layers += 1;
                self.tree(inner)
            }
            Json::Object(_) => Err(ReadFault::TooManyLayers.into()),
            _ => Err(ReadFault::WrapperValue.into()),
        }
    }
}

/// The value of `.dockerconfigjson` (or `.dockercfg`), at the top or in the Secret's data.
/// `stringData` goes before `data`, as in Kubernetes.
fn take_wrapped(members: &mut Vec<Member>) -> Option<Json> {
    for key in [".dockerconfigjson", ".dockercfg"] {
        if let Some(value) = take(members, key) {
            return Some(value);
        }
    }
    for outer in ["stringData", "data"] {
        let data = members
            .iter_mut()
            .find(|member| member.key.expose() == outer);
        if let Some(Member {
            value: Json::Object(data),
            ..
        }) = data
            && let Some(value) =
                take(data, ".dockerconfigjson").or_else(|| take(data, ".dockercfg"))
        {
            return Some(value);
        }
    }
    None
}

fn take(members: &mut Vec<Member>, key: &str) -> Option<Json> {
    let place = members
        .iter()
        .position(|member| member.key.expose() == key)?;
    Some(members.swap_remove(place).value)
}

/// What an object is that holds no registry logins.
fn other_object(members: &[Member]) -> ReadFault {
    let get = |key: &str| {
        members
            .iter()
            .find(|member| member.key.expose() == key)
            .map(|member| &member.value)
    };
    let is = |key: &str, wanted: &str| matches!(get(key), Some(Json::Text(text)) if text.expose() == wanted);
    if is("type", "service_account") {
        return ReadFault::Pasted(Pasted::GoogleKey);
    }
    if matches!(get("items"), Some(Json::Array(_))) {
        return ReadFault::List;
    }
    if is("kind", "Secret") || matches!(get("data"), Some(Json::Object(_))) {
        return ReadFault::OtherSecret;
    }
    ReadFault::AuthsMissing
}

fn unknown(text: &str) -> ReadFault {
    if login::is_google_key(text) {
        return ReadFault::Pasted(Pasted::GoogleKey);
    }
    intake::recognise(text).map_or(ReadFault::Unknown, ReadFault::Pasted)
}

/// Whether decoded bytes go on to a JSON or another base64, so that decoding them was right.
fn leads_on(bytes: &[u8]) -> bool {
    encoding::decode(bytes).is_ok_and(|decoded| {
        let start = decoded.text.trim_start();
        start.starts_with(['{', '"']) || undo_base64(start.trim_end()).is_some()
    })
}

/// Decodes base64 of either alphabet, with line breaks and with or without padding. `None` when it
/// is none, or too short to hold anything.
fn undo_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut one_line = ValueBuilder::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_ascii_whitespace()) {
        match c {
            '-' => one_line.push('+'),
            '_' => one_line.push('/'),
            c => one_line.push(c),
        }
    }
    let one_line = one_line.finish();
    if one_line.len() < 4 {
        return None;
    }
    // The exact room first, so that decoding does not leave a smaller copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(one_line.len()));
    BASE64.decode_vec(one_line.as_bytes(), &mut bytes).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}
