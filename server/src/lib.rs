//! The binary `keyrack`: command line, configuration, HTTP edge, workers. A library, so that
//! tests start the server inside their own process.

#![recursion_limit = "256"]

pub mod cli;
pub mod config;
pub mod demo;
pub mod exit;
pub mod harden;
pub mod http;
pub mod lock;
pub mod log;
pub mod say;
pub mod serve;
pub mod workers;
