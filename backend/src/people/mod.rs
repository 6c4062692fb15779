//! Use cases on people: accounts, one-time links, sessions.

mod accept;
mod accounts;
mod administrators;
mod attempts;
mod links;
mod own;
mod password;
mod preferences;
mod rows;
mod sessions;
mod sign_in;
mod token;
mod types;

pub(crate) use attempts::Attempts;
pub use types::*;

use domain::{role::Role, value::ValueText};

use self::{accounts::Change, own::Own};
use crate::{
    Backend, Error,
    access::{
        self, Actor, ChangePerson, InvitePerson, Maintain, PersonId, ReadPeople, UseOwnAccount,
    },
    page::Page,
};

/// Use cases on people; made by [`Backend::people`].
pub struct People<'a> {
    pub(crate) backend: &'a Backend,
}

impl People<'_> {
    /// While nobody can administer: a fresh one-time link for the first administrator, which
    /// ends the ones before it. `None` once there is an administrator.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn first_administrator_link(&self) -> Result<Option<IssuedLink>, Error> {
        links::first_administrator(self.backend).await
    }

    /// What a one-time link is for, without using it up.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used or ended.
    pub async fn open_link(&self, token: &Token) -> Result<OpenLink, Error> {
        let mut connection = self.backend.store().read().await?;
        Ok(links::open(&mut connection, token).await?.told())
    }

    /// Uses a one-time link up: sets the password, and signs in. Other links and sessions of
    /// the person end.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`] as [`Self::open_link`].
    pub async fn accept_link(
        &self,
        token: &Token,
        accept: Accept,
        client: &Client,
    ) -> Result<Token, Error> {
        accept::accept(self.backend, token, accept, client).await
    }

    /// Signs in with name and password.
    ///
    /// # Errors
    /// [`Error::Invalid`] with one fault for the whole form, the same whatever was wrong;
    /// [`Error::TooMany`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &ValueText,
        client: &Client,
    ) -> Result<Token, Error> {
        sign_in::sign_in(self.backend, login, password, client).await
    }

    /// Whose session this is; nobody when it is unknown, ended or of a disabled person.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn authenticate(&self, session: &Token) -> Result<Actor, Error> {
        sessions::recognise(self.backend, session).await
    }

    /// Ends the session that asks.
    ///
    /// # Errors
    /// [`Error::SignedOut`], [`Error::Unavailable`].
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Error> {
        let own = Own::of(actor)?;
        own::end_sessions(self.backend, actor, Some(own.session)).await?;
        Ok(())
    }

    /// The actor's own sessions, newest first.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionSummary>, Error> {
        sessions::list(self.backend, &Own::of(actor)?).await
    }

    /// Ends one of the actor's own sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs.
    pub async fn end_session(&self, actor: &Actor, id: &str) -> Result<(), Error> {
        match own::end_sessions(self.backend, actor, Some(id.to_owned())).await? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    }

    /// Ends all of the actor's own sessions but the one asking. Returns how many.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn end_other_sessions(&self, actor: &Actor) -> Result<u64, Error> {
        own::end_sessions(self.backend, actor, None).await
    }

    /// Changes the actor's own password; other sessions end.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `current`, `password` or `password_again`; [`Error::TooMany`].
    pub async fn change_password(
        &self,
        actor: &Actor,
        current: &ValueText,
        password: ValueText,
        password_again: ValueText,
    ) -> Result<(), Error> {
        own::change_password(self.backend, actor, current, password, password_again).await
    }

    /// What the actor chose for the pages.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn preferences(&self, actor: &Actor) -> Result<Preferences, Error> {
        preferences::read(self.backend, &Own::of(actor)?).await
    }

    /// Remembers what the actor chose for the pages.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn set_preferences(
        &self,
        actor: &Actor,
        preferences: Preferences,
    ) -> Result<(), Error> {
        preferences::write(self.backend, Own::of(actor)?, preferences).await
    }

    /// A page of people, by display name.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the right.
    pub async fn list(
        &self,
        actor: &Actor,
        query: &PeopleQuery,
    ) -> Result<Page<PersonSummary>, Error> {
        let grant = access::authorize::<ReadPeople>(actor)?;
        accounts::page(&mut self.backend.store().read().await?, &grant, query).await
    }

    /// One person.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, actor: &Actor, id: &PersonId) -> Result<PersonSummary, Error> {
        let grant = access::authorize::<ReadPeople>(actor)?;
        accounts::get(&mut self.backend.store().read().await?, &grant, id).await
    }

    /// The actor's own record.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn me(&self, actor: &Actor) -> Result<PersonSummary, Error> {
        let grant = access::authorize::<UseOwnAccount>(actor)?;
        accounts::own(&mut self.backend.store().read().await?, &grant, actor).await
    }

    /// Invites somebody; answers with the link to hand over, which is shown only this once.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `login`, `display_name` or `role`.
    pub async fn invite(&self, actor: &Actor, invite: Invite) -> Result<IssuedLink, Error> {
        access::authorize::<InvitePerson>(actor)?;
        let (person, actor) = (accounts::check(&invite)?, actor.clone());
        self.backend
            .store()
            .write(move |transaction| {
                Box::pin(async move { accounts::invite(transaction, &actor, person).await })
            })
            .await
    }

    /// A new one-time link for a person: to accept the invitation, or to set a new password.
    /// The ones before it end.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] for a disabled person.
    pub async fn new_link(&self, actor: &Actor, id: &PersonId) -> Result<IssuedLink, Error> {
        access::authorize::<InvitePerson>(actor)?;
        let (id, actor) = (id.clone(), actor.clone());
        self.backend
            .store()
            .write(move |transaction| {
                Box::pin(async move { accounts::new_link(transaction, &actor, &id).await })
            })
            .await
    }

    /// Changes a role.
    ///
    /// # Errors
    /// [`Error::Refused`] for the last administrator, [`Error::Conflict`].
    pub async fn set_role(
        &self,
        actor: &Actor,
        id: &PersonId,
        role: Role,
        row_version: i64,
    ) -> Result<PersonSummary, Error> {
        self.change(actor, id, row_version, Change::Role(role))
            .await
    }

    /// Disables a person: every session and one-time link ends at once.
    ///
    /// # Errors
    /// [`Error::Refused`] for the last administrator, [`Error::Conflict`].
    pub async fn disable(
        &self,
        actor: &Actor,
        id: &PersonId,
        row_version: i64,
    ) -> Result<PersonSummary, Error> {
        self.change(actor, id, row_version, Change::Disable).await
    }

    /// Lets a disabled person sign in again.
    ///
    /// # Errors
    /// [`Error::Conflict`].
    pub async fn enable(
        &self,
        actor: &Actor,
        id: &PersonId,
        row_version: i64,
    ) -> Result<PersonSummary, Error> {
        self.change(actor, id, row_version, Change::Enable).await
    }

    /// Forgets ended sessions and links. Returns how many.
    ///
    /// # Errors
    /// [`Error::Denied`] for anyone but the program itself.
    pub async fn forget_ended(&self, actor: &Actor) -> Result<u64, Error> {
        access::authorize::<Maintain>(actor)?;
        let actor = actor.clone();
        self.backend
            .store()
            .write(move |transaction| {
                Box::pin(async move {
                    let grant = transaction.authorize::<Maintain>(&actor).await?;
                    sessions::forget_ended(transaction, &grant).await
                })
            })
            .await
    }

    async fn change(
        &self,
        actor: &Actor,
        id: &PersonId,
        row_version: i64,
        change: Change,
    ) -> Result<PersonSummary, Error> {
        access::authorize::<ChangePerson>(actor)?;
        let (id, actor) = (id.clone(), actor.clone());
        self.backend
            .store()
            .write(move |transaction| {
                Box::pin(async move {
                    accounts::change(transaction, &actor, &id, row_version, change).await
                })
            })
            .await
    }
}
