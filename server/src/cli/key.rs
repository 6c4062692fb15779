//! `keyrack key …`.

use backend::{
    Backend,
    access::Actor,
    seal::{KeyId, KeyState, KeyUse, Progress},
};

use super::{
    Failure,
    arguments::{KeyCommand, OneKey},
    open,
};
use crate::say;

/// Does what the command says.
pub(super) async fn run(command: KeyCommand) -> Result<(), Failure> {
    let settings = match &command {
        KeyCommand::List(settings) | KeyCommand::Add(settings) | KeyCommand::Rotate(settings) => {
            settings
        }
        KeyCommand::Activate(one) | KeyCommand::Retire(one) => &one.settings,
    };
    let (backend, config) = open(settings).await?;
    let actor = Actor::system("key ring");
    let done = match &command {
        KeyCommand::List(_) => list(&backend, &actor).await,
        KeyCommand::Add(_) => add(&backend, &actor).await,
        KeyCommand::Activate(one) => activate(&backend, &actor, one).await,
        KeyCommand::Rotate(_) => rotate(&backend, &actor).await,
        KeyCommand::Retire(one) => retire(&backend, &actor, one).await,
    };
    backend.close().await;
    if done.is_ok() && !matches!(command, KeyCommand::List(_)) {
        say::line(&format!(
            "Keep a copy of {} away from the copies of the data.",
            config.key_ring.display()
        ));
    }
    done
}

async fn list(backend: &Backend, actor: &Actor) -> Result<(), Failure> {
    say::line(&format!(
        "{:<12} {:<8} {:<20} {:>8}",
        "ID", "STATE", "MADE", "VALUES"
    ));
    for key in backend.keys().list(actor).await? {
        say::line(&row(&key));
    }
    Ok(())
}

fn row(key: &KeyUse) -> String {
    let made = jiff::Timestamp::from_millisecond(key.created_at).map_or_else(
        |_| "-".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    );
    format!(
        "{:<12} {:<8} {:<20} {:>8}",
        key.id.as_str(),
        key.state.id(),
        made,
        key.values
    )
}

async fn add(backend: &Backend, actor: &Actor) -> Result<(), Failure> {
    let id = backend.keys().add(actor).await?;
    say::line(&format!(
        "Added {id}. It seals nothing until it is activated."
    ));
    Ok(())
}

async fn activate(backend: &Backend, actor: &Actor, one: &OneKey) -> Result<(), Failure> {
    let id = id(one)?;
    backend.keys().activate(actor, &id).await?;
    say::line(&format!(
        "{id} seals from now on. Values sealed before stay under their keys until: keyrack key rotate"
    ));
    Ok(())
}

/// Takes up a rotation that was broken off, or the values left behind by `activate`; with
/// nothing left behind, begins one with a new key.
async fn rotate(backend: &Backend, actor: &Actor) -> Result<(), Failure> {
    let keys = backend.keys().list(actor).await?;
    let left_behind = keys
        .iter()
        .any(|key| key.state == KeyState::Kept && key.values > 0);
    let mut rotated = None;
    if left_behind {
        // Only values that do not open are left behind for ever: then it is a new rotation.
        rotated = Some(backend.keys().rewrap(actor, &mut tell).await?)
            .filter(|rotated| rotated.progress.done > 0);
    }
    let rotated = match rotated {
        Some(rotated) => rotated,
        None => backend.keys().rotate(actor, &mut tell).await?,
    };
    let Progress { done, damaged, .. } = rotated.progress;
    say::line(&format!(
        "{done} values are sealed under {} now.",
        rotated.active
    ));
    if damaged > 0 {
        say::line(&format!(
            "{damaged} values do not open and stay as they are; Activity names them."
        ));
    }
    Ok(())
}

fn tell(progress: Progress) {
    say::line(&format!("{} of {}", progress.done, progress.total));
}

async fn retire(backend: &Backend, actor: &Actor, one: &OneKey) -> Result<(), Failure> {
    let id = id(one)?;
    backend.keys().retire(actor, &id).await?;
    say::line(&format!(
        "Retired {id}. Copies of the data from before this still need it."
    ));
    Ok(())
}

fn id(one: &OneKey) -> Result<KeyId, Failure> {
    KeyId::parse(&one.id).ok_or(Failure::Refused(
        "this is not the id of a root key; keyrack key list shows them",
    ))
}
