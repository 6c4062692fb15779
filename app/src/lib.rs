//! Pages, components, islands and server functions.
//!
//! Pages are rendered on the server and work as plain HTML; only what is under [`islands`] ships
//! to the browser as WebAssembly, and it judges what is typed by the same `domain` code as the
//! server. A plain form and its island end in the same function under `actions`.
//!
//! The browser's half is built twice: small, for every page, and with `forms`, for the pages
//! that have one, so that a list does not load what only a form needs.

#![recursion_limit = "256"]
// Without its island a form's code is there and unused; the linker leaves it out.
#![cfg_attr(not(any(feature = "ssr", feature = "forms")), allow(dead_code))]

pub mod islands;

pub mod actions;
pub mod error;
pub mod fields;
pub mod kinds;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod flash;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
