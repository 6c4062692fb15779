//! What administrators do with other people's accounts.

use domain::{faults::Faults, login::LoginName, role::Role, text::DisplayName};
use sqlx::AssertSqlSafe;

use super::{
    Invite, IssuedLink, LinkPurpose, PeopleQuery, PersonState, PersonSummary, accept,
    administrators, links,
    rows::{self, COLUMNS, PersonRow},
    sessions,
};
use crate::{
    Conflict, Error,
    access::{Actor, ChangePerson, Grant, InvitePerson, PersonId, ReadPeople, UseOwnAccount},
    activity::{self, Verb},
    clock,
    page::{self, Page},
    store::{Connection, Transaction, dialect::like, failure, on},
};

/// A filter that is not asked for is null and so lets everybody through. The casts are for
/// PostgreSQL, which cannot guess the type of a parameter that is compared with null.
const FILTER: &str = "(CAST($1 AS TEXT) IS NULL OR search LIKE $1 ESCAPE '!') \
     AND (CAST($2 AS TEXT) IS NULL OR role = $2)";

/// A page of people, by display name.
pub(super) async fn page(
    connection: &mut Connection,
    _: &Grant<ReadPeople>,
    query: &PeopleQuery,
) -> Result<Page<PersonSummary>, Error> {
    let (number, size) = page::clamp(query.page, query.size);
    let (like, role) = (like(&query.search), query.role.map(Role::id));
    let skip = i64::try_from(page::offset(number, size)).unwrap_or(i64::MAX);
    let sql = format!("SELECT COUNT(*) FROM people WHERE {FILTER}");
    let total: i64 = on!(&mut *connection, c => {
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(like.clone()).bind(role).fetch_one(c).await
    })
    .map_err(failure)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM people WHERE {FILTER} ORDER BY search, id LIMIT $3 OFFSET $4"
    );
    let rows: Vec<PersonRow> = on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(like)
            .bind(role)
            .bind(i64::from(size))
            .bind(skip)
            .fetch_all(c)
            .await
    })
    .map_err(failure)?;
    Ok(Page {
        rows: rows
            .into_iter()
            .map(PersonRow::summary)
            .collect::<Result<_, _>>()?,
        total: u64::try_from(total).unwrap_or(0),
        number,
        size,
    })
}

/// One person.
pub(super) async fn get(
    connection: &mut Connection,
    _: &Grant<ReadPeople>,
    id: &PersonId,
) -> Result<PersonSummary, Error> {
    rows::by_id(connection, id.as_str())
        .await?
        .ok_or(Error::NotFound)?
        .summary()
}

/// The record of whoever asks.
pub(super) async fn own(
    connection: &mut Connection,
    _: &Grant<UseOwnAccount>,
    actor: &Actor,
) -> Result<PersonSummary, Error> {
    let id = actor.person_id().ok_or(Error::SignedOut)?;
    rows::by_id(connection, id.as_str())
        .await?
        .ok_or(Error::SignedOut)?
        .summary()
}

/// Checks what was typed for somebody new.
pub(super) fn check(invite: &Invite) -> Result<PersonRow, Error> {
    let mut faults = Faults::default();
    let login = LoginName::parse(&invite.login)
        .map_err(|error| faults.push("login", error.to_string()))
        .ok();
    let display_name = DisplayName::parse(&invite.display_name)
        .map_err(|error| faults.push("display_name", error.to_string()))
        .ok();
    match (login, display_name) {
        (Some(login), Some(display_name)) => Ok(invited(&login, &display_name, invite.role)),
        _ => Err(Error::Invalid(faults)),
    }
}

fn invited(login: &LoginName, display_name: &DisplayName, role: Role) -> PersonRow {
    let shown = if display_name.is_empty() {
        login.as_str()
    } else {
        display_name.as_str()
    };
    PersonRow {
        id: uuid::Uuid::now_v7().to_string(),
        login: login.as_str().to_owned(),
        display_name: shown.to_owned(),
        role: role.id().to_owned(),
        password_hash: None,
        created_at: clock::now(),
        signed_in_at: None,
        disabled_at: None,
        row_version: 1,
    }
}

/// Makes somebody who can sign in once they have used their link.
pub(super) async fn invite(
    transaction: &mut Transaction,
    actor: &Actor,
    person: PersonRow,
) -> Result<IssuedLink, Error> {
    let grant = transaction.authorize::<InvitePerson>(actor).await?;
    accept::insert(transaction, &person).await?;
    let detail = format!("as {}", person.role()?.label());
    issue(
        transaction,
        &grant,
        actor,
        person,
        LinkPurpose::Invitation,
        &detail,
    )
    .await
}

