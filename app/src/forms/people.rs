//! Forms of the people pages: inviting, roles, disabling, one-time links.

use backend::{
    access::PersonId,
    people::{Invite, IssuedLink, PersonSummary},
};
use domain::{faults::Faults, login::LoginName, role::Role};

use super::{Fields, FormState, OneTimeLink, Outcome, Sender};
use crate::flash::Flash;

/// Does what the form asks for; `rest` is the path below `/people`.
pub(super) async fn submit(sender: Sender<'_>, rest: &[&str], fields: Fields) -> Outcome {
    match rest {
        ["invite"] => invite(sender, &fields).await,
        [id] => change(sender, &PersonId::new(*id), &fields).await,
        _ => Outcome::NotFound,
    }
}

async fn invite(sender: Sender<'_>, fields: &Fields) -> Outcome {
    let typed = fields.typed(&["login", "display_name", "role"]);
    let Some(role) = Role::from_id(fields.text("role")) else {
        return choose_a_role(typed);
    };
    let invite = Invite {
        login: fields.text("login").to_owned(),
        display_name: fields.text("display_name").to_owned(),
        role,
    };
    let login = invite.login.trim().to_owned();
    match sender.backend.people().invite(sender.actor, invite).await {
        Ok(issued) => shown(&issued, login),
        Err(error) => Outcome::from_error(error, typed, "/people/invite"),
    }
}

async fn change(sender: Sender<'_>, id: &PersonId, fields: &Fields) -> Outcome {
    match fields.text("do") {
        "role" => set_role(sender, id, fields).await,
        "disable" => {
            let version = row_version(fields);
            let person = sender
                .backend
                .people()
                .disable(sender.actor, id, version)
                .await;
            done(sender, person, fields, Flash::PersonDisabled)
        }
        "enable" => {
            let version = row_version(fields);
            let person = sender
                .backend
                .people()
                .enable(sender.actor, id, version)
                .await;
            done(sender, person, fields, Flash::PersonEnabled)
        }
        "link" => new_link(sender, id).await,
        _ => Outcome::NotFound,
    }
}

async fn set_role(sender: Sender<'_>, id: &PersonId, fields: &Fields) -> Outcome {
    let Some(role) = Role::from_id(fields.text("role")) else {
        return choose_a_role(Vec::new());
    };
    let person = sender
        .backend
        .people()
        .set_role(sender.actor, id, role, row_version(fields))
        .await;
    done(sender, person, fields, Flash::RoleChanged)
}

async fn new_link(sender: Sender<'_>, id: &PersonId) -> Outcome {
    match sender.backend.people().new_link(sender.actor, id).await {
        Ok(issued) => shown(&issued, String::new()),
        Err(error) => Outcome::from_error(error, Vec::new(), &address(id)),
    }
}

/// The version the form was made on. A missing or mangled one is no version at all, which the
/// use case answers as a conflict.
fn row_version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or(-1)
}

fn address(id: &PersonId) -> String {
    format!("/people/{}", id.as_str())
}

fn choose_a_role(typed: Vec<(String, String)>) -> Outcome {
    Outcome::Again(FormState::invalid(
        Faults::one("role", "Choose a role."),
        typed,
    ))
}

fn done(
    sender: Sender<'_>,
    person: Result<PersonSummary, backend::Error>,
    fields: &Fields,
    flash: impl Fn(LoginName) -> Flash,
) -> Outcome {
    match person {
        Ok(person) => Outcome::Done {
            to: after(sender, &person.id),
            told: LoginName::parse(&person.login)
                .ok()
                .map(|login| flash(login).into()),
        },
        Err(error) => Outcome::from_error(error, fields.typed(&["role", "do"]), "/people"),
    }
}

/// People who changed themselves may not be allowed to see this page any more.
fn after(sender: Sender<'_>, id: &PersonId) -> String {
    if sender.actor.person_id() == Some(id) {
        "/".to_owned()
    } else {
        address(id)
    }
}

/// The answer that shows the link, this once.
fn shown(issued: &IssuedLink, login: String) -> Outcome {
    let link = OneTimeLink {
        path: format!("/invitation/{}", issued.token.expose()),
        login: issued
            .person
            .as_ref()
            .map_or(login, |person| person.login.clone()),
        expires_at: issued.expires_at,
    };
    Outcome::Shown(FormState {
        link: Some(link),
        status: 200,
        ..FormState::default()
    })
}
