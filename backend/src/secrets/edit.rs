//! Changing a secret's texts, and replacing its value.

use domain::{
    faults::Faults,
    material::{Accepted, MaterialChange, MaterialInput, Note},
    name::SecretName,
    text::{Description, DisplayName},
};

use super::{
    EditSecret as Edit, Saved, SecretSummary, find,
    rows::{self, SecretRow, identity_json, search_text},
    sealed_version::{self, NewVersion, StoredVersion},
};
use crate::{
    Backend, Conflict, Error,
    access::{self, Actor, EditSecret, Grant, ReadSecrets},
    activity::{self, Record, Verb},
    clock,
    store::{Connection, Script, Transaction, failure, on},
};

/// An edit that is checked and sealed, ready to be written.
struct Prepared {
    before: SecretRow,
    display_name: String,
    description: String,
    /// Texts that differ, in words.
    texts: Vec<&'static str>,
    version: Option<(NewVersion, String)>,
}

/// Checks, seals if there is a new value, and writes in one transaction.
pub(super) async fn edit(
    backend: &Backend,
    actor: &Actor,
    name: &SecretName,
    edit: Edit,
) -> Result<Saved, Error> {
    let reading = access::authorize::<ReadSecrets>(actor)?;
    let grant = access::authorize::<EditSecret>(actor)?;
    let mut connection = backend.store().read().await?;
    let before = find::by_name(&mut connection, &reading, name).await?;
    if before.removed_at.is_some() {
        return Err(Error::Refused(
            "This secret is removed. Restore it before changing it.",
        ));
    }
    if before.row_version != edit.row_version {
        return Err(conflict(&mut connection, &grant, &before, edit.row_version).await?);
    }
    let (prepared, notes) = prepare(backend, &mut connection, &grant, before, edit).await?;
    drop(connection);
    let value_replaced = prepared.version.is_some();
    let keep_days = backend.keep_removed_days();
    let actor = actor.clone();
    let secret = backend
        .store()
        .write(move |transaction| {
            Box::pin(async move { write(transaction, &actor, prepared, keep_days).await })
        })
        .await?;
    Ok(Saved {
        secret,
        notes,
        value_replaced,
    })
}

async fn prepare(
    backend: &Backend,
    connection: &mut Connection,
    grant: &Grant<EditSecret>,
    before: SecretRow,
    edit: Edit,
) -> Result<(Prepared, Vec<Note>), Error> {
    let mut faults = Faults::new();
    let display_name = match edit.display_name {
        Some(text) => DisplayName::parse(&text)
            .map(|parsed| parsed.as_str().to_owned())
            .unwrap_or_else(|error| {
                faults.push("display_name", error.to_string());
                String::new()
            }),
        None => before.display_name.clone(),
    };
    let description = match edit.description {
        Some(text) => Description::parse(&text)
            .map(|parsed| parsed.as_str().to_owned())
            .unwrap_or_else(|error| {
                faults.push("description", error.to_string());
                String::new()
            }),
        None => before.description.clone(),
    };
    let change = judge(edit.material, &before).unwrap_or_else(|more| {
        faults.extend(more);
        MaterialChange::Keep
    });
    faults.or(()).map_err(Error::Invalid)?;
    let accepted = match change {
        MaterialChange::Keep => None,
        MaterialChange::Replace(accepted) => Some(accepted),
        MaterialChange::Merge(merge) => {
            Some(sealed_version::merge(backend, connection, grant, &before, merge).await?)
        }
    };
    let (version, notes) = seal(backend, &before, accepted)?;
    let texts = [
        ("display name", display_name != before.display_name),
        ("description", description != before.description),
    ];
    let texts = texts
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(text, _)| text)
        .collect();
    Ok((
        Prepared {
            before,
            display_name,
            description,
            texts,
            version,
        },
        notes,
    ))
}

fn judge(material: Option<MaterialInput>, before: &SecretRow) -> Result<MaterialChange, Faults> {
    let Some(material) = material else {
        return Ok(MaterialChange::Keep);
    };
    let identity = rows::identity(&before.identity).map_err(|_| {
        Faults::one(
            "",
            "The stored identity cannot be read. Replace the whole value.",
        )
    })?;
    if material.kind() != identity.kind() {
        return Err(Faults::one(
            "kind",
            "The kind of a secret cannot be changed.",
        ));
    }
    material.change(&identity)
}

type Sealed = (Option<(NewVersion, String)>, Vec<Note>);

