//! What needs WebAssembly. Every form and page is whole without it; an island sits inside what
//! the server has rendered and brings it to life. Islands therefore hold no views of their own:
//! that keeps the module small, and what is typed stays in its fields.

#[cfg(feature = "hydrate")]
pub mod dom;
mod list_controls;
mod modal_dialog;
#[cfg(any(feature = "ssr", feature = "forms"))]
mod secret_form;

pub use list_controls::ListControls;
pub use modal_dialog::ModalDialog;
#[cfg(feature = "forms")]
pub use secret_form::Effect;
#[cfg(any(feature = "ssr", feature = "forms"))]
pub use secret_form::{LivingSecretForm, Preview, Stored, Task};
