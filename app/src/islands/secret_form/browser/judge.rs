//! Judges what was typed by the code that the server judges it by.

use domain::{
    faults::Faults,
    identity::Identity,
    kind::Kind,
    name,
    text::{Description, DisplayName},
};

use super::Living;
use crate::{
    actions::MaterialForm,
    islands::{Preview, Stored, Task, dom},
    kinds::image_pull,
};

impl Living {
    /// Judges all there is, and shows the messages and what would be stored.
    pub(super) fn judge(&self) {
        let mut faults = self.texts();
        faults.extend(self.check());
        self.judged.replace(faults);
        self.show();
        self.show_preview(self.preview().as_ref());
    }

    fn texts(&self) -> Faults {
        let text = |name: &str| dom::text(self.element(), name);
        let mut faults = Faults::new();
        if self.task.is_new()
            && let Err(error) = name::check(&text("name"))
        {
            faults.push("name", error.to_string());
        }
        if let Err(error) = DisplayName::check(&text("display_name")) {
            faults.push("display_name", error.to_string());
        }
        if let Err(error) = Description::check(&text("description")) {
            faults.push("description", error.to_string());
        }
        faults
    }

    /// The fields of the kind as they are now.
    pub(super) fn material(&self) -> MaterialForm {
        match self.kind() {
            Kind::ImagePull => MaterialForm::ImagePull(image_pull::read(self.element())),
        }
    }

    fn check(&self) -> Faults {
        let input = self.material().into_input();
        match &self.task {
            Task::New => input.check_new(),
            Task::Edit(Stored::ImagePull(stored)) => {
                input.check_change(&Identity::ImagePull(stored.clone()))
            }
        }
    }

    fn preview(&self) -> Option<Preview> {
        match (self.material(), &self.task) {
            (MaterialForm::ImagePull(form), Task::New) => image_pull::preview_new(form),
            (MaterialForm::ImagePull(form), Task::Edit(Stored::ImagePull(stored))) => {
                image_pull::preview_change(form, stored)
            }
        }
    }
}
