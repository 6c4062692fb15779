//! The audit trail: complete, filtered, and hash-chained.

use backend::{
    access::Actor,
    activity::{ActivityQuery, Verb},
    people::{Accept, Client, Invite},
    secrets::EditSecret,
};
use domain::role::Role;

use crate::support::{Rack, accept, name, new_secret, on_both};

pub fn newest() -> ActivityQuery {
    ActivityQuery {
        search: String::new(),
        verb: None,
        from: None,
        until: None,
        page: 1,
        size: 100,
    }
}

async fn verbs(rack: &Rack, query: ActivityQuery) -> Vec<Verb> {
    let page = rack
        .backend
        .activity()
        .list(&rack.administrator, &query)
        .await
        .unwrap();
    page.rows.iter().map(|entry| entry.verb).collect()
}

on_both! {
    async fn every_change_is_recorded_once(rack: Rack) {
        rack.add("one", "pw").await;
        let secrets = rack.backend.secrets();
        let edit = EditSecret { row_version: 1, display_name: Some("x".into()), description: None, material: None };
        secrets.edit(&rack.administrator, &name("one"), edit).await.unwrap();
        secrets.remove(&rack.administrator, &name("one"), 2).await.unwrap();
        secrets.restore(&rack.administrator, &name("one")).await.unwrap();
        let query = ActivityQuery { search: "one".into(), ..newest() };
        assert_eq!(
            verbs(&rack, query).await,
            [Verb::SecretRestored, Verb::SecretRemoved, Verb::SecretEdited, Verb::SecretAdded]
        );
        let own = rack.backend.activity().of_secret(&rack.administrator, &name("one"), 2).await.unwrap();
        assert_eq!(own.iter().map(|entry| entry.verb).collect::<Vec<_>>(), [Verb::SecretRestored, Verb::SecretRemoved]);
    }

    async fn what_failed_leaves_no_entry_of_success(rack: Rack) {
        rack.add("one", "pw").await;
        let _ = rack.backend.secrets().create(&rack.administrator, new_secret("one", "pw")).await.unwrap_err();
        let query = ActivityQuery { verb: Some(Verb::SecretAdded), ..newest() };
        assert_eq!(verbs(&rack, query).await.len(), 1);
    }

    async fn a_name_is_found_as_it_is_written_in_any_alphabet(rack: Rack) {
        let people = rack.backend.people();
        let invite = Invite {
            login: "ozgur".into(),
            display_name: "Özgür Ünal".into(),
            role: Role::SecretEditor,
        };
        let link = people.invite(&rack.administrator, invite).await.unwrap();
        let accept = Accept { display_name: "Özgür Ünal".into(), ..accept("ozgur") };
        people.accept_link(&link.token, accept, &Client::default()).await.unwrap();
        for search in ["Özgür", "Ünal"] {
            let found = verbs(&rack, ActivityQuery { search: search.into(), ..newest() }).await;
            assert!(found.contains(&Verb::PersonJoined), "{search}: {found:?}");
        }
    }

    async fn filters_narrow_by_verb_time_and_text(rack: Rack) {
        rack.add("one", "pw").await;
        rack.add("two", "pw").await;
        let only = |verb| ActivityQuery { verb: Some(verb), ..newest() };
        assert_eq!(verbs(&rack, only(Verb::SecretAdded)).await.len(), 2);
        assert_eq!(verbs(&rack, ActivityQuery { search: "TWO".into(), ..newest() }).await, [Verb::SecretAdded]);
        assert!(verbs(&rack, ActivityQuery { until: Some(1), ..newest() }).await.is_empty());
        assert!(!verbs(&rack, ActivityQuery { from: Some(1), ..newest() }).await.is_empty());
        let page = rack
            .backend
            .activity()
            .list(&rack.administrator, &ActivityQuery { size: 1, page: 2, ..only(Verb::SecretAdded) })
            .await
            .unwrap();
        assert_eq!((page.total, page.rows[0].object.as_str()), (2, "one"));
    }

    async fn the_chain_holds_under_parallel_changes(rack: Rack) {
        let tasks: Vec<_> = (0..60)
            .map(|number| {
                let (backend, actor) = (rack.backend.clone(), rack.administrator.clone());
                // Every third name is taken already: refused changes stand between good ones.
                let name = if number % 3 == 0 { "same".to_owned() } else { format!("s{number}") };
                tokio::spawn(async move { backend.secrets().create(&actor, new_secret(&name, "pw")).await.is_ok() })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let report = rack.backend.activity().verify(&rack.administrator).await.unwrap();
        assert_eq!(report.broken_at, None);
        assert_eq!(report.entries, rack.number("SELECT COUNT(*) FROM activity").await);
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity WHERE verb = 'secret.added'").await, 41);
    }

    async fn a_changed_entry_breaks_the_chain_where_it_is(rack: Rack) {
        rack.add("one", "pw").await;
        rack.add("two", "pw").await;
        let system = Actor::system("check");
        assert_eq!(rack.backend.activity().verify(&system).await.unwrap().broken_at, None);
        let number = rack.number("SELECT number FROM activity WHERE object = 'one'").await;
        assert_eq!(rack.tamper("UPDATE activity SET object = 'won' WHERE object = 'one'").await, 1);
        assert_eq!(rack.backend.activity().verify(&system).await.unwrap().broken_at, Some(number));
    }

    async fn a_missing_last_entry_is_noticed(rack: Rack) {
        rack.add("one", "pw").await;
        let entries = rack.number("SELECT COUNT(*) FROM activity").await;
        rack.tamper("DELETE FROM activity WHERE object = 'one'").await;
        let report = rack.backend.activity().verify(&rack.administrator).await.unwrap();
        assert_eq!(report.broken_at, Some(entries));
    }
}