fn seal(
    backend: &Backend,
    before: &SecretRow,
    accepted: Option<Accepted>,
) -> Result<Sealed, Error> {
    let Some(accepted) = accepted else {
        return Ok((None, Vec::new()));
    };
    let number = before.value_version.saturating_add(1);
    let version = sealed_version::seal(backend, &before.id, number, &accepted.material)?;
    let json = identity_json(&version.identity)?;
    Ok((Some((version, json)), accepted.notes))
}

async fn write(
    transaction: &mut Transaction,
    actor: &Actor,
    edit: Prepared,
    keep_days: u32,
) -> Result<SecretSummary, Error> {
    let grant = transaction.authorize::<EditSecret>(actor).await?;
    let base = edit.before.row_version;
    if edit.texts.is_empty() && edit.version.is_none() {
        return edit.before.summary(keep_days);
    }
    let Some(after) = update(transaction, &grant, actor, &edit).await? else {
        let reading = transaction.authorize::<ReadSecrets>(actor).await?;
        transaction.write_entries().await?;
        let name = SecretName::parse(&edit.before.name).map_err(|_| Error::NotFound)?;
        let now = find::by_name(transaction.connection(), &reading, &name).await?;
        return Err(conflict(transaction.connection(), &grant, &now, base).await?);
    };
    let about = |verb| Record::new(verb, after.name.as_str()).of(&after.id, after.row_version);
    if !edit.texts.is_empty() {
        transaction.record(
            actor,
            about(Verb::SecretEdited).detail(edit.texts.join(", ")),
        );
    }
    if let Some((version, json)) = edit.version {
        let detail = format!("version {}", version.number);
        let stored = StoredVersion {
            version: &version,
            identity_json: &json,
            at: after.updated_at,
            by: actor.name(),
        };
        let mut script = Script::on(transaction.connection());
        sealed_version::write(&mut script, vec![stored]);
        script
            .run(transaction.connection())
            .await
            .map_err(failure)?;
        transaction.record(actor, about(Verb::ValueReplaced).detail(detail));
    }
    after.summary(keep_days)
}

/// The row as it is after the edit, or none when it is no longer the one that was edited.
async fn update(
    transaction: &mut Transaction,
    _: &Grant<EditSecret>,
    actor: &Actor,
    edit: &Prepared,
) -> Result<Option<SecretRow>, Error> {
    let mut after = edit.before.clone();
    after.display_name.clone_from(&edit.display_name);
    after.description.clone_from(&edit.description);
    if let Some((version, json)) = &edit.version {
        after.identity.clone_from(json);
        after.value_version = version.number;
        after.version_id.clone_from(&version.id);
    }
    after.row_version = after.row_version.saturating_add(1);
    after.updated_at = clock::now();
    after.updated_by = actor.name().to_owned();
    let search = search_text(
        &after.name,
        &after.display_name,
        &after.description,
        &rows::identity(&after.identity)?,
    );
    let written = on!(transaction.connection(), c => {
        sqlx::query(
            "UPDATE secrets SET display_name = $1, description = $2, identity = $3, search = $4, row_version = $5, \
             value_version = $6, version_id = $7, updated_at = $8, updated_by = $9 \
             WHERE id = $10 AND row_version = $11 AND removed_at IS NULL",
        )
        .bind(&after.display_name)
        .bind(&after.description)
        .bind(&after.identity)
        .bind(search)
        .bind(after.row_version)
        .bind(after.value_version)
        .bind(&after.version_id)
        .bind(after.updated_at)
        .bind(&after.updated_by)
        .bind(&after.id)
        .bind(edit.before.row_version)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })
    .map_err(failure)?;
    Ok((written == 1).then_some(after))
}

/// Who changed what after the version that an edit was made on.
pub(super) async fn conflict<A>(
    connection: &mut Connection,
    grant: &Grant<A>,
    now: &SecretRow,
    base: i64,
) -> Result<Error, Error> {
    let entries = activity::list::since(connection, grant, &now.id, base).await?;
    let mut what: Vec<String> = Vec::new();
    for entry in entries {
        for part in changed_by(&entry) {
            if !what.contains(&part) {
                what.push(part);
            }
        }
    }
    Ok(Error::Conflict(Conflict {
        by: now.updated_by.clone(),
        at: now.updated_at,
        what,
        version: now.row_version,
    }))
}

fn changed_by(entry: &activity::Entry) -> Vec<String> {
    match entry.verb {
        Verb::SecretEdited => entry.detail.split(", ").map(str::to_owned).collect(),
        Verb::ValueReplaced => vec!["value".to_owned()],
        Verb::SecretRemoved => vec!["removed".to_owned()],
        Verb::SecretRestored => vec!["restored".to_owned()],
        _ => Vec::new(),
    }
}
