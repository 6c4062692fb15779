//! Storage: one set of SQL over SQLite and PostgreSQL. Private to this crate; reading and
//! changing records takes a grant, see [`crate::access::Grant`].

mod connection;
pub(crate) mod dialect;
mod failure;
mod gathered;
mod open;
mod schema;
mod script;
mod sqlite;
mod writer;

pub(crate) use connection::{Connection, on};
pub(crate) use failure::{failure, internal};
pub(crate) use gathered::Gathered;
pub(crate) use open::Store;
pub(crate) use script::{Script, then};
pub(crate) use writer::Transaction;
