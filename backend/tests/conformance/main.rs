//! What storage, sealing and access promise, on both databases: every test here runs on SQLite,
//! and on PostgreSQL when `KEYRACK_TEST_POSTGRES` names a server.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

mod activity;
mod keys;
mod opening;
mod people;
mod roles;
mod sealing;
mod secrets;
