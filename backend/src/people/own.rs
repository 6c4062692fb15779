//! What everybody who is signed in does with their own account.

use domain::{faults::Faults, value::ValueText};

use super::{accept, links, password, rows, sessions};
use crate::{
    Backend, Error,
    access::{self, Actor, Grant, UseOwnAccount},
    activity::{Record, Verb},
    store::{Transaction, failure, on},
};

/// Stands for an address where attempts on one's own password are counted.
const OWN_ACCOUNT: &str = "own account";

/// Whose account, and the session that asks. Only [`Own::of`] makes one, so that nobody else's
/// sessions or password can be reached with it.
#[derive(Clone)]
pub(super) struct Own {
    pub person: String,
    pub session: String,
}

impl Own {
    /// The account of who asks.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub(super) fn of(actor: &Actor) -> Result<Self, Error> {
        access::authorize::<UseOwnAccount>(actor)?;
        match (actor.person_id(), actor.session_id()) {
            (Some(person), Some(session)) => Ok(Self {
                person: person.as_str().to_owned(),
                session: session.to_owned(),
            }),
            _ => Err(Error::SignedOut),
        }
    }
}

/// Ends the session `id`, or all but the one that asks, and records it. Returns how many ended.
pub(super) async fn end_sessions(
    backend: &Backend,
    actor: &Actor,
    id: Option<String>,
) -> Result<u64, Error> {
    let (own, actor) = (Own::of(actor)?, actor.clone());
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                let ended = match &id {
                    Some(id) => sessions::end(transaction, &own, id).await?,
                    None => sessions::end_others(transaction, &own).await?,
                };
                if ended > 0 {
                    let detail = if id.as_ref() == Some(&own.session) {
                        "signed out"
                    } else {
                        ""
                    };
                    let entry = about(transaction, &own, Verb::SessionEnded)
                        .await?
                        .detail(detail);
                    transaction.record(&actor, entry);
                }
                Ok(ended)
            })
        })
        .await
}

/// Changes the password; the other sessions and all links end.
pub(super) async fn change_password(
    backend: &Backend,
    actor: &Actor,
    current: &ValueText,
    new: ValueText,
    again: ValueText,
) -> Result<(), Error> {
    let own = Own::of(actor)?;
    let person = rows::by_id(&mut backend.store().read().await?, &own.person)
        .await?
        .ok_or(Error::SignedOut)?;
    let mut faults = Faults::default();
    accept::check_new(&new, &again, &person.login, &mut faults);
    faults.or(()).map_err(Error::Invalid)?;
    backend.attempts().begin(&own.person, OWN_ACCOUNT)?;
    if !password::verify(current, person.password_hash.clone()).await? {
        return Err(wrong_current());
    }
    backend.attempts().succeeded(&own.person, OWN_ACCOUNT);
    let hash = password::hash(&new).await?;
    let actor = actor.clone();
    backend
        .store()
        .write(move |transaction| {
            Box::pin(
                async move { write(transaction, &actor, &own, person.password_hash, hash).await },
            )
        })
        .await
}

async fn write(
    transaction: &mut Transaction,
    actor: &Actor,
    own: &Own,
    before: Option<String>,
    after: String,
) -> Result<(), Error> {
    let grant = transaction.authorize::<UseOwnAccount>(actor).await?;
    if !replace(transaction, &grant, own, before, after).await? {
        return Err(wrong_current());
    }
    sessions::end_others(transaction, own).await?;
    links::end_all(transaction, Some(&own.person)).await?;
    let entry = about(transaction, own, Verb::PasswordChanged).await?;
    transaction.record(actor, entry);
    Ok(())
}

/// Whether the password was the one that was checked: somebody else can have changed it meanwhile.
async fn replace(
    transaction: &mut Transaction,
    _: &Grant<UseOwnAccount>,
    own: &Own,
    before: Option<String>,
    after: String,
) -> Result<bool, Error> {
    on!(transaction.connection(), c => {
        sqlx::query("UPDATE people SET password_hash = $1 WHERE id = $2 AND password_hash = $3")
            .bind(after)
            .bind(&own.person)
            .bind(before)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })
    .map_err(failure)
}

fn wrong_current() -> Error {
    Error::field("current", "This is not your current password.")
}

async fn about(transaction: &mut Transaction, own: &Own, verb: Verb) -> Result<Record, Error> {
    let person = rows::by_id(transaction.connection(), &own.person).await?;
    Ok(person.ok_or(Error::SignedOut)?.entry(verb))
}
