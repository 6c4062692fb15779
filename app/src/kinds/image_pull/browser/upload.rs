//! A file that was chosen or dropped: looked at before it is read, then read into the JSON field.

use domain::encoding;
use gloo_file::{File, futures::read_as_bytes};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, Element, Event, HtmlInputElement};
use zeroize::Zeroizing;

use crate::{
    islands::{Effect, dom},
    kinds::image_pull::{FileFault, MAX_FILE_BYTES, has_accepted_ending},
};

/// A file was chosen.
pub(super) fn chosen(
    form: &Element,
    input: &Element,
    later: impl Fn(Effect) + 'static,
) -> Option<Effect> {
    let input = input.dyn_ref::<HtmlInputElement>()?;
    let file = input.files()?.get(0)?;
    let effect = take(File::from(file), form, later);
    // What was read is in the JSON field; the file itself is not sent.
    input.set_value("");
    effect
}

/// A file is dragged over the form, or dropped on it.
pub(super) fn dragged(
    form: &Element,
    event: &Event,
    later: impl Fn(Effect) + 'static,
) -> Option<Effect> {
    let event = event.dyn_ref::<DragEvent>()?;
    event.prevent_default();
    if let Some(zone) = dom::find(form, ".drop") {
        let over = if event.type_() == "dragover" {
            "drop over"
        } else {
            "drop"
        };
        dom::attribute(&zone, "class", Some(over));
    }
    if event.type_() != "drop" {
        return None;
    }
    let file = event.data_transfer()?.files()?.get(0)?;
    take(File::from(file), form, later)
}

fn take(file: File, form: &Element, later: impl Fn(Effect) + 'static) -> Option<Effect> {
    if let Err(fault) = look(&file) {
        return Some(refused(fault.to_string()));
    }
    let form = form.clone();
    spawn_local(async move {
        later(match read(&file).await {
            Ok(text) => {
                if let Some(json) = dom::by_id("way-json") {
                    dom::set(&json, "checked", &true.into());
                }
                dom::set_text(&form, "json", &text);
                Effect::Read("json")
            }
            Err(message) => refused(message),
        });
    });
    None
}

/// Size and ending, without reading it.
fn look(file: &File) -> Result<(), FileFault> {
    if !has_accepted_ending(&file.name()) {
        return Err(FileFault::OtherEnding);
    }
    if usize::try_from(file.size()).is_ok_and(|bytes| bytes <= MAX_FILE_BYTES) {
        Ok(())
    } else {
        Err(FileFault::TooLarge)
    }
}

async fn read(file: &File) -> Result<Zeroizing<String>, String> {
    let bytes = read_as_bytes(file)
        .await
        .map_err(|_| FileFault::Unreadable.to_string())?;
    let bytes = Zeroizing::new(bytes);
    encoding::decode(&bytes)
        .map(|decoded| decoded.text)
        .map_err(|fault| fault.to_string())
}

fn refused(message: String) -> Effect {
    Effect::Refused("file", message)
}
