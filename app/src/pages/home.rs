//! `/`: leads to the first page that the role may see.

use backend::access::ReadSecrets;
use leptos::prelude::*;

use super::{Place, View, failed::redirect, page};

/// Leads on.
#[component]
pub fn HomePage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        if !asker.actor.is_signed_in() {
            return Err(backend::Error::SignedOut);
        }
        let to = if asker.actor.may(ReadSecrets) {
            "/secrets"
        } else {
            "/account"
        };
        redirect(to);
        Ok(View::new(
            "Keyrack",
            view! { <p><a href=to>"Go on"</a></p> },
        ))
    })
}
