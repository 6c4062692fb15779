//! Secrets as tiles.

use backend::{
    access::{Actor, EditSecret, RemoveSecret},
    secrets::SecretSummary,
};
use leptos::prelude::*;

use crate::components::{IdentityLines, KeyDrawing, Time};

/// All of them.
pub(super) fn tiles(secrets: Vec<SecretSummary>, actor: &Actor) -> AnyView {
    view! {
        <ul class="tiles">
            {secrets.into_iter().map(|secret| tile(secret, actor)).collect_view()}
        </ul>
    }
    .into_any()
}

fn tile(secret: SecretSummary, actor: &Actor) -> AnyView {
    let name = secret.name.as_str().to_owned();
    let actions = actions(&name, actor);
    view! {
        <li class="tile">
            <div class="top">
                <KeyDrawing kind=secret.kind version_id=secret.version_id />
                <div class="t">
                    <a href=format!("/secrets/{name}")>{name.clone()}</a>
                    <small>{secret.display_name}</small>
                </div>
            </div>
            <div class="mid">
                <IdentityLines identity=secret.identity />
                <p class="when">"Changed " <Time at=secret.updated_at /> " by " {secret.updated_by}</p>
            </div>
            <div class="bot">
                <span class="k">{secret.kind.label()}</span>
                {actions}
            </div>
        </li>
    }
    .into_any()
}

/// Edit and Remove, as far as the role allows them.
pub(super) fn actions(name: &str, actor: &Actor) -> AnyView {
    let link = |path: &str, label: &'static str| {
        view! {
            <a class="btn quiet" href=format!("/secrets/{name}/{path}") aria-label=format!("{label} {name}")>
                {label}
            </a>
        }
    };
    view! {
        <span class="do">
            {actor.may(EditSecret).then(|| link("edit", "Edit"))}
            {actor.may(RemoveSecret).then(|| link("remove", "Remove"))}
        </span>
    }
    .into_any()
}
