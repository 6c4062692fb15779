//! A version of a value: sealed, stored, and opened again only to be sealed anew.

use domain::{
    identity::Identity,
    kind::Kind,
    material::{Accepted, Material, MaterialMerge},
};
use sqlx::FromRow;

use super::rows::{self, SecretRow};
use crate::{
    Backend, Error,
    access::{EditSecret, Grant},
    seal::{Context, Sealed},
    store::{Connection, Script, failure, internal, on, then},
};

/// Secrets have no project of their own: where they may be used is a credential's matter.
const SCOPE: &str = "rack";

/// A version that is sealed and not stored yet.
pub(super) struct NewVersion {
    pub id: String,
    pub secret_id: String,
    pub number: i64,
    pub identity: Identity,
    sealed: Sealed,
}

/// Seals material as version `number` of a secret.
pub(super) fn seal(
    backend: &Backend,
    secret_id: &str,
    number: i64,
    material: &Material,
) -> Result<NewVersion, Error> {
    // In the order of time, so that indexes grow at their end.
    let id = uuid::Uuid::now_v7().to_string();
    let destinations = material.destinations();
    let context = context(
        backend.instance(),
        secret_id,
        number,
        material.kind(),
        &destinations,
    );
    let sealed = backend
        .sealer()
        .seal(&context, &material.to_plain())
        .map_err(|_| internal("sealing failed", "the key ring has no usable active key"))?;
    Ok(NewVersion {
        id,
        secret_id: secret_id.to_owned(),
        number,
        identity: material.identity(),
        sealed,
    })
}

/// A sealed version with what is stored beside it.
pub(super) struct StoredVersion<'a> {
    pub version: &'a NewVersion,
    pub identity_json: &'a str,
    /// When and by whom it is made.
    pub at: i64,
    pub by: &'a str,
}

/// Adds the statement that stores sealed versions of secrets that are there.
pub(super) fn write(script: &mut Script, versions: Vec<StoredVersion<'_>>) {
    then!(
        script,
        "INSERT INTO secret_versions (id, secret_id, number, identity, created_at, created_by, key_id, wrapped_key, body) \
         SELECT * FROM (",
        all => all
            .push_values(versions, |mut values, stored| {
                let version = stored.version;
                values
                    .push_bind(&version.id)
                    .push_bind(&version.secret_id)
                    .push_bind(version.number)
                    .push_bind(stored.identity_json)
                    .push_bind(stored.at)
                    .push_bind(stored.by)
                    .push_bind(&version.sealed.key_id)
                    .push_bind(&version.sealed.wrapped_key)
                    .push_bind(&version.sealed.body);
            })
            // The second of them is `secret_id`.
            .push(") AS new WHERE EXISTS (SELECT 1 FROM secrets WHERE id = new.column2)")
    );
}

#[derive(FromRow)]
struct SealedRow {
    number: i64,
    identity: String,
    key_id: String,
    wrapped_key: Vec<u8>,
    body: Vec<u8>,
}

/// Opens the current version to put a change and what is kept of it together: re-sealing, one of
/// the few uses that may open a seal. The destinations that were sealed in are those of the
/// stored identity, so one that was tampered with does not open.
pub(super) async fn merge(
    backend: &Backend,
    connection: &mut Connection,
    _: &Grant<EditSecret>,
    secret: &SecretRow,
    merge: MaterialMerge,
) -> Result<Accepted, Error> {
    let row: SealedRow = on!(connection, c => {
        sqlx::query_as(
            "SELECT number, identity, key_id, wrapped_key, body FROM secret_versions \
             WHERE secret_id = $1 AND number = $2",
        )
        .bind(&secret.id)
        .bind(secret.value_version)
        .fetch_one(c)
        .await
    })
    .map_err(failure)?;
    let kind = rows::kind(&secret.kind)?;
    let destinations = rows::identity(&row.identity)?.destinations();
    let context = context(
        backend.instance(),
        &secret.id,
        row.number,
        kind,
        &destinations,
    );
    let sealed = Sealed {
        key_id: row.key_id,
        wrapped_key: row.wrapped_key,
        body: row.body,
    };
    let plain = backend
        .sealer()
        .open(&context, &sealed)
        .map_err(|_| Error::Integrity)?;
    let stored = Material::from_plain(kind, &plain).map_err(|_| Error::Integrity)?;
    merge.apply(stored).map_err(Error::Invalid)
}

/// The place that version `number` of a secret is sealed for; renewing a wrap needs the same.
pub(crate) fn context<'a>(
    instance: &'a str,
    secret_id: &'a str,
    number: i64,
    kind: Kind,
    destinations: &'a [String],
) -> Context<'a> {
    Context {
        instance,
        table: "secret_versions",
        record: secret_id,
        version: number,
        kind: kind.id(),
        scope: SCOPE,
        destinations,
    }
}
