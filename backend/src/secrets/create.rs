//! Adding a secret.

use std::collections::{HashMap, HashSet};

use domain::{
    faults::Faults,
    kind::Kind,
    material::Note,
    name::SecretName,
    text::{Description, DisplayName},
};

use futures_util::future::BoxFuture;
use sqlx::{Database, Encode, QueryBuilder, Type};

use super::{
    NewSecret, Saved, SecretSummary,
    rows::{identity_json, search_text},
    sealed_version::{self, NewVersion, StoredVersion},
};
use crate::{
    Backend, Error,
    access::{self, Actor, CreateSecret, Grant},
    activity::{Record, Verb},
    clock,
    store::{Script, Transaction, failure, on, then},
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

impl Prepared {
    fn search_text(&self) -> String {
        search_text(
            self.name.as_str(),
            self.display_name.as_str(),
            self.description.as_str(),
            &self.version.identity,
        )
    }
}

/// A new secret that waits for the writer, and who adds it.
pub(crate) struct Creation {
    actor: Actor,
    new: Prepared,
}

/// Checks, seals, and writes record, version and activity in one transaction.
pub(super) async fn create(
    backend: &Backend,
    actor: &Actor,
    new: NewSecret,
) -> Result<Saved, Error> {
    access::authorize::<CreateSecret>(actor)?;
    let (new, notes) = prepare(backend, new)?;
    let actor = actor.clone();
    Ok(Saved {
        secret: backend.creations().write(Creation { actor, new }).await?,
        notes,
        value_replaced: true,
    })
}

fn prepare(backend: &Backend, new: NewSecret) -> Result<(Prepared, Vec<Note>), Error> {
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
    Ok((prepared, accepted.notes))
}

/// Writes new secrets with their first versions and activity.
pub(crate) fn together<'t>(
    transaction: &'t mut Transaction,
    all: Vec<&'t Creation>,
) -> BoxFuture<'t, Result<Vec<Result<SecretSummary, Error>>, Error>> {
    Box::pin(write(transaction, all))
}

async fn write(
    transaction: &mut Transaction,
    all: Vec<&Creation>,
) -> Result<Vec<Result<SecretSummary, Error>>, Error> {
    let (mut granted, mut refused) = (Vec::with_capacity(all.len()), HashMap::new());
    for creation in &all {
        match transaction.authorize::<CreateSecret>(&creation.actor).await {
            Ok(grant) => granted.push((grant, *creation)),
            Err(error @ (Error::Denied | Error::NotFound | Error::SignedOut)) => {
                refused.insert(creation.new.id.as_str(), error);
            }
            Err(error) => return Err(error),
        }
    }
    let written = insert(transaction, &granted).await?;
    for (_, creation) in &granted {
        let id = creation.new.id.as_str();
        if !written.contains(id) {
            refused.insert(id, name_taken(transaction, &creation.new.name).await?);
        }
    }
    let added = granted
        .iter()
        .map(|(_, creation)| *creation)
        .filter(|creation| written.contains(&creation.new.id));
    tell(transaction, added.collect());
    let outcome = |creation: &&Creation| {
        refused
            .remove(creation.new.id.as_str())
            .map_or_else(|| Ok(summary(creation)), Err)
    };
    Ok(all.iter().map(outcome).collect())
}

/// Counts and records those that went in.
fn tell(transaction: &mut Transaction, added: Vec<&Creation>) {
    for Creation { actor, new } in added {
        transaction.counts.add(new.kind, false, 1);
        let record = Record::new(Verb::SecretAdded, new.name.as_str())
            .of(&new.id, 1)
            .detail(new.kind.label());
        transaction.record(actor, record);
    }
}

/// Ids of those that went in, with their first versions; one does not when its name is taken.
async fn insert(
    transaction: &mut Transaction,
    creations: &[(Grant<CreateSecret>, &Creation)],
) -> Result<HashSet<String>, Error> {
    if creations.is_empty() {
        return Ok(HashSet::new());
    }
    let mut script = Script::on(transaction.connection());
    write_secrets(&mut script, creations);
    let versions = creations.iter().map(|(_, creation)| StoredVersion {
        version: &creation.new.version,
        identity_json: &creation.new.identity,
        at: creation.new.at,
        by: creation.actor.name(),
    });
    sealed_version::write(&mut script, versions.collect());
    let ids: Vec<&str> = creations
        .iter()
        .map(|(_, creation)| creation.new.id.as_str())
        .collect();
    let written = script
        .run(transaction.connection())
        .await
        .map_err(failure)?;
    // A record and a version of each.
    if usize::try_from(written).is_ok_and(|written| written == ids.len().saturating_mul(2)) {
        return Ok(ids.into_iter().map(str::to_owned).collect());
    }
    on!(transaction.connection(), c => {
        let mut found = QueryBuilder::new("SELECT id FROM secrets WHERE ");
        push_among(&mut found, &ids);
        found.build_query_scalar().persistent(false).fetch_all(c).await
    })
    .map(|found: Vec<String>| found.into_iter().collect())
    .map_err(failure)
}

fn write_secrets(script: &mut Script, creations: &[(Grant<CreateSecret>, &Creation)]) {
    then!(
        script,
        "INSERT INTO secrets (id, name, kind, display_name, description, identity, search, row_version, \
         value_version, version_id, created_at, created_by, updated_at, updated_by) ",
        all => all
            .push_values(creations, |mut values, (_, creation)| {
                let (new, by) = (&creation.new, creation.actor.name());
                values
                    .push_bind(&new.id)
                    .push_bind(new.name.as_str())
                    .push_bind(new.kind.id())
                    .push_bind(new.display_name.as_str())
                    .push_bind(new.description.as_str())
                    .push_bind(&new.identity)
                    .push_bind(new.search_text())
                    .push("1, 1")
                    .push_bind(&new.version.id)
                    .push_bind(new.at)
                    .push_bind(by)
                    .push_bind(new.at)
                    .push_bind(by);
            })
            .push(" ON CONFLICT (name) DO NOTHING")
    );
}

/// `id IN (…)`.
fn push_among<D>(query: &mut QueryBuilder<D>, ids: &[&str])
where
    D: Database,
    for<'q> &'q str: Encode<'q, D> + Type<D>,
{
    query.push("id IN (");
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
    query.push(")");
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

fn summary(Creation { actor, new }: &Creation) -> SecretSummary {
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
