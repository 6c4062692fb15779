//! What a secret is: names, kinds, material, identity, intake.
//!
//! No I/O and no clock: the same code judges what is typed in the browser, as WebAssembly, and
//! what reaches the server. The functions named `check` are the cheap half that the browser calls
//! while somebody types; `parse`, `read` and `create` are the whole of it.
//!
//! A value (a password, a key) only ever lives in types without `Debug`, `Display`, `Serialize`
//! and `Clone`, see [`value`] and [`material`]. What may be shown of it is its [`identity`].

pub mod cuts;
pub mod encoding;
pub mod faults;
pub mod identity;
pub mod intake;
pub mod json;
pub mod kind;
pub mod kinds;
pub mod login;
pub mod material;
pub mod name;
pub mod password;
pub mod role;
pub mod text;
pub mod value;
