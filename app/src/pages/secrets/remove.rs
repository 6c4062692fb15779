//! The dialog that removes a secret.

use backend::{Error, access::RemoveSecret, secrets::SecretSummary};
use leptos::prelude::*;

use super::detail::detail;
use crate::{
    components::{
        Dialog, IdentityLines, KeyDrawing, Note, Tone, conflict_sentence, date_after_days,
    },
    context::RemovedKept,
    pages::{Asker, Place, View, page},
};

/// `/secrets/{name}/remove`: the secret, and the question over it.
#[component]
pub fn RemoveSecretPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        let (behind, secret) = detail(&asker).await?;
        if !asker.actor.may(RemoveSecret) {
            return Err(Error::Denied);
        }
        if secret.summary.removed.is_some() {
            return Err(Error::NotFound);
        }
        let name = secret.summary.name.as_str();
        let title = format!("Remove {name}?");
        let back = format!("/secrets/{name}#remove");
        let form = form(&secret.summary, &asker, &back);
        let dialog = view! {
            <Dialog title=title.clone() back=back narrow=true>
                {form}
            </Dialog>
        };
        Ok(View {
            title,
            ..behind.with_dialog(dialog)
        })
    })
}

fn form(secret: &SecretSummary, asker: &Asker, back: &str) -> AnyView {
    let conflict = asker.form.as_ref().and_then(|form| form.conflict.clone());
    let version = conflict
        .as_ref()
        .map_or(secret.row_version, |conflict| conflict.version);
    let label = if conflict.is_some() {
        "Remove anyway"
    } else {
        "Remove"
    };
    let said = conflict
        .as_ref()
        .map(conflict_sentence)
        .or_else(|| asker.form.as_ref().and_then(|form| form.sentence.clone()));
    let until = date_after_days(use_context::<RemovedKept>().unwrap_or_default().days);
    let back = back.to_owned();
    view! {
        <form method="post" action=format!("/secrets/{}/remove", secret.name)>
            <div class="in form">
                {said.map(|sentence| view! { <Note title=sentence tone=Tone::Bad /> })}
                <div class="two">
                    <KeyDrawing kind=secret.kind version_id=secret.version_id.clone() />
                    <div>
                        <b>{secret.kind.long_label()}</b>
                        {(!secret.display_name.is_empty())
                            .then(|| view! { <div>{secret.display_name.clone()}</div> })}
                        <IdentityLines identity=secret.identity.clone() most=8 />
                    </div>
                </div>
                <p>
                    "It leaves the list at once. It can be restored until " <b>{until}</b>
                    "; then its value is destroyed for good. The registry itself still accepts the login until it is revoked there."
                </p>
                <input type="hidden" name="version" value=version.to_string() />
            </div>
            <div class="foot">
                <a class="btn" href=back autofocus>
                    "Cancel"
                </a>
                <button class="btn primary danger">{label}</button>
            </div>
        </form>
    }
    .into_any()
}
