//! The form of a secret, shown again with what was typed.

use domain::{kind::Kind, kinds::image_pull::Preset};

use super::form::FormBegin;
use crate::{
    components::conflict_sentence,
    forms::FormState,
    kinds::{
        MaterialBegin,
        image_pull::{ImagePullBegin, MAX_ROWS, RowBegin},
    },
    pages::Asker,
};

/// Puts what was typed, what is wrong, and what the address asks for into the beginning.
pub(super) fn again(mut begin: FormBegin, asker: &Asker) -> FormBegin {
    let Some(form) = &asker.form else {
        begin.material = asked_for(begin.material, asker);
        return begin;
    };
    begin.faults = form.faults.clone();
    begin.sentence = form.sentence.clone().or_else(|| retype(form.faults.len()));
    if let Some(conflict) = &form.conflict {
        begin.sentence = Some(format!(
            "{} Values have to be typed again.",
            conflict_sentence(conflict)
        ));
        begin.version = conflict.version;
        begin.over_newer = true;
    }
    if begin.task.is_new() {
        begin.name = asker.typed_or("name", &begin.name);
    }
    begin.display_name = asker.typed_or("display_name", &begin.display_name);
    begin.description = asker.typed_or("description", &begin.description);
    begin.material = typed(begin.material, form);
    begin
}

/// Values are not in the answer, so they are not in the form any more.
fn retype(faults: usize) -> Option<String> {
    const AGAIN: &str = "Values have to be typed again.";
    match faults {
        0 => None,
        1 => Some(format!("One thing needs attention. {AGAIN}")),
        more => Some(format!("{more} things need attention. {AGAIN}")),
    }
}

/// `?rows=` and `?preset=`: what the links do without scripting.
fn asked_for(begin: MaterialBegin, asker: &Asker) -> MaterialBegin {
    match begin {
        MaterialBegin::ImagePull(begin) => {
            let rows = asker.query("rows").parse().unwrap_or(0);
            let preset = asker.query("preset");
            MaterialBegin::ImagePull(begin.with_query(rows, Preset::from_id(&preset)))
        }
    }
}

fn typed(begin: MaterialBegin, form: &FormState) -> MaterialBegin {
    match begin {
        MaterialBegin::ImagePull(begin) => MaterialBegin::ImagePull(ImagePullBegin {
            json: form.typed("way") == Some("json"),
            rows: rows(&begin, form),
        }),
    }
}

/// The rows as they were typed. A row whose registry is stored says so.
fn rows(begin: &ImagePullBegin, form: &FormState) -> Vec<RowBegin> {
    let typed = |part: &str, number: usize| form.typed(&format!("{part}.{number}"));
    let last = (0..MAX_ROWS)
        .rev()
        .find(|number| typed("host", *number).is_some())
        .unwrap_or(0);
    (0..=last)
        .map(|number| {
            let host = typed("host", number).unwrap_or_default().to_owned();
            RowBegin {
                stored: begin.rows.iter().any(|row| row.stored && row.host == host),
                username: typed("username", number).unwrap_or_default().to_owned(),
                preset: typed("preset", number).unwrap_or_default().to_owned(),
                host,
            }
        })
        .collect()
}

/// The fields of a kind with nothing in them.
pub(super) fn empty(kind: Kind) -> MaterialBegin {
    match kind {
        Kind::ImagePull => MaterialBegin::ImagePull(ImagePullBegin::default()),
    }
}
