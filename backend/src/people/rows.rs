//! Rows of `people`, and what they become outside.

use domain::{login::LoginName, role::Role};
use sqlx::{AssertSqlSafe, FromRow};

use super::{PersonState, PersonSummary};
use crate::{
    Error,
    access::{Actor, PersonId},
    activity::{Record, Verb},
    store::{Connection, failure, internal, on},
};

/// Columns of [`PersonRow`], in one place for every statement.
pub(super) const COLUMNS: &str = "id, login, display_name, role, password_hash, created_at, \
     signed_in_at, disabled_at, row_version";

/// A row of `people`. Has no `Debug`: it holds a password hash.
#[derive(FromRow)]
pub(super) struct PersonRow {
    pub id: String,
    pub login: String,
    pub display_name: String,
    pub role: String,
    pub password_hash: Option<String>,
    pub created_at: i64,
    pub signed_in_at: Option<i64>,
    pub disabled_at: Option<i64>,
    pub row_version: i64,
}

impl PersonRow {
    /// Whether the person can sign in.
    pub(super) fn state(&self) -> PersonState {
        match (self.disabled_at, &self.password_hash) {
            (Some(_), _) => PersonState::Disabled,
            (None, None) => PersonState::Invited,
            (None, Some(_)) => PersonState::Active,
        }
    }

    /// The role for the whole installation.
    pub(super) fn role(&self) -> Result<Role, Error> {
        stored_role(&self.role)
    }

    /// The person as the one who acts, in a session.
    pub(super) fn actor(&self, session: &str) -> Result<Actor, Error> {
        let id = PersonId::new(&self.id);
        Ok(Actor::person(
            id,
            self.display_name.clone(),
            self.role()?,
            session.to_owned(),
        ))
    }

    /// An entry about the person.
    pub(super) fn entry(&self, verb: Verb) -> Record {
        Record::new(verb, self.login.as_str()).of(&self.id, self.row_version)
    }

    /// What leaves the crate.
    pub(super) fn summary(self) -> Result<PersonSummary, Error> {
        Ok(PersonSummary {
            role: self.role()?,
            state: self.state(),
            id: PersonId::new(self.id),
            login: self.login,
            display_name: self.display_name,
            created_at: self.created_at,
            signed_in_at: self.signed_in_at,
            row_version: self.row_version,
        })
    }
}

/// The role of a stored id.
pub(super) fn stored_role(id: &str) -> Result<Role, Error> {
    Role::from_id(id).ok_or_else(|| internal("a stored record cannot be read", "a role"))
}

/// What search looks through, and what lists are ordered by.
pub(super) fn search_text(login: &str, display_name: &str) -> String {
    format!("{display_name}\n{login}").to_lowercase()
}

/// The person of an id.
pub(super) async fn by_id(
    connection: &mut Connection,
    id: &str,
) -> Result<Option<PersonRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM people WHERE id = $1");
    on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(c).await
    })
    .map_err(failure)
}

/// The person of a sign-in name.
pub(super) async fn by_login(
    connection: &mut Connection,
    login: &LoginName,
) -> Result<Option<PersonRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM people WHERE login = $1");
    on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql)).bind(login.as_str()).fetch_optional(c).await
    })
    .map_err(failure)
}
