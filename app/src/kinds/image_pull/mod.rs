//! Registry logins on pages and in forms.

mod file;
mod form;
mod login;

pub use file::{FileFault, MAX_FILE_BYTES, has_accepted_ending};
pub use form::{ImagePullForm, MAX_ROWS, RowForm};
pub use login::{Login, logins};

#[cfg(feature = "ssr")]
mod begin;
#[cfg(feature = "ssr")]
mod facts;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod presets;
#[cfg(feature = "ssr")]
mod row;

#[cfg(feature = "ssr")]
pub use begin::{ImagePullBegin, RowBegin};
#[cfg(feature = "ssr")]
pub use facts::ImagePullFacts;
#[cfg(feature = "ssr")]
pub use fields::{ImagePullFields, ImagePullFile};

#[cfg(feature = "forms")]
mod browser;
#[cfg(feature = "forms")]
pub use browser::{heard, preview_change, preview_new, read};
