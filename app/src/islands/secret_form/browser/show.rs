//! Shows messages beside their fields, the summary, and what would be stored.

use domain::faults::Fault;
use web_sys::Element;

use super::Living;
use crate::{
    fields::{field_id, summary as summed_up},
    islands::{Preview, dom},
};

impl Living {
    /// The messages beside their fields; after saving was tried, the summary as well.
    pub(super) fn show(&self) {
        for message in dom::all(self.element(), ".error") {
            let id = message.id();
            if let Some(control) = id.strip_suffix("-error")
                && (self.tried.get()
                    || self
                        .touched
                        .borrow()
                        .iter()
                        .any(|touched| touched == control))
            {
                self.show_message(&message, control);
            }
        }
        if self.tried.get() {
            self.show_summary();
        }
    }

    fn show_message(&self, at: &Element, control: &str) {
        let text = self
            .faults()
            .into_iter()
            .find(|fault| field_id(&fault.field) == control);
        let text = text.map(|fault| fault.message);
        dom::write(at, text.as_deref().unwrap_or_default());
        if let Some(control) = dom::by_id(control) {
            dom::attribute(&control, "aria-invalid", text.map(|_| "true"));
        }
    }

    /// The summary: hidden when there is nothing to say.
    pub(super) fn show_summary(&self) {
        let Some(summary) = dom::find(self.element(), ".summary") else {
            return;
        };
        let (faults, sentence) = (self.faults(), self.sentence.borrow());
        dom::show(&summary, sentence.is_some() || !faults.is_empty());
        let (title, lines) = summed_up(sentence.as_deref(), &faults);
        if let Some(at) = dom::find(&summary, "b") {
            dom::write(&at, &title);
        }
        // A field is left before a link is clicked: the link has to be the same one then.
        if *self.listed.borrow() == faults {
            return;
        }
        if let Some(list) = dom::find(&summary, "ul") {
            dom::write(&list, "");
            for fault in lines {
                line(&list, fault);
            }
        }
        self.listed.replace(faults);
    }

    /// Every fault there is: the server's, then our own where it has said nothing.
    fn faults(&self) -> Vec<Fault> {
        let mut faults = self.answered.borrow().0.clone();
        for fault in self.judged.borrow().iter() {
            if !faults.iter().any(|other| other.field == fault.field) {
                faults.push(fault.clone());
            }
        }
        faults
    }

    /// Puts the focus on the summary once it is drawn.
    pub(super) fn to_summary(&self) {
        if let Some(summary) = dom::find(self.element(), ".summary") {
            dom::after_drawing(move || dom::focus(&summary));
        }
    }

    /// What would be stored; hidden while there is nothing to say.
    pub(super) fn show_preview(&self, preview: Option<&Preview>) {
        let Some(note) = dom::find(self.element(), ".preview > .note") else {
            return;
        };
        dom::show(&note, preview.is_some());
        let Some(preview) = preview else { return };
        if let Some(title) = dom::find(&note, "b") {
            dom::write(&title, &preview.title);
        }
        for (selector, tag, texts) in [
            (".id", "div", &preview.lines),
            (".notes", "p", &preview.notes),
        ] {
            if let Some(list) = dom::find(&note, selector) {
                dom::write(&list, "");
                for text in texts {
                    dom::append(&list, tag, text);
                }
            }
        }
    }
}

/// A line of the summary, leading to its field if it has one.
fn line(list: &Element, fault: &Fault) {
    if fault.field.is_empty() {
        dom::append(list, "li", &fault.message);
    } else if let Some(item) = dom::append(list, "li", "")
        && let Some(link) = dom::append(&item, "a", &fault.message)
    {
        dom::attribute(
            &link,
            "href",
            Some(&["#", &field_id(&fault.field)].concat()),
        );
    }
}
