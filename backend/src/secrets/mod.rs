//! Use cases on secrets.

mod counts;
mod create;
mod destroy;
mod edit;
mod find;
mod list;
mod remove;
mod rows;
pub(crate) mod sealed_version;
mod types;

pub use types::*;

use domain::name::SecretName;

use crate::{
    Backend, Error,
    access::{self, Action, Actor, CreateSecret, Grant, ReadSecrets, RemoveSecret, RestoreSecret},
    store::Connection,
};

/// Use cases on secrets; made by [`Backend::secrets`].
pub struct Secrets<'a> {
    pub(crate) backend: &'a Backend,
}

impl Secrets<'_> {
    /// A page of secrets, searched, filtered, sorted and cut in SQL.
    ///
    /// # Errors
    /// [`Error::SignedOut`], [`Error::NotFound`] without the right, [`Error::Unavailable`].
    pub async fn list(&self, actor: &Actor, query: &ListQuery) -> Result<SecretList, Error> {
        let grant = access::authorize::<ReadSecrets>(actor)?;
        let mut connection = self.backend.store().read().await?;
        list::list(
            &mut connection,
            &grant,
            query,
            self.backend.keep_removed_days(),
        )
        .await
    }

    /// One secret with its versions; also while it is removed.
    ///
    /// # Errors
    /// As [`Self::list`]; [`Error::NotFound`] when there is none.
    pub async fn get(&self, actor: &Actor, name: &SecretName) -> Result<SecretDetail, Error> {
        let grant = access::authorize::<ReadSecrets>(actor)?;
        let mut connection = self.backend.store().read().await?;
        find::detail(
            &mut connection,
            &grant,
            name,
            self.backend.keep_removed_days(),
        )
        .await
    }

    /// Adds a secret: checks, seals, and writes record, version and activity in one transaction.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming fields (also when the name is taken), [`Error::Denied`].
    pub async fn create(&self, actor: &Actor, new: NewSecret) -> Result<Saved, Error> {
        self.allow::<CreateSecret>(actor, "a new secret").await?;
        create::create(self.backend, actor, new).await
    }

    /// Changes texts, or replaces the value.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Conflict`] when somebody was quicker, [`Error::Denied`],
    /// [`Error::NotFound`], [`Error::Integrity`].
    pub async fn edit(
        &self,
        actor: &Actor,
        name: &SecretName,
        edit: EditSecret,
    ) -> Result<Saved, Error> {
        self.allow::<access::EditSecret>(actor, name.as_str())
            .await?;
        edit::edit(self.backend, actor, name, edit).await
    }

    /// Takes a secret off the rack; it can be restored until it is destroyed.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub async fn remove(
        &self,
        actor: &Actor,
        name: &SecretName,
        row_version: i64,
    ) -> Result<SecretSummary, Error> {
        self.allow::<RemoveSecret>(actor, name.as_str()).await?;
        remove::remove(self.backend, actor, name, row_version).await
    }

    /// Puts a removed secret back.
    ///
    /// # Errors
    /// As [`Self::edit`]; [`Error::NotFound`] when it is not among the removed.
    pub async fn restore(&self, actor: &Actor, name: &SecretName) -> Result<SecretSummary, Error> {
        self.allow::<RestoreSecret>(actor, name.as_str()).await?;
        remove::restore(self.backend, actor, name).await
    }

    /// Destroys what was removed longer ago than it is kept: data keys first. Returns how many.
    ///
    /// # Errors
    /// [`Error::Denied`] for anyone but the program itself, [`Error::Unavailable`].
    pub async fn destroy_expired(&self, actor: &Actor) -> Result<u64, Error> {
        destroy::destroy_expired(self.backend, actor).await
    }

    /// Decides before anything is read or parsed, and records a refusal.
    async fn allow<A: Action>(&self, actor: &Actor, object: &str) -> Result<(), Error> {
        match access::authorize::<A>(actor) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.backend.refused(actor, object, error).await),
        }
    }
}

/// The id of a secret, for use cases of other nouns.
pub(crate) async fn id_of(
    connection: &mut Connection,
    grant: &Grant<ReadSecrets>,
    name: &SecretName,
) -> Result<String, Error> {
    find::by_name(connection, grant, name)
        .await
        .map(|row| row.id)
}
