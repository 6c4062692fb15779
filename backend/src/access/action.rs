//! What can be done. An action's type is what a [`super::Grant`] is made for.

/// Something an actor can ask for.
pub trait Action: Copy {
    /// The action as a value, for [`super::decide`].
    const ID: ActionId;
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Every action there is; the access table tests go through [`ActionId::ALL`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ActionId { $($(#[$doc])* $name),* }

        impl ActionId {
            /// All actions.
            pub const ALL: &'static [ActionId] = &[$(ActionId::$name),*];
        }

        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Action for $name {
            const ID: ActionId = ActionId::$name;
        })*
    };
}

actions! {
    /// See secrets: names, identity, versions, who and when.
    ReadSecrets,
    /// Hang a new secret on the rack.
    CreateSecret,
    /// Change a secret's texts or replace its value.
    EditSecret,
    /// Remove a secret; it can be restored for a while.
    RemoveSecret,
    /// Put a removed secret back.
    RestoreSecret,
    /// See what was done, by whom and when.
    ReadActivity,
    /// See everybody who can sign in.
    ReadPeople,
    /// Invite somebody, or give a new one-time link.
    InvitePerson,
    /// Change somebody's role, disable or enable them.
    ChangePerson,
    /// See and end one's own sessions, change one's own password and preferences.
    UseOwnAccount,
    /// Upkeep that the program does by itself or that is started from its command line.
    Maintain,
}
