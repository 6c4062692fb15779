//! Signing in with name and password.

use domain::{login::LoginName, value::ValueText};

use super::{
    Client, PersonState, Token, password,
    rows::{self, PersonRow},
    sessions,
};
use crate::{
    Backend, Error,
    access::Actor,
    activity::{Record, Verb},
    clock,
    store::{Transaction, failure, on},
};

/// Signs in. What was wrong is told to nobody: the answer, and the work done for it, are the
/// same for an unknown name, a disabled or invited person and a wrong password.
pub(super) async fn sign_in(
    backend: &Backend,
    login: &str,
    password: &ValueText,
    client: &Client,
) -> Result<Token, Error> {
    let login = LoginName::parse(login).ok();
    let account = login.as_ref().map_or("", LoginName::as_str);
    backend.attempts().begin(account, &client.address)?;
    let person = match &login {
        Some(login) => rows::by_login(&mut backend.store().read().await?, login).await?,
        None => None,
    };
    let hash = person
        .as_ref()
        .filter(|person| person.state() == PersonState::Active)
        .and_then(|person| person.password_hash.clone());
    let fits = password::verify(password, hash).await?;
    let entered = write(backend, person, fits, client)
        .await?
        .ok_or_else(wrong)?;
    backend.attempts().succeeded(account, &client.address);
    Ok(entered)
}

fn wrong() -> Error {
    Error::field(
        "",
        "The sign-in name or the password is wrong. Check both and try again.",
    )
}

/// Begins a session or records the failure; a transaction either way.
async fn write(
    backend: &Backend,
    person: Option<PersonRow>,
    fits: bool,
    client: &Client,
) -> Result<Option<Token>, Error> {
    let client = client.clone();
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                let now = clock::now();
                if let Some(person) = person.as_ref().filter(|_| fits)
                    && arrive(transaction, person, now).await?
                {
                    let token =
                        sessions::begin(transaction, person, &client, now, &[Verb::SignedIn])
                            .await?;
                    return Ok(Some(token));
                }
                let entry = failed(person.as_ref()).detail(sessions::from(&client));
                transaction.record(&Actor::nobody(), entry);
                Ok(None)
            })
        })
        .await
}

/// Notes the sign-in, if the person and the password are still what was checked.
async fn arrive(
    transaction: &mut Transaction,
    person: &PersonRow,
    now: i64,
) -> Result<bool, Error> {
    on!(transaction.connection(), c => {
        sqlx::query(
            "UPDATE people SET signed_in_at = $1 WHERE id = $2 AND password_hash = $3 AND disabled_at IS NULL",
        )
        .bind(now)
        .bind(&person.id)
        .bind(person.password_hash.as_deref())
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })
    .map_err(failure)
}

/// What was typed as an unknown name is not kept: now and then it is a password.
fn failed(person: Option<&PersonRow>) -> Record {
    match person {
        Some(person) => person.entry(Verb::SignInFailed),
        None => Record::new(Verb::SignInFailed, "unknown name"),
    }
}
