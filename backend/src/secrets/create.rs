//! Adding a secret.

use domain::{
    faults::Faults,
    kind::Kind,
    name::SecretName,
    text::{Description, DisplayName},
};

use super::{
    NewSecret, Saved, SecretSummary, counts,
    rows::{identity_json, search_text},
    sealed_version::{self, NewVersion},
};
use crate::{
    Backend, Error,
    access::{self, Actor, CreateSecret, Grant},
    activity::{Record, Verb},
    clock,
    store::{Transaction, failure, on},
};

/// A secret that is checked and sealed, ready to be written.
struct Prepared {
    id: String,
    name: SecretName,
    kind: Kind,
    display_name: DisplayName,
    description: Description,
    identity: String,
    version: NewVersion,
    at: i64,
}

/// Checks, seals, and writes record, version and activity in one transaction.
pub(super) async fn create(
    backend: &Backend,
    actor: &Actor,
    new: NewSecret,
) -> Result<Saved, Error> {
    access::authorize::<CreateSecret>(actor)?;
    let (prepared, notes) = prepare(backend, new)?;
    let actor = actor.clone();
    let secret = backend
        .store()
        .write(move |transaction| {
            Box::pin(async move { write(transaction, &actor, prepared).await })
        })
        .await?;
    Ok(Saved {
        secret,
        notes,
        value_replaced: true,
    })
}

fn prepare(backend: &Backend, new: NewSecret) -> Result<(Prepared, Vec<String>), Error> {
    let kind = new.material.kind();
    let mut faults = Faults::new();
    let name = SecretName::parse(&new.name).map_err(|error| faults.push("name", error.to_string()));
    let display_name = DisplayName::parse(&new.display_name)
        .map_err(|error| faults.push("display_name", error.to_string()));
    let description = Description::parse(&new.description)
        .map_err(|error| faults.push("description", error.to_string()));
    let accepted = new.material.create().map_err(|more| faults.extend(more));
    let (Ok(name), Ok(display_name), Ok(description), Ok(accepted)) =
        (name, display_name, description, accepted)
    else {
        return Err(Error::Invalid(faults));
    };
    let id = uuid::Uuid::now_v7().to_string();
    let version = sealed_version::seal(backend, &id, 1, &accepted.material)?;
    let identity = identity_json(&version.identity)?;
    let notes = accepted.notes.iter().map(ToString::to_string).collect();
    let prepared = Prepared {
        id,
        name,
        kind,
        display_name,
        description,
        identity,
        version,
        at: clock::now(),
    };
    Ok((prepared, notes))
}

async fn write(
    transaction: &mut Transaction,
    actor: &Actor,
    new: Prepared,
) -> Result<SecretSummary, Error> {
    let grant = transaction.authorize::<CreateSecret>(actor).await?;
    if !insert(transaction, &grant, actor, &new).await? {
        return Err(name_taken(transaction, &new.name).await?);
    }
    counts::add(transaction, new.kind, false, 1).await?;
    let record = Record::new(Verb::SecretAdded, new.name.as_str())
        .of(&new.id, 1)
        .detail(new.kind.label());
    let summary = summary(actor, &new);
    sealed_version::insert(
        transaction,
        new.version,
        &new.identity,
        new.at,
        actor.name(),
    )
    .await?;
    transaction.record(actor, record).await?;
    Ok(summary)
}

/// Whether the row went in; it does not when the name is taken.
async fn insert(
    transaction: &mut Transaction,
    _: &Grant<CreateSecret>,
    actor: &Actor,
    new: &Prepared,
) -> Result<bool, Error> {
    let (display_name, description) = (new.display_name.as_str(), new.description.as_str());
    let search = search_text(
        new.name.as_str(),
        display_name,
        description,
        &new.version.identity,
    );
    let written = on!(transaction.connection(), c => {
        sqlx::query(
            "INSERT INTO secrets (id, name, kind, display_name, description, identity, search, row_version, \
             value_version, version_id, created_at, created_by, updated_at, updated_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 1, $8, $9, $10, $9, $10) ON CONFLICT (name) DO NOTHING",
        )
        .bind(&new.id)
        .bind(new.name.as_str())
        .bind(new.kind.id())
        .bind(display_name)
        .bind(description)
        .bind(&new.identity)
        .bind(search)
        .bind(&new.version.id)
        .bind(new.at)
        .bind(actor.name())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    Ok(written == 1)
}

async fn name_taken(transaction: &mut Transaction, name: &SecretName) -> Result<Error, Error> {
    let removed: Option<bool> = on!(transaction.connection(), c => {
        sqlx::query_scalar("SELECT removed_at IS NOT NULL FROM secrets WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(c)
            .await
    })
    .map_err(failure)?;
    Ok(Error::field(
        "name",
        if removed == Some(true) {
            "A removed secret has this name. Restore that one, or choose another name."
        } else {
            "A secret of this name is on the rack already. Choose another name."
        },
    ))
}

fn summary(actor: &Actor, new: &Prepared) -> SecretSummary {
    SecretSummary {
        name: new.name.clone(),
        kind: new.kind,
        display_name: new.display_name.as_str().to_owned(),
        description: new.description.as_str().to_owned(),
        identity: new.version.identity.clone(),
        value_version: 1,
        version_id: new.version.id.clone(),
        row_version: 1,
        created_at: new.at,
        created_by: actor.name().to_owned(),
        updated_at: new.at,
        updated_by: actor.name().to_owned(),
        removed: None,
    }
}
