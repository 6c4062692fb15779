//! Rows come and go, are filled by a preset, show what is typed, and take several lines.

use domain::{kinds::image_pull::Preset, value::ValueText};
use leptos::prelude::document;
use web_sys::Element;

use super::read::number;
use crate::{
    islands::{Effect, dom},
    kinds::image_pull::MAX_ROWS,
};

/// A row more, with the focus in it. Numbers are not used again.
pub(super) fn add(form: &Element) -> Option<Effect> {
    let Some(row) = append(form) else {
        return Some(Effect::Said("No more rows fit one secret"));
    };
    dom::focus(&part(&row, "host")?);
    Some(Effect::Said("Registry added"))
}

fn append(form: &Element) -> Option<Element> {
    let rows = dom::all(form, ".logins > .login");
    let number = rows
        .last()
        .and_then(number)
        .map_or(0, |number| number.saturating_add(1));
    if number >= MAX_ROWS {
        return None;
    }
    let html = dom::find(form, "template[data-login]")?.inner_html();
    let html = html
        .replace("--n--", &number.to_string())
        .replace("--m--", &number.saturating_add(1).to_string());
    let logins = dom::find(form, ".logins")?;
    logins.insert_adjacent_html("beforeend", &html).ok()?;
    logins.last_element_child()
}

/// Takes the row away that the button is in; the focus goes to what adds one.
pub(super) fn remove(form: &Element, button: &Element) -> Option<Effect> {
    button.closest(".login").ok()??.remove();
    if dom::find(form, ".logins > .login").is_none() {
        append(form);
    }
    dom::focus(&dom::find(form, "[data-do=add]")?);
    Some(Effect::Said("Registry removed"))
}

/// Fills the last row if it has no host yet, or the one of another preset; else a new row.
pub(super) fn fill(form: &Element, preset: &'static Preset) -> Option<Effect> {
    let last = dom::all(form, ".logins > .login").pop();
    let row = last.filter(is_open).or_else(|| append(form))?;
    let before = chosen(&row);
    let username = part(&row, "username")?;
    let typed = dom::value(&username);
    if typed.is_empty() || before.is_some_and(|before| before.fixed_username() == typed) {
        dom::set(&username, "value", &preset.fixed_username().into());
    }
    let host = part(&row, "host")?;
    dom::set(&host, "value", &preset.host.into());
    describe(&row, preset);
    set_several(&row, preset.multi_line, None);
    mark(form, preset);
    dom::focus(if preset.host.is_empty() {
        &host
    } else {
        &username
    });
    Some(Effect::Changed)
}

/// Whether a preset may fill the row: nobody typed a host into it, nor a password, which must
/// not move to another registry.
fn is_open(row: &Element) -> bool {
    let Some(host) = part(row, "host").map(|host| dom::value(&host)) else {
        return false;
    };
    let filled = part(row, "password").is_some_and(|password| !dom::value(&password).is_empty());
    !filled && (host.is_empty() || chosen(row).is_some_and(|preset| preset.host == host))
}

fn chosen(row: &Element) -> Option<&'static Preset> {
    Preset::from_id(&dom::value(&part(row, "preset")?))
}

/// Labels, hints and help as the preset has them.
fn describe(row: &Element, preset: &Preset) -> Option<()> {
    dom::set(&part(row, "preset")?, "value", &preset.id.into());
    let host = part(row, "host")?;
    let username = part(row, "username")?;
    dom::attribute(&host, "placeholder", Some(preset.host_hint));
    dom::attribute(&username, "placeholder", Some(preset.username_hint()));
    label(row, &username, preset.username_label);
    label(row, &part(row, "password")?, preset.password_label);
    dom::write(&dom::find(row, "p.hint")?, preset.help);
    let several = preset.multi_line || preset.id == "other";
    dom::show(&dom::find(row, ".several")?, several);
    Some(())
}

fn label(row: &Element, control: &Element, text: &str) {
    let selector = ["label[for=", &control.id(), "] > span"].concat();
    if let Some(label) = dom::find(row, &selector) {
        dom::write(&label, text);
    }
}

/// Says which preset was chosen.
fn mark(form: &Element, preset: &Preset) {
    for chip in dom::all(form, "[data-preset]") {
        let chosen = chip
            .get_attribute("data-preset")
            .is_some_and(|id| id == preset.id);
        dom::attribute(
            &chip,
            "aria-pressed",
            Some(if chosen { "true" } else { "false" }),
        );
    }
}

/// Shows what is being typed, or hides it again.
pub(super) fn reveal(button: &Element) -> Option<Effect> {
    let row = button.closest(".login").ok()??;
    let field = part(&row, "password")?;
    let shown = dom::is(button, "[aria-pressed=true]");
    dom::attribute(
        button,
        "aria-pressed",
        Some(if shown { "false" } else { "true" }),
    );
    mask(&field, shown);
    Some(Effect::Said(if shown { "Hidden" } else { "Shown" }))
}

/// Shows the field's text as dots, or as it is.
fn mask(field: &Element, masked: bool) {
    if dom::is(field, "input") {
        dom::attribute(
            field,
            "type",
            Some(if masked { "password" } else { "text" }),
        );
    } else {
        dom::attribute(
            field,
            "class",
            Some(if masked { "mono masked" } else { "mono" }),
        );
    }
}

/// One line or several, with what was pasted or else keeping what was typed.
pub(super) fn set_several(row: &Element, several: bool, pasted: Option<ValueText>) -> Option<()> {
    let field = part(row, "password")?;
    let text = pasted.unwrap_or_else(|| ValueText::new(dom::value(&field)));
    let field = if dom::is(&field, "textarea") == several {
        field
    } else {
        swap(&field, several)?
    };
    dom::set(&field, "value", &text.expose().into());
    mask(
        &field,
        dom::find(row, ".reveal[aria-pressed=true]").is_none(),
    );
    dom::set(
        &dom::find(row, "[data-do=several]")?,
        "checked",
        &several.into(),
    );
    Some(())
}

/// Puts a field of the other form in the place of this one.
fn swap(field: &Element, several: bool) -> Option<Element> {
    let other = document()
        .create_element(if several { "textarea" } else { "input" })
        .ok()?;
    for name in [
        "id",
        "name",
        "aria-describedby",
        "aria-invalid",
        "autocapitalize",
        "spellcheck",
    ] {
        dom::attribute(&other, name, field.get_attribute(name).as_deref());
    }
    dom::attribute(
        &other,
        "autocomplete",
        Some(if several { "off" } else { "new-password" }),
    );
    dom::set(field, "value", &"".into());
    field.replace_with_with_node_1(&other).ok()?;
    Some(other)
}

/// The control of a row: `host`, `username`, `password`, `preset`.
fn part(row: &Element, part: &str) -> Option<Element> {
    dom::control(row, &[part, ".", &row.get_attribute("data-row")?].concat())
}
