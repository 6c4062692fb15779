//! The decision: one pure function over actor and action.

use domain::role::Role;

use super::{ActionId, Actor};

/// Whether `actor` may do `action` somewhere on this installation.
///
/// Roles are SAP AI Launchpad's viewer and editor of Docker registry secrets, and the
/// administrator above them. The program itself may only do upkeep.
pub fn decide(actor: &Actor, action: ActionId) -> bool {
    if actor.is_system() {
        return action == ActionId::Maintain;
    }
    actor.is_signed_in() && allows(actor.role(), action)
}

fn allows(role: Role, action: ActionId) -> bool {
    match action {
        ActionId::UseOwnAccount => true,
        ActionId::Maintain => false,
        ActionId::ReadSecrets => {
            matches!(
                role,
                Role::Administrator | Role::SecretEditor | Role::SecretViewer
            )
        }
        ActionId::CreateSecret
        | ActionId::EditSecret
        | ActionId::RemoveSecret
        | ActionId::RestoreSecret => matches!(role, Role::Administrator | Role::SecretEditor),
        ActionId::ReadActivity
        | ActionId::ReadPeople
        | ActionId::InvitePerson
        | ActionId::ChangePerson => role == Role::Administrator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::PersonId;

    fn person(role: Role) -> Actor {
        Actor::person(PersonId::new("p"), "P".into(), role, "s".into())
    }

    /// Rows: action; columns: nobody, none, viewer, editor, administrator, system.
    #[test]
    fn every_action_is_decided_for_every_actor() {
        for action in ActionId::ALL {
            let expected = match action {
                ActionId::ReadSecrets => [false, false, true, true, true, false],
                ActionId::CreateSecret
                | ActionId::EditSecret
                | ActionId::RemoveSecret
                | ActionId::RestoreSecret => [false, false, false, true, true, false],
                ActionId::ReadActivity
                | ActionId::ReadPeople
                | ActionId::InvitePerson
                | ActionId::ChangePerson => [false, false, false, false, true, false],
                ActionId::UseOwnAccount => [false, true, true, true, true, false],
                ActionId::Maintain => [false, false, false, false, false, true],
            };
            let actors = [
                Actor::nobody(),
                person(Role::None),
                person(Role::SecretViewer),
                person(Role::SecretEditor),
                person(Role::Administrator),
                Actor::system("upkeep"),
            ];
            for (actor, expected) in actors.iter().zip(expected) {
                assert_eq!(decide(actor, *action), expected, "{action:?} for {actor:?}");
            }
        }
    }
}
