//! The living form.

mod judge;
mod save;
mod show;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    faults::{Fault, Faults},
    kind::Kind,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement};

use super::Task;
use crate::{fields::field_id, islands::dom, kinds::image_pull};

/// The form and what is known about it. Values are not in here.
struct Living {
    form: HtmlFormElement,
    task: Task,
    /// What our own rules say.
    judged: RefCell<Faults>,
    /// What the server said.
    answered: RefCell<Faults>,
    /// What else the server said, above the form.
    sentence: RefCell<Option<String>>,
    /// What the summary lists.
    listed: RefCell<Vec<Fault>>,
    /// Ids of the controls whose messages are shown.
    touched: RefCell<Vec<String>>,
    /// Whether saving was tried: then every message is shown.
    tried: Cell<bool>,
    busy: Cell<bool>,
    /// Whether a button or link is being pressed: a message that appears meanwhile would move it
    /// away from under the finger.
    pressing: Cell<bool>,
}

/// Finds the form and listens to it.
pub(super) fn attach(task: Task) {
    let Some(form) = dom::first("form[data-secret]") else {
        return;
    };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else {
        return;
    };
    let living = Rc::new(Living {
        form: form.clone(),
        task,
        judged: RefCell::default(),
        answered: RefCell::default(),
        sentence: RefCell::default(),
        listed: RefCell::default(),
        touched: RefCell::default(),
        tried: Cell::new(false),
        busy: Cell::new(false),
        pressing: Cell::new(false),
    });
    // What the browser has put back into the fields after going back is judged as well.
    living.judge();
    dom::listen(
        &form,
        &[
            "input",
            "change",
            "focusout",
            "click",
            "paste",
            "pointerdown",
            "pointerup",
            "pointercancel",
            "dragover",
            "dragleave",
            "drop",
            "submit",
        ],
        move |event| living.heard(&event),
    );
}

impl Living {
    fn heard(self: &Rc<Self>, event: &Event) {
        match event.type_().as_str() {
            "submit" => self.save(event),
            "focusout" => self.left(event),
            "input" => self.changed(event),
            "pointerdown" => self.pressed(event),
            "pointerup" | "pointercancel" => self.pressing.set(false),
            _ => self.asked(event),
        }
    }

    fn pressed(&self, event: &Event) {
        let on = dom::target(event).and_then(|at| at.closest("button, a").ok().flatten());
        self.pressing.set(on.is_some());
    }

    /// What the fields of a kind do with the event.
    fn asked(self: &Rc<Self>, event: &Event) {
        if event.type_() == "click" {
            self.show();
        }
        let again = Rc::downgrade(self);
        let later = move |effect| {
            if let Some(living) = again.upgrade() {
                living.take(effect);
            }
        };
        let effect = match self.kind() {
            Kind::ImagePull => image_pull::heard(&self.form, event, later),
        };
        if let Some(effect) = effect {
            self.take(effect);
        }
    }

    /// Does what the fields of a kind ask for.
    fn take(&self, effect: Effect) {
        match effect {
            Effect::Changed => {}
            Effect::Read(field) => {
                self.forget_answer(&field_id("file"));
                self.touch(field_id(field));
            }
            Effect::Refused(field, message) => {
                self.touch(field_id(field));
                self.answered.replace(Faults::one(field, message.clone()));
                self.say(&message);
            }
            Effect::Said(sentence) => self.say(sentence),
        }
        self.judge();
    }

    fn changed(&self, event: &Event) {
        self.pressing.set(false);
        if let Some(control) = dom::target(event) {
            self.forget_answer(&control.id());
            // A message from the server is replaced by our own as soon as its field changes.
            if control.has_attribute("aria-invalid") || control.id() == "f-json" {
                self.touch(control.id());
            }
        }
        self.judge();
    }

    /// Leaving an empty field on the way to another one is no fault yet.
    fn left(&self, event: &Event) {
        if let Some(control) = dom::target(event)
            && !dom::value(&control).is_empty()
        {
            self.touch(control.id());
            if !self.pressing.get() {
                self.show();
            }
        }
    }

    fn touch(&self, id: String) {
        let mut touched = self.touched.borrow_mut();
        if !touched.contains(&id) {
            touched.push(id);
        }
    }

    fn forget_answer(&self, id: &str) {
        let other = |field: &str| !field.is_empty() && field_id(field) != id;
        self.answered
            .borrow_mut()
            .0
            .retain(|fault| other(&fault.field));
    }

    /// Has a screen reader say something at its next pause.
    fn say(&self, sentence: &str) {
        if let Some(said) = dom::find(&self.form, "[role=status]") {
            dom::write(&said, sentence);
        }
    }

    /// The kind that is chosen.
    fn kind(&self) -> Kind {
        Kind::from_id(&dom::text(self.element(), "kind")).unwrap_or(Kind::ImagePull)
    }

    fn element(&self) -> &Element {
        &self.form
    }
}

/// What the fields of a kind ask of the form around them.
pub enum Effect {
    /// Rows came or went, or were filled.
    Changed,
    /// Something was read into the field of this name.
    Read(&'static str),
    /// Something was not taken; the message belongs to the field of this name.
    Refused(&'static str, String),
    /// A screen reader should say this.
    Said(&'static str),
}
