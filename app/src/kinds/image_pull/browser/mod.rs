//! The fields of registry logins, living.

mod heard;
mod paste;
mod preview;
mod read;
mod rows;
mod upload;

pub use heard::heard;
pub use preview::{preview_change, preview_new};
pub use read::read;
