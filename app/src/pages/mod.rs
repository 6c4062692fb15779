//! One file per page. A page loads what it shows first, then shows it; so status and title are
//! known before anything is sent.

pub mod account;
pub mod activity;
mod asker;
mod failed;
mod frame;
pub mod home;
pub mod not_found;
pub mod people;
pub mod people_invite;
pub mod people_person;
mod posted;
pub mod secrets;
pub mod sign_in;
pub mod welcome;

pub use asker::Asker;
pub use failed::in_query;
pub use frame::{Place, View, open_page, page};
