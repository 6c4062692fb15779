//! The form of a secret, shown again with what was typed.

use domain::kind::Kind;

use super::form::FormBegin;
use crate::{
    components::conflict_sentence,
    forms::FormState,
    kinds::{
        MaterialBegin,
        image_pull::{ImagePullBegin, RowBegin},
    },
    pages::Asker,
};

/// Puts what was typed and what is wrong into the beginning.
pub(super) fn again(mut begin: FormBegin, asker: &Asker) -> FormBegin {
    let Some(form) = &asker.form else {
        return begin;
    };
    begin.is_fresh = false;
    // The version that was edited, not the one that somebody else has saved meanwhile.
    if let Some(version) = form
        .typed("version")
        .and_then(|version| version.parse().ok())
    {
        begin.version = version;
    }
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

fn typed(begin: MaterialBegin, form: &FormState) -> MaterialBegin {
    match begin {
        MaterialBegin::ImagePull(begin) => MaterialBegin::ImagePull(ImagePullBegin {
            json: form.typed("way") == Some("json"),
            rows: rows(&begin, form),
            focus: form.focus.clone(),
        }),
    }
}

/// The rows as they were typed. A row whose registry is stored says so.
fn rows(begin: &ImagePullBegin, form: &FormState) -> Vec<RowBegin> {
    let mut rows = ImagePullBegin::typed(|name| form.typed(name));
    for row in &mut rows {
        row.stored = begin
            .rows
            .iter()
            .any(|other| other.stored && other.host == row.host);
    }
    if rows.is_empty() {
        rows.push(RowBegin::default());
    }
    rows
}

/// The fields of a kind with nothing in them.
pub(super) fn empty(kind: Kind) -> MaterialBegin {
    match kind {
        Kind::ImagePull => MaterialBegin::ImagePull(ImagePullBegin::empty()),
    }
}
