//! Entries of the audit trail, and how to ask for them.

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Place in the chain, from 1, without gaps.
    pub number: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// Who did it: display name at that time, or the program's own task.
    pub actor: String,
    /// What was done.
    pub verb: Verb,
    /// Name of what it was done to: a secret's name, a person's sign-in name.
    pub object: String,
    /// More, in words without a value: "value replaced, version 3".
    pub detail: String,
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $label:literal;)*) => {
        /// What can have been done. The id is what storage, filters and CSV hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Verb { $($(#[$doc])* $name),* }

        impl Verb {
            /// All verbs, in the order of the filter.
            pub const ALL: &'static [Verb] = &[$(Verb::$name),*];

            /// Stable id, e.g. `secret.added`.
            pub fn id(self) -> &'static str {
                match self { $(Verb::$name => $id),* }
            }

            /// The verb of a stored id.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Verb::$name),)* _ => None }
            }

            /// In words, e.g. "added secret".
            pub fn label(self) -> &'static str {
                match self { $(Verb::$name => $label),* }
            }
        }
    };
}

verbs! {
    /// A secret was hung on the rack.
    SecretAdded = "secret.added", "added secret";
    /// A secret's texts were changed.
    SecretEdited = "secret.edited", "edited secret";
    /// A secret's value was replaced.
    ValueReplaced = "secret.value-replaced", "replaced the value of secret";
    /// A secret was removed.
    SecretRemoved = "secret.removed", "removed secret";
    /// A removed secret was put back.
    SecretRestored = "secret.restored", "restored secret";
    /// A removed secret's value was destroyed for good.
    SecretDestroyed = "secret.destroyed", "destroyed secret";
    /// A sealed value did not open.
    IntegrityViolated = "secret.integrity-violated", "could not open secret";
    /// Somebody asked for what their role does not allow.
    Refused = "access.refused", "was refused";
    /// Somebody signed in.
    SignedIn = "person.signed-in", "signed in";
    /// A sign-in failed.
    SignInFailed = "person.sign-in-failed", "failed to sign in";
    /// Somebody signed out or ended a session.
    SessionEnded = "person.session-ended", "ended a session of";
    /// Somebody was invited, or got a new one-time link.
    PersonInvited = "person.invited", "invited";
    /// An invitation was accepted, or the first administrator was made.
    PersonJoined = "person.joined", "joined";
    /// A role was changed.
    RoleChanged = "person.role-changed", "changed the role of";
    /// A person was disabled.
    PersonDisabled = "person.disabled", "disabled";
    /// A person was enabled again.
    PersonEnabled = "person.enabled", "enabled";
    /// A password was changed.
    PasswordChanged = "person.password-changed", "changed the password of";
    /// A root key was added, activated, rotated to, or retired.
    KeyRingChanged = "key-ring.changed", "changed the key ring";
}

impl Verb {
    /// Whether it tells of a change of what somebody may do.
    pub(crate) fn changes_rights(self) -> bool {
        matches!(
            self,
            Self::RoleChanged | Self::PersonDisabled | Self::PersonEnabled | Self::PersonJoined
        )
    }
}

/// Which entries to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityQuery {
    /// Text that actor, object or detail must contain.
    pub search: String,
    /// Only this verb.
    pub verb: Option<Verb>,
    /// Not before, Unix milliseconds.
    pub from: Option<i64>,
    /// Before, Unix milliseconds.
    pub until: Option<i64>,
    /// Page number from 1.
    pub page: u32,
    /// Rows on a page, 1 to 200.
    pub size: u32,
}

/// What verifying the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries read.
    pub entries: i64,
    /// Number of the first entry that does not fit, if any.
    pub broken_at: Option<i64>,
    /// Hash of the newest entry in hexadecimal, to be kept elsewhere and compared later.
    pub head: String,
}
