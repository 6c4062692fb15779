//! Forms of the secrets pages.

use backend::secrets::{EditSecret, NewSecret};
use domain::{faults::Faults, kind::Kind, material::MaterialInput, name::SecretName};

use super::{Fields, FormState, Outcome, Sender, image_pull, image_pull_rows};
use crate::actions::secrets::bodies::{self, Done};

/// Fields that are shown again when a form fails. None of them is a value.
const TEXTS: &[&str] = &[
    "name",
    "display_name",
    "description",
    "kind",
    "way",
    "version",
];

/// Does what the form asks for; `rest` is the path below `/secrets`.
pub(super) async fn submit(sender: Sender<'_>, rest: &[&str], fields: Fields) -> Outcome {
    match rest {
        ["new"] => create(sender, fields).await,
        [name, "edit"] => edit(sender, name, fields).await,
        [name, "remove"] => {
            let version = version(&fields);
            let done = bodies::remove(sender.backend, sender.actor, name, version).await;
            outcome(done, Vec::new(), &format!("/secrets/{name}/remove"))
        }
        [name, "restore"] => {
            let done = bodies::restore(sender.backend, sender.actor, name).await;
            outcome(done, Vec::new(), "/secrets/removed")
        }
        _ => Outcome::NotFound,
    }
}

async fn create(sender: Sender<'_>, mut fields: Fields) -> Outcome {
    let typed = typed(&fields);
    let Some(kind) = Kind::from_id(fields.text("kind")) else {
        return Outcome::Again(FormState::invalid(
            Faults::one("kind", "Choose a kind."),
            typed,
        ));
    };
    if let Some(again) = rearranged(kind, &fields, &typed) {
        return Outcome::Shown(again);
    }
    let material = match material(kind, &mut fields) {
        Ok(material) => material,
        Err(faults) => return Outcome::Again(FormState::invalid(faults, typed)),
    };
    let new = NewSecret {
        name: fields.text("name").to_owned(),
        display_name: fields.text("display_name").to_owned(),
        description: fields.text("description").to_owned(),
        material,
    };
    outcome(
        bodies::create(sender.backend, sender.actor, new).await,
        typed,
        "/secrets/new",
    )
}

async fn edit(sender: Sender<'_>, name: &str, mut fields: Fields) -> Outcome {
    let typed = typed(&fields);
    let path = format!("/secrets/{name}/edit");
    // The kind is fixed: the form names it only so that its fields are read right.
    let kind = match kind_of(sender, name).await {
        Ok(kind) => kind,
        Err(error) => return Outcome::from_error(error, typed, &path),
    };
    if let Some(again) = rearranged(kind, &fields, &typed) {
        return Outcome::Shown(again);
    }
    let material = match material(kind, &mut fields) {
        Ok(material) => material,
        Err(faults) => return Outcome::Again(FormState::invalid(faults, typed)),
    };
    let change = EditSecret {
        row_version: version(&fields),
        display_name: fields.find("display_name").map(str::to_owned),
        description: fields.find("description").map(str::to_owned),
        material: Some(material),
    };
    outcome(
        bodies::edit(sender.backend, sender.actor, name, change).await,
        typed,
        &path,
    )
}

async fn kind_of(sender: Sender<'_>, name: &str) -> Result<Kind, backend::Error> {
    let name: SecretName = bodies::named(name)?;
    Ok(sender
        .backend
        .secrets()
        .get(sender.actor, &name)
        .await?
        .summary
        .kind)
}

fn material(kind: Kind, fields: &mut Fields) -> Result<MaterialInput, Faults> {
    match kind {
        Kind::ImagePull => image_pull::input(fields).map(MaterialInput::ImagePull),
    }
}

/// The form again when a button inside of it was pressed, not the one that saves.
fn rearranged(kind: Kind, fields: &Fields, typed: &[(String, String)]) -> Option<FormState> {
    match kind {
        Kind::ImagePull => image_pull_rows::rearranged(fields, typed.to_vec()),
    }
}

/// What is shown again.
fn typed(fields: &Fields) -> Vec<(String, String)> {
    let mut typed = fields.typed(TEXTS);
    typed.extend(match Kind::from_id(fields.text("kind")) {
        Some(Kind::ImagePull) => image_pull::typed(fields),
        None => Vec::new(),
    });
    typed
}

fn version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or(0)
}

fn outcome(
    done: Result<Done, backend::Error>,
    typed: Vec<(String, String)>,
    path: &str,
) -> Outcome {
    match done {
        Ok(done) => Outcome::Done {
            to: done.to,
            told: Some(done.told),
        },
        Err(error) => Outcome::from_error(error, typed, path),
    }
}
