//! The dialog that adds a secret.

use backend::{Error, access::CreateSecret};
use domain::{faults::Faults, kind::Kind};
use leptos::prelude::*;

use super::{
    address::Address,
    form::{FormBegin, form},
    form_again::{again, empty},
    list::list,
};
use crate::{
    components::Dialog,
    islands::Task,
    pages::{Asker, Place, View, page},
};

/// `/secrets/new`: the list, and the form over it.
#[component]
pub fn NewSecretPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        let behind = list(
            &asker,
            Address {
                page: 1,
                ..Address::default()
            },
        )
        .await?;
        if !asker.actor.may(CreateSecret) {
            return Err(Error::Denied);
        }
        let begin = again(begin(&asker), &asker);
        let dialog = view! {
            <Dialog title="Add secret" back="/secrets#add">
                {form(begin)}
            </Dialog>
        };
        Ok(View {
            title: "Add secret".to_owned(),
            ..behind.with_dialog(dialog)
        })
    })
}

fn begin(asker: &Asker) -> FormBegin {
    let kind = Kind::from_id(&asker.query("kind")).unwrap_or(Kind::ImagePull);
    FormBegin {
        task: Task::New,
        action: "/secrets/new".to_owned(),
        back: "/secrets#add".to_owned(),
        version: 0,
        over_newer: false,
        name: String::new(),
        display_name: String::new(),
        description: String::new(),
        material: empty(kind),
        faults: Faults::new(),
        sentence: None,
        is_fresh: true,
    }
}
