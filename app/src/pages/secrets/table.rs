//! Secrets as a table; on phones its rows become cards.

use backend::{access::Actor, secrets::SecretSummary};
use leptos::prelude::*;

use super::tile::actions;
use crate::components::{IdentityLines, KeyDrawing, Time};

/// All of them.
pub(super) fn table(secrets: Vec<SecretSummary>, actor: &Actor) -> AnyView {
    view! {
        <div class="card scroll">
            <table class="rows">
                <caption class="visually-hidden">"Secrets"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Identity"</th>
                        <th scope="col">"Changed"</th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{secrets.into_iter().map(|secret| row(secret, actor)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(secret: SecretSummary, actor: &Actor) -> AnyView {
    let name = secret.name.as_str().to_owned();
    let actions = actions(&name, actor);
    view! {
        <tr>
            <th scope="row" data-label="Name">
                <span class="two">
                    <KeyDrawing kind=secret.kind version_id=secret.version_id />
                    <span class="lead">
                        <a href=format!("/secrets/{name}")>{name.clone()}</a>
                        <span class="sub">{secret.display_name}</span>
                    </span>
                </span>
            </th>
            <td data-label="Kind">{secret.kind.label()}</td>
            <td data-label="Identity">
                <IdentityLines identity=secret.identity most=2 />
            </td>
            <td data-label="Changed">
                <span>
                    <Time at=secret.updated_at />
                    <span class="sub">"by " {secret.updated_by}</span>
                </span>
            </td>
            <td class="act">{actions}</td>
        </tr>
    }
    .into_any()
}
