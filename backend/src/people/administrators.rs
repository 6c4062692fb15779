//! The rule that somebody can always administer.

use domain::role::Role;

use super::{PersonState, rows::PersonRow};
use crate::{
    Error,
    store::{Connection, failure, on},
};

/// Whether somebody other than `except` can administer now: has joined and is not disabled.
pub(super) async fn is_there_another(
    connection: &mut Connection,
    except: &str,
) -> Result<bool, Error> {
    let number: i64 = on!(connection, c => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM people \
             WHERE role = $1 AND disabled_at IS NULL AND password_hash IS NOT NULL AND id <> $2",
        )
        .bind(Role::Administrator.id())
        .bind(except)
        .fetch_one(c)
        .await
    })
    .map_err(failure)?;
    Ok(number > 0)
}

/// Whether anybody can administer now.
pub(super) async fn is_there_one(connection: &mut Connection) -> Result<bool, Error> {
    is_there_another(connection, "").await
}

/// Refuses what would leave nobody who can administer. To be asked inside the transaction that
/// takes the right away.
pub(super) async fn keep_one(
    connection: &mut Connection,
    leaving: &PersonRow,
) -> Result<(), Error> {
    let counts = leaving.role()? == Role::Administrator && leaving.state() == PersonState::Active;
    if counts && !is_there_another(connection, &leaving.id).await? {
        return Err(Error::Refused(
            "This is the last administrator. Make somebody else an administrator first.",
        ));
    }
    Ok(())
}
