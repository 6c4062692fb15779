//! Signing in.

use leptos::prelude::*;

use super::{
    Asker, View,
    failed::redirect,
    frame::Wordmark,
    open_page,
    posted::{fault, summary},
};
use crate::{
    components::{Icon, TextField, icon},
    context::local_address,
};

/// Sign-in name and password; `?next=` says where it leads.
#[component]
pub fn SignInPage() -> impl IntoView {
    open_page(|asker| async move {
        let next = next(&asker.typed_or("next", &asker.query("next")));
        if asker.actor.is_signed_in() {
            redirect(&next);
        }
        Ok(View::new("Sign in", sheet(&asker, next)))
    })
}

/// Where to go after signing in: the first page that the role may see, if nothing else is asked.
fn next(asked: &str) -> String {
    if asked.is_empty() {
        "/".to_owned()
    } else {
        local_address(asked)
    }
}

fn sheet(asker: &Asker, next: String) -> AnyView {
    let came_from_elsewhere = asker.form.is_none() && next != "/";
    view! {
        <Brand />
        <section class="card">
            <div class="in">
                <h1>"Sign in"</h1>
                <p>"Keyrack keeps registry logins and keys sealed. Sign in to see what hangs on the rack."</p>
                <form class="form" method="post" action="/sign-in">
                    {summary(asker)}
                    {came_from_elsewhere.then(ended)}
                    <input type="hidden" name="next" value=next />
                    <TextField
                        name="login"
                        label="Sign-in name"
                        text=asker.typed_or("login", "")
                        error=fault(asker, "login")
                        autocomplete="username"
                        autofocus=asker.form.is_none()
                        required=true
                    />
                    <TextField
                        name="password"
                        label="Password"
                        kind="password"
                        error=fault(asker, "password")
                        autocomplete="current-password"
                        required=true
                    />
                    <button class="btn primary wide">"Sign in"</button>
                </form>
            </div>
        </section>
        <p class="foot-note">
            "Password forgotten, or no account yet: an administrator makes a one-time link on the People page."
        </p>
    }
    .into_any()
}

/// Somebody was sent here from another page: their session has ended, or there never was one.
fn ended() -> AnyView {
    view! {
        <div class="note">
            <Icon draw=icon::INFO />
            <p>"That page needs you to be signed in. A session ends when it has not been used for a while."</p>
        </div>
    }
    .into_any()
}

/// The name and the mark above a page without the rail.
#[component]
pub(super) fn Brand() -> impl IntoView {
    view! {
        <a class="wordmark" href="/">
            <Wordmark />
            "Keyrack"
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_where_one_came_from_and_never_to_another_host() {
        assert_eq!(next(""), "/");
        assert_eq!(next("/secrets/ghcr-pull/edit"), "/secrets/ghcr-pull/edit");
        assert_eq!(next("//evil.example"), "/secrets");
    }
}