/// A new link for somebody, in place of the ones before it.
pub(super) async fn new_link(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &PersonId,
) -> Result<IssuedLink, Error> {
    let grant = transaction.authorize::<InvitePerson>(actor).await?;
    let person = rows::by_id(transaction.connection(), id.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    let (purpose, detail) = match person.state() {
        PersonState::Invited => (LinkPurpose::Invitation, "new link"),
        PersonState::Active => (LinkPurpose::NewPassword, "link to set a new password"),
        PersonState::Disabled => {
            return Err(Error::Refused(
                "This person is disabled. Enable them first.",
            ));
        }
    };
    issue(transaction, &grant, actor, person, purpose, detail).await
}

async fn issue(
    transaction: &mut Transaction,
    _: &Grant<InvitePerson>,
    actor: &Actor,
    person: PersonRow,
    purpose: LinkPurpose,
    detail: &str,
) -> Result<IssuedLink, Error> {
    let (token, expires_at) = links::issue(transaction, purpose, Some(&person.id)).await?;
    transaction.record(actor, person.entry(Verb::PersonInvited).detail(detail));
    Ok(IssuedLink {
        token,
        person: Some(person.summary()?),
        expires_at,
    })
}

/// What an administrator can change of somebody.
#[derive(Clone, Copy)]
pub(super) enum Change {
    Role(Role),
    Disable,
    Enable,
}

impl Change {
    /// The person after the change; none when they are that already.
    fn of(self, before: &PersonRow, now: i64) -> Option<(Option<i64>, &str, Verb)> {
        let is_disabled = before.disabled_at.is_some();
        match self {
            Self::Role(role) if role.id() != before.role => {
                Some((before.disabled_at, role.id(), Verb::RoleChanged))
            }
            Self::Disable if !is_disabled => Some((Some(now), &before.role, Verb::PersonDisabled)),
            Self::Enable if is_disabled => Some((None, &before.role, Verb::PersonEnabled)),
            Self::Role(_) | Self::Disable | Self::Enable => None,
        }
    }

    /// Whether it can take the right to administer away.
    fn lowers(self) -> bool {
        match self {
            Self::Role(role) => role != Role::Administrator,
            Self::Disable => true,
            Self::Enable => false,
        }
    }

    fn detail(self) -> String {
        match self {
            Self::Role(role) => format!("to {}", role.label()),
            Self::Disable | Self::Enable => String::new(),
        }
    }
}

/// Changes somebody, if they are still as the administrator saw them.
pub(super) async fn change(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &PersonId,
    row_version: i64,
    change: Change,
) -> Result<PersonSummary, Error> {
    let grant = transaction.authorize::<ChangePerson>(actor).await?;
    let before = rows::by_id(transaction.connection(), id.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    if before.row_version != row_version {
        transaction.write_entries().await?;
        return Err(conflict(transaction.connection(), &grant, &before, row_version).await?);
    }
    let Some((disabled_at, role, verb)) = change.of(&before, clock::now()) else {
        return before.summary();
    };
    if change.lowers() {
        administrators::keep_one(transaction.connection(), &before).await?;
    }
    let after = PersonRow {
        role: role.to_owned(),
        disabled_at,
        row_version: before.row_version.saturating_add(1),
        ..before
    };
    update(transaction, &grant, &after).await?;
    if disabled_at.is_some() {
        sessions::end_all(transaction, &after.id).await?;
        links::end_all(transaction, Some(&after.id)).await?;
    }
    transaction.record(actor, after.entry(verb).detail(change.detail()));
    after.summary()
}

async fn update(
    transaction: &mut Transaction,
    _: &Grant<ChangePerson>,
    after: &PersonRow,
) -> Result<(), Error> {
    on!(transaction.connection(), c => {
        sqlx::query("UPDATE people SET role = $1, disabled_at = $2, row_version = $3 WHERE id = $4")
            .bind(&after.role)
            .bind(after.disabled_at)
            .bind(after.row_version)
            .bind(&after.id)
            .execute(c)
            .await
            .map(|_| ())
    })
    .map_err(failure)
}

/// Who changed what of a person after the version that was seen.
async fn conflict<A>(
    connection: &mut Connection,
    grant: &Grant<A>,
    now: &PersonRow,
    base: i64,
) -> Result<Error, Error> {
    let entries = activity::list::since(connection, grant, &now.id, base).await?;
    let mut what: Vec<String> = Vec::new();
    for word in entries.iter().filter_map(|entry| changed_by(entry.verb)) {
        if !what.iter().any(|known| known == word) {
            what.push(word.to_owned());
        }
    }
    let newest = entries.last();
    Ok(Error::Conflict(Conflict {
        by: newest.map(|entry| entry.actor.clone()).unwrap_or_default(),
        at: newest.map_or(now.created_at, |entry| entry.at),
        what,
        version: now.row_version,
    }))
}

fn changed_by(verb: Verb) -> Option<&'static str> {
    match verb {
        Verb::RoleChanged => Some("role"),
        Verb::PersonDisabled => Some("disabled"),
        Verb::PersonEnabled => Some("enabled"),
        Verb::PersonJoined => Some("joined"),
        _ => None,
    }
}
