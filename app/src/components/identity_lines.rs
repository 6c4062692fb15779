//! What a secret is for, in short lines: "ghcr.io as ml-bot".

use domain::identity::Identity;
use leptos::prelude::*;

use crate::kinds::image_pull::{self, Login};

/// The logins of an identity, by kind.
pub fn logins(identity: &Identity) -> Vec<Login> {
    match identity {
        Identity::ImagePull(identity) => image_pull::logins(identity),
    }
}

/// The lines, at most `most` of them and then how many more there are.
#[component]
pub fn IdentityLines(
    /// The identity.
    identity: Identity,
    /// Lines shown.
    #[prop(default = 3)]
    most: usize,
) -> impl IntoView {
    let logins = logins(&identity);
    let more = logins.len().saturating_sub(most);
    view! {
        <div class="id">
            {logins
                .into_iter()
                .take(most)
                .map(|login| {
                    view! { <div>{login.place} " " <span>"as"</span> " " {login.user}</div> }
                })
                .collect_view()}
            {(more > 0).then(|| view! { <div><span>{format!("and {more} more")}</span></div> })}
        </div>
    }
}
