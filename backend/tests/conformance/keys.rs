//! Root keys: adding, activating, rotating, retiring, beside a running server.

use backend::{
    Backend, Error,
    access::Actor,
    activity::{ActivityQuery, Verb},
    seal::{KeyId, KeyRingError, KeyState, KeysError, Progress},
    secrets::EditSecret,
};
use domain::role::Role;

use crate::support::{Rack, name, new_secret, on_both, row, rows};

fn program() -> Actor {
    Actor::system("keyrack key")
}

/// An edit that keeps the stored password, for which it has to open.
async fn opens(rack: &Rack, which: &str) -> bool {
    let detail = rack
        .backend
        .secrets()
        .get(&rack.administrator, &name(which))
        .await
        .unwrap();
    let edit = EditSecret {
        row_version: detail.summary.row_version,
        display_name: None,
        description: None,
        material: Some(rows(vec![row(
            "ghcr.io",
            &format!("r{}", detail.summary.row_version),
            None,
        )])),
    };
    match rack
        .backend
        .secrets()
        .edit(&rack.administrator, &name(which), edit)
        .await
    {
        Ok(_) => true,
        Err(Error::Integrity) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn listed(backend: &Backend) -> Vec<(String, KeyState, u64)> {
    let keys = backend.keys().list(&program()).await.unwrap();
    keys.into_iter()
        .map(|key| (key.id.to_string(), key.state, key.values))
        .collect()
}

async fn rotate(backend: &Backend) -> backend::seal::Rotated {
    backend
        .keys()
        .rotate(&program(), &mut |_| {})
        .await
        .unwrap()
}

async fn only_key(backend: &Backend) -> KeyId {
    let [key] = backend
        .keys()
        .list(&program())
        .await
        .unwrap()
        .try_into()
        .unwrap();
    key.id
}

async fn entries(rack: &Rack) -> Vec<(String, String)> {
    let query = ActivityQuery {
        search: String::new(),
        verb: Some(Verb::KeyRingChanged),
        from: None,
        until: None,
        page: 1,
        size: 50,
    };
    let page = rack
        .backend
        .activity()
        .list(&rack.administrator, &query)
        .await
        .unwrap();
    page.rows
        .into_iter()
        .rev()
        .map(|entry| (entry.object, entry.detail))
        .collect()
}

on_both! {
    async fn a_new_rack_has_one_active_key_that_seals_everything(rack: Rack) {
        rack.add("one", "pw").await;
        let keys = listed(&rack.backend).await;
        assert_eq!(keys.len(), 1);
        assert_eq!((keys[0].1, keys[0].2), (KeyState::Active, 2));
    }

    async fn an_added_key_seals_only_once_it_is_active(rack: Rack) {
        let second = rack.backend.keys().add(&program()).await.unwrap();
        rack.add("one", "pw").await;
        assert_eq!(listed(&rack.backend).await[1], (second.to_string(), KeyState::Kept, 0));
        rack.backend.keys().activate(&program(), &second).await.unwrap();
        rack.add("two", "pw").await;
        assert_eq!(listed(&rack.backend).await[1], (second.to_string(), KeyState::Active, 1));
        assert!(opens(&rack, "one").await && opens(&rack, "two").await);
    }

    async fn rotation_moves_everything_and_touches_no_body(rack: Rack) {
        for number in 0..130 {
            rack.add(&format!("s{number}"), "pw").await;
        }
        rack.backend.secrets().remove(&rack.administrator, &name("s1"), 1).await.unwrap();
        let first = only_key(&rack.backend).await;
        rack.tamper("CREATE TABLE before AS SELECT id, wrapped_key, body FROM secret_versions").await;
        let mut seen = Vec::new();
        let rotated = rack
            .backend
            .keys()
            .rotate(&program(), &mut |progress: Progress| seen.push(progress.done))
            .await
            .unwrap();
        assert_eq!(rotated.progress, Progress { done: 131, damaged: 0, total: 131 });
        assert!(seen.len() > 2 && seen.is_sorted(), "{seen:?}");
        let keys = listed(&rack.backend).await;
        assert_eq!(keys[0], (first.to_string(), KeyState::Kept, 0));
        assert_eq!(keys[1], (rotated.active.to_string(), KeyState::Active, 131));
        let same = "SELECT COUNT(*) FROM before b JOIN secret_versions v ON v.id = b.id \
                    WHERE v.body = b.body AND v.wrapped_key <> b.wrapped_key";
        assert_eq!(rack.number(same).await, 130);
        assert!(opens(&rack, "s0").await && opens(&rack, "s129").await);
        rack.backend.secrets().restore(&rack.administrator, &name("s1")).await.unwrap();
        assert!(opens(&rack, "s1").await);
    }

    async fn a_rack_opens_after_rotation_and_retirement(mut_rack: Rack) {
        let mut rack = mut_rack;
        rack.add("one", "pw").await;
        let first = only_key(&rack.backend).await;
        rotate(&rack.backend).await;
        rack.backend.keys().retire(&program(), &first).await.unwrap();
        rack.reopen().await;
        assert!(opens(&rack, "one").await);
        assert_eq!(listed(&rack.backend).await.len(), 1);
        assert_eq!(rack.backend.activity().verify(&program()).await.unwrap().broken_at, None);
    }

    async fn a_key_in_use_is_not_retired(rack: Rack) {
        let first = only_key(&rack.backend).await;
        let keys = rack.backend.keys();
        let active = keys.retire(&program(), &first).await.unwrap_err();
        assert!(matches!(active, KeysError::KeyRing(KeyRingError::IsActive(_))), "{active}");
        let second = keys.add(&program()).await.unwrap();
        keys.activate(&program(), &second).await.unwrap();
        let used = keys.retire(&program(), &first).await.unwrap_err();
        assert!(matches!(used, KeysError::InUse { values: 1, .. }), "{used}");
        keys.rewrap(&program(), &mut |_| {}).await.unwrap();
        keys.retire(&program(), &first).await.unwrap();
        let gone = keys.retire(&program(), &first).await.unwrap_err();
        assert!(matches!(gone, KeysError::KeyRing(KeyRingError::UnknownKey(_))), "{gone}");
    }

    async fn nothing_is_stored_under_a_retired_key(rack: Rack) {
        rack.add("one", "pw").await;
        // As by a process that sealed just before, and stores just after, the key was retired.
        let first = only_key(&rack.backend).await;
        rack.tamper("INSERT INTO retired_keys (id, retired_at) SELECT key_id, 1 FROM instance").await;
        let refused = rack.backend.secrets().create(&rack.administrator, new_secret("two", "pw")).await;
        assert!(matches!(refused, Err(Error::Internal(_))));
        assert_eq!(rack.number("SELECT COUNT(*) FROM secrets").await, 1);
        rotate(&rack.backend).await;
        rack.add("two", "pw").await;
        let back = rack.backend.keys().activate(&program(), &first).await.unwrap_err();
        assert!(matches!(back, KeysError::Retired(_)), "{back}");
        // Retiring stopped half way: it goes on from there.
        rack.backend.keys().retire(&program(), &first).await.unwrap();
        assert_eq!(listed(&rack.backend).await.len(), 1);
    }

    async fn a_stopped_rotation_goes_on_where_it_was(rack: Rack) {
        let adding = (0..250).map(|number| {
            let (backend, actor) = (rack.backend.clone(), rack.administrator.clone());
            tokio::spawn(async move {
                backend.secrets().create(&actor, new_secret(&format!("s{number}"), "pw")).await.unwrap()
            })
        });
        for added in adding.collect::<Vec<_>>() {
            added.await.unwrap();
        }
        let first = only_key(&rack.backend).await;
        let second = rack.backend.keys().add(&program()).await.unwrap();
        rack.backend.keys().activate(&program(), &second).await.unwrap();
        let (tell, first_batch) = tokio::sync::oneshot::channel();
        let mut tell = Some(tell);
        let mut heard = |progress: Progress| {
            if progress.done > 1
                && let Some(tell) = tell.take()
            {
                let _ = tell.send(());
            }
        };
        let (keys, program_itself) = (rack.backend.keys(), program());
        tokio::select! {
            biased;
            _ = first_batch => {}
            _ = keys.rewrap(&program_itself, &mut heard) => panic!("it went on to its end"),
        }
        // The newest comes last, so it is still under the old key.
        let left = rack
            .number("SELECT COUNT(*) FROM secret_versions WHERE key_id = (SELECT key_id FROM secret_versions ORDER BY id DESC LIMIT 1)")
            .await;
        assert!((1..250).contains(&left), "{left}");
        // Whoever was stopped holds the task until its time is over.
        rack.tamper("UPDATE leases SET ends_at = 1").await;
        let rest = rack.backend.keys().rewrap(&program(), &mut |_| {}).await.unwrap();
        // The instance secret is one more, unless it was done before.
        let more = rest.progress.done - u64::try_from(left).unwrap();
        assert!(more <= 1 && rest.progress.damaged == 0, "{:?}", rest.progress);
        let again = rack.backend.keys().rewrap(&program(), &mut |_| {}).await.unwrap();
        assert_eq!(again.progress, Progress::default());
        assert_eq!(listed(&rack.backend).await[0], (first.to_string(), KeyState::Kept, 0));
    }

    async fn only_one_process_rotates(rack: Rack) {
        let second = rack.backend.keys().add(&program()).await.unwrap();
        rack.backend.keys().activate(&program(), &second).await.unwrap();
        rack.tamper("INSERT INTO leases (task, holder, ends_at) VALUES ('rotation', 'another', 9000000000000)").await;
        let busy = rack.backend.keys().rewrap(&program(), &mut |_| {}).await.unwrap_err();
        assert!(matches!(busy, KeysError::Busy), "{busy}");
        let busy = rack.backend.keys().rotate(&program(), &mut |_| {}).await.unwrap_err();
        assert!(matches!(busy, KeysError::Busy), "{busy}");
        assert_eq!(listed(&rack.backend).await.len(), 2, "no key is added in vain");
        rack.tamper("UPDATE leases SET ends_at = 1").await;
        rack.backend.keys().rewrap(&program(), &mut |_| {}).await.unwrap();
        assert_eq!(rack.number("SELECT COUNT(*) FROM leases").await, 0);
    }

    async fn a_damaged_value_stops_nothing_and_is_counted(rack: Rack) {
        rack.add("good", "pw").await;
        rack.add("bad", "pw").await;
        rack.tamper("UPDATE secret_versions SET number = 7 WHERE secret_id = (SELECT id FROM secrets WHERE name = 'bad')").await;
        let first = only_key(&rack.backend).await;
        let rotated = rotate(&rack.backend).await;
        assert_eq!(rotated.progress, Progress { done: 2, damaged: 1, total: 3 });
        assert!(opens(&rack, "good").await);
        let told = "SELECT COUNT(*) FROM activity WHERE verb = 'secret.integrity-violated' AND object = 'bad'";
        assert_eq!(rack.number(told).await, 1);
        let used = rack.backend.keys().retire(&program(), &first).await.unwrap_err();
        assert!(matches!(used, KeysError::InUse { values: 1, .. }), "{used}");
    }

    async fn rotation_beside_writers_loses_nothing(rack: Rack) {
        for number in 0..20 {
            rack.add(&format!("old{number}"), "pw").await;
        }
        let (backend, actor) = (rack.backend.clone(), rack.administrator.clone());
        let writing = tokio::spawn(async move {
            for number in 0..60 {
                backend.secrets().create(&actor, new_secret(&format!("new{number}"), "pw")).await.unwrap();
            }
        });
        // Another process: the same data and key ring, nothing else in common.
        let other = Backend::open(&rack.options).await.unwrap();
        let mut active = String::new();
        for _ in 0..3 {
            active = rotate(&other).await.active.to_string();
        }
        writing.await.unwrap();
        other.keys().rewrap(&program(), &mut |_| {}).await.unwrap();
        for (id, _, values) in listed(&other).await {
            assert_eq!(values, if id == active { 81 } else { 0 }, "{id}");
            if id != active {
                other.keys().retire(&program(), &KeyId::parse(&id).unwrap()).await.unwrap();
            }
        }
        for number in [0, 30, 59] {
            assert!(opens(&rack, &format!("new{number}")).await);
        }
        assert!(opens(&rack, "old19").await);
    }

    async fn every_change_is_recorded(rack: Rack) {
        let first = only_key(&rack.backend).await.to_string();
        let keys = rack.backend.keys();
        let second = keys.add(&program()).await.unwrap();
        keys.activate(&program(), &second).await.unwrap();
        keys.activate(&program(), &second).await.unwrap();
        keys.rewrap(&program(), &mut |_| {}).await.unwrap();
        keys.retire(&program(), &KeyId::parse(&first).unwrap()).await.unwrap();
        let entry = |id: &str, detail: &str| (id.to_owned(), detail.to_owned());
        assert_eq!(entries(&rack).await, [
            entry(second.as_str(), "key added"),
            entry(second.as_str(), "key activated"),
            entry(second.as_str(), "values sealed under it anew: 1"),
            entry(&first, "key retired"),
        ]);
    }

    async fn a_refused_change_is_not_recorded(rack: Rack) {
        let unknown = KeyId::parse("rk-00000000").unwrap();
        let refused = rack.backend.keys().activate(&program(), &unknown).await.unwrap_err();
        assert!(matches!(refused, KeysError::KeyRing(KeyRingError::UnknownKey(_))), "{refused}");
        assert!(entries(&rack).await.is_empty());
    }

    async fn nobody_who_signs_in_reaches_the_key_ring(rack: Rack) {
        let (_, editor) = rack.person("editor", Role::SecretEditor).await;
        for actor in [&rack.administrator, &editor, &Actor::nobody()] {
            let keys = rack.backend.keys();
            let id = only_key(&rack.backend).await;
            assert!(keys.list(actor).await.is_err());
            assert!(keys.add(actor).await.is_err());
            assert!(keys.activate(actor, &id).await.is_err());
            assert!(keys.retire(actor, &id).await.is_err());
            assert!(keys.rotate(actor, &mut |_| {}).await.is_err());
            assert!(keys.rewrap(actor, &mut |_| {}).await.is_err());
        }
        assert_eq!(listed(&rack.backend).await.len(), 1);
    }
}
