//! Who may do what. One pure function decides, for pages and for use cases alike.

mod action;
mod actor;
mod decide;
mod fresh;
mod grant;

pub use action::*;
pub use actor::{Actor, PersonId};
pub use decide::decide;
pub use grant::Grant;
pub(crate) use grant::authorize;
