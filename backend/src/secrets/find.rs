//! Reading one secret.

use domain::name::SecretName;
use sqlx::AssertSqlSafe;

use super::{
    SecretDetail,
    rows::{COLUMNS, SecretRow, VersionRow},
};
use crate::{
    Error,
    access::{Grant, ReadSecrets},
    store::{Connection, failure, on},
};

/// The row of a name, also of a removed secret.
pub(super) async fn by_name(
    connection: &mut Connection,
    _: &Grant<ReadSecrets>,
    name: &SecretName,
) -> Result<SecretRow, Error> {
    let sql = format!("SELECT {COLUMNS} FROM secrets WHERE name = $1");
    let row = on!(connection, c => {
        sqlx::query_as(AssertSqlSafe(sql)).bind(name.as_str()).fetch_optional(c).await
    })
    .map_err(failure)?;
    row.ok_or(Error::NotFound)
}

/// A secret with its versions, newest first.
pub(super) async fn detail(
    connection: &mut Connection,
    grant: &Grant<ReadSecrets>,
    name: &SecretName,
    keep_days: u32,
) -> Result<SecretDetail, Error> {
    let row = by_name(connection, grant, name).await?;
    let versions: Vec<VersionRow> = on!(connection, c => {
        sqlx::query_as(
            "SELECT id, number, identity, created_at, created_by FROM secret_versions \
             WHERE secret_id = $1 ORDER BY number DESC LIMIT 200",
        )
        .bind(&row.id)
        .fetch_all(c)
        .await
    })
    .map_err(failure)?;
    let current = row.value_version;
    let versions = versions
        .into_iter()
        .map(|version| version.summary(current))
        .collect::<Result<_, _>>()?;
    Ok(SecretDetail {
        summary: row.summary(keep_days)?,
        versions,
    })
}
