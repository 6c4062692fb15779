//! Behind a one-time link: making the first administrator, accepting an invitation, setting a
//! new password.

use backend::{
    Error,
    people::{LinkPurpose, OpenLink, Token},
};
use http::StatusCode;
use leptos::prelude::*;

use super::{
    Asker, View,
    failed::set_status,
    open_page,
    posted::{fault, summary},
    sign_in::Brand,
};
use crate::components::{TextField, Time};

/// The first administrator.
#[component]
pub fn WelcomePage() -> impl IntoView {
    link_page()
}

/// Accepting an invitation, or setting a new password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    link_page()
}

fn link_page() -> AnyView {
    open_page(|asker| async move {
        let token = Token::new(asker.param("token"));
        match asker.backend.people().open_link(&token).await {
            Ok(link) => Ok(View::new(title(link.purpose), sheet(&asker, link))),
            Err(Error::NotFound) => {
                set_status(StatusCode::NOT_FOUND);
                Ok(View::new(
                    "Link ended",
                    ended(asker.path.path().starts_with("/welcome/")),
                ))
            }
            Err(error) => Err(error),
        }
    })
}

fn title(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::FirstAdministrator => "Make the first administrator",
        LinkPurpose::Invitation => "Accept the invitation",
        LinkPurpose::NewPassword => "Set a new password",
    }
}

fn explanation(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::FirstAdministrator => {
            "Nobody can administer this Keyrack yet. Choose how you sign in; you can invite others afterwards."
        }
        LinkPurpose::Invitation => "You were invited to this Keyrack. Choose a password to join.",
        LinkPurpose::NewPassword => {
            "Choose a new password. It replaces the old one, and your other sessions end."
        }
    }
}

fn action(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::FirstAdministrator => "Make administrator and sign in",
        LinkPurpose::Invitation => "Join and sign in",
        LinkPurpose::NewPassword => "Set password and sign in",
    }
}

fn sheet(asker: &Asker, link: OpenLink) -> AnyView {
    let OpenLink {
        purpose,
        login,
        display_name,
        expires_at,
    } = link;
    view! {
        <Brand />
        <section class="card">
            <div class="in">
                <h1>{title(purpose)}</h1>
                <p>{explanation(purpose)} " The link works once and ends " <Time at=expires_at /> "."</p>
                <form class="form" method="post" action=asker.path.path().to_owned()>
                    {summary(asker)} {login_field(asker, login)}
                    {name_field(asker, purpose, display_name)} {password_fields(asker)}
                    <button class="btn primary wide">{action(purpose)}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn login_field(asker: &Asker, fixed: Option<String>) -> AnyView {
    let readonly = fixed.is_some();
    let hint = if readonly {
        "The invitation fixes it."
    } else {
        "You sign in with it. Small letters, digits, “.”, “_”, “-”, “@” and “+”."
    };
    view! {
        <TextField
            name="login"
            label="Sign-in name"
            text=fixed.unwrap_or_else(|| asker.typed_or("login", ""))
            hint=hint
            error=fault(asker, "login")
            autocomplete="username"
            autofocus=!readonly && asker.form.is_none()
            readonly=readonly
            required=true
        />
    }
    .into_any()
}

fn name_field(asker: &Asker, purpose: LinkPurpose, begin: String) -> AnyView {
    if purpose == LinkPurpose::NewPassword {
        return view! { <input type="hidden" name="display_name" value=begin /> }.into_any();
    }
    view! {
        <TextField
            name="display_name"
            label="Display name"
            text=asker.typed_or("display_name", &begin)
            hint="How others see you beside what you change."
            error=fault(asker, "display_name")
            optional=true
            autocomplete="name"
        />
    }
    .into_any()
}

/// A new password, twice; the rules are said before anything is typed.
pub(super) fn password_fields(asker: &Asker) -> AnyView {
    view! {
        <TextField
            name="password"
            label="New password"
            kind="password"
            hint="12 characters or more. Long ones, spaces and pasting are welcome. Common passwords are refused."
            error=fault(asker, "password")
            autocomplete="new-password"
            required=true
        />
        <TextField
            name="password_again"
            label="New password again"
            kind="password"
            error=fault(asker, "password_again")
            autocomplete="new-password"
            required=true
        />
    }
    .into_any()
}

fn ended(first_administrator: bool) -> AnyView {
    let advice = if first_administrator {
        "If nobody can administer this Keyrack yet, restart it: it prints a new link. Otherwise sign in, or ask an administrator for a link."
    } else {
        "Ask an administrator for a new one; they make it on the People page. If you have set your password already, sign in with it."
    };
    view! {
        <Brand />
        <section class="card">
            <div class="in">
                <h1>"This link does not work"</h1>
                <p>"It was used already, has ended, or a newer one took its place. " {advice}</p>
                <p class="actions">
                    <a class="btn primary" href="/sign-in">"Sign in"</a>
                </p>
            </div>
        </section>
    }
    .into_any()
}
