//! A labelled field with its hint and its message.

use leptos::prelude::*;

use crate::fields::field_id;

/// What a control refers to as its description: message first, then hint.
pub fn described_by(id: &str, hint: bool) -> String {
    if hint {
        format!("{id}-error {id}-hint")
    } else {
        format!("{id}-error")
    }
}

/// Label, control, hint and message. The control is the child; it takes `id` and
/// [`described_by`] of the same id.
#[component]
pub fn Field(
    /// Element id of the control.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence below, if it helps.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Says that it can stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>
                <span>{label}</span>
                {optional.then(|| view! { " " <span class="optional">"optional"</span> })}
            </label>
            {children()}
            <span class="error" id=error_id>
                {error}
            </span>
            {hint.map(|hint| view! { <span class="hint" id=hint_id>{hint}</span> })}
        </div>
    }
}

/// A field with a one-line input.
#[component]
pub fn TextField(
    /// Name in the form; its id follows from it.
    #[prop(into)]
    name: String,
    /// Field as faults name it; the name where it is not given.
    #[prop(into, optional)]
    field: Option<String>,
    /// The label.
    #[prop(into)]
    label: String,
    /// The text to begin with. Never a value.
    #[prop(into, optional)]
    text: String,
    /// `text`, `password`, `search`, `date` …
    #[prop(default = "text")]
    kind: &'static str,
    /// A sentence below.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Says that it can stay empty.
    #[prop(optional)]
    optional: bool,
    /// What a browser may complete it with.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Names and hosts: monospace, no capitals, no spelling check.
    #[prop(optional)]
    mono: bool,
    /// Shown while it is empty.
    #[prop(into, optional)]
    placeholder: Option<String>,
    /// Takes the focus when the page or dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Must be filled; told to assistive technology, judged by our own code.
    #[prop(optional)]
    required: bool,
    /// Shown, but cannot be changed.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let id = field_id(field.as_deref().unwrap_or(&name));
    let describedby = described_by(&id, hint.is_some());
    let invalid = error.is_some().then_some("true");
    let plain = mono || kind == "password";
    view! {
        <Field id=id.clone() label=label nostrip:hint=hint error=error optional=optional>
            <input
                id=id
                name=name
                type=kind
                value=text
                class:mono=mono
                autocomplete=autocomplete
                autocapitalize=plain.then_some("none")
                spellcheck=plain.then_some("false")
                aria-describedby=describedby
                aria-invalid=invalid
                aria-required=required.then_some("true")
                placeholder=placeholder
                autofocus=autofocus
                readonly=readonly
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_stands_beside_the_field_and_is_linked_to_it() {
        let html = Owner::new().with(|| {
            view! {
                <TextField
                    name="display_name"
                    label="Display name"
                    text="\"><script>"
                    hint="Shown first"
                    error=Some("Too long.".to_owned())
                />
            }
            .to_html()
        });
        assert!(html.contains(r#"for="f-display-name""#), "{html}");
        assert!(
            html.contains(r#"aria-describedby="f-display-name-error f-display-name-hint""#),
            "{html}"
        );
        assert!(html.contains(r#"id="f-display-name-error""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains("Too long."), "{html}");
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn a_good_field_is_not_marked() {
        let html = Owner::new().with(|| view! { <TextField name="name" label="Name" /> }.to_html());
        assert!(!html.contains("aria-invalid"), "{html}");
    }
}
