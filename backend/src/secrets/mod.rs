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

pub(crate) use counts::Counts;
pub(crate) use create::{Creation, together as create_together};
pub use types::*;

use domain::name::SecretName;

use crate::{
    Backend, Error,
    access::{self, Actor, Grant, ReadSecrets},
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
        let done = create::create(self.backend, actor, new).await;
        self.backend.recorded(actor, "a new secret", done).await
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
        let done = edit::edit(self.backend, actor, name, edit).await;
        self.backend.recorded(actor, name.as_str(), done).await
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
        let done = remove::remove(self.backend, actor, name, row_version).await;
        self.backend.recorded(actor, name.as_str(), done).await
    }

    /// Puts a removed secret back.
    ///
    /// # Errors
    /// As [`Self::edit`]; [`Error::NotFound`] when it is not among the removed.
    pub async fn restore(&self, actor: &Actor, name: &SecretName) -> Result<SecretSummary, Error> {
        let done = remove::restore(self.backend, actor, name).await;
        self.backend.recorded(actor, name.as_str(), done).await
    }

    /// Destroys what was removed longer ago than it is kept: data keys first. Returns how many.
    ///
    /// # Errors
    /// [`Error::Denied`] for anyone but the program itself, [`Error::Unavailable`].
    pub async fn destroy_expired(&self, actor: &Actor) -> Result<u64, Error> {
        destroy::destroy_expired(self.backend, actor).await
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
