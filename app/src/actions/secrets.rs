//! Server functions of secrets. The browser calls them by hand: the generated client would
//! double the size of the module.

#[cfg(feature = "ssr")]
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{actions::SecretForm, error::ActionError};

#[cfg(feature = "forms")]
pub use super::call::save;

/// A form was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The page to go on to.
    pub to: String,
}

/// Adds a secret.
#[cfg(feature = "ssr")]
#[server(
    prefix = "/rpc",
    endpoint = "secrets/create",
    input = Json,
    output = Json,
    input_derive = (Serialize, Deserialize)
)]
pub async fn create_secret(
    /// The form.
    form: SecretForm,
) -> Result<Saved, ActionError> {
    let (backend, actor) = on_server::asker()?;
    on_server::answer(bodies::create(&backend, &actor, bodies::new_secret(form)).await)
}

/// Changes a secret.
#[cfg(feature = "ssr")]
#[server(
    prefix = "/rpc",
    endpoint = "secrets/edit",
    input = Json,
    output = Json,
    input_derive = (Serialize, Deserialize)
)]
pub async fn edit_secret(
    /// The form.
    form: SecretForm,
) -> Result<Saved, ActionError> {
    let (backend, actor) = on_server::asker()?;
    let (name, edit) = bodies::edit_of(form);
    on_server::answer(bodies::edit(&backend, &actor, &name, edit).await)
}

/// What server function and plain form have in common.
#[cfg(feature = "ssr")]
pub mod bodies {
    use backend::{
        Backend, Error,
        access::Actor,
        secrets::{EditSecret, NewSecret},
    };
    use domain::name::SecretName;

    use crate::{
        actions::SecretForm,
        flash::{Flash, Told},
    };

    /// Something was done: where to go on, and what to tell there.
    pub struct Done {
        /// A path of this site.
        pub to: String,
        /// What to tell there.
        pub told: Told,
    }

    /// The form as the use case takes it.
    pub fn new_secret(form: SecretForm) -> NewSecret {
        NewSecret {
            name: form.name,
            display_name: form.display_name,
            description: form.description,
            material: form.material.into_input(),
        }
    }

    /// The form of an edit: the name of the secret, and the change.
    pub fn edit_of(form: SecretForm) -> (String, EditSecret) {
        let edit = EditSecret {
            row_version: form.version,
            display_name: Some(form.display_name),
            description: Some(form.description),
            material: Some(form.material.into_input()),
        };
        (form.name, edit)
    }

    /// Adds a secret.
    ///
    /// # Errors
    /// As the use case.
    pub async fn create(backend: &Backend, actor: &Actor, new: NewSecret) -> Result<Done, Error> {
        let saved = backend.secrets().create(actor, new).await?;
        let name = saved.secret.name;
        Ok(Done {
            to: detail(&name),
            told: Told {
                done: Flash::SecretAdded(name),
                notes: saved.notes,
            },
        })
    }

    /// Changes a secret.
    ///
    /// # Errors
    /// As the use case; [`Error::NotFound`] for what is no name.
    pub async fn edit(
        backend: &Backend,
        actor: &Actor,
        name: &str,
        edit: EditSecret,
    ) -> Result<Done, Error> {
        let name = named(name)?;
        let before = edit.row_version;
        let saved = backend.secrets().edit(actor, &name, edit).await?;
        let done = if saved.value_replaced {
            Flash::ValueReplaced(name.clone())
        } else if saved.secret.row_version == before {
            Flash::SecretUnchanged(name.clone())
        } else {
            Flash::SecretEdited(name.clone())
        };
        Ok(Done {
            to: detail(&name),
            told: Told {
                done,
                notes: saved.notes,
            },
        })
    }

    /// Takes a secret off the rack.
    ///
    /// # Errors
    /// As the use case; [`Error::NotFound`] for what is no name.
    pub async fn remove(
        backend: &Backend,
        actor: &Actor,
        name: &str,
        row_version: i64,
    ) -> Result<Done, Error> {
        let name = named(name)?;
        backend.secrets().remove(actor, &name, row_version).await?;
        Ok(Done {
            to: "/secrets".to_owned(),
            told: Flash::SecretRemoved(name).into(),
        })
    }

    /// Puts a removed secret back.
    ///
    /// # Errors
    /// As the use case; [`Error::NotFound`] for what is no name.
    pub async fn restore(backend: &Backend, actor: &Actor, name: &str) -> Result<Done, Error> {
        let name = named(name)?;
        backend.secrets().restore(actor, &name).await?;
        Ok(Done {
            to: detail(&name),
            told: Flash::SecretRestored(name).into(),
        })
    }

    /// The name in an address.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what cannot be a name.
    pub fn named(name: &str) -> Result<SecretName, Error> {
        SecretName::parse(name).map_err(|_| Error::NotFound)
    }

    fn detail(name: &SecretName) -> String {
        format!("/secrets/{name}")
    }
}

#[cfg(feature = "ssr")]
mod on_server {
    use backend::{Backend, access::Actor};
    use http::header::SET_COOKIE;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    use super::{Saved, bodies::Done};
    use crate::{error::ActionError, flash::FlashCookie};

    /// Who asks, and the use cases.
    pub(super) fn asker() -> Result<(Backend, Actor), ActionError> {
        use_context()
            .zip(use_context())
            .ok_or(ActionError::Unavailable)
    }

    /// Sets status and flash.
    pub(super) fn answer(done: Result<Done, backend::Error>) -> Result<Saved, ActionError> {
        let response = use_context::<ResponseOptions>();
        match done {
            Ok(done) => {
                let cookie = use_context::<FlashCookie>()
                    .unwrap_or_default()
                    .set(&done.told);
                if let (Some(response), Some(cookie)) = (response, cookie) {
                    response.append_header(SET_COOKIE, cookie);
                }
                Ok(Saved { to: done.to })
            }
            Err(error) => {
                let error = ActionError::from(error);
                if let Some(response) = response {
                    response.set_status(error.status());
                }
                Err(error)
            }
        }
    }
}
