//! Proof that the decision was made. Storage functions take one, so they cannot be reached
//! around it: without a grant the call does not compile.

use std::marker::PhantomData;

use super::{Action, Actor, decide};
use crate::Error;

/// Proof that an actor may do `A`. Only `authorize` makes one.
///
/// ```compile_fail
/// use backend::access::{CreateSecret, Grant};
/// let forged: Grant<CreateSecret> = Grant { action: std::marker::PhantomData };
/// ```
#[derive(Debug)]
pub struct Grant<A> {
    action: PhantomData<A>,
}

/// Decides, and hands out the proof.
///
/// # Errors
/// [`Error::SignedOut`] for nobody, [`Error::NotFound`] for a person whose role does not let
/// them see such things at all, [`Error::Denied`] for one who sees them and may not change them.
pub(crate) fn authorize<A: Action>(actor: &Actor) -> Result<Grant<A>, Error> {
    if decide(actor, A::ID) {
        return Ok(Grant {
            action: PhantomData,
        });
    }
    Err(refusal(actor, A::ID))
}

fn refusal(actor: &Actor, action: super::ActionId) -> Error {
    use super::ActionId as Id;
    let seen_by = match action {
        Id::CreateSecret | Id::EditSecret | Id::RemoveSecret | Id::RestoreSecret => Id::ReadSecrets,
        other => other,
    };
    if !actor.is_signed_in() {
        Error::SignedOut
    } else if decide(actor, seen_by) {
        Error::Denied
    } else {
        Error::NotFound
    }
}
