//! What a person chose for the pages.

use super::{Preferences, SecretsView, own::Own};
use crate::{
    Backend, Error,
    store::{failure, on},
};

impl SecretsView {
    /// What storage holds.
    fn id(self) -> &'static str {
        match self {
            Self::Tiles => "tiles",
            Self::Table => "table",
        }
    }

    /// The view of a stored id; one of a newer Keyrack is shown as tiles.
    fn from_id(id: &str) -> Self {
        if id == Self::Table.id() {
            Self::Table
        } else {
            Self::Tiles
        }
    }
}

/// Reads what was chosen.
pub(super) async fn read(backend: &Backend, own: &Own) -> Result<Preferences, Error> {
    let mut connection = backend.store().read().await?;
    let view: Option<String> = on!(&mut connection, c => {
        sqlx::query_scalar("SELECT secrets_view FROM people WHERE id = $1")
            .bind(&own.person)
            .fetch_optional(c)
            .await
    })
    .map_err(failure)?;
    let view = view.ok_or(Error::SignedOut)?;
    Ok(Preferences {
        secrets_view: SecretsView::from_id(&view),
    })
}

/// Remembers what was chosen. Not in Activity: it concerns nobody else.
pub(super) async fn write(
    backend: &Backend,
    own: Own,
    preferences: Preferences,
) -> Result<(), Error> {
    backend
        .store()
        .write(move |transaction| {
            Box::pin(async move {
                on!(transaction.connection(), c => {
                    sqlx::query("UPDATE people SET secrets_view = $1 WHERE id = $2")
                        .bind(preferences.secrets_view.id())
                        .bind(&own.person)
                        .execute(c)
                        .await
                        .map(|_| ())
                })
                .map_err(failure)
            })
        })
        .await
}
