//! The HTTP edge.

pub mod activity_csv;
pub mod assets;
pub mod client;
pub mod compress;
pub mod context;
pub mod cookies;
pub mod csrf;
pub mod form_body;
pub mod forms;
pub mod guard;
pub mod health;
pub mod limits;
pub mod listener;
pub mod pages;
pub mod problem;
pub mod protect;
pub mod request_log;
pub mod routes;
pub mod rpc;
pub mod session;
pub mod shape;
pub mod slow;
pub mod state;
pub mod tls;
