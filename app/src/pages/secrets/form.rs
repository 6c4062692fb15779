//! The form of a secret, to add or to change one: plain HTML, with the island that brings it to
//! life inside.

use domain::{faults::Faults, kind::Kind};
use leptos::prelude::*;

use crate::{
    components::{FaultSummary, Field, Icon, TextArea, TextField, described_by, icon},
    fields::field_id,
    islands::{LivingSecretForm, Task},
    kinds::{
        MaterialBegin,
        image_pull::{ImagePullFields, ImagePullFile},
    },
};

/// What the form begins with. Never holds a value.
pub(super) struct FormBegin {
    /// What the form is for.
    pub(super) task: Task,
    /// Address that it is posted to.
    pub(super) action: String,
    /// Where leaving it leads.
    pub(super) back: String,
    /// Row version that an edit is made on; 0 for a new secret.
    pub(super) version: i64,
    /// Whether saving goes over somebody else's newer change, knowingly.
    pub(super) over_newer: bool,
    /// Name.
    pub(super) name: String,
    /// Display name.
    pub(super) display_name: String,
    /// Description.
    pub(super) description: String,
    /// The fields of the kind.
    pub(super) material: MaterialBegin,
    /// What is wrong, when the form is shown again.
    pub(super) faults: Faults,
    /// What else there is to say above the form.
    pub(super) sentence: Option<String>,
    /// Whether it is shown for the first time: then its first field takes the focus.
    pub(super) is_fresh: bool,
}

impl FormBegin {
    fn fault(&self, field: &str) -> Option<String> {
        self.faults.for_field(field).map(str::to_owned)
    }
}

/// The form, for the inside of a dialog.
pub(super) fn form(begin: FormBegin) -> AnyView {
    let (named, texts, foot) = (named(&begin), texts(&begin), foot(&begin));
    // What is new may all come from a file; what is stored is only replaced by one.
    let file = file(&begin);
    let (on_top, with_value) = if begin.task.is_new() {
        (Some(file), None)
    } else {
        (None, Some(file))
    };
    let FormBegin {
        task,
        action,
        faults,
        sentence,
        material,
        version,
        ..
    } = begin;
    view! {
        <form
            class="secret-form"
            data-secret=""
            method="post"
            action=action
            enctype="multipart/form-data"
            autocomplete="off"
            novalidate
        >
            {enter()}
            <div class="in form">
                <FaultSummary faults=faults.clone() sentence=sentence />
                {on_top}
                {named}
                {texts}
                <input type="hidden" name="version" value=version.to_string() />
                {with_value}
                {fields(material, faults)}
                {preview()}
                <p class="visually-hidden" role="status"></p>
                <LivingSecretForm task=task />
            </div>
            {foot}
        </form>
    }
    .into_any()
}

/// The button that Enter in a field presses: the first of the form. The one that saves stands
/// behind those that rearrange it.
fn enter() -> AnyView {
    view! { <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button> }.into_any()
}

fn file(begin: &FormBegin) -> AnyView {
    match begin.material {
        MaterialBegin::ImagePull(_) => {
            view! { <ImagePullFile faults=begin.faults.clone() /> }.into_any()
        }
    }
}

fn fields(material: MaterialBegin, faults: Faults) -> AnyView {
    match material {
        MaterialBegin::ImagePull(begin) => {
            view! { <ImagePullFields begin=begin faults=faults /> }.into_any()
        }
    }
}

/// Kind and name: chosen once, shown ever after.
fn named(begin: &FormBegin) -> AnyView {
    let kind = begin.material.kind();
    let name = begin.name.clone();
    if !begin.task.is_new() {
        return view! {
            <dl class="facts">
                <dt>"Name"</dt>
                <dd class="mono">{name.clone()}</dd>
                <dt>"Kind"</dt>
                <dd>{kind.long_label()}</dd>
            </dl>
            <input type="hidden" name="name" value=name />
            <input type="hidden" name="kind" value=kind.id() />
        }
        .into_any();
    }
    let (error, kind_error, fresh) = (begin.fault("name"), begin.fault("kind"), begin.is_fresh);
    view! {
        <div class="pair">
            <Field id=field_id("kind") label="Kind" error=kind_error>
                {kinds(kind)}
            </Field>
            <TextField
                name="name"
                label="Name"
                text=name
                error=error
                mono=true
                required=true
                autofocus=fresh
                placeholder="ghcr-pull"
            />
        </div>
    }
    .into_any()
}

fn kinds(now: Kind) -> AnyView {
    let id = field_id("kind");
    view! {
        <select id=id.clone() name="kind" aria-describedby=described_by(&id, false)>
            {Kind::ALL
                .iter()
                .map(|kind| {
                    view! {
                        <option value=kind.id() selected=*kind == now>
                            {kind.long_label()}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}

fn texts(begin: &FormBegin) -> AnyView {
    let id = field_id("description");
    let (display_name, description) = (begin.display_name.clone(), begin.description.clone());
    let (name_error, error) = (begin.fault("display_name"), begin.fault("description"));
    let (first, invalid) = (!begin.task.is_new() && begin.is_fresh, error.is_some());
    view! {
        <TextField
            name="display_name"
            label="Display name"
            text=display_name
            error=name_error
            optional=true
            autofocus=first
        />
        <Field id=id.clone() label="Description" error=error optional=true>
            <TextArea
                id=id.clone()
                name="description"
                text=description
                rows=2
                describedby=described_by(&id, false)
                invalid=invalid
            />
        </Field>
    }
    .into_any()
}

/// Filled by the living form: what would be stored.
fn preview() -> AnyView {
    view! {
        <div class="preview" aria-live="polite">
            <div class="note good" hidden>
                <Icon draw=icon::CHECK />
                <div>
                    <b></b>
                    <div class="id"></div>
                    <div class="notes"></div>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn foot(begin: &FormBegin) -> AnyView {
    let label = match (begin.over_newer, begin.task.is_new()) {
        (true, _) => "Save over it",
        (false, true) => "Add secret",
        (false, false) => "Save",
    };
    view! {
        <div class="foot">
            <span class="say"></span>
            <a class="btn" href=begin.back.clone()>
                "Cancel"
            </a>
            <button class="btn primary">{label}</button>
        </div>
    }
    .into_any()
}
