//! The dialog that changes a secret.

use backend::{Error, access::EditSecret, secrets::SecretSummary};
use domain::faults::Faults;
use leptos::prelude::*;

use super::{
    detail::detail,
    form::{FormBegin, form},
    form_again::again,
};
use crate::{
    components::Dialog,
    islands::Task,
    kinds::MaterialBegin,
    pages::{Place, View, page},
};

/// `/secrets/{name}/edit`: the secret, and the form over it.
#[component]
pub fn EditSecretPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        let (behind, secret) = detail(&asker).await?;
        if !asker.actor.may(EditSecret) {
            return Err(Error::Denied);
        }
        if secret.summary.removed.is_some() {
            return Err(Error::NotFound);
        }
        let begin = again(begin(&secret.summary), &asker);
        let title = format!("Edit {}", secret.summary.name);
        let back = begin.back.clone();
        let dialog = view! {
            <Dialog title=title.clone() back=back>
                {form(begin)}
            </Dialog>
        };
        Ok(View {
            title,
            ..behind.with_dialog(dialog)
        })
    })
}

fn begin(secret: &SecretSummary) -> FormBegin {
    let name = secret.name.as_str();
    FormBegin {
        task: Task::edit(secret.identity.clone()),
        action: format!("/secrets/{name}/edit"),
        back: format!("/secrets/{name}#edit"),
        version: secret.row_version,
        over_newer: false,
        name: name.to_owned(),
        display_name: secret.display_name.clone(),
        description: secret.description.clone(),
        material: MaterialBegin::stored(&secret.identity),
        faults: Faults::new(),
        sentence: None,
        is_fresh: true,
    }
}
