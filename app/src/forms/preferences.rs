//! What a person chooses for the pages: theme, tiles or table.

use backend::people::{Preferences, SecretsView};

use super::{Fields, Outcome, Sender};
use crate::context::{Theme, local_address};

/// Remembers the choice and leads back.
pub(super) async fn submit(sender: Sender<'_>, fields: &Fields) -> Outcome {
    let to = local_address(fields.text("to"));
    if let Some(theme) = Theme::from_id(fields.text("theme")) {
        return Outcome::SetTheme { theme, to };
    }
    let Some(view) = secrets_view(fields.text("view")) else {
        return Outcome::NotFound;
    };
    let preferences = Preferences { secrets_view: view };
    match sender
        .backend
        .people()
        .set_preferences(sender.actor, preferences)
        .await
    {
        Ok(()) => Outcome::Done { to, told: None },
        Err(error) => Outcome::from_error(error, Vec::new(), "/secrets"),
    }
}

/// The view of a form or query value.
pub fn secrets_view(id: &str) -> Option<SecretsView> {
    match id {
        "tiles" => Some(SecretsView::Tiles),
        "table" => Some(SecretsView::Table),
        _ => None,
    }
}
