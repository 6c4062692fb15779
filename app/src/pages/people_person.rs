//! One person: what they are, and what an administrator can change.

use backend::{
    Error,
    access::{ChangePerson, InvitePerson, PersonId},
    people::{PeopleQuery, PersonState, PersonSummary},
};
use domain::role::Role;
use leptos::prelude::*;

use super::{
    Asker, Place, View, page,
    people::{last_seen, state_chip},
    people_invite::{link_card, origin, role_choices},
    posted::{fault, summary},
};
use crate::components::{Dialog, Icon, Time, icon};

/// One person; `?ask=disable` asks before disabling.
#[component]
pub fn PersonPage() -> impl IntoView {
    page(Place::People, |asker| {
        let origin = origin();
        async move {
            let id = PersonId::new(asker.param("id"));
            let person = asker.backend.people().get(&asker.actor, &id).await?;
            let last = is_last_administrator(&asker, &person).await?;
            let asks = asker.form.is_none() && asker.query("ask") == "disable";
            let dialog = (asks && !last && person.state != PersonState::Disabled)
                .then(|| ask_disable(&person));
            let view = View::new(
                person.display_name.clone(),
                sheet(&asker, &person, last, &origin),
            );
            Ok(match dialog {
                Some(dialog) => view.with_dialog(dialog),
                None => view,
            })
        }
    })
}

/// Whether nobody else could administer this installation. The use cases refuse the change
/// anyway; the page says why before it is tried.
async fn is_last_administrator(asker: &Asker, person: &PersonSummary) -> Result<bool, Error> {
    if person.role != Role::Administrator || person.state != PersonState::Active {
        return Ok(false);
    }
    let query = PeopleQuery {
        search: String::new(),
        role: Some(Role::Administrator),
        page: 1,
        size: 200,
    };
    let administrators = asker.backend.people().list(&asker.actor, &query).await?;
    let active = administrators
        .rows
        .iter()
        .filter(|one| one.state == PersonState::Active)
        .count();
    Ok(active <= 1 && administrators.total <= u64::from(query.size))
}

fn sheet(asker: &Asker, person: &PersonSummary, last: bool, origin: &str) -> AnyView {
    let link = asker.form.as_ref().and_then(|form| form.link.clone());
    let changes = asker.actor.may(ChangePerson);
    let links = asker.actor.may(InvitePerson);
    view! {
        {head(asker, person)}
        {summary(asker)}
        <div class="cols">
            <div class="stack">
                {link.map(|link| link_card(&link, origin))}
                {changes.then(|| role_card(asker, person, last))}
                {links.then(|| new_link_card(person))}
                {changes.then(|| access_card(person, last))}
            </div>
            <aside class="stack" aria-label="Facts">
                {facts(person)}
            </aside>
        </div>
    }
    .into_any()
}

