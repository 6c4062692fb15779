//! Who asks.

use domain::role::Role;

/// Id of a person: a UUID in text form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonId(String);

impl PersonId {
    /// Wraps the id that came from storage or from an address.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who asks, as authenticated. Only this crate makes one for a person.
#[derive(Clone, Debug)]
pub struct Actor {
    who: Who,
    role: Role,
}

#[derive(Clone, Debug)]
enum Who {
    Nobody,
    Person {
        id: PersonId,
        name: String,
        session: String,
    },
    System(&'static str),
}

impl Actor {
    /// Somebody who has not signed in.
    pub fn nobody() -> Self {
        Self {
            who: Who::Nobody,
            role: Role::None,
        }
    }

    /// The program itself, with the name under which Activity shows it.
    pub fn system(task: &'static str) -> Self {
        Self {
            who: Who::System(task),
            role: Role::None,
        }
    }

    /// A signed-in person; `session` is the id under which the session is listed.
    pub(crate) fn person(id: PersonId, name: String, role: Role, session: String) -> Self {
        Self {
            who: Who::Person { id, name, session },
            role,
        }
    }

    /// The name to show: display name, or the task of the program itself.
    pub fn name(&self) -> &str {
        match &self.who {
            Who::Nobody => "nobody",
            Who::Person { name, .. } => name,
            Who::System(task) => task,
        }
    }

    /// The person's id, if a person asks.
    pub fn person_id(&self) -> Option<&PersonId> {
        match &self.who {
            Who::Person { id, .. } => Some(id),
            Who::Nobody | Who::System(_) => None,
        }
    }

    /// Id of the session that the request came with.
    pub fn session_id(&self) -> Option<&str> {
        match &self.who {
            Who::Person { session, .. } => Some(session),
            Who::Nobody | Who::System(_) => None,
        }
    }

    /// The role for the whole installation.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether somebody has signed in.
    pub fn is_signed_in(&self) -> bool {
        matches!(self.who, Who::Person { .. })
    }

    /// Whether the program itself asks.
    pub(crate) fn is_system(&self) -> bool {
        matches!(self.who, Who::System(_))
    }

    /// The same actor with the role that storage has now; used inside a transaction.
    pub(crate) fn with_role(&self, role: Role) -> Self {
        Self {
            who: self.who.clone(),
            role,
        }
    }

    /// What a page asks before it offers something; the same decision as the use case makes.
    pub fn may<A: super::Action>(&self, _: A) -> bool {
        super::decide(self, A::ID)
    }
}
