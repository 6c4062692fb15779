//! Server functions, by noun. A plain form ends in the same functions.

#[cfg(feature = "forms")]
mod call;
mod secret_form;
pub mod secrets;
mod typed_value;

pub use secret_form::{MaterialForm, SecretForm};
pub use typed_value::TypedValue;
