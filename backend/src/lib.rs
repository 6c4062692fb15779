//! Keyrack's use cases, over access rules, sealing and storage.
//!
//! Every interface (pages, server functions, command line) calls these use cases and nothing
//! below them: the storage module is private, and each use case takes an [`access::Actor`].
//! This is the only crate that ever holds a value in clear.

pub mod access;
pub mod activity;
mod backend;
mod clock;
pub mod error;
mod instance;
pub mod page;
pub mod people;
pub mod seal;
pub mod secrets;
mod store;

pub use backend::{Backend, Database, OpenError, Options};
pub use error::{Conflict, Error};
