//! The document: finding, reading, changing. Fields keep their text themselves, so that values
//! are nowhere else in memory.

#[cfg(feature = "forms")]
use js_sys::Reflect;
use leptos::prelude::{document, request_animation_frame, window};
#[cfg(feature = "forms")]
use wasm_bindgen::JsValue;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, EventTarget, HtmlElement};

/// Runs once the island is part of a living page.
pub fn once_alive(run: impl FnOnce() + 'static) {
    leptos::task::spawn_local(async move { run() });
}

/// Runs when the page has been drawn with what was changed just now.
pub fn after_drawing(run: impl FnOnce() + 'static) {
    request_animation_frame(run);
}

/// Goes to another page.
pub fn go(to: &str) {
    let _ = window().location().assign(to);
}

/// Listens as long as the page lives.
pub fn listen(at: &EventTarget, kinds: &[&str], heard: impl Fn(Event) + 'static) {
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    for kind in kinds {
        let _ = at.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
    }
    heard.forget();
}

/// The element that an event comes from.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Whether the element fits the selector.
pub fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// The first element that fits the selector.
pub fn first(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// The first element inside of another that fits the selector.
pub fn find(inside: &Element, selector: &str) -> Option<Element> {
    inside.query_selector(selector).ok().flatten()
}

/// Every element inside of another that fits the selector.
pub fn all(inside: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = inside.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.get(at)?.dyn_into().ok())
        .collect()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The control of this name.
pub fn control(form: &Element, name: &str) -> Option<Element> {
    find(form, &["[name=\"", name, "\"]"].concat())
}

/// The text in the control of this name; empty when there is none.
#[cfg(feature = "forms")]
pub fn text(form: &Element, name: &str) -> String {
    control(form, name)
        .map(|control| value(&control))
        .unwrap_or_default()
}

/// The text in a control.
#[cfg(feature = "forms")]
pub fn value(control: &Element) -> String {
    Reflect::get(control, &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Puts text into the control of this name.
#[cfg(feature = "forms")]
pub fn set_text(form: &Element, name: &str, text: &str) {
    if let Some(control) = control(form, name) {
        set(&control, "value", &text.into());
    }
}

/// Sets a property of an element.
#[cfg(feature = "forms")]
pub fn set(element: &Element, property: &str, to: &JsValue) {
    let _ = Reflect::set(element, &property.into(), to);
}

/// Sets an attribute, or takes it away.
pub fn attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) {
    attribute(element, "hidden", if shown { None } else { Some("") });
}

/// Says what stands in an element, as text.
pub fn write(element: &Element, text: &str) {
    element.set_text_content(Some(text));
}

/// A new element at the end of another, with text in it.
pub fn append(to: &Element, tag: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    write(&element, text);
    to.append_child(&element).ok()?;
    Some(element)
}

/// Puts the focus on an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
