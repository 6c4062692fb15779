//! The decision once more, inside the writer's transaction: a role that was taken away or a
//! person who was disabled a moment ago no longer counts, however the request was begun.

use domain::role::Role;

use super::{Action, Actor, Grant, PersonId, authorize};
use crate::{
    Error,
    store::{Transaction, failure, on},
};

impl Transaction {
    /// Decides with the role that storage has now.
    ///
    /// # Errors
    /// As [`authorize`]; [`Error::SignedOut`] for a person who is disabled or gone.
    pub(crate) async fn authorize<A: Action>(&mut self, actor: &Actor) -> Result<Grant<A>, Error> {
        let Some(id) = actor.person_id() else {
            return authorize(actor);
        };
        let role = match self.roles.get(id) {
            Some(role) => *role,
            None => self.read_role(id).await?,
        };
        authorize(&actor.with_role(role.ok_or(Error::SignedOut)?))
    }

    async fn read_role(&mut self, id: &PersonId) -> Result<Option<Role>, Error> {
        let role: Option<String> = on!(self.connection(), c => {
            sqlx::query_scalar("SELECT role FROM people WHERE id = $1 AND disabled_at IS NULL")
                .bind(id.as_str())
                .fetch_optional(c)
                .await
        })
        .map_err(failure)?;
        let role = role.as_deref().and_then(Role::from_id);
        self.roles.insert(id.clone(), role);
        Ok(role)
    }
}
