//! Inviting somebody.

use backend::{Error, access::InvitePerson};
use domain::role::Role;
use leptos::prelude::*;

use super::{
    Asker, Place, View, page,
    posted::{fault, summary},
};
use crate::{
    components::{Icon, TextField, Time, icon},
    context::Origin,
    forms::OneTimeLink,
};

/// Inviting somebody; the answer to the form shows the link, once.
#[component]
pub fn InvitePage() -> impl IntoView {
    page(Place::People, |asker| {
        let origin = origin();
        async move {
            if !asker.actor.is_signed_in() {
                return Err(Error::SignedOut);
            }
            if !asker.actor.may(InvitePerson) {
                return Err(Error::NotFound);
            }
            let link = asker.form.as_ref().and_then(|form| form.link.clone());
            Ok(match link {
                Some(link) => View::new("Invitation", invited(&link, &origin)),
                None => View::new("Invite", sheet(&asker)),
            })
        }
    })
}

/// Scheme and host of this site, for links.
pub(super) fn origin() -> String {
    use_context::<Origin>().unwrap_or_default().0
}

fn crumbs(here: &'static str) -> AnyView {
    view! {
        <nav class="crumbs" aria-label="Breadcrumbs">
            <ol>
                <li>
                    <a href="/people">"People"</a>
                </li>
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
    .into_any()
}

fn sheet(asker: &Asker) -> AnyView {
    let role = Role::from_id(&asker.typed_or("role", "")).unwrap_or(Role::SecretViewer);
    view! {
        {crumbs("Invite")}
        <div class="head">
            <h1>"Invite"</h1>
            <p>"Makes a one-time link. Whoever opens it chooses a password and is in, so hand it over in private."</p>
        </div>
        <form class="card narrow" method="post" action="/people/invite">
            <div class="in form">
                {summary(asker)} {names(asker)} <fieldset class="field" id="f-role">
                    <legend>"Role"</legend>
                    {role_choices(role)}
                    {fault(asker, "role").map(|fault| view! { <span class="error">{fault}</span> })}
                </fieldset>
            </div>
            <div class="foot">
                <a class="btn" href="/people">
                    "Cancel"
                </a>
                <button class="btn primary">"Make invitation"</button>
            </div>
        </form>
    }
    .into_any()
}

fn names(asker: &Asker) -> AnyView {
    view! {
        <div class="pair">
            <TextField
                name="login"
                label="Sign-in name"
                text=asker.typed_or("login", "")
                hint="Cannot be changed later. A mail address works too."
                error=fault(asker, "login")
                mono=true
                autofocus=asker.form.is_none()
                required=true
            />
            <TextField
                name="display_name"
                label="Display name"
                text=asker.typed_or("display_name", "")
                hint="How others see them. They can change it when they join."
                error=fault(asker, "display_name")
                optional=true
            />
        </div>
    }
    .into_any()
}

/// One choice per role, each with what it allows.
pub(super) fn role_choices(chosen: Role) -> AnyView {
    view! {
        <div class="choices boxed">
            {Role::ALL
                .iter()
                .map(|role| {
                    view! {
                        <label class="choice">
                            <input type="radio" name="role" value=role.id() checked=*role == chosen />
                            <span>
                                <b>{role.label()}</b>
                                <small>{role.explanation()}</small>
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

fn invited(link: &OneTimeLink, origin: &str) -> AnyView {
    view! {
        {crumbs("Invitation")}
        <div class="head">
            <h1>"Invited " {link.login.clone()}</h1>
            <p>"Hand the link over in private. It is the only thing needed to sign in as this person."</p>
        </div>
        <div class="narrow stack">
            {link_card(link, origin)} <p class="actions">
                <a class="btn" href="/people">
                    "To People"
                </a>
                <a class="btn quiet" href="/people/invite">
                    "Invite somebody else"
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// A link that was just made: shown now and never again.
pub(super) fn link_card(link: &OneTimeLink, origin: &str) -> AnyView {
    let address = format!("{origin}{}", link.path);
    let bare = origin.is_empty();
    view! {
        <section class="card" aria-labelledby="link-title">
            <header>
                <h2 id="link-title">"One-time link for " <span class="mono">{link.login.clone()}</span></h2>
            </header>
            <div class="in">
                <div class="note warn">
                    <Icon draw=icon::WARNING />
                    <div>
                        <b>"Shown only now."</b>
                        <p>
                            "Only a hash of it is kept. It works once and ends " <Time at=link.expires_at />
                            ". If it is lost, make a new one: the old one ends then."
                        </p>
                    </div>
                </div>
                <div class="once">
                    <input
                        class="mono"
                        id="one-time-link"
                        type="text"
                        readonly
                        value=address
                        aria-label="One-time link"
                        autocomplete="off"
                        autofocus
                    />
                </div>
                {bare.then(|| view! { <p class="muted">"Put the address of this site before it."</p> })}
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(origin: &str) -> String {
        let link = OneTimeLink {
            path: "/invitation/abc".to_owned(),
            login: "noor".to_owned(),
            expires_at: 1_795_248_000_000,
        };
        Owner::new().with(|| link_card(&link, origin).to_html())
    }

    #[test]
    fn the_link_can_be_copied_whole_when_the_site_is_known() {
        let html = card("https://keyrack.example");
        assert!(
            html.contains(r#"value="https://keyrack.example/invitation/abc""#),
            "{html}"
        );
        assert!(!html.contains("Put the address"), "{html}");
        assert!(card("").contains("Put the address of this site before it."));
    }

    #[test]
    fn every_role_is_offered_with_what_it_allows() {
        let html = Owner::new().with(|| role_choices(Role::SecretEditor).to_html());
        for role in Role::ALL {
            assert!(
                html.contains(role.label()) && html.contains(role.explanation()),
                "{html}"
            );
        }
        assert_eq!(html.matches("checked").count(), 1, "{html}");
    }
}
