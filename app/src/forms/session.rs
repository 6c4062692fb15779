//! Signing in and out, and one-time links.

use backend::{
    Error,
    people::{Accept, Token},
};
use domain::value::ValueText;

use super::{Fields, FormState, Outcome, Sender};
use crate::{context::local_address, flash::Flash};

/// Does what the form asks for; `parts` is the whole path.
pub(super) async fn submit(sender: Sender<'_>, parts: &[&str], fields: Fields) -> Outcome {
    match parts {
        ["sign-in"] => sign_in(sender, fields).await,
        ["sign-out"] => sign_out(sender).await,
        ["welcome", token] => accept(sender, token, fields, Some(Flash::Welcome)).await,
        ["invitation", token] => accept(sender, token, fields, None).await,
        _ => Outcome::NotFound,
    }
}

async fn sign_in(sender: Sender<'_>, mut fields: Fields) -> Outcome {
    let typed = fields.typed(&["login", "next"]);
    let login = fields.text("login").to_owned();
    let next = fields.text("next");
    let to = if next.is_empty() {
        "/".to_owned()
    } else {
        local_address(next)
    };
    let password = take(&mut fields, "password");
    match sender
        .backend
        .people()
        .sign_in(&login, &password, sender.client)
        .await
    {
        Ok(token) => Outcome::SignedIn {
            token,
            to,
            told: None,
        },
        Err(error) => Outcome::from_error(error, typed, "/sign-in"),
    }
}

/// A session that has ended already is as good as signed out.
async fn sign_out(sender: Sender<'_>) -> Outcome {
    match sender.backend.people().sign_out(sender.actor).await {
        Ok(()) | Err(Error::SignedOut) => Outcome::SignedOut {
            to: "/sign-in".to_owned(),
        },
        Err(error) => Outcome::Failed(error),
    }
}

async fn accept(
    sender: Sender<'_>,
    token: &str,
    mut fields: Fields,
    flash: Option<Flash>,
) -> Outcome {
    let typed = fields.typed(&["login", "display_name"]);
    let accept = Accept {
        login: fields.text("login").to_owned(),
        display_name: fields.text("display_name").to_owned(),
        password: take(&mut fields, "password"),
        password_again: take(&mut fields, "password_again"),
    };
    let link = Token::new(token.to_owned());
    match sender
        .backend
        .people()
        .accept_link(&link, accept, sender.client)
        .await
    {
        Ok(token) => Outcome::SignedIn {
            token,
            to: "/".to_owned(),
            told: flash.map(Into::into),
        },
        // The page itself says that the link has ended, and what to do.
        Err(Error::NotFound) => Outcome::Again(FormState {
            status: 404,
            ..FormState::default()
        }),
        Err(error) => Outcome::from_error(error, typed, "/sign-in"),
    }
}

/// A value of the form; empty when the field is missing.
fn take(fields: &mut Fields, name: &str) -> ValueText {
    fields
        .value(name)
        .unwrap_or_else(|| ValueText::new(String::new()))
}
