//! Using a one-time link: joining, or setting a new password.

use domain::{
    faults::Faults, login::LoginName, password as rules, role::Role, text::DisplayName,
    value::ValueText,
};

use super::{
    Accept, Client, LinkPurpose, Token,
    links::{self, Link},
    password,
    rows::{self, PersonRow},
    sessions,
};
use crate::{
    Backend, Error,
    activity::Verb,
    clock,
    store::{Transaction, failure, on},
};

/// What was typed, once it holds to the rules.
struct Checked {
    /// Where the link does not fix it.
    login: Option<LoginName>,
    /// None where the sign-in name stands in.
    display_name: Option<String>,
    password_hash: String,
}

/// Uses a link up and signs in.
pub(super) async fn accept(
    backend: &Backend,
    token: &Token,
    accept: Accept,
    client: &Client,
) -> Result<Token, Error> {
    let link = links::open(&mut backend.store().read().await?, token).await?;
    let checked = check(&link, accept).await?;
    let (token, client) = (Token::new(token.expose().to_owned()), client.clone());
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move { enter(transaction, &token, checked, &client).await })
        })
        .await
}

async fn check(link: &Link, accept: Accept) -> Result<Checked, Error> {
    let mut faults = Faults::default();
    let login = match link.login() {
        Some(_) => None,
        None => LoginName::parse(&accept.login)
            .map_err(|error| faults.push("login", error.to_string()))
            .ok(),
    };
    let display_name = DisplayName::parse(&accept.display_name)
        .map_err(|error| faults.push("display_name", error.to_string()))
        .ok();
    let known_as = link.login().unwrap_or(&accept.login);
    check_new(
        &accept.password,
        &accept.password_again,
        known_as,
        &mut faults,
    );
    faults.or(()).map_err(Error::Invalid)?;
    Ok(Checked {
        login,
        display_name: display_name
            .filter(|name| !name.is_empty())
            .map(|name| name.as_str().to_owned()),
        password_hash: password::hash(&accept.password).await?,
    })
}

/// Checks a new password, typed twice.
pub(super) fn check_new(password: &ValueText, again: &ValueText, login: &str, faults: &mut Faults) {
    if let Err(error) = rules::check(password, login) {
        faults.push("password", error.to_string());
    } else if password.expose() != again.expose() {
        faults.push(
            "password_again",
            "The two passwords differ. Type the same one twice.",
        );
    }
}

async fn enter(
    transaction: &mut Transaction,
    token: &Token,
    checked: Checked,
    client: &Client,
) -> Result<Token, Error> {
    // Looked at again: it can have been used, and things can have changed, meanwhile.
    let link = links::use_up(transaction, token).await?;
    let now = clock::now();
    let (person, verb) = match (link.purpose, link.person) {
        (LinkPurpose::FirstAdministrator, _) => (
            make_administrator(transaction, checked, now).await?,
            Verb::PersonJoined,
        ),
        (LinkPurpose::Invitation, Some(person)) => (
            join(transaction, person, checked, now).await?,
            Verb::PersonJoined,
        ),
        (LinkPurpose::NewPassword, Some(person)) => (
            set_password(transaction, person, checked.password_hash, now).await?,
            Verb::PasswordChanged,
        ),
        (_, None) => return Err(Error::NotFound),
    };
    links::end_all(transaction, Some(&person.id)).await?;
    sessions::end_all(transaction, &person.id).await?;
    sessions::begin(transaction, &person, client, now, &[verb, Verb::SignedIn]).await
}

async fn make_administrator(
    transaction: &mut Transaction,
    checked: Checked,
    now: i64,
) -> Result<PersonRow, Error> {
    let login = checked.login.ok_or(Error::NotFound)?;
    let person = PersonRow {
        id: uuid::Uuid::now_v7().to_string(),
        display_name: checked
            .display_name
            .unwrap_or_else(|| login.as_str().to_owned()),
        login: login.as_str().to_owned(),
        role: Role::Administrator.id().to_owned(),
        password_hash: Some(checked.password_hash),
        created_at: now,
        signed_in_at: Some(now),
        disabled_at: None,
        row_version: 1,
    };
    insert(transaction, &person).await?;
    // Nobody needs the others any more.
    links::end_all(transaction, None).await?;
    Ok(person)
}

/// Stores a new person.
///
/// # Errors
/// [`Error::Invalid`] naming `login` when it is taken.
pub(super) async fn insert(transaction: &mut Transaction, person: &PersonRow) -> Result<(), Error> {
    let written = on!(transaction.connection(), c => {
        sqlx::query(
            "INSERT INTO people (id, login, display_name, search, role, password_hash, created_at, signed_in_at, \
             row_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING",
        )
        .bind(&person.id)
        .bind(&person.login)
        .bind(&person.display_name)
        .bind(rows::search_text(&person.login, &person.display_name))
        .bind(&person.role)
        .bind(person.password_hash.as_deref())
        .bind(person.created_at)
        .bind(person.signed_in_at)
        .bind(person.row_version)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    if written == 1 {
        Ok(())
    } else {
        Err(Error::field(
            "login",
            "This sign-in name is taken. Choose another one.",
        ))
    }
}

async fn join(
    transaction: &mut Transaction,
    mut person: PersonRow,
    checked: Checked,
    now: i64,
) -> Result<PersonRow, Error> {
    person.display_name = checked.display_name.unwrap_or_else(|| person.login.clone());
    person.password_hash = Some(checked.password_hash);
    person.signed_in_at = Some(now);
    person.row_version = person.row_version.saturating_add(1);
    on!(transaction.connection(), c => {
        sqlx::query(
            "UPDATE people SET display_name = $1, search = $2, password_hash = $3, signed_in_at = $4, \
             row_version = $5 WHERE id = $6",
        )
        .bind(&person.display_name)
        .bind(rows::search_text(&person.login, &person.display_name))
        .bind(person.password_hash.as_deref())
        .bind(now)
        .bind(person.row_version)
        .bind(&person.id)
        .execute(c)
        .await
        .map(|_| ())
    })
    .map_err(failure)?;
    Ok(person)
}

async fn set_password(
    transaction: &mut Transaction,
    mut person: PersonRow,
    password_hash: String,
    now: i64,
) -> Result<PersonRow, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("UPDATE people SET password_hash = $1, signed_in_at = $2 WHERE id = $3")
            .bind(&password_hash)
            .bind(now)
            .bind(&person.id)
            .execute(c)
            .await
            .map(|_| ())
    })
    .map_err(failure)?;
    person.password_hash = Some(password_hash);
    Ok(person)
}
