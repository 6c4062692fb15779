//! Roles hold in every use case, also when they changed a moment ago.

use backend::{Error, access::Actor, secrets::EditSecret};
use domain::role::Role;

use crate::support::{Rack, all, name, new_secret, on_both};

/// What each use case answers: "ok", "denied", "hidden" (not found) or "signed out".
fn word<T>(result: Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(Error::Denied) => "denied",
        Err(Error::NotFound) => "hidden",
        Err(Error::SignedOut) => "signed out",
        Err(other) => panic!("{other:?}"),
    }
}

async fn all_of(rack: &Rack, actor: &Actor, prefix: &str) -> Vec<&'static str> {
    let secrets = rack.backend.secrets();
    let existing = format!("{prefix}-old");
    rack.add(&existing, "pw").await;
    let edit = EditSecret {
        row_version: 1,
        display_name: Some("x".into()),
        description: None,
        material: None,
    };
    let row_version = |ok: bool| if ok { 2 } else { 1 };
    let created = word(
        secrets
            .create(actor, new_secret(&format!("{prefix}-new"), "pw"))
            .await,
    );
    let edited = word(secrets.edit(actor, &name(&existing), edit).await);
    vec![
        word(secrets.list(actor, &all()).await),
        word(secrets.get(actor, &name(&existing)).await),
        created,
        edited,
        word(
            secrets
                .remove(actor, &name(&existing), row_version(edited == "ok"))
                .await,
        ),
        word(secrets.restore(actor, &name(&existing)).await),
        word(
            rack.backend
                .activity()
                .list(actor, &crate::activity::newest())
                .await,
        ),
    ]
}

on_both! {
    async fn each_role_does_what_it_may_and_nothing_else(rack: Rack) {
        let (_, editor) = rack.person("editor", Role::SecretEditor).await;
        let (_, viewer) = rack.person("viewer", Role::SecretViewer).await;
        let (_, none) = rack.person("none", Role::None).await;
        assert_eq!(all_of(&rack, &rack.administrator, "a").await, ["ok"; 7]);
        assert_eq!(all_of(&rack, &editor, "e").await, ["ok", "ok", "ok", "ok", "ok", "ok", "hidden"]);
        assert_eq!(all_of(&rack, &viewer, "v").await, ["ok", "ok", "denied", "denied", "denied", "denied", "hidden"]);
        assert_eq!(all_of(&rack, &none, "n").await, ["hidden"; 7]);
        assert_eq!(all_of(&rack, &Actor::nobody(), "s").await, ["signed out"; 7]);
    }

    async fn a_role_taken_away_counts_at_once(rack: Rack) {
        let (id, editor) = rack.person("editor", Role::SecretEditor).await;
        let person = rack.backend.people().get(&rack.administrator, &id).await.unwrap();
        rack.backend
            .people()
            .set_role(&rack.administrator, &id, Role::SecretViewer, person.row_version)
            .await
            .unwrap();
        // The request had been authenticated before the role was taken away.
        assert_eq!(word(rack.backend.secrets().create(&editor, new_secret("late", "pw")).await), "denied");
        assert!(rack.names(all()).await.is_empty());
    }

    async fn a_disabled_person_changes_nothing_any_more(rack: Rack) {
        let (id, editor) = rack.person("editor", Role::SecretEditor).await;
        let person = rack.backend.people().get(&rack.administrator, &id).await.unwrap();
        rack.backend.people().disable(&rack.administrator, &id, person.row_version).await.unwrap();
        assert_eq!(word(rack.backend.secrets().create(&editor, new_secret("late", "pw")).await), "signed out");
    }

    async fn a_refusal_is_recorded(rack: Rack) {
        let (_, viewer) = rack.person("viewer", Role::SecretViewer).await;
        rack.add("seen", "pw").await;
        let _ = rack.backend.secrets().remove(&viewer, &name("seen"), 1).await.unwrap_err();
        let entries = rack.backend.activity().list(&rack.administrator, &crate::activity::newest()).await.unwrap();
        let newest = &entries.rows[0];
        assert_eq!(newest.verb, backend::activity::Verb::Refused);
        assert_eq!((newest.actor.as_str(), newest.object.as_str()), ("viewer of the tests", "seen"));
    }
}
