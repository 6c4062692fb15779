//! The fields of registry logins: rows or JSON, or a file.

use domain::faults::Faults;
use leptos::prelude::*;

use super::{ImagePullBegin, presets, row::Row};
use crate::{
    components::{Field, Icon, TextArea, described_by, icon},
    fields::field_id,
};

/// Two ways in with the same result. Both are in the page; the radio buttons say which counts. A
/// third is [`ImagePullFile`].
#[component]
pub fn ImagePullFields(
    /// What they begin with.
    begin: ImagePullBegin,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let json = begin.json;
    let (pasted, rows) = (pasted(&faults), rows(begin, &faults));
    view! {
        <fieldset class="ways">
            <legend>"Registry logins"</legend>
            <div class="seg" role="radiogroup" aria-label="Way in">
                {way("rows", "Rows", !json)} {way("json", "JSON", json)}
            </div>
            <div class="way-rows">{rows}</div>
            <div class="way-json">{pasted}</div>
        </fieldset>
    }
}

fn way(id: &'static str, label: &'static str, chosen: bool) -> AnyView {
    view! {
        <label>
            <input type="radio" id=format!("way-{id}") name="way" value=id checked=chosen />
            {label}
        </label>
    }
    .into_any()
}

fn pasted(faults: &Faults) -> AnyView {
    let id = field_id("json");
    let error = faults.for_field("json").map(str::to_owned);
    let invalid = error.is_some();
    view! {
        <Field
            id=id.clone()
            label="JSON"
            hint="A Docker config.json, a .dockercfg, or the .dockerconfigjson of a Kubernetes Secret; also as base64."
            error=error
        >
            <TextArea
                id=id.clone()
                name="json"
                rows=8
                describedby=described_by(&id, true)
                invalid=invalid
                value=true
                placeholder="{ \"auths\": { \"ghcr.io\": { … } } }"
            />
        </Field>
    }
    .into_any()
}

/// Choosing or dropping a file. A living form reads it into the JSON field; otherwise it is sent
/// with the form.
#[component]
pub fn ImagePullFile(
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let id = field_id("file");
    let error = faults.for_field("file").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="drop">
            <Icon draw=icon::UPLOAD />
            <Field
                id=id.clone()
                label="Choose or drop a file"
                hint="config.json or the like: .txt or .json, at most 10,240 bytes. It stays in your browser until you save."
                error=error
            >
                <input
                    type="file"
                    id=id.clone()
                    name="file"
                    accept=".json,.txt"
                    aria-describedby=described_by(&id, true)
                    aria-invalid=invalid
                />
            </Field>
        </div>
    }
}

fn rows(begin: ImagePullBegin, faults: &Faults) -> AnyView {
    let chosen = begin
        .rows
        .last()
        .map(|row| row.preset.clone())
        .unwrap_or_default();
    let focus = begin.focus.as_deref();
    let rows: Vec<AnyView> = begin
        .rows
        .into_iter()
        .enumerate()
        .map(|(number, begin)| Row::new(number, begin, faults).with_focus(focus).view())
        .collect();
    let template = Row::template(faults).view();
    view! {
        {presets::presets(&chosen)}
        <div class="logins">{rows}</div>
        <template data-login="">{template}</template>
        <button class="btn" name="do" value="add" data-do="add">
            <Icon draw=icon::PLUS />
            "Add registry"
        </button>
    }
    .into_any()
}
