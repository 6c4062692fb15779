//! What was done, by whom and when: the audit trail, hash-chained.

mod chain;
pub(crate) mod list;
mod record;
mod types;
mod verify;

pub(crate) use chain::{ChainKey, Head};
pub(crate) use record::{Entries, Record};
pub use types::*;

use domain::name::SecretName;

use crate::{
    Backend, Error,
    access::{self, Actor, Maintain, ReadActivity, ReadSecrets},
    page::Page,
};

/// Use cases on the audit trail; made by [`Backend::activity`].
pub struct Activity<'a> {
    pub(crate) backend: &'a Backend,
}

impl Activity<'_> {
    /// A page of entries, newest first.
    ///
    /// # Errors
    /// [`Error::SignedOut`], [`Error::NotFound`] without the right, [`Error::Unavailable`].
    pub async fn list(&self, actor: &Actor, query: &ActivityQuery) -> Result<Page<Entry>, Error> {
        let grant = access::authorize::<ReadActivity>(actor)?;
        list::page(&mut self.backend.store().read().await?, &grant, query).await
    }

    /// The newest entries of one secret, for everybody who may see the secret.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub async fn of_secret(
        &self,
        actor: &Actor,
        name: &SecretName,
        most: u32,
    ) -> Result<Vec<Entry>, Error> {
        let grant = access::authorize::<ReadSecrets>(actor)?;
        let mut connection = self.backend.store().read().await?;
        let id = crate::secrets::id_of(&mut connection, &grant, name).await?;
        list::of_object(&mut connection, &grant, &id, most.clamp(1, 200)).await
    }

    /// Recomputes the hash chain from its first entry.
    ///
    /// # Errors
    /// [`Error::Denied`] for anyone but an administrator or the program itself.
    pub async fn verify(&self, actor: &Actor) -> Result<ChainReport, Error> {
        if actor.is_system() {
            access::authorize::<Maintain>(actor)?;
        } else {
            access::authorize::<ReadActivity>(actor)?;
        }
        verify::verify(
            &mut self.backend.store().read().await?,
            self.backend.chain_key(),
        )
        .await
    }
}
