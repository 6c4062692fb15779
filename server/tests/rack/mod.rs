//! What the tests over HTTP share: a server on a free port, people of every role, requests that
//! are built by hand, and a look into storage.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test program uses a part of it"
)]

pub mod answer;
pub mod ask;
pub mod bad;
pub mod canary;
pub mod cast;
pub mod child;
pub mod form;
pub mod raw;
pub mod served;
pub mod site;
pub mod storage;

pub use answer::Answer;
pub use ask::{Ask, Body, Part};
pub use cast::{Cast, PASSWORD, Who};
pub use served::Served;
pub use site::Site;
