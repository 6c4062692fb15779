//! The secrets: the list, one secret, and the dialogs to add, edit, remove and restore.

mod address;
mod detail;
mod edit;
mod form;
mod form_again;
mod history;
mod list;
mod new;
mod remove;
mod removed;
mod table;
mod tile;
mod tools;

pub use detail::SecretPage;
pub use edit::EditSecretPage;
pub use list::SecretsPage;
pub use new::NewSecretPage;
pub use remove::RemoveSecretPage;
pub use removed::RemovedPage;
