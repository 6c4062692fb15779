//! Adding, finding, changing, removing.

use backend::{
    Error,
    access::Actor,
    secrets::{EditSecret, ListQuery, NewSecret, Sort},
};
use domain::{kind::Kind, role::Role};

use crate::support::{all, name, new_secret, on_both, row, rows};

fn edit(row_version: i64) -> EditSecret {
    EditSecret {
        row_version,
        display_name: None,
        description: None,
        material: None,
    }
}

fn fault_of(error: &Error, field: &str) -> String {
    match error {
        Error::Invalid(faults) => faults
            .for_field(field)
            .map(str::to_owned)
            .unwrap_or_default(),
        other => panic!("expected faults, got {other:?}"),
    }
}

on_both! {
    async fn what_was_added_is_found_with_its_identity_and_history(rack: Rack) {
        let new = NewSecret {
            name: "ghcr-pull".into(),
            display_name: "GitHub for training".into(),
            description: "Read only".into(),
            material: rows(vec![row("ghcr.io", "ml-bot", Some("pw-1")), row("docker.io", "acme", Some("pw-2"))]),
        };
        let saved = rack.backend.secrets().create(&rack.administrator, new).await.unwrap();
        assert!(saved.value_replaced);
        let detail = rack.backend.secrets().get(&rack.administrator, &name("ghcr-pull")).await.unwrap();
        assert_eq!(detail.summary.display_name, "GitHub for training");
        assert_eq!(detail.summary.description, "Read only");
        assert_eq!(detail.summary.created_by, "root of the tests");
        assert_eq!(detail.summary.identity.destinations(), ["ghcr.io", "https://index.docker.io/v1/"]);
        assert_eq!(detail.versions.len(), 1);
        assert!(detail.versions[0].current);
        assert_eq!(detail.versions[0].id, detail.summary.version_id);
    }

    async fn search_looks_at_name_texts_and_identity(rack: Rack) {
        let secrets = rack.backend.secrets();
        for (name, display, description, host, user) in [
            ("alpha", "First of all", "", "ghcr.io", "ml-bot"),
            ("beta", "", "for 100% of the teams", "quay.io", "acme+pull"),
            ("gamma", "", "", "nvcr.io", "$oauthtoken"),
        ] {
            let new = NewSecret {
                name: name.into(),
                display_name: display.into(),
                description: description.into(),
                material: rows(vec![row(host, user, Some("pw"))]),
            };
            secrets.create(&rack.administrator, new).await.unwrap();
        }
        let found = |search: &str| rack.names(ListQuery { search: search.into(), ..all() });
        assert_eq!(found("").await, ["alpha", "beta", "gamma"]);
        assert_eq!(found("FIRST").await, ["alpha"]);
        assert_eq!(found("quay").await, ["beta"]);
        assert_eq!(found("oauthtoken nvcr").await, ["gamma"]);
        assert_eq!(found("alpha quay").await, Vec::<String>::new());
        assert_eq!(found("100%").await, ["beta"]);
        assert_eq!(found("%").await, ["beta"]);
        assert_eq!(found("_").await, Vec::<String>::new());
        assert_eq!(found("'; DROP TABLE secrets; --").await, Vec::<String>::new());
        assert_eq!(found("").await.len(), 3);
    }

    async fn a_value_is_never_searched(rack: Rack) {
        rack.add("alpha", "findable-canary").await;
        assert!(rack.names(ListQuery { search: "findable".into(), ..all() }).await.is_empty());
    }

    async fn orders_and_pages_are_stable_and_bounded(rack: Rack) {
        for number in 0..7 {
            rack.add(&format!("s{number}"), "pw").await;
        }
        let query = |sort, page, size| ListQuery { sort, page, size, ..all() };
        assert_eq!(rack.names(query(Sort::Name, 1, 3)).await, ["s0", "s1", "s2"]);
        assert_eq!(rack.names(query(Sort::Name, 3, 3)).await, ["s6"]);
        assert_eq!(rack.names(query(Sort::NameDescending, 1, 2)).await, ["s6", "s5"]);
        assert_eq!(rack.names(query(Sort::RecentlyAdded, 1, 2)).await, ["s6", "s5"]);
        assert_eq!(rack.names(query(Sort::FirstAdded, 1, 2)).await, ["s0", "s1"]);
        rack.backend
            .secrets()
            .edit(&rack.administrator, &name("s3"), EditSecret { display_name: Some("x".into()), ..edit(1) })
            .await
            .unwrap();
        assert_eq!(rack.names(query(Sort::RecentlyChanged, 1, 1)).await, ["s3"]);
        assert_eq!(rack.names(query(Sort::Name, 0, 0)).await, ["s0"]);
        assert_eq!(rack.names(query(Sort::Name, u32::MAX, u32::MAX)).await, Vec::<String>::new());
    }

    async fn counts_follow_every_change(rack: Rack) {
        for number in 0..5 {
            rack.add(&format!("s{number}"), "pw").await;
        }
        let secrets = rack.backend.secrets();
        secrets.remove(&rack.administrator, &name("s1"), 1).await.unwrap();
        secrets.remove(&rack.administrator, &name("s2"), 1).await.unwrap();
        secrets.restore(&rack.administrator, &name("s2")).await.unwrap();
        let on_rack = secrets.list(&rack.administrator, &all()).await.unwrap();
        assert_eq!((on_rack.in_all, on_rack.page.total), (4, 4));
        assert_eq!(on_rack.by_kind, [(Kind::ImagePull, 4)]);
        let removed = secrets.list(&rack.administrator, &ListQuery { removed: true, ..all() }).await.unwrap();
        assert_eq!((removed.in_all, removed.page.rows.len()), (1, 1));
    }

    async fn a_name_is_taken_once_also_by_a_removed_secret(rack: Rack) {
        rack.add("taken", "pw").await;
        let secrets = rack.backend.secrets();
        let again = secrets.create(&rack.administrator, new_secret("taken", "other")).await.unwrap_err();
        assert!(fault_of(&again, "name").contains("on the rack already"));
        secrets.remove(&rack.administrator, &name("taken"), 1).await.unwrap();
        let again = secrets.create(&rack.administrator, new_secret("taken", "other")).await.unwrap_err();
        assert!(fault_of(&again, "name").contains("removed secret"));
        assert_eq!(rack.number("SELECT COUNT(*) FROM secrets").await, 1);
        assert_eq!(rack.number("SELECT COUNT(*) FROM secret_versions").await, 1);
    }

    async fn of_many_adding_one_name_at_once_one_succeeds(rack: Rack) {
        let attempts = (0..40).map(|number| {
            let (backend, actor) = (rack.backend.clone(), rack.administrator.clone());
            tokio::spawn(async move {
                backend.secrets().create(&actor, new_secret("race", &format!("pw-{number}"))).await
            })
        });
        let mut won = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert!(fault_of(&error, "name").contains("on the rack already")),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(rack.number("SELECT COUNT(*) FROM secret_versions").await, 1);
        assert_eq!(rack.number("SELECT number FROM secret_counts WHERE removed = FALSE").await, 1);
    }

    async fn what_many_add_at_once_is_decided_for_each(rack: Rack) {
        let (_, viewer) = rack.person("viewer", Role::SecretViewer).await;
        let (id, demoted) = rack.person("demoted", Role::SecretEditor).await;
        let people = rack.backend.people();
        let version = people.get(&rack.administrator, &id).await.unwrap().row_version;
        people.set_role(&rack.administrator, &id, Role::SecretViewer, version).await.unwrap();
        let attempts = (0..60).map(|number| {
            let backend = rack.backend.clone();
            let actor = match number % 3 {
                0 => rack.administrator.clone(),
                1 => viewer.clone(),
                _ => demoted.clone(),
            };
            tokio::spawn(async move {
                let new = new_secret(&format!("at-once-{number}"), "pw");
                (number, backend.secrets().create(&actor, new).await)
            })
        });
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                (number, Ok(saved)) => {
                    assert_eq!(number % 3, 0);
                    assert_eq!(saved.secret.name.as_str(), format!("at-once-{number}"));
                }
                (number, Err(error)) => assert!(matches!(error, Error::Denied) && number % 3 != 0, "{number}: {error}"),
            }
        }
        assert_eq!(rack.number("SELECT COUNT(*) FROM secrets").await, 20);
        assert_eq!(rack.number("SELECT COUNT(*) FROM secret_versions").await, 20);
        assert_eq!(rack.number("SELECT number FROM secret_counts WHERE removed = FALSE").await, 20);
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity WHERE verb = 'secret.added'").await, 20);
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity WHERE verb = 'access.refused'").await, 40);
        let report = rack.backend.activity().verify(&Actor::system("verify")).await.unwrap();
        assert_eq!(report.broken_at, None);
    }

    async fn an_edit_that_changes_nothing_leaves_everything_as_it_is(rack: Rack) {
        rack.add("still", "pw").await;
        let before = rack.backend.secrets().get(&rack.administrator, &name("still")).await.unwrap();
        let same = EditSecret { material: Some(rows(vec![row("ghcr.io", "bot", None)])), ..edit(1) };
        let saved = rack.backend.secrets().edit(&rack.administrator, &name("still"), same).await.unwrap();
        assert!(!saved.value_replaced);
        assert_eq!(saved.secret.row_version, 1);
        assert_eq!(saved.secret.version_id, before.summary.version_id);
        assert_eq!(rack.number("SELECT COUNT(*) FROM secret_versions").await, 1);
    }

    async fn texts_can_be_changed_and_cleared_without_the_value(rack: Rack) {
        rack.add("texts", "pw").await;
        let secrets = rack.backend.secrets();
        let first = EditSecret { display_name: Some("Shown".into()), description: Some("Said".into()), ..edit(1) };
        let saved = secrets.edit(&rack.administrator, &name("texts"), first).await.unwrap();
        assert_eq!((saved.secret.display_name.as_str(), saved.secret.row_version), ("Shown", 2));
        let cleared = EditSecret { display_name: Some(String::new()), ..edit(2) };
        let saved = secrets.edit(&rack.administrator, &name("texts"), cleared).await.unwrap();
        assert_eq!((saved.secret.display_name.as_str(), saved.secret.description.as_str()), ("", "Said"));
        assert_eq!(saved.secret.value_version, 1);
    }

    async fn an_empty_password_keeps_what_is_stored_for_the_same_host_only(rack: Rack) {
        let secrets = rack.backend.secrets();
        let new = NewSecret {
            material: rows(vec![row("ghcr.io", "bot", Some("kept")), row("quay.io", "acme", Some("old"))]),
            ..new_secret("keeps", "unused")
        };
        secrets.create(&rack.administrator, new).await.unwrap();
        let partly = rows(vec![row("ghcr.io", "bot2", None), row("quay.io", "acme", Some("new"))]);
        let saved = secrets
            .edit(&rack.administrator, &name("keeps"), EditSecret { material: Some(partly), ..edit(1) })
            .await
            .unwrap();
        assert!(saved.value_replaced);
        assert_eq!(saved.secret.value_version, 2);
        let elsewhere = rows(vec![row("evil.example", "bot2", None), row("quay.io", "acme", None)]);
        let refused = secrets
            .edit(&rack.administrator, &name("keeps"), EditSecret { material: Some(elsewhere), ..edit(2) })
            .await
            .unwrap_err();
        assert!(!fault_of(&refused, "rows.0.password").is_empty());
        let after = secrets.get(&rack.administrator, &name("keeps")).await.unwrap();
        assert_eq!(after.summary.row_version, 2);
        assert_eq!(after.summary.identity.destinations(), ["ghcr.io", "quay.io"]);
    }

    async fn the_slower_of_two_editors_learns_who_changed_what(rack: Rack) {
        rack.add("busy", "pw").await;
        let (_, other) = rack.person("editor", Role::SecretEditor).await;
        let secrets = rack.backend.secrets();
        let quick = EditSecret {
            description: Some("first".into()),
            material: Some(rows(vec![row("ghcr.io", "bot", Some("new"))])),
            ..edit(1)
        };
        secrets.edit(&other, &name("busy"), quick).await.unwrap();
        let slow = EditSecret { description: Some("second".into()), ..edit(1) };
        let Error::Conflict(conflict) = secrets.edit(&rack.administrator, &name("busy"), slow).await.unwrap_err()
        else {
            panic!("expected a conflict")
        };
        assert_eq!(conflict.by, "editor of the tests");
        assert_eq!(conflict.what, ["description", "value"]);
        assert_eq!(conflict.version, 2);
        let after = secrets.get(&rack.administrator, &name("busy")).await.unwrap();
        assert_eq!(after.summary.description, "first");
        let stale = secrets.remove(&rack.administrator, &name("busy"), 1).await.unwrap_err();
        assert!(matches!(stale, Error::Conflict(_)));
    }

    async fn of_many_edits_of_one_version_one_succeeds(rack: Rack) {
        rack.add("once", "pw").await;
        let attempts: Vec<_> = (0..20)
            .map(|number| {
                let (backend, actor) = (rack.backend.clone(), rack.administrator.clone());
                tokio::spawn(async move {
                    let edit = EditSecret { description: Some(format!("by {number}")), ..edit(1) };
                    backend.secrets().edit(&actor, &name("once"), edit).await
                })
            })
            .collect();
        let mut won = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Conflict(newer)) => assert_eq!(newer.what, ["description"]),
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(won, 1);
    }

    async fn a_removed_secret_is_off_the_rack_and_can_be_put_back(rack: Rack) {
        rack.add("gone", "pw").await;
        let secrets = rack.backend.secrets();
        let removed = secrets.remove(&rack.administrator, &name("gone"), 1).await.unwrap();
        let removal = removed.removed.unwrap();
        assert_eq!(removal.by, "root of the tests");
        assert_eq!(removal.destroyed_at - removal.at, 30 * 24 * 3600 * 1000);
        assert!(rack.names(all()).await.is_empty());
        assert_eq!(rack.names(ListQuery { removed: true, ..all() }).await, ["gone"]);
        let refused = secrets.edit(&rack.administrator, &name("gone"), edit(2)).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)));
        assert!(matches!(
            secrets.remove(&rack.administrator, &name("gone"), 2).await.unwrap_err(),
            Error::NotFound
        ));
        secrets.restore(&rack.administrator, &name("gone")).await.unwrap();
        assert_eq!(rack.names(all()).await, ["gone"]);
        assert!(matches!(secrets.restore(&rack.administrator, &name("gone")).await.unwrap_err(), Error::NotFound));
    }

    async fn a_secret_is_destroyed_when_its_time_has_come_and_not_before(rack: Rack) {
        rack.add("young", "pw").await;
        rack.add("old", "pw").await;
        let secrets = rack.backend.secrets();
        for gone in ["young", "old"] {
            secrets.remove(&rack.administrator, &name(gone), 1).await.unwrap();
        }
        rack.tamper("UPDATE secrets SET removed_at = removed_at - 31 * CAST(86400000 AS BIGINT) WHERE name = 'old'").await;
        assert_eq!(secrets.destroy_expired(&Actor::system("upkeep")).await.unwrap(), 1);
        assert_eq!(rack.names(ListQuery { removed: true, ..all() }).await, ["young"]);
        assert_eq!(rack.number("SELECT COUNT(*) FROM secret_versions").await, 1);
        assert_eq!(rack.number("SELECT number FROM secret_counts WHERE removed = TRUE").await, 1);
        rack.add("old", "the name is free again").await;
        let denied = secrets.destroy_expired(&rack.administrator).await.unwrap_err();
        assert!(matches!(denied, Error::NotFound | Error::Denied));
    }

    async fn what_was_acknowledged_is_there_after_closing_and_opening(rack: Rack) {
        let mut rack = rack;
        rack.add("kept", "pw").await;
        rack.reopen().await;
        let (_, editor) = rack.person("later", Role::SecretEditor).await;
        assert_eq!(rack.names(all()).await, ["kept"]);
        let partly = rows(vec![row("ghcr.io", "renamed", None)]);
        let change = EditSecret { material: Some(partly), ..edit(1) };
        assert!(rack.backend.secrets().edit(&editor, &name("kept"), change).await.unwrap().value_replaced);
    }
}
