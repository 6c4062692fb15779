//! What goes into and comes out of the use cases on people.

use domain::{role::Role, value::ValueText};

use crate::access::PersonId;

/// A token that is shown once and stored only as a hash: sessions and one-time links.
/// Has no `Debug` or `Display`, so that it cannot end in a log.
pub struct Token(pub(crate) ValueText);

impl Token {
    /// A token as it came with a request.
    pub fn new(token: String) -> Self {
        Self(ValueText::new(token))
    }

    /// The text to put in a cookie or a link.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To make the first administrator.
    FirstAdministrator,
    /// To accept an invitation.
    Invitation,
    /// To set a new password.
    NewPassword,
}

/// A one-time link that is still good.
#[derive(Clone, Debug)]
pub struct OpenLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Sign-in name that is fixed by the link, if it is.
    pub login: Option<String>,
    /// Display name to begin with.
    pub display_name: String,
    /// When it ends, Unix milliseconds.
    pub expires_at: i64,
}

/// What somebody types behind a one-time link.
pub struct Accept {
    /// Sign-in name; ignored where the link fixes it.
    pub login: String,
    /// Display name; empty takes the sign-in name.
    pub display_name: String,
    /// The new password.
    pub password: ValueText,
    /// The same again.
    pub password_again: ValueText,
}

/// Where a request comes from, for the list of sessions and the limits on attempts.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The peer's address without port.
    pub address: String,
    /// Browser and system in words, e.g. "Firefox on Linux".
    pub agent: String,
}

/// A signed-in session as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionSummary {
    /// Id for ending it; not the token.
    pub id: String,
    /// When it was begun, Unix milliseconds.
    pub created_at: i64,
    /// When it was last seen, to the minute, Unix milliseconds.
    pub seen_at: i64,
    /// Browser and system in words.
    pub agent: String,
    /// Address it was begun from.
    pub address: String,
    /// Whether it is the one asking.
    pub current: bool,
}

/// A person in the list.
#[derive(Clone, Debug)]
pub struct PersonSummary {
    /// Id.
    pub id: PersonId,
    /// Sign-in name.
    pub login: String,
    /// Display name.
    pub display_name: String,
    /// Role for the whole installation.
    pub role: Role,
    /// State.
    pub state: PersonState,
    /// When made, Unix milliseconds.
    pub created_at: i64,
    /// When last signed in, Unix milliseconds.
    pub signed_in_at: Option<i64>,
    /// Version of the record.
    pub row_version: i64,
}

/// Whether a person can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// Has a one-time link and no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in; every session is ended.
    Disabled,
}

/// Which people to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Text that sign-in name or display name must contain.
    pub search: String,
    /// Only this role.
    pub role: Option<Role>,
    /// Page number from 1.
    pub page: u32,
    /// Rows on a page, 1 to 200.
    pub size: u32,
}

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Sign-in name as typed.
    pub login: String,
    /// Display name as typed.
    pub display_name: String,
    /// Role.
    pub role: Role,
}

/// A one-time link just made; shown once.
pub struct IssuedLink {
    /// Its token.
    pub token: Token,
    /// Whom it is for.
    pub person: Option<PersonSummary>,
    /// When it ends, Unix milliseconds.
    pub expires_at: i64,
}

/// What a person chose for the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// How the Secrets page shows them.
    pub secrets_view: SecretsView,
}

/// How the Secrets page shows secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecretsView {
    /// As tiles.
    #[default]
    Tiles,
    /// As a table.
    Table,
}
