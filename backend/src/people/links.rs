//! One-time links: issuing and reading them.

use sqlx::FromRow;

use super::{
    IssuedLink, LinkPurpose, OpenLink, PersonState, Token, administrators,
    rows::{self, PersonRow},
};
use crate::{
    Backend, Error,
    access::Actor,
    activity::{Record, Verb},
    clock,
    store::{Connection, Transaction, failure, internal, on},
};

impl LinkPurpose {
    const ALL: [Self; 3] = [
        Self::FirstAdministrator,
        Self::Invitation,
        Self::NewPassword,
    ];

    /// What storage holds.
    fn id(self) -> &'static str {
        match self {
            Self::FirstAdministrator => "first-administrator",
            Self::Invitation => "invitation",
            Self::NewPassword => "new-password",
        }
    }

    fn from_id(id: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.id() == id)
            .ok_or_else(|| internal("a stored record cannot be read", "the purpose of a link"))
    }

    /// Milliseconds that it can be used for.
    fn lasts(self) -> i64 {
        match self {
            Self::FirstAdministrator | Self::NewPassword => clock::DAY,
            Self::Invitation => 7 * clock::DAY,
        }
    }
}

/// A stored link.
#[derive(FromRow)]
struct LinkRow {
    purpose: String,
    person_id: Option<String>,
    ends_at: i64,
}

/// A link that is still good, with the person it is for.
pub(super) struct Link {
    pub purpose: LinkPurpose,
    pub person: Option<PersonRow>,
    pub ends_at: i64,
}

impl Link {
    /// The sign-in name that is fixed by the link.
    pub(super) fn login(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.login.as_str())
    }

    /// What may be told to whoever holds the link.
    pub(super) fn told(self) -> OpenLink {
        OpenLink {
            purpose: self.purpose,
            login: self.login().map(str::to_owned),
            expires_at: self.ends_at,
            display_name: self
                .person
                .map(|person| person.display_name)
                .unwrap_or_default(),
        }
    }
}

/// Makes a link; the ones before it, for the same person or to make the first administrator, end.
pub(super) async fn issue(
    transaction: &mut Transaction,
    purpose: LinkPurpose,
    person_id: Option<&str>,
) -> Result<(Token, i64), Error> {
    let token = Token::generate()?;
    let now = clock::now();
    let ends_at = now.saturating_add(purpose.lasts());
    end_all(transaction, person_id).await?;
    on!(transaction.connection(), c => {
        sqlx::query(
            "INSERT INTO one_time_links (token_hash, purpose, person_id, created_at, ends_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(token.stored_hash())
        .bind(purpose.id())
        .bind(person_id)
        .bind(now)
        .bind(ends_at)
        .execute(c)
        .await
        .map(|_| ())
    })
    .map_err(failure)?;
    Ok((token, ends_at))
}

/// Ends every link of a person, or of the first administrator.
pub(super) async fn end_all(
    transaction: &mut Transaction,
    person_id: Option<&str>,
) -> Result<(), Error> {
    on!(transaction.connection(), c => {
        match person_id {
            Some(id) => sqlx::query("DELETE FROM one_time_links WHERE person_id = $1").bind(id).execute(c).await,
            None => sqlx::query("DELETE FROM one_time_links WHERE person_id IS NULL").execute(c).await,
        }
        .map(|_| ())
    })
    .map_err(failure)
}

/// Reads a link that can still be used, without using it up.
///
/// # Errors
/// [`Error::NotFound`] for all others, whatever the reason.
pub(super) async fn open(connection: &mut Connection, token: &Token) -> Result<Link, Error> {
    let hash = token.stored_hash().ok_or(Error::NotFound)?;
    let row: Option<LinkRow> = on!(connection, c => {
        sqlx::query_as(
            "SELECT purpose, person_id, ends_at FROM one_time_links \
             WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2",
        )
        .bind(hash)
        .bind(clock::now())
        .fetch_optional(c)
        .await
    })
    .map_err(failure)?;
    fit(connection, row.ok_or(Error::NotFound)?).await
}

/// Uses a link up: of several attempts at the same time one gets it.
///
/// # Errors
/// As [`open`].
pub(super) async fn use_up(transaction: &mut Transaction, token: &Token) -> Result<Link, Error> {
    let hash = token.stored_hash().ok_or(Error::NotFound)?;
    let row: Option<LinkRow> = on!(transaction.connection(), c => {
        sqlx::query_as(
            "UPDATE one_time_links SET used_at = $2 \
             WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2 \
             RETURNING purpose, person_id, ends_at",
        )
        .bind(hash)
        .bind(clock::now())
        .fetch_optional(c)
        .await
    })
    .map_err(failure)?;
    fit(transaction.connection(), row.ok_or(Error::NotFound)?).await
}

/// A link with its person, as long as the purpose still fits the state of things.
async fn fit(connection: &mut Connection, row: LinkRow) -> Result<Link, Error> {
    let purpose = LinkPurpose::from_id(&row.purpose)?;
    let person = match &row.person_id {
        Some(id) => rows::by_id(connection, id).await?,
        None => None,
    };
    let fits = match purpose {
        LinkPurpose::FirstAdministrator => !administrators::is_there_one(connection).await?,
        LinkPurpose::Invitation => is(person.as_ref(), PersonState::Invited),
        LinkPurpose::NewPassword => is(person.as_ref(), PersonState::Active),
    };
    if !fits {
        return Err(Error::NotFound);
    }
    Ok(Link {
        purpose,
        person,
        ends_at: row.ends_at,
    })
}

fn is(person: Option<&PersonRow>, state: PersonState) -> bool {
    person.is_some_and(|person| person.state() == state)
}

/// A link for the first administrator, while nobody can administer.
pub(super) async fn first_administrator(backend: &Backend) -> Result<Option<IssuedLink>, Error> {
    if administrators::is_there_one(&mut backend.store().read().await?).await? {
        return Ok(None);
    }
    let made = backend
        .store()
        .write(|transaction| {
            Box::pin(async move {
                if administrators::is_there_one(transaction.connection()).await? {
                    return Ok(None);
                }
                let issued = issue(transaction, LinkPurpose::FirstAdministrator, None).await?;
                let record = Record::new(Verb::PersonInvited, "first administrator");
                transaction.record(&Actor::system("keyrack"), record);
                Ok(Some(issued))
            })
        })
        .await?;
    Ok(made.map(|(token, expires_at)| IssuedLink {
        token,
        person: None,
        expires_at,
    }))
}
