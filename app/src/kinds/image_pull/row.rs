//! One row of the form: registry host, user name, password.

use domain::{faults::Faults, kinds::image_pull::Preset};
use leptos::prelude::*;

use super::RowBegin;
use crate::{
    components::{Field, Icon, TextArea, described_by, icon},
    fields::field_id,
};

/// A row as it is drawn.
pub(super) struct Row<'a> {
    /// Its number in names and ids, from 0.
    number: String,
    /// Its number in words, from 1.
    ordinal: String,
    begin: RowBegin,
    preset: Option<&'static Preset>,
    faults: &'a Faults,
    focus: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// The row at this place of the form.
    pub(super) fn new(at: usize, begin: RowBegin, faults: &'a Faults) -> Self {
        let preset = Preset::from_id(&begin.preset);
        let (number, ordinal) = (at.to_string(), at.saturating_add(1).to_string());
        Self {
            number,
            ordinal,
            begin,
            preset,
            faults,
            focus: None,
        }
    }

    /// The row that a living form makes new ones of: numbers are to be put in.
    pub(super) fn template(faults: &'a Faults) -> Self {
        let (number, ordinal) = ("--n--".to_owned(), "--m--".to_owned());
        Self {
            number,
            ordinal,
            begin: RowBegin::default(),
            preset: None,
            faults,
            focus: None,
        }
    }

    /// The field of this name takes the focus, if it is one of this row.
    pub(super) fn with_focus(self, focus: Option<&'a str>) -> Self {
        Self { focus, ..self }
    }

    fn name(&self, part: &str) -> String {
        format!("{part}.{}", self.number)
    }

    fn id(&self, part: &str) -> String {
        field_id(&self.field(part))
    }

    fn field(&self, part: &str) -> String {
        format!("rows.{}.{part}", self.number)
    }

    fn fault(&self, part: &str) -> Option<String> {
        self.faults.for_field(&self.field(part)).map(str::to_owned)
    }

    /// A Google key, chosen or under its fixed user name, has several lines.
    fn has_several_lines(&self) -> bool {
        self.preset.is_some_and(|preset| preset.multi_line) || self.begin.username == "_json_key"
    }

    /// The row as HTML.
    pub(super) fn view(&self) -> AnyView {
        let title = format!("Registry {}", self.ordinal);
        let (host, username, password) = (self.host(), self.username(), self.password());
        let preset = view! {
            <input type="hidden" name=self.name("preset") value=self.begin.preset.clone() />
        };
        view! {
            <fieldset class="login" data-row=self.number.clone()>
                <legend class="visually-hidden">{title}</legend>
                <div class="row">
                    {host} {username} {password}
                    <button
                        class="btn quiet"
                        name="do"
                        value=format!("remove.{}", self.number)
                        data-do="remove"
                        aria-label=format!("Remove registry {}", self.ordinal)
                    >
                        <Icon draw=icon::CLOSE />
                    </button>
                </div>
                {preset}
                <p class="hint">{self.preset.map(|preset| preset.help)}</p>
            </fieldset>
        }
        .into_any()
    }

    fn host(&self) -> AnyView {
        let placeholder = self.preset.map_or("ghcr.io", |preset| preset.host_hint);
        self.line(
            "host",
            "Registry host",
            placeholder,
            self.begin.host.clone(),
        )
    }

    fn username(&self) -> AnyView {
        let label = self
            .preset
            .map_or("User name", |preset| preset.username_label);
        let placeholder = self.preset.map_or("", |preset| preset.username_hint());
        self.line("username", label, placeholder, self.begin.username.clone())
    }

    /// A one-line field that is no value.
    fn line(
        &self,
        part: &str,
        label: &'static str,
        placeholder: &'static str,
        begin: String,
    ) -> AnyView {
        let (id, name, error) = (self.id(part), self.name(part), self.fault(part));
        let invalid = error.is_some().then_some("true");
        let focus = self.focus == Some(self.field(part).as_str());
        view! {
            <Field id=id.clone() label=label error=error>
                <input
                    id=id.clone()
                    class="mono"
                    name=name
                    value=begin
                    placeholder=placeholder
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=focus
                    aria-describedby=described_by(&id, false)
                    aria-invalid=invalid
                />
            </Field>
        }
        .into_any()
    }

    fn password(&self) -> AnyView {
        let (id, error) = (self.id("password"), self.fault("password"));
        let label = self
            .preset
            .map_or("Password or token", |preset| preset.password_label);
        let hint = self
            .begin
            .stored
            .then(|| "Stored. Leave empty to keep it.".to_owned());
        let control = self.value_control(error.is_some());
        view! {
            <Field id=id label=label error=error nostrip:hint=hint>
                {control}
            </Field>
        }
        .into_any()
    }

    /// The field of the value: always empty at first, shown as dots, with buttons to see what is
    /// being typed and to type several lines.
    fn value_control(&self, invalid: bool) -> AnyView {
        let several = self.has_several_lines();
        let offered =
            several || !self.begin.stored && self.preset.is_none_or(|preset| preset.id == "other");
        let field = self.value_field(several, invalid);
        view! {
            <span class="with-button">
                {field}
                <button
                    type="button"
                    class="btn quiet live reveal"
                    data-do="reveal"
                    aria-label=format!("Show password or token, registry {}", self.ordinal)
                    aria-pressed="false"
                >
                    <Icon draw=icon::EYE />
                </button>
            </span>
            <label class="several live" hidden=!offered>
                <input type="checkbox" data-do="several" checked=several />
                "Several lines"
            </label>
        }
        .into_any()
    }

    fn value_field(&self, several: bool, invalid: bool) -> AnyView {
        let (id, name) = (self.id("password"), self.name("password"));
        let describedby = described_by(&id, self.begin.stored);
        if several {
            return view! {
                <TextArea
                    id=id
                    name=name
                    rows=4
                    describedby=describedby
                    invalid=invalid
                    masked=true
                    value=true
                />
            }
            .into_any();
        }
        view! {
            <input
                id=id
                name=name
                type="password"
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=describedby
                aria-invalid=invalid.then_some("true")
            />
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(begin: RowBegin) -> String {
        Owner::new().with(|| {
            Row::new(1, begin, &Faults::one("rows.1.host", "No."))
                .view()
                .to_html()
        })
    }

    #[test]
    fn a_stored_row_shows_host_and_user_and_an_empty_password_field() {
        let html = html(RowBegin {
            host: "ghcr.io\"><script>".into(),
            username: "bot".into(),
            stored: true,
            ..RowBegin::default()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("Stored. Leave empty to keep it."), "{html}");
        assert!(
            html.contains(r#"name="password.1" type="password""#),
            "{html}"
        );
        assert!(html.contains(">No.</span>"), "{html}");
    }

    #[test]
    fn a_google_key_is_asked_for_in_several_masked_lines() {
        let html = html(RowBegin {
            preset: "google".into(),
            ..RowBegin::default()
        });
        assert!(html.contains("<textarea"), "{html}");
        assert!(html.contains("masked"), "{html}");
    }
}
