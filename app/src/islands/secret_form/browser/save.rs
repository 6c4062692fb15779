//! Saves, or says what is in the way.

use std::rc::Rc;

use domain::faults::Faults;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;

use super::Living;
use crate::{
    actions::{SecretForm, secrets::save},
    error::ActionError,
    islands::dom,
};

impl Living {
    pub(super) fn save(self: &Rc<Self>, event: &Event) {
        event.prevent_default();
        if self.busy.get() {
            return;
        }
        self.tried.set(true);
        self.answered.replace(Faults::new());
        self.sentence.replace(None);
        self.judge();
        if !self.judged.borrow().is_empty() {
            return self.to_summary();
        }
        self.set_busy(true);
        let living = Rc::clone(self);
        spawn_local(async move {
            match save(living.task.is_new(), living.filled()).await {
                Ok(saved) => {
                    // Nothing that was typed stays behind in this page.
                    living.form.reset();
                    dom::go(&saved.to);
                }
                Err(error) => living.failed(error),
            }
        });
    }

    fn filled(&self) -> SecretForm {
        let text = |name: &str| dom::text(self.element(), name);
        SecretForm {
            name: text("name"),
            display_name: text("display_name"),
            description: text("description"),
            version: text("version").parse().unwrap_or(0),
            material: self.material(),
        }
    }

    fn failed(&self, error: ActionError) {
        self.set_busy(false);
        self.sentence.replace(error.sentence());
        match error {
            ActionError::Invalid(faults) => {
                self.answered.replace(faults);
            }
            ActionError::Conflict(newer) => self.over_newer(newer.version),
            _ => {}
        }
        self.show();
        self.to_summary();
    }

    /// The next attempt goes over the newer version, knowingly: the button says so.
    fn over_newer(&self, version: i64) {
        dom::set_text(self.element(), "version", &version.to_string());
        if let Some(button) = dom::find(self.element(), ".foot .primary") {
            dom::write(&button, "Save over it");
        }
    }

    fn set_busy(&self, busy: bool) {
        self.busy.set(busy);
        if let Some(button) = dom::find(self.element(), ".foot .primary") {
            dom::attribute(&button, "aria-disabled", busy.then_some("true"));
        }
        if let Some(say) = dom::find(self.element(), ".foot .say") {
            dom::write(&say, if busy { "Saving…" } else { "" });
        }
    }
}
