//! Words that must not come back, in every form in which they could.

use std::collections::BTreeSet;

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{GeneralPurpose, general_purpose::NO_PAD},
};

/// What every word begins with; nothing else has it.
const BEGINNING: &str = "KzQ7vX9m";

/// A word that was sent to the server once.
#[derive(Clone, Debug)]
pub struct Canary {
    /// What it was.
    pub what: String,
    /// Its part that no escaping changes.
    pub core: String,
}

impl Canary {
    /// A fresh one.
    pub fn new(what: impl Into<String>) -> Self {
        let random = uuid::Uuid::new_v4().simple().to_string();
        Self {
            what: what.into(),
            core: format!("{BEGINNING}{}", random.get(..20).unwrap()),
        }
    }

    /// One that the server made itself, such as a token.
    pub fn of(what: impl Into<String>, text: &str) -> Self {
        Self {
            what: what.into(),
            core: text.to_owned(),
        }
    }

    /// A password that every escaping changes somewhere.
    pub fn password(&self) -> String {
        format!("{} \"\\<&é%+/$:🔑' ", self.core)
            .trim_end()
            .to_owned()
    }
}

/// The forms of a core to look for.
pub fn forms(core: &str) -> Vec<(String, String)> {
    let mut forms = vec![("raw".to_owned(), core.to_owned())];
    for (name, alphabet) in [("base64", STANDARD), ("base64url", URL_SAFE)] {
        for offset in 0..3 {
            forms.push((
                format!("{name}, offset {offset}"),
                in_base64(core, GeneralPurpose::new(&alphabet, NO_PAD), offset),
            ));
        }
    }
    let each = |write: &dyn Fn(u8) -> String| core.bytes().map(write).collect::<String>();
    forms.push(("hexadecimal".into(), each(&|byte| format!("{byte:02x}"))));
    forms.push((
        "hexadecimal, capitals".into(),
        each(&|byte| format!("{byte:02X}")),
    ));
    forms.push(("percent".into(), each(&|byte| format!("%{byte:02x}"))));
    forms.push((
        "percent, capitals".into(),
        each(&|byte| format!("%{byte:02X}")),
    ));
    forms.push((
        "JSON escapes".into(),
        each(&|byte| format!("\\u{byte:04x}")),
    ));
    forms.push((
        "JSON escapes, capitals".into(),
        each(&|byte| format!("\\u{byte:04X}")),
    ));
    forms.push(("entities".into(), each(&|byte| format!("&#{byte};"))));
    forms.push((
        "entities, hexadecimal".into(),
        each(&|byte| format!("&#x{byte:x};")),
    ));
    forms.push(("byte list".into(), each(&|byte| format!("{byte}, "))));
    forms.push((
        "bytes without spaces".into(),
        each(&|byte| format!("{byte},")),
    ));
    forms.push((
        "UTF-16".into(),
        core.chars().flat_map(|ch| [ch, '\0']).collect(),
    ));
    forms.push(("backwards".into(), core.chars().rev().collect()));
    forms
}

/// What is the same wherever the core stands in a longer text: the first characters depend on
/// what comes before, the last on what comes after.
fn in_base64(core: &str, engine: GeneralPurpose, offset: usize) -> String {
    let encoded = engine.encode(format!("{}{core}", "\0".repeat(offset)));
    let begin = (offset * 8).div_ceil(6);
    let end = ((offset + core.len()) * 8) / 6;
    encoded.get(begin..end).unwrap().to_owned()
}

/// Looks for canaries.
pub struct Sweep {
    /// Forms of what all of [`Self::own`] begin with: without one of these there is none of those.
    beginnings: Vec<String>,
    own: Vec<Needle>,
    others: Vec<Needle>,
}

struct Needle {
    what: String,
    form: String,
    text: String,
}

impl Sweep {
    pub fn new<'a>(canaries: impl IntoIterator<Item = &'a Canary>) -> Self {
        let (own, others): (Vec<&Canary>, Vec<&Canary>) = canaries
            .into_iter()
            .partition(|canary| canary.core.starts_with(BEGINNING));
        let beginnings = forms(BEGINNING).into_iter().map(|(_, text)| text);
        Self {
            beginnings: beginnings.collect(),
            own: needles(&own),
            others: needles(&others),
        }
    }

    /// Every canary that is in there, and how.
    pub fn hits(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        // What is no UTF-8 is replaced; every form is ASCII and stays as it is.
        let text = String::from_utf8_lossy(bytes);
        let begins = self
            .beginnings
            .iter()
            .any(|beginning| text.contains(beginning.as_str()));
        let own = self.own.iter().filter(|_| begins);
        let found = own
            .chain(&self.others)
            .filter(|needle| text.contains(needle.text.as_str()));
        found
            .map(|needle| format!("{}, {}, in {place}", needle.what, needle.form))
            .collect()
    }
}

fn needles(canaries: &[&Canary]) -> Vec<Needle> {
    let mut seen = BTreeSet::new();
    let each = canaries.iter().flat_map(|canary| {
        forms(&canary.core)
            .into_iter()
            .map(|form| (canary.what.clone(), form))
    });
    each.filter(|(_, (_, text))| seen.insert(text.clone()))
        .map(|(what, (form, text))| Needle { what, form, text })
        .collect()
}
