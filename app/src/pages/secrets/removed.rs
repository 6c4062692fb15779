//! What was removed and can still be restored.

use backend::{
    access::{Actor, RestoreSecret},
    people::SecretsView,
    secrets::{SecretList, SecretSummary},
};
use leptos::prelude::*;

use super::{address::Address, detail::restore_button};
use crate::{
    components::{EmptyState, IdentityLines, KeyDrawing, Time, date, pager},
    pages::{Place, View, page},
};

/// `/secrets/removed`.
#[component]
pub fn RemovedPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        let address = Address::of(&asker);
        let query = address.query(SecretsView::Table, true);
        let list = asker.backend.secrets().list(&asker.actor, &query).await?;
        Ok(View::new(
            "Removed secrets",
            content(&address, list, &asker.actor),
        ))
    })
}

fn content(address: &Address, list: SecretList, actor: &Actor) -> AnyView {
    let pager = pager(&list.page, |page| {
        address.with_page(page).to_path("/secrets/removed")
    });
    let shown = if list.page.rows.is_empty() && list.in_all > 0 {
        view! {
            <EmptyState title="Nothing here" text="There are removed secrets, but not at this address.">
                <a class="btn" href="/secrets/removed">
                    "Show all removed"
                </a>
            </EmptyState>
        }
        .into_any()
    } else if list.page.rows.is_empty() {
        view! {
            <EmptyState
                title="Nothing was removed"
                text="A removed secret stays here for a while and can be restored; then its value is destroyed."
            >
                <a class="btn" href="/secrets">
                    "Back to secrets"
                </a>
            </EmptyState>
        }
        .into_any()
    } else {
        table(list.page.rows, actor)
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <a href="/secrets">"Secrets"</a>
            " / "
            <span aria-current="page">"Removed"</span>
        </nav>
        <div class="head">
            <h1>"Removed secrets " <span class="count">{list.in_all}</span></h1>
            <p>"Sealed as before and out of use. Each can be restored until its date; then its value is destroyed."</p>
        </div>
        {shown}
        {pager}
    }
    .into_any()
}

fn table(secrets: Vec<SecretSummary>, actor: &Actor) -> AnyView {
    view! {
        <div class="card scroll">
            <table class="rows">
                <caption class="visually-hidden">"Removed secrets"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Identity"</th>
                        <th scope="col">"Removed"</th>
                        <th scope="col">"Restorable until"</th>
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
    let restore = actor.may(RestoreSecret).then(|| restore_button(&secret));
    let removed = secret.removed.map(|removed| {
        let until = date(removed.destroyed_at);
        (view! { <span><Time at=removed.at /> <span class="sub">"by " {removed.by}</span></span> }, until)
    });
    let (when, until) = removed.unzip();
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
            <td data-label="Removed">{when}</td>
            <td data-label="Restorable until">{until}</td>
            <td class="act">{restore}</td>
        </tr>
    }
    .into_any()
}
