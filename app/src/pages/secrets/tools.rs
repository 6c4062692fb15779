//! Search, filter, order, view: a plain GET form, and links.

use backend::{people::SecretsView, secrets::SecretList};
use leptos::prelude::*;

use super::address::{Address, SORTS, sort_id, view_id};
use crate::{
    components::{Icon, icon},
    islands::ListControls,
};

/// The tools above the list.
pub(super) fn tools(address: &Address, list: &SecretList, view: SecretsView) -> AnyView {
    view! {
        <div class="tools">
            <form class="find" method="get" action="/secrets" role="search">
                <label class="search">
                    <Icon draw=icon::SEARCH />
                    <input
                        type="search"
                        name="q"
                        value=address.search.clone()
                        placeholder="Search name, registry, user, description"
                        aria-label="Search secrets"
                        aria-keyshortcuts="/"
                    />
                    <kbd aria-hidden="true" class="live">"/"</kbd>
                </label>
                {address.kind.map(|kind| view! { <input type="hidden" name="kind" value=kind.id() /> })}
                {address
                    .view
                    .map(|view| view! { <input type="hidden" name="view" value=view_id(view) /> })}
                {kinds(address, list)} {order(address)}
                <button class="btn plain">"Apply"</button>
            </form>
            {views(address, view)}
            <ListControls />
        </div>
    }
    .into_any()
}

fn kinds(address: &Address, list: &SecretList) -> AnyView {
    let link = |kind, label: &'static str, count: u64| {
        let here = address.kind == kind;
        view! {
            <a href=address.with_kind(kind).to_path("/secrets") aria-current=here.then_some("true")>
                {label}
                " "
                <span class="n">{count}</span>
            </a>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Kind">
            {link(None, "All", list.in_all)}
            {list
                .by_kind
                .iter()
                .map(|(kind, count)| link(Some(*kind), kind.label(), *count))
                .collect_view()}
        </div>
    }
    .into_any()
}

fn order(address: &Address) -> AnyView {
    let now = sort_id(address.sort);
    view! {
        <select name="sort" aria-label="Sort" data-submit="">
            {SORTS
                .iter()
                .map(|(_, id, label)| view! { <option value=*id selected=*id == now>{*label}</option> })
                .collect_view()}
        </select>
    }
    .into_any()
}

/// The choice is remembered, so it is a form for each; the address says it as well.
fn views(address: &Address, now: SecretsView) -> AnyView {
    let button = |view: SecretsView, label: &'static str, draw: &'static str| {
        view! {
            <form method="post" action="/preferences">
                <input type="hidden" name="to" value=address.with_view(view).to_path("/secrets") />
                <button
                    name="view"
                    value=view_id(view)
                    aria-label=label
                    title=label
                    aria-pressed=if view == now { "true" } else { "false" }
                >
                    <Icon draw=draw />
                </button>
            </form>
        }
    };
    view! {
        <div class="seg views" role="group" aria-label="View">
            {button(SecretsView::Tiles, "Tiles", icon::TILES)}
            {button(SecretsView::Table, "Table", icon::TABLE)}
        </div>
    }
    .into_any()
}
