//! Joining, signing in, sessions, and who may do what with whom.

use std::collections::HashSet;

use backend::{
    Backend, Error,
    access::{Actor, PersonId},
    activity::{ActivityQuery, Verb},
    people::{
        Accept, Client, Invite, LinkPurpose, PeopleQuery, PersonState, PersonSummary, Preferences,
        SecretsView, Token,
    },
};
use domain::{role::Role, value::ValueText};

use crate::support::{PASSWORD, Rack, accept, all, on_both};

const ANOTHER: &str = "willow copper orchard lantern";

fn text(value: &str) -> ValueText {
    ValueText::new(value.to_owned())
}

fn client() -> Client {
    Client {
        address: "192.0.2.7".into(),
        agent: "Firefox on Linux".into(),
    }
}

fn faults(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Invalid(faults) => faults
            .iter()
            .map(|fault| (fault.field.clone(), fault.message.clone()))
            .collect(),
        other => panic!("expected faults, got {other:?}"),
    }
}

fn fields(error: Error) -> Vec<String> {
    faults(error).into_iter().map(|(field, _)| field).collect()
}

/// What went wrong; results hold tokens, which cannot be printed.
fn refusal<T>(result: Result<T, Error>) -> Error {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => error,
    }
}

fn everybody() -> PeopleQuery {
    PeopleQuery {
        search: String::new(),
        role: None,
        page: 1,
        size: 50,
    }
}

async fn sign_in(backend: &Backend, login: &str, password: &str) -> Result<Token, Error> {
    backend
        .people()
        .sign_in(login, &text(password), &client())
        .await
}

async fn is_good(backend: &Backend, session: &Token) -> bool {
    backend
        .people()
        .authenticate(session)
        .await
        .unwrap()
        .is_signed_in()
}

async fn get(rack: &Rack, id: &PersonId) -> PersonSummary {
    rack.backend
        .people()
        .get(&rack.administrator, id)
        .await
        .unwrap()
}

async fn invite(
    rack: &Rack,
    login: &str,
    role: Role,
) -> Result<backend::people::IssuedLink, Error> {
    let invite = Invite {
        login: login.into(),
        display_name: String::new(),
        role,
    };
    rack.backend
        .people()
        .invite(&rack.administrator, invite)
        .await
}

