//! The list of secrets.

use backend::{Error, access::CreateSecret, people::SecretsView, secrets::SecretList};
use leptos::prelude::*;

use super::{address::Address, table::table, tile::tiles, tools::tools};
use crate::{
    components::{EmptyState, Icon, icon, pager},
    pages::{Asker, Place, View, page},
};

/// `/secrets`.
#[component]
pub fn SecretsPage() -> impl IntoView {
    page(Place::Secrets, |asker| async move {
        list(&asker, Address::of(&asker)).await
    })
}

/// The list as a page; also what is behind the dialog that adds a secret.
pub(super) async fn list(asker: &Asker, address: Address) -> Result<View, Error> {
    let remembered = asker
        .backend
        .people()
        .preferences(&asker.actor)
        .await?
        .secrets_view;
    let view = address.view.unwrap_or(remembered);
    let list = asker
        .backend
        .secrets()
        .list(&asker.actor, &address.query(view, false))
        .await?;
    let count = list.in_all;
    let mut page = View::new("Secrets", content(asker, &address, list, view));
    page.secrets = Some(count);
    Ok(page)
}

fn content(asker: &Asker, address: &Address, list: SecretList, view: SecretsView) -> AnyView {
    let head = head(asker, list.in_all);
    if list.in_all == 0 {
        return view! {
            {head}
            {nothing_yet(asker)}
        }
        .into_any();
    }
    let tools = tools(address, &list, view);
    let pager = pager(&list.page, |page| {
        address.with_page(page).to_path("/secrets")
    });
    let rows = list.page.rows;
    let shown = match view {
        _ if rows.is_empty() => nothing_matches(address),
        SecretsView::Tiles => tiles(rows, &asker.actor),
        SecretsView::Table => table(rows, &asker.actor),
    };
    view! {
        {head}
        {tools}
        {shown}
        {pager}
    }
    .into_any()
}

fn head(asker: &Asker, count: u64) -> AnyView {
    let add = asker.actor.may(CreateSecret);
    view! {
        <div class="head">
            <h1>"Secrets " <span class="count">{count}</span></h1>
            <p>
                "Registry logins, sealed. Anyone here can see what a secret is for; nobody can read it back."
            </p>
            <div class="do">
                <a class="btn" href="/secrets/removed">
                    "Removed"
                </a>
                {add.then(add_link)}
            </div>
        </div>
    }
    .into_any()
}

fn add_link() -> AnyView {
    view! {
        <a class="btn primary" id="add" href="/secrets/new">
            <Icon draw=icon::PLUS />
            "Add secret"
        </a>
    }
    .into_any()
}

fn nothing_yet(asker: &Asker) -> AnyView {
    if asker.actor.may(CreateSecret) {
        return view! {
            <EmptyState
                title="Nothing hangs here yet"
                text="Add a registry login. It is sealed when you save it, and never shown again."
            >
                <a class="btn primary" href="/secrets/new">
                    <Icon draw=icon::PLUS />
                    "Add secret"
                </a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            title="Nothing hangs here yet"
            text="Secrets appear here once an editor or an administrator adds them."
        />
    }
    .into_any()
}

fn nothing_matches(address: &Address) -> AnyView {
    let (text, label) = if address.is_filtered() {
        (
            "No secret has all of these words, or none is of this kind.",
            "Clear filters",
        )
    } else {
        ("The list is shorter than this page number.", "First page")
    };
    let clear = Address {
        sort: address.sort,
        view: address.view,
        page: 1,
        ..Address::default()
    };
    view! {
        <EmptyState title="Nothing matches" text=text>
            <a class="btn" href=clear.to_path("/secrets")>
                {label}
            </a>
        </EmptyState>
    }
    .into_any()
}
