//! What pages show and ask for each kind of secret: one folder per kind. Everywhere else a kind
//! is matched exhaustively, so the compiler names what a new one has to fill in.

pub mod image_pull;

#[cfg(feature = "ssr")]
mod begin;
#[cfg(feature = "ssr")]
mod data_keys;

#[cfg(feature = "ssr")]
pub use begin::MaterialBegin;
#[cfg(feature = "ssr")]
pub use data_keys::data_keys;
