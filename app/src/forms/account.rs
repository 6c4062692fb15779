//! Forms of the account page: own password and own sessions.

use domain::value::ValueText;

use super::{Fields, Outcome, Sender};
use crate::flash::Flash;

const PAGE: &str = "/account";

/// Does what the form asks for; `rest` is the path below `/account`.
pub(super) async fn submit(sender: Sender<'_>, rest: &[&str], fields: Fields) -> Outcome {
    if !rest.is_empty() {
        return Outcome::NotFound;
    }
    match fields.text("do") {
        "password" => change_password(sender, fields).await,
        "end" => end_session(sender, fields.text("session")).await,
        "end-others" => end_others(sender).await,
        _ => Outcome::NotFound,
    }
}

async fn change_password(sender: Sender<'_>, mut fields: Fields) -> Outcome {
    let mut take = |name| {
        fields
            .value(name)
            .unwrap_or_else(|| ValueText::new(String::new()))
    };
    let (current, password, again) = (take("current"), take("password"), take("password_again"));
    let changed = sender
        .backend
        .people()
        .change_password(sender.actor, &current, password, again)
        .await;
    done(changed, Flash::PasswordChanged)
}

async fn end_session(sender: Sender<'_>, id: &str) -> Outcome {
    done(
        sender.backend.people().end_session(sender.actor, id).await,
        Flash::SessionEnded,
    )
}

async fn end_others(sender: Sender<'_>) -> Outcome {
    let ended = sender
        .backend
        .people()
        .end_other_sessions(sender.actor)
        .await;
    done(ended.map(|_| ()), Flash::OtherSessionsEnded)
}

fn done(result: Result<(), backend::Error>, flash: Flash) -> Outcome {
    match result {
        Ok(()) => Outcome::Done {
            to: PAGE.to_owned(),
            told: Some(flash.into()),
        },
        Err(error) => Outcome::from_error(error, Vec::new(), PAGE),
    }
}
