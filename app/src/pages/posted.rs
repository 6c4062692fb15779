//! What a posted form has to say when its page is shown again.

use leptos::prelude::*;

use super::Asker;
use crate::{
    components::{FaultSummary, conflict_sentence},
    forms::FormState,
};

/// The summary above the form; nothing when there is nothing to say.
pub(super) fn summary(asker: &Asker) -> AnyView {
    let Some(form) = &asker.form else {
        return ().into_any();
    };
    let sentence = sentence(form);
    if sentence.is_none() && form.faults.is_empty() {
        return ().into_any();
    }
    view! { <FaultSummary faults=form.faults.clone() sentence=sentence /> }.into_any()
}

/// What is wrong with one field.
pub(super) fn fault(asker: &Asker, field: &str) -> Option<String> {
    asker
        .form
        .as_ref()
        .and_then(|form| form.faults.for_field(field))
        .map(str::to_owned)
}

fn sentence(form: &FormState) -> Option<String> {
    form.sentence
        .clone()
        .or_else(|| form.conflict.as_ref().map(conflict_sentence))
}