fn head(asker: &Asker, person: &PersonSummary) -> AnyView {
    let own = asker.actor.person_id() == Some(&person.id);
    view! {
        <nav class="crumbs" aria-label="Breadcrumbs">
            <ol>
                <li>
                    <a href="/people">"People"</a>
                </li>
                <li aria-current="page">{person.login.clone()}</li>
            </ol>
        </nav>
        <div class="hero">
            <div>
                <h1>{person.display_name.clone()}</h1>
                <div class="sub">
                    {state_chip(person.state)} <span>{person.role.label()}</span>
                    {own.then(|| view! { <span class="chip here">"You"</span> })}
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn facts(person: &PersonSummary) -> AnyView {
    view! {
        <section class="card">
            <header>
                <h2>"Who it is"</h2>
            </header>
            <div class="in">
                <dl class="facts">
                    <dt>"Sign-in name"</dt>
                    <dd class="mono">{person.login.clone()}</dd>
                    <dt>"Display name"</dt>
                    <dd>{person.display_name.clone()}</dd>
                    <dt>"Invited"</dt>
                    <dd>
                        <Time at=person.created_at />
                    </dd>
                    <dt>"Last signed in"</dt>
                    <dd>{last_seen(person.signed_in_at)}</dd>
                </dl>
            </div>
        </section>
    }
    .into_any()
}

/// Why the last administrator cannot be changed.
fn last_note(action: &'static str) -> AnyView {
    view! {
        <div class="note">
            <Icon draw=icon::INFO />
            <div>
                <b>"This is the last administrator."</b>
                <p>"Make somebody else an administrator first; then " {action} "."</p>
            </div>
        </div>
    }
    .into_any()
}

fn role_card(asker: &Asker, person: &PersonSummary, last: bool) -> AnyView {
    let typed = Role::from_id(&asker.typed_or("role", person.role.id())).unwrap_or(person.role);
    view! {
        <form class="card" method="post" action=format!("/people/{}", person.id.as_str())>
            <header>
                <h2>"Role"</h2>
            </header>
            <fieldset class="in stack" disabled=last>
                <legend class="visually-hidden">"Role"</legend>
                {last.then(|| last_note("this role can be changed"))}
                <input type="hidden" name="do" value="role" />
                <input type="hidden" name="version" value=person.row_version.to_string() />
                {role_choices(typed)}
                {fault(asker, "role").map(|fault| view! { <span class="error">{fault}</span> })}
                <div class="actions">
                    <button class="btn primary" disabled=last>
                        "Change role"
                    </button>
                    <span class="muted">"Takes effect at once."</span>
                </div>
            </fieldset>
        </form>
    }
    .into_any()
}

fn new_link_card(person: &PersonSummary) -> AnyView {
    let (text, off) = match person.state {
        PersonState::Invited => (
            "The invitation has not been accepted yet. A new link ends the one before it.",
            false,
        ),
        PersonState::Active => (
            "For a lost password. Using the link sets a new password and ends every session of this person.",
            false,
        ),
        PersonState::Disabled => (
            "A disabled person cannot use a link. Enable them first.",
            true,
        ),
    };
    view! {
        <form class="card" method="post" action=format!("/people/{}", person.id.as_str())>
            <header>
                <h2>"One-time link"</h2>
            </header>
            <div class="in setting">
                <p>{text}</p>
                <button class="btn" name="do" value="link" disabled=off>
                    "Make new link"
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn access_card(person: &PersonSummary, last: bool) -> AnyView {
    let address = format!("/people/{}", person.id.as_str());
    let enabled = person.state != PersonState::Disabled;
    view! {
        <form class="card" method="post" action=address.clone()>
            <header>
                <h2>{if enabled { "Disable" } else { "Enable" }}</h2>
            </header>
            <div class="in stack">
                {last.then(|| last_note("this person can be disabled"))}
                <input type="hidden" name="version" value=person.row_version.to_string() />
                <div class="setting">
                    {if enabled { disable(&address, last) } else { enable() }}
                </div>
            </div>
        </form>
    }
    .into_any()
}

/// Leads to the question; there is nothing to press when it is the last administrator.
fn disable(address: &str, last: bool) -> AnyView {
    let text = "Every session and link of this person ends at once, and they cannot sign in. What they did stays in Activity.";
    let button = if last {
        view! { <button class="btn danger" disabled>"Disable"</button> }.into_any()
    } else {
        view! { <a class="btn danger" href=format!("{address}?ask=disable")>"Disable"</a> }
            .into_any()
    };
    view! {
        <p>{text}</p>
        {button}
    }
    .into_any()
}

fn enable() -> AnyView {
    view! {
        <p>"They can sign in again with the password they had. Sessions that have ended stay ended."</p>
        <button class="btn" name="do" value="enable">
            "Enable"
        </button>
    }
    .into_any()
}

fn ask_disable(person: &PersonSummary) -> AnyView {
    let address = format!("/people/{}", person.id.as_str());
    let (action, back) = (address.clone(), address.clone());
    let (login, version) = (person.login.clone(), person.row_version.to_string());
    view! {
        <Dialog title=format!("Disable {}?", person.display_name) back=back narrow=true>
            <form method="post" action=action>
                <div class="in">
                    <p>
                        "Sessions and one-time links of " <span class="mono">{login}</span>
                        " end at once. They cannot sign in until somebody enables them again. Secrets they added stay."
                    </p>
                    <input type="hidden" name="version" value=version />
                </div>
                <div class="foot">
                    <a class="btn" href=address>
                        "Cancel"
                    </a>
                    <button class="btn danger primary" name="do" value="disable">
                        "Disable"
                    </button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(state: PersonState) -> PersonSummary {
        PersonSummary {
            id: PersonId::new("p1"),
            login: "ada".to_owned(),
            display_name: "<b>Ada</b>".to_owned(),
            role: Role::Administrator,
            state,
            created_at: 0,
            signed_in_at: None,
            row_version: 7,
        }
    }

    #[test]
    fn the_last_administrator_cannot_be_disabled_and_the_page_says_why() {
        let last = Owner::new().with(|| access_card(&person(PersonState::Active), true).to_html());
        assert!(!last.contains("?ask=disable"), "{last}");
        assert!(last.contains("This is the last administrator."), "{last}");
        let one_of_two =
            Owner::new().with(|| access_card(&person(PersonState::Active), false).to_html());
        assert!(
            one_of_two.contains("/people/p1?ask=disable"),
            "{one_of_two}"
        );
        assert!(!one_of_two.contains("last administrator"), "{one_of_two}");
    }

    #[test]
    fn disabling_posts_the_version_it_was_decided_on_and_names_the_person() {
        let html = Owner::new().with(|| ask_disable(&person(PersonState::Active)).to_html());
        assert!(
            html.contains(r#"method="post""#) && html.contains(r#"action="/people/p1""#),
            "{html}"
        );
        assert!(html.contains(r#"name="version" value="7""#), "{html}");
        assert!(html.contains("Disable &lt;b&gt;Ada&lt;/b&gt;?"), "{html}");
    }

    #[test]
    fn a_disabled_person_gets_no_link() {
        let html = Owner::new().with(|| new_link_card(&person(PersonState::Disabled)).to_html());
        assert!(html.contains("disabled"), "{html}");
        let html = Owner::new().with(|| new_link_card(&person(PersonState::Invited)).to_html());
        assert!(!html.contains(" disabled"), "{html}");
    }
}