/// Verb, actor, object and detail of the newest entries.
async fn newest(rack: &Rack, number: usize) -> Vec<(Verb, String, String, String)> {
    let query = ActivityQuery {
        search: String::new(),
        verb: None,
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
        .take(number)
        .map(|entry| (entry.verb, entry.actor, entry.object, entry.detail))
        .collect()
}

on_both! {
    async fn the_first_administrator_is_made_once(rack: Rack) {
        assert!(rack.backend.people().first_administrator_link().await.unwrap().is_none());
        assert_eq!(rack.administrator.role(), Role::Administrator);
        assert_eq!(rack.number("SELECT COUNT(*) FROM people").await, 1);
        assert_eq!(rack.number("SELECT COUNT(*) FROM one_time_links").await, 0);
        let (verb, actor, object, _) = newest(&rack, 2).await.remove(1);
        assert_eq!((verb, actor.as_str(), object.as_str()), (Verb::PersonJoined, "root of the tests", "root"));
    }

    async fn only_the_newest_first_administrator_link_is_good(rack: Rack) {
        rack.tamper("DELETE FROM people").await;
        let people = rack.backend.people();
        let older = people.first_administrator_link().await.unwrap().unwrap();
        let newer = people.first_administrator_link().await.unwrap().unwrap();
        assert!(matches!(people.open_link(&older.token).await, Err(Error::NotFound)));
        let open = people.open_link(&newer.token).await.unwrap();
        assert_eq!((open.purpose, open.login), (LinkPurpose::FirstAdministrator, None));
        assert_eq!(open.expires_at, newer.expires_at);
        people.accept_link(&newer.token, accept("one"), &client()).await.map(|_| ()).unwrap();
        assert!(matches!(refusal(people.accept_link(&newer.token, accept("two"), &client()).await), Error::NotFound));
        assert_eq!(rack.number("SELECT COUNT(*) FROM people").await, 1);
    }

    async fn an_administrator_who_has_not_joined_does_not_count(rack: Rack) {
        invite(&rack, "late", Role::Administrator).await.map(|_| ()).unwrap();
        let root = rack.administrator.person_id().unwrap().clone();
        let version = get(&rack, &root).await.row_version;
        let people = rack.backend.people();
        for refused in [
            people.disable(&rack.administrator, &root, version).await,
            people.set_role(&rack.administrator, &root, Role::SecretEditor, version).await,
        ] {
            assert!(matches!(refused, Err(Error::Refused(_))));
        }
        rack.tamper("DELETE FROM people WHERE login = 'root'").await;
        assert!(people.first_administrator_link().await.unwrap().is_some());
    }

    async fn of_two_administrators_who_disable_each_other_one_stays(rack: Rack) {
        for round in 0..5 {
            let (other, actor) = rack.person(&format!("admin{round}"), Role::Administrator).await;
            let root = rack.administrator.person_id().unwrap().clone();
            let (of_root, of_other) = (get(&rack, &root).await.row_version, get(&rack, &other).await.row_version);
            let people = rack.backend.people();
            let (one, two) = tokio::join!(
                people.set_role(&actor, &root, Role::SecretViewer, of_root),
                people.set_role(&rack.administrator, &other, Role::SecretViewer, of_other),
            );
            assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
            let active = "SELECT COUNT(*) FROM people WHERE role = 'administrator'";
            assert_eq!(rack.number(active).await, 1);
            rack.tamper("UPDATE people SET role = 'administrator' WHERE login = 'root'").await;
            rack.tamper("UPDATE people SET role = 'none' WHERE login <> 'root'").await;
        }
    }

    async fn an_invitation_is_used_once_and_fixes_name_and_role(rack: Rack) {
        let link = invite(&rack, " Ada@Example.org ", Role::SecretEditor).await.ok().unwrap();
        let person = link.person.unwrap();
        assert_eq!((person.login.as_str(), person.display_name.as_str()), ("ada@example.org", "ada@example.org"));
        assert_eq!((person.state, person.role), (PersonState::Invited, Role::SecretEditor));
        let people = rack.backend.people();
        let open = people.open_link(&link.token).await.unwrap();
        assert_eq!((open.purpose, open.login.as_deref()), (LinkPurpose::Invitation, Some("ada@example.org")));
        assert!(matches!(refusal(sign_in(&rack.backend, "ada@example.org", PASSWORD).await), Error::Invalid(_)));

        let typed = Accept { login: "root".into(), display_name: "Ada".into(), ..accept("x") };
        let session = people.accept_link(&link.token, typed, &client()).await.ok().unwrap();
        let actor = people.authenticate(&session).await.unwrap();
        assert_eq!((actor.name(), actor.role()), ("Ada", Role::SecretEditor));
        assert_eq!(get(&rack, &person.id).await.state, PersonState::Active);
        assert!(matches!(people.open_link(&link.token).await, Err(Error::NotFound)));
        assert!(matches!(refusal(people.accept_link(&link.token, accept("x"), &client()).await), Error::NotFound));
    }

    async fn a_link_used_by_two_at_once_lets_one_in(rack: Rack) {
        let link = invite(&rack, "ada", Role::None).await.ok().unwrap();
        let people = rack.backend.people();
        let client = client();
        let (one, two) = tokio::join!(
            people.accept_link(&link.token, accept("ada"), &client),
            people.accept_link(&link.token, accept("ada"), &client),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
        assert_eq!(rack.number("SELECT COUNT(*) FROM sessions s JOIN people p ON p.id = s.person_id WHERE login = 'ada'").await, 1);
    }

    async fn a_link_past_its_end_is_no_link(rack: Rack) {
        let link = invite(&rack, "ada", Role::None).await.ok().unwrap();
        rack.tamper("UPDATE one_time_links SET ends_at = 1").await;
        let people = rack.backend.people();
        assert!(matches!(people.open_link(&link.token).await, Err(Error::NotFound)));
        assert!(matches!(refusal(people.accept_link(&link.token, accept("ada"), &client()).await), Error::NotFound));
    }

    async fn links_last_as_long_as_said(rack: Rack) {
        let (id, _) = rack.person("ada", Role::None).await;
        let day = 24 * 60 * 60 * 1000;
        invite(&rack, "bob", Role::None).await.map(|_| ()).unwrap();
        rack.backend.people().new_link(&rack.administrator, &id).await.map(|_| ()).unwrap();
        assert_eq!(rack.number("SELECT ends_at - created_at FROM one_time_links WHERE purpose = 'invitation'").await, 7 * day);
        assert_eq!(rack.number("SELECT ends_at - created_at FROM one_time_links WHERE purpose = 'new-password'").await, day);
    }

    async fn what_is_typed_behind_a_link_is_checked_field_by_field(rack: Rack) {
        let link = invite(&rack, "ada", Role::None).await.ok().unwrap();
        let people = rack.backend.people();
        for (typed, expected) in [
            (Accept { password: text("short"), ..accept("ada") }, "password"),
            (Accept { password: text(""), ..accept("ada") }, "password"),
            (Accept { password: text(&"a b".repeat(400)), ..accept("ada") }, "password"),
            (Accept { password_again: text("something else"), ..accept("ada") }, "password_again"),
            (Accept { display_name: "a\u{202e}b".into(), ..accept("ada") }, "display_name"),
        ] {
            assert_eq!(fields(refusal(people.accept_link(&link.token, typed, &client()).await)), [expected]);
        }
        people.accept_link(&link.token, accept("ada"), &client()).await.map(|_| ()).unwrap();
    }

    async fn a_taken_sign_in_name_is_told_in_any_spelling(rack: Rack) {
        rack.person("ada", Role::None).await;
        assert_eq!(fields(refusal(invite(&rack, "ADA ", Role::None).await)), ["login"]);
        assert_eq!(fields(refusal(invite(&rack, "a b", Role::None).await)), ["login"]);
        assert_eq!(rack.number("SELECT COUNT(*) FROM people").await, 2);
    }

    async fn signing_in_makes_a_new_session_each_time(rack: Rack) {
        rack.person("ada", Role::SecretViewer).await;
        let one = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let two = sign_in(&rack.backend, " ADA", PASSWORD).await.ok().unwrap();
        assert!(one.expose() != two.expose());
        let actor = rack.backend.people().authenticate(&one).await.unwrap();
        assert_eq!((actor.name(), actor.role()), ("ada of the tests", Role::SecretViewer));
        let entry = newest(&rack, 1).await.remove(0);
        assert_eq!(entry, (Verb::SignedIn, "ada of the tests".into(), "ada".into(), "from 192.0.2.7".into()));
        let stored = rack.number("SELECT COUNT(DISTINCT token_hash) FROM sessions").await;
        assert_eq!(stored, 4);
    }

    async fn every_failed_sign_in_looks_the_same_and_is_recorded(rack: Rack) {
        let (disabled, _) = rack.person("gone", Role::None).await;
        let version = get(&rack, &disabled).await.row_version;
        rack.backend.people().disable(&rack.administrator, &disabled, version).await.unwrap();
        invite(&rack, "invited", Role::None).await.map(|_| ()).unwrap();
        let mut told = HashSet::new();
        for (login, password) in [
            ("root", "wrong"), ("root", ""), ("gone", PASSWORD), ("invited", PASSWORD), ("unknown", PASSWORD),
            ("not a name/at all", PASSWORD), ("", ""),
        ] {
            let entries = rack.number("SELECT COUNT(*) FROM activity").await;
            told.insert(faults(refusal(sign_in(&rack.backend, login, password).await)));
            assert_eq!(rack.number("SELECT COUNT(*) FROM activity").await, entries + 1, "{login}");
            let (verb, actor, _, detail) = newest(&rack, 1).await.remove(0);
            assert_eq!((verb, actor.as_str(), detail.as_str()), (Verb::SignInFailed, "nobody", "from 192.0.2.7"));
        }
        assert_eq!(told.len(), 1, "{told:?}");
    }

    async fn an_unknown_name_is_not_kept(rack: Rack) {
        let canary = "canary-password-typed-as-name";
        let _ = refusal(sign_in(&rack.backend, canary, "x").await);
        let _ = refusal(sign_in(&rack.backend, "root", canary).await);
        let kept = "SELECT COUNT(*) FROM activity WHERE object LIKE '%canary%' OR detail LIKE '%canary%' OR actor LIKE '%canary%'";
        assert_eq!(rack.number(kept).await, 0);
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity WHERE object = 'unknown name'").await, 1);
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity WHERE verb = 'person.sign-in-failed' AND object = 'root'").await, 1);
    }

    async fn many_wrong_passwords_must_wait_and_lock_nobody_out_elsewhere(rack: Rack) {
        // As many as it takes: a slow machine gives a counter time to run out.
        let mut refused = None;
        for _ in 0..20 {
            match refusal(sign_in(&rack.backend, "root", "wrong").await) {
                Error::TooMany { retry_after_seconds } => refused = Some(retry_after_seconds),
                other => assert_eq!(fields(other), [""]),
            }
        }
        assert!(refused.is_some_and(|seconds| seconds >= 1));
        let elsewhere = Client { address: "198.51.100.1".into(), ..client() };
        assert!(rack.backend.people().sign_in("root", &text(PASSWORD), &elsewhere).await.is_ok());
    }

    async fn a_session_ends_when_idle_too_old_or_ended(rack: Rack) {
        let (_, _) = rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        assert!(is_good(&rack.backend, &session).await);
        let hours = |hours: i64| hours * 60 * 60 * 1000;
        assert_eq!(rack.number("SELECT MAX(ends_at - created_at) FROM sessions").await, hours(7 * 24));
        rack.tamper("UPDATE sessions SET seen_at = seen_at - 43140000").await;
        assert!(is_good(&rack.backend, &session).await, "11 h 59 min idle");
        rack.tamper("UPDATE sessions SET seen_at = seen_at - 43200000").await;
        assert!(!is_good(&rack.backend, &session).await, "12 h idle");

        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        rack.tamper("UPDATE sessions SET ends_at = 1").await;
        assert!(!is_good(&rack.backend, &session).await, "past its end");

        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let actor = people.authenticate(&session).await.unwrap();
        people.sign_out(&actor).await.unwrap();
        assert!(!is_good(&rack.backend, &session).await, "signed out");
        assert!(people.forget_ended(&Actor::system("upkeep")).await.unwrap() >= 2);
        assert_eq!(rack.number("SELECT COUNT(*) FROM sessions").await, 0);
    }

    async fn seen_is_kept_to_the_minute(rack: Rack) {
        rack.person("ada", Role::None).await;
        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let seen = "SELECT MAX(seen_at) FROM sessions";
        rack.tamper("UPDATE sessions SET seen_at = seen_at - 1000").await;
        let before = rack.number(seen).await;
        assert!(is_good(&rack.backend, &session).await);
        assert_eq!(rack.number(seen).await, before, "less than a minute ago");
        rack.tamper("UPDATE sessions SET seen_at = seen_at - 3600000").await;
        assert!(is_good(&rack.backend, &session).await);
        assert!(rack.number(seen).await >= before, "an hour ago");
    }

    async fn a_token_that_is_none_is_nobody(rack: Rack) {
        for token in ["", "short", &"a".repeat(43), &"a".repeat(5000), "' OR 1=1 --"] {
            assert!(!is_good(&rack.backend, &Token::new((*token).to_owned())).await);
        }
    }

    async fn sessions_are_listed_and_ended_by_their_owner_only(rack: Rack) {
        rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let (one, two) = (
            sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap(),
            sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap(),
        );
        let actor = people.authenticate(&one).await.unwrap();
        let listed = people.sessions(&actor).await.unwrap();
        assert_eq!(listed.len(), 3);
        assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
        assert!(listed.iter().any(|session| session.agent == "Firefox on Linux" && session.address == "192.0.2.7"));

        let of_root = people.sessions(&rack.administrator).await.unwrap().remove(0);
        assert!(matches!(people.end_session(&actor, &of_root.id).await, Err(Error::NotFound)));
        assert_eq!(people.sessions(&rack.administrator).await.unwrap().len(), 1);

        let other = people.authenticate(&two).await.unwrap().session_id().unwrap().to_owned();
        people.end_session(&actor, &other).await.unwrap();
        assert!(!is_good(&rack.backend, &two).await);
        assert_eq!(people.end_other_sessions(&actor).await.unwrap(), 1);
        assert!(is_good(&rack.backend, &one).await);
        assert_eq!(newest(&rack, 1).await.remove(0).0, Verb::SessionEnded);
    }

    async fn a_changed_password_ends_the_other_sessions_and_links(rack: Rack) {
        let (id, actor) = rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let other = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let link = people.new_link(&rack.administrator, &id).await.ok().unwrap();
        let change = async |current: &str, new: &str, again: &str| {
            people.change_password(&actor, &text(current), text(new), text(again)).await
        };
        assert_eq!(fields(refusal(change("wrong", ANOTHER, ANOTHER).await)), ["current"]);
        assert_eq!(fields(refusal(change(PASSWORD, "short", "short").await)), ["password"]);
        assert_eq!(fields(refusal(change(PASSWORD, ANOTHER, PASSWORD).await)), ["password_again"]);
        assert!(is_good(&rack.backend, &other).await);
        change(PASSWORD, ANOTHER, ANOTHER).await.unwrap();
        assert!(!is_good(&rack.backend, &other).await);
        assert!(matches!(people.open_link(&link.token).await, Err(Error::NotFound)));
        assert_eq!(people.sessions(&actor).await.unwrap().len(), 1);
        assert!(sign_in(&rack.backend, "ada", PASSWORD).await.is_err());
        assert!(sign_in(&rack.backend, "ada", ANOTHER).await.is_ok());
        let verbs: Vec<Verb> = newest(&rack, 3).await.into_iter().map(|entry| entry.0).collect();
        assert_eq!(verbs, [Verb::SignedIn, Verb::SignInFailed, Verb::PasswordChanged]);
    }

    async fn guessing_the_current_password_must_wait(rack: Rack) {
        let (_, actor) = rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let mut waits = false;
        for _ in 0..20 {
            let refused = people.change_password(&actor, &text("wrong"), text(ANOTHER), text(ANOTHER)).await;
            waits |= matches!(refused, Err(Error::TooMany { .. }));
        }
        assert!(waits);
    }

    async fn a_new_password_link_ends_sessions_and_the_old_password(rack: Rack) {
        let (id, _) = rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let link = people.new_link(&rack.administrator, &id).await.ok().unwrap();
        assert_eq!(people.open_link(&link.token).await.unwrap().purpose, LinkPurpose::NewPassword);
        assert!(is_good(&rack.backend, &session).await, "until the link is used");
        let typed = Accept { password: text(ANOTHER), password_again: text(ANOTHER), ..accept("ada") };
        let fresh = people.accept_link(&link.token, typed, &client()).await.ok().unwrap();
        assert!(!is_good(&rack.backend, &session).await);
        assert!(is_good(&rack.backend, &fresh).await);
        assert!(sign_in(&rack.backend, "ada", PASSWORD).await.is_err());
    }

    async fn a_disabled_person_is_out_at_once(rack: Rack) {
        let (id, _) = rack.person("ada", Role::SecretEditor).await;
        let people = rack.backend.people();
        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let link = people.new_link(&rack.administrator, &id).await.ok().unwrap();
        let version = get(&rack, &id).await.row_version;
        let disabled = people.disable(&rack.administrator, &id, version).await.unwrap();
        assert_eq!(disabled.state, PersonState::Disabled);
        assert!(!is_good(&rack.backend, &session).await);
        assert!(matches!(people.open_link(&link.token).await, Err(Error::NotFound)));
        assert_eq!(rack.number("SELECT COUNT(*) FROM sessions s JOIN people p ON p.id = s.person_id WHERE login = 'ada'").await, 0);
        assert!(matches!(refusal(people.new_link(&rack.administrator, &id).await), Error::Refused(_)));

        let enabled = people.enable(&rack.administrator, &id, disabled.row_version).await.unwrap();
        assert_eq!(enabled.state, PersonState::Active);
        assert!(!is_good(&rack.backend, &session).await, "ended sessions do not come back");
        assert!(sign_in(&rack.backend, "ada", PASSWORD).await.is_ok());
    }

    async fn a_role_change_counts_with_the_next_request(rack: Rack) {
        let (id, _) = rack.person("ada", Role::SecretViewer).await;
        let session = sign_in(&rack.backend, "ada", PASSWORD).await.ok().unwrap();
        let people = rack.backend.people();
        let version = get(&rack, &id).await.row_version;
        people.set_role(&rack.administrator, &id, Role::None, version).await.unwrap();
        let actor = people.authenticate(&session).await.unwrap();
        assert_eq!(actor.role(), Role::None);
        assert!(matches!(rack.backend.secrets().list(&actor, &all()).await, Err(Error::NotFound)));
        let entry = newest(&rack, 1).await.remove(0);
        assert_eq!((entry.0, entry.2.as_str()), (Verb::RoleChanged, "ada"));
    }

    async fn a_second_administrator_sees_who_was_quicker(rack: Rack) {
        let (id, _) = rack.person("ada", Role::SecretViewer).await;
        let people = rack.backend.people();
        let version = get(&rack, &id).await.row_version;
        people.set_role(&rack.administrator, &id, Role::SecretEditor, version).await.unwrap();
        let Error::Conflict(conflict) = refusal(people.disable(&rack.administrator, &id, version).await) else { panic!() };
        assert_eq!((conflict.by.as_str(), conflict.version), ("root of the tests", version + 1));
        assert_eq!(conflict.what, ["role"]);
        assert_eq!(get(&rack, &id).await.state, PersonState::Active);
    }

    async fn a_change_that_changes_nothing_is_no_entry(rack: Rack) {
        let (id, _) = rack.person("ada", Role::SecretViewer).await;
        let person = get(&rack, &id).await;
        let entries = rack.number("SELECT COUNT(*) FROM activity").await;
        let people = rack.backend.people();
        people.set_role(&rack.administrator, &id, Role::SecretViewer, person.row_version).await.unwrap();
        people.enable(&rack.administrator, &id, person.row_version).await.unwrap();
        assert_eq!(rack.number("SELECT COUNT(*) FROM activity").await, entries);
        assert_eq!(get(&rack, &id).await.row_version, person.row_version);
    }

    async fn nobody_but_an_administrator_sees_or_changes_people(rack: Rack) {
        let (id, editor) = rack.person("editor", Role::SecretEditor).await;
        let (_, none) = rack.person("none", Role::None).await;
        let people = rack.backend.people();
        let root = rack.administrator.person_id().unwrap();
        let new = || Invite { login: "new".into(), display_name: String::new(), role: Role::Administrator };
        for actor in [&editor, &none, &Actor::nobody(), &Actor::system("test")] {
            let answers = [
                refusal(people.list(actor, &everybody()).await),
                refusal(people.get(actor, root).await),
                refusal(people.invite(actor, new()).await),
                refusal(people.new_link(actor, root).await),
                refusal(people.set_role(actor, &id, Role::Administrator, 2).await),
                refusal(people.disable(actor, root, 1).await),
                refusal(people.enable(actor, root, 1).await),
            ];
            for answer in answers {
                let expected = if actor.is_signed_in() {
                    matches!(answer, Error::NotFound)
                } else {
                    matches!(answer, Error::SignedOut)
                };
                assert!(expected, "{answer:?} for {actor:?}");
            }
        }
        assert_eq!(rack.number("SELECT COUNT(*) FROM people").await, 3);
        for actor in [&Actor::nobody(), &Actor::system("test")] {
            assert!(matches!(people.sessions(actor).await, Err(Error::SignedOut)));
            assert!(matches!(people.sign_out(actor).await, Err(Error::SignedOut)));
            assert!(matches!(people.preferences(actor).await, Err(Error::SignedOut)));
        }
        assert!(people.forget_ended(&rack.administrator).await.is_err());
    }

    async fn everybody_sees_the_own_record_and_no_other(rack: Rack) {
        let (id, viewer) = rack.person("viewer", Role::SecretViewer).await;
        let me = rack.backend.people().me(&viewer).await.unwrap();
        assert_eq!((me.id, me.login.as_str()), (id, "viewer"));
        let nobody = rack.backend.people().me(&Actor::nobody()).await;
        assert!(matches!(nobody, Err(Error::SignedOut)));
    }

    async fn an_administrator_disabled_a_moment_ago_invites_nobody(rack: Rack) {
        let (id, other) = rack.person("other", Role::Administrator).await;
        let version = get(&rack, &id).await.row_version;
        rack.backend.people().disable(&rack.administrator, &id, version).await.unwrap();
        let new = Invite { login: "new".into(), display_name: String::new(), role: Role::Administrator };
        assert!(matches!(refusal(rack.backend.people().invite(&other, new).await), Error::SignedOut));
    }

    async fn people_are_listed_by_name_searched_and_filtered(rack: Rack) {
        rack.person("zoe", Role::SecretViewer).await;
        rack.person("ada", Role::SecretEditor).await;
        invite(&rack, "mia_x", Role::SecretViewer).await.map(|_| ()).unwrap();
        let logins = async |query: PeopleQuery| {
            let page = rack.backend.people().list(&rack.administrator, &query).await.unwrap();
            (page.rows.into_iter().map(|person| person.login).collect::<Vec<_>>(), page.total)
        };
        assert_eq!(logins(everybody()).await, (vec!["ada".into(), "mia_x".into(), "root".into(), "zoe".into()], 4));
        assert_eq!(logins(PeopleQuery { search: "ZOE of".into(), ..everybody() }).await, (vec!["zoe".into()], 1));
        assert_eq!(logins(PeopleQuery { search: "a_x".into(), ..everybody() }).await, (vec!["mia_x".into()], 1));
        assert_eq!(logins(PeopleQuery { search: "%".into(), ..everybody() }).await.1, 0);
        let viewers = PeopleQuery { role: Some(Role::SecretViewer), ..everybody() };
        assert_eq!(logins(viewers).await, (vec!["mia_x".into(), "zoe".into()], 2));
        assert_eq!(logins(PeopleQuery { page: 2, size: 3, ..everybody() }).await, (vec!["zoe".into()], 4));
    }

    async fn preferences_are_remembered_per_person(rack: Rack) {
        let (_, ada) = rack.person("ada", Role::None).await;
        let people = rack.backend.people();
        let table = Preferences { secrets_view: SecretsView::Table };
        assert_eq!(people.preferences(&ada).await.unwrap(), Preferences::default());
        people.set_preferences(&ada, table).await.unwrap();
        assert_eq!(people.preferences(&ada).await.unwrap(), table);
        assert_eq!(people.preferences(&rack.administrator).await.unwrap(), Preferences::default());
    }

    async fn no_token_or_password_is_stored(rack: Rack) {
        let session = sign_in(&rack.backend, "root", PASSWORD).await.ok().unwrap();
        let link = invite(&rack, "ada", Role::None).await.ok().unwrap();
        for token in [&session, &link.token] {
            assert_eq!(token.expose().len(), 43);
        }
        assert_eq!(rack.number("SELECT COUNT(*) FROM sessions WHERE LENGTH(token_hash) <> 32").await, 0);
        assert_eq!(rack.number("SELECT COUNT(*) FROM one_time_links WHERE LENGTH(token_hash) <> 32").await, 0);
        let hashed = "SELECT COUNT(*) FROM people WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
        assert_eq!(rack.number(hashed).await, 1);
    }
}
