//! Everybody who can sign in.

use backend::{
    access::InvitePerson,
    page::Page,
    people::{PeopleQuery, PersonState, PersonSummary},
};
use domain::role::Role;
use leptos::prelude::*;

use super::{Asker, Place, View, failed::in_query, page};
use crate::{
    components::{Chip, EmptyState, Icon, Time, Tone, icon, pager},
    islands::ListControls,
};

/// Rows on a page.
const SIZE: u32 = 50;

/// Everybody who can sign in, searched and filtered by role.
#[component]
pub fn PeoplePage() -> impl IntoView {
    page(Place::People, |asker| async move {
        let query = query(&asker);
        let people = asker.backend.people().list(&asker.actor, &query).await?;
        Ok(View::new("People", list(&asker, &query, people)))
    })
}

fn query(asker: &Asker) -> PeopleQuery {
    PeopleQuery {
        search: asker.query("q").trim().to_owned(),
        role: Role::from_id(&asker.query("role")),
        page: asker.query("page").parse().unwrap_or(1).max(1),
        size: SIZE,
    }
}

/// The address of this list with another role or page.
fn address(search: &str, role: Option<Role>, page: u32) -> String {
    let mut parts = Vec::new();
    if !search.is_empty() {
        parts.push(format!("q={}", in_query(search)));
    }
    if let Some(role) = role {
        parts.push(format!("role={}", role.id()));
    }
    if page > 1 {
        parts.push(format!("page={page}"));
    }
    if parts.is_empty() {
        "/people".to_owned()
    } else {
        format!("/people?{}", parts.join("&"))
    }
}

fn list(asker: &Asker, query: &PeopleQuery, people: Page<PersonSummary>) -> AnyView {
    let narrowed = !query.search.is_empty() || query.role.is_some();
    let alone = !narrowed && people.total <= 1;
    view! {
        {head(asker, people.total)}
        {tools(query)}
        {if people.rows.is_empty() { nothing(query) } else { table(query, people) }}
        {alone.then(nobody_else)}
        <ListControls />
    }
    .into_any()
}

fn head(asker: &Asker, total: u64) -> AnyView {
    view! {
        <div class="head">
            <h1>"People " <span class="count">{total}</span></h1>
            <p>"Everybody who can sign in, and what they may do here. Nobody, administrators included, reads stored values back."</p>
            {asker
                .actor
                .may(InvitePerson)
                .then(|| {
                    view! {
                        <div class="do">
                            <a class="btn primary" href="/people/invite">
                                <Icon draw=icon::PLUS />
                                "Invite"
                            </a>
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}

fn tools(query: &PeopleQuery) -> AnyView {
    let search = query.search.clone();
    view! {
        <div class="tools">
            <form class="search" method="get" action="/people" role="search">
                <Icon draw=icon::SEARCH />
                <input
                    type="search"
                    name="q"
                    value=query.search.clone()
                    placeholder="Search name or sign-in name"
                    aria-label="Search people"
                    autocomplete="off"
                />
                {query.role.map(|role| view! { <input type="hidden" name="role" value=role.id() /> })}
                <kbd aria-hidden="true" class="live">"/"</kbd>
            </form>
            <div class="seg" role="group" aria-label="Role">
                <a href=address(&search, None, 1) aria-current=query.role.is_none().then_some("true")>
                    "All"
                </a>
                {Role::ALL
                    .iter()
                    .map(|role| {
                        view! {
                            <a
                                href=address(&search, Some(*role), 1)
                                aria-current=(query.role == Some(*role)).then_some("true")
                            >
                                {role.label()}
                            </a>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
    .into_any()
}

fn table(query: &PeopleQuery, people: Page<PersonSummary>) -> AnyView {
    let pages = pager(&people, |number| address(&query.search, query.role, number));
    view! {
        <div class="card">
            <div class="scroll">
                <table role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col" aria-sort="ascending">
                                <span>"Person"</span>
                            </th>
                            <th role="columnheader" scope="col">"Role"</th>
                            <th role="columnheader" scope="col">"State"</th>
                            <th role="columnheader" scope="col">"Last signed in"</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{people.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {pages}
        </div>
    }
    .into_any()
}

fn row(person: PersonSummary) -> AnyView {
    let href = format!("/people/{}", person.id.as_str());
    view! {
        <tr role="row">
            <td role="cell" class="lead">
                <a href=href>{person.display_name}</a>
                <span class="sub mono">{person.login}</span>
            </td>
            <td role="cell" data-label="Role">{person.role.label()}</td>
            <td role="cell" data-label="State">{state_chip(person.state)}</td>
            <td role="cell" data-label="Last signed in">{last_seen(person.signed_in_at)}</td>
        </tr>
    }
    .into_any()
}

/// When somebody last signed in.
pub(super) fn last_seen(at: Option<i64>) -> AnyView {
    match at {
        Some(at) => view! { <Time at=at /> }.into_any(),
        None => view! { <span class="muted">"never"</span> }.into_any(),
    }
}

/// The state in a word with its icon.
pub(super) fn state_chip(state: PersonState) -> AnyView {
    let (label, tone) = match state {
        PersonState::Invited => ("Invited", Tone::Warn),
        PersonState::Active => ("Active", Tone::Good),
        PersonState::Disabled => ("Disabled", Tone::Plain),
    };
    view! { <Chip label=label tone=tone /> }.into_any()
}

/// Nothing matches, or the page is past the end.
fn nothing(query: &PeopleQuery) -> AnyView {
    let (text, label) = if query.page > 1 {
        (
            "The list is shorter than this page number.",
            "To the first page",
        )
    } else {
        ("Nobody here has this name or role.", "Show everybody")
    };
    let href = if query.page > 1 {
        address(&query.search, query.role, 1)
    } else {
        "/people".to_owned()
    };
    view! {
        <div class="card">
            <EmptyState title="Nobody matches" text=text>
                <a class="btn" href=href>
                    {label}
                </a>
            </EmptyState>
        </div>
    }
    .into_any()
}

fn nobody_else() -> AnyView {
    view! {
        <EmptyState
            title="Nobody else yet"
            text="Invite a second administrator, so that somebody can make you a new link when your password is lost."
        >
            <a class="btn" href="/people/invite">
                "Invite somebody"
            </a>
        </EmptyState>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_word_beside_its_icon() {
        for (state, word) in [
            (PersonState::Invited, "Invited"),
            (PersonState::Active, "Active"),
            (PersonState::Disabled, "Disabled"),
        ] {
            let html = Owner::new().with(|| state_chip(state).to_html());
            assert!(html.contains(word) && html.contains("<svg"), "{html}");
        }
    }

    #[test]
    fn the_address_keeps_what_narrows_the_list() {
        assert_eq!(address("", None, 1), "/people");
        assert_eq!(
            address("a&b", Some(Role::SecretEditor), 3),
            "/people?q=a%26b&role=secret-editor&page=3"
        );
    }
}
