use super::super::host::{DOCKER_HUB, HostError};
use super::super::login::{LoginPasswordError, UsernameError};
use super::super::{MAX_PASSWORD_BYTES, MAX_VALUE_FILE_BYTES};
use super::fault::Layer;
use super::*;
use crate::encoding::EncodingFault;
use crate::intake::Pasted;
use crate::json::JsonRule;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Value, json};

const CANARY: &str = "canary7f3aQZ";

fn accept(text: &str) -> ReadConfig {
    read(text.as_bytes()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn refuse(text: &str) -> Vec<ReadFault> {
    refuse_bytes(text.as_bytes())
}

fn refuse_bytes(bytes: &[u8]) -> Vec<ReadFault> {
    let faults = read(bytes).err().expect("refused");
    assert!(!faults.to_string().contains(CANARY), "{faults}");
    faults.iter().cloned().collect()
}

fn stored(text: &str) -> Value {
    serde_json::from_str(&accept(text).config.to_json()).unwrap()
}

fn b64(text: impl AsRef<[u8]>) -> String {
    STANDARD.encode(text)
}

fn one_entry(entry: Value) -> String {
    json!({"auths": {"ghcr.io": entry}}).to_string()
}

/// What every accepted form of the same login is stored as.
fn login() -> Value {
    json!({"auths": {"ghcr.io": {"username": "me", "password": "a:b", "auth": b64("me:a:b")}}})
}

fn plain() -> String {
    json!({"auths": {"ghcr.io": {"username": "me", "password": "a:b"}}}).to_string()
}

#[test]
fn every_accepted_form_is_stored_the_same() {
    let plain = plain();
    let url_safe = URL_SAFE_NO_PAD
        .encode(format!("{plain}      "))
        .replace('=', "");
    let lines = b64(&plain)
        .as_bytes()
        .chunks(20)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect::<Vec<_>>()
        .join("\r\n");
    let forms = [
        plain.clone(),
        format!("\n {plain}\r\n"),
        one_entry(json!({"auth": b64("me:a:b")})),
        one_entry(json!({"username": "me", "password": "a:b", "auth": b64("me:a:b")})),
        one_entry(json!({"username": "", "password": null, "auth": b64("me:a:b")})),
        json!({".dockerconfigjson": plain}).to_string(),
        json!({".dockerconfigjson": b64(&plain)}).to_string(),
        json!({".dockerconfigjson": serde_json::from_str::<Value>(&plain).unwrap()}).to_string(),
        json!({"name": "x", "data": {".dockerconfigjson": plain}}).to_string(),
        json!({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockerconfigjson", "metadata": {"name": "x"}, "data": {".dockerconfigjson": b64(&plain)}}).to_string(),
        json!({"kind": "Secret", "data": {".dockerconfigjson": "old"}, "stringData": {".dockerconfigjson": plain}}).to_string(),
        json!({"kind": "Secret", "data": {".dockercfg": b64(json!({"ghcr.io": {"auth": b64("me:a:b")}}).to_string())}}).to_string(),
        json!({"ghcr.io": {"username": "me", "password": "a:b", "auth": b64("me:a:b")}}).to_string(),
        json!(plain).to_string(),
        b64(&plain),
        STANDARD_NO_PAD.encode(&plain),
        url_safe,
        lines,
        b64(b64(&plain)),
        b64(json!({".dockerconfigjson": b64(&plain)}).to_string()),
    ];
    for form in forms {
        assert_eq!(stored(&form), login(), "{form}");
    }
}

#[test]
fn each_mending_is_said() {
    let plain = plain();
    let notes = |text: &str| accept(text).notes;
    assert_eq!(notes(&plain), []);
    assert_eq!(notes(&b64(&plain)), [Note::Base64Undone]);
    assert_eq!(
        notes(&json!({".dockerconfigjson": plain}).to_string()),
        [Note::TakenFromSecret]
    );
    assert_eq!(
        notes(&json!({"ghcr.io": {"auth": b64("me:pw")}}).to_string()),
        [Note::DockercfgForm]
    );
    assert_eq!(notes(&format!("\u{feff}{plain}")), [Note::ByteOrderMark]);
    let hub = json!({"auths": {"docker.io": {"auth": b64("me:pw")}}}).to_string();
    assert_eq!(notes(&hub), [Note::DockerHubSpelled]);
    assert_eq!(accept(&hub).config.destinations(), [DOCKER_HUB]);
    let spelled =
        accept(&json!({"auths": {"https://GHCR.io/": {"auth": b64("me:pw")}}}).to_string());
    assert_eq!(spelled.notes.len(), 1);
    assert_eq!(
        spelled.notes[0].sentence(),
        "The registry is stored as ghcr.io."
    );
}

#[test]
fn utf16_files_are_read_and_said() {
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        for mark in ["", "\u{feff}"] {
            let bytes: Vec<u8> = format!("{mark}{}", plain())
                .encode_utf16()
                .flat_map(unit)
                .collect();
            let read = read(&bytes).unwrap_or_else(|faults| panic!("{faults}"));
            assert_eq!(read.notes, [Note::Utf16]);
            assert_eq!(
                serde_json::from_str::<Value>(&read.config.to_json()).unwrap(),
                login()
            );
        }
    }
}

#[test]
fn empty_broken_and_deep_json_each_have_their_fault() {
    assert_eq!(refuse(""), [ReadFault::Empty]);
    assert_eq!(refuse(" \r\n\t"), [ReadFault::Empty]);
    assert_eq!(refuse("\u{feff}"), [ReadFault::Empty]);
    assert_eq!(refuse("******"), [ReadFault::Mask]);
    let rule = |text: &str| match refuse(text).as_slice() {
        [ReadFault::Json { layer, fault }] => (*layer, fault.rule),
        other => panic!("{other:?}"),
    };
    let open = format!("{{\"auths\":{{\"ghcr.io\":{{\"password\":\"{CANARY}");
    assert_eq!(rule(&open), (Layer::Outer, JsonRule::OpenString));
    assert_eq!(rule("{\"auths\":{"), (Layer::Outer, JsonRule::Incomplete));
    assert_eq!(
        rule(&"{\"a\":".repeat(100)),
        (Layer::Outer, JsonRule::Depth)
    );
    let twice = format!(
        "{{\"auths\":{{\"ghcr.io\":{{\"password\":\"{CANARY}\",\"password\":\"{CANARY}\"}}}}}}"
    );
    assert_eq!(rule(&twice), (Layer::Outer, JsonRule::Duplicate));
    assert_eq!(rule(&b64(&twice)), (Layer::Base64, JsonRule::Duplicate));
    assert_eq!(
        rule(&json!({".dockerconfigjson": twice}).to_string()),
        (Layer::Text, JsonRule::Duplicate)
    );
    let not_utf8 = [b"{\"auths\":\"".as_slice(), b"\xff\"}"].concat();
    assert_eq!(
        refuse_bytes(&not_utf8),
        [ReadFault::Encoding(EncodingFault::NotUtf8 { at: 11 })]
    );
    assert_eq!(
        refuse_bytes(b"\xff\xfe{"),
        [ReadFault::Encoding(EncodingFault::BrokenUtf16 { at: 3 })]
    );
    assert_eq!(refuse("[1]"), [ReadFault::NotObject]);
    assert_eq!(
        refuse(&b64(b64(b64(b64(b64(plain())))))),
        [ReadFault::TooManyLayers]
    );
}

#[test]
fn the_limit_is_exact() {
    let padded = |len: usize| {
        let plain = plain();
        format!("{plain}{}", " ".repeat(len - plain.len()))
    };
    assert_eq!(stored(&padded(MAX_VALUE_FILE_BYTES)), login());
    let fault = refuse(&padded(MAX_VALUE_FILE_BYTES + 1));
    assert_eq!(fault, [ReadFault::TooLarge { len: 10_241 }]);
    assert_eq!(
        fault[0].to_string(),
        "This has 10,241 bytes. The limit is 10,240 bytes (10 KB)."
    );
}

#[test]
fn auths_missing_empty_or_something_else_each_have_their_fault() {
    for missing in [
        "{}",
        "{\"auths\":null}",
        "{\"a\":1}",
        "{\"currentContext\":\"x\"}",
    ] {
        assert_eq!(refuse(missing), [ReadFault::AuthsMissing], "{missing}");
    }
    assert_eq!(refuse("{\"auths\":{}}"), [ReadFault::AuthsEmpty]);
    for other in ["[]", "\"x\"", "1", "true"] {
        assert_eq!(
            refuse(&format!("{{\"auths\":{other}}}")),
            [ReadFault::AuthsNotObject],
            "{other}"
        );
    }
    assert_eq!(
        refuse("{\".dockerconfigjson\":1}"),
        [ReadFault::WrapperValue]
    );
    assert_eq!(refuse("{\".dockerconfigjson\":\"\"}"), [ReadFault::Empty]);
    assert_eq!(
        refuse("{\"kind\":\"Secret\",\"data\":{\"password\":\"x\"}}"),
        [ReadFault::OtherSecret]
    );
    assert_eq!(
        refuse("{\"data\":{\"username\":\"x\",\"password\":\"x\"}}"),
        [ReadFault::OtherSecret]
    );
    assert_eq!(
        refuse("{\"kind\":\"List\",\"items\":[]}"),
        [ReadFault::List]
    );
    assert_eq!(
        refuse("{\"type\":\"service_account\",\"private_key\":\"x\"}"),
        [ReadFault::Pasted(Pasted::GoogleKey)]
    );
}

#[test]
fn an_entry_without_a_login_is_named_by_its_position() {
    let second = |entry: Value| {
        json!({"auths": {"a.example": {"auth": b64("me:pw")}, "b.example": entry}}).to_string()
    };
    let place = Place::Auths(2);
    assert_eq!(refuse(&second(json!({}))), [ReadFault::NoLogin { place }]);
    assert_eq!(
        refuse(&second(json!({"email": "x"}))),
        [ReadFault::NoLogin { place }]
    );
    assert_eq!(
        refuse(&second(json!({"username": "", "password": "", "auth": ""}))),
        [ReadFault::NoLogin { place }]
    );
    assert_eq!(
        refuse(&second(json!({"username": "me"}))),
        [ReadFault::NoPassword { place }]
    );
    assert_eq!(
        refuse(&second(json!({"password": CANARY}))),
        [ReadFault::NoUsername { place }]
    );
    assert_eq!(
        refuse(&second(json!({"auth": b64("me:")}))),
        [ReadFault::NoPassword { place }]
    );
    assert_eq!(
        refuse(&second(json!({"auth": b64(format!(":{CANARY}"))}))),
        [ReadFault::NoUsername { place }]
    );
    assert_eq!(
        refuse(&second(json!(CANARY))),
        [ReadFault::NotAnEntry { place }]
    );
    assert_eq!(
        refuse(&second(json!({"username": "me", "password": 7}))),
        [ReadFault::NotText {
            place,
            field: "password"
        }]
    );
    assert_eq!(
        refuse(&second(
            json!({"username": "me", "password": "x", "email": 7})
        )),
        [ReadFault::NotText {
            place,
            field: "email"
        }]
    );
    assert_eq!(
        ReadFault::NoLogin { place }.to_string(),
        "auths, entry 2: there is no login. It needs “username” and “password”, or “auth”."
    );
    let cfg = json!({"ghcr.io": {"email": "x"}}).to_string();
    assert_eq!(
        refuse(&cfg),
        [ReadFault::NoLogin {
            place: Place::Dockercfg(1)
        }]
    );
}

#[test]
fn an_auth_that_is_wrong_says_how() {
    let place = Place::Auths(1);
    for wrong in ["not base64!", "a", "====", "bWU6cHc_"] {
        assert_eq!(
            refuse(&one_entry(json!({"auth": wrong}))),
            [ReadFault::AuthNotBase64 { place }],
            "{wrong}"
        );
    }
    assert_eq!(
        refuse(&one_entry(json!({"auth": b64(CANARY)}))),
        [ReadFault::AuthNoColon { place }]
    );
    assert_eq!(
        refuse(&one_entry(json!({"auth": b64(b"me:\xff")}))),
        [ReadFault::AuthNotText { place }]
    );
    let auth = b64(format!("me:{CANARY}"));
    assert_eq!(
        refuse(&one_entry(
            json!({"username": "you", "password": CANARY, "auth": auth})
        )),
        [ReadFault::AuthDisagrees {
            place,
            field: "username"
        }]
    );
    assert_eq!(
        refuse(&one_entry(
            json!({"username": "me", "password": "other", "auth": auth})
        )),
        [ReadFault::AuthDisagrees {
            place,
            field: "password"
        }]
    );
}

#[test]
fn an_auth_that_docker_or_the_kubelet_would_take_is_mended() {
    for auth in [
        STANDARD_NO_PAD.encode("me:pw"),
        b64("me:pw\0\0"),
        b64("me:\0pw"),
    ] {
        let read = accept(&one_entry(json!({"auth": auth})));
        assert_eq!(read.config.entries()[0].password().expose(), "pw");
        assert!(
            matches!(read.notes[..], [Note::AuthMended { .. }]),
            "{auth}"
        );
        let stored: Value = serde_json::from_str(&read.config.to_json()).unwrap();
        assert_eq!(stored["auths"]["ghcr.io"]["auth"], b64("me:pw"));
    }
}

#[test]
fn names_that_go_takes_for_the_same_field_are_the_same_field() {
    assert_eq!(
        stored(&json!({"AUTHS": {"ghcr.io": {"UserName": "me", "Password": "a:b"}}}).to_string()),
        login()
    );
    let place = Some(Place::Auths(1));
    assert_eq!(
        refuse(&one_entry(
            json!({"auth": b64("me:pw"), "Auth": b64("you:pw")})
        )),
        [ReadFault::Twice {
            place,
            field: "auth"
        }]
    );
    // U+017F folds to s, so Go reads this as a second `auths`.
    assert_eq!(
        refuse(
            &json!({"auths": {"ghcr.io": {"auth": b64("me:pw")}}, "auth\u{17f}": {}}).to_string()
        ),
        [ReadFault::Twice {
            place: None,
            field: "auths"
        }]
    );
}

#[test]
fn docker_desktop_files_without_logins_say_where_the_login_is_and_what_to_run() {
    let entry = json!({"auths": {"ghcr.io": {}}, "credsStore": "desktop"}).to_string();
    let faults = refuse(&entry);
    assert_eq!(
        faults,
        [ReadFault::CredentialStore {
            place: Some(Place::Auths(1)),
            host: Some("ghcr.io".into())
        }]
    );
    let sentence = faults[0].to_string();
    for part in [
        "auths, entry 1",
        "credsStore",
        "keychain",
        "no password",
        "access token",
        "docker --config keyrack-login login ghcr.io",
        r#"'{"auths":{"ghcr.io":{}}}'"#,
    ] {
        assert!(sentence.contains(part), "{part}: {sentence}");
    }
    for without in [
        json!({"auths": {}, "credsStore": "osxkeychain"}),
        json!({"credsStore": "wincred"}),
        json!({"auths": null, "credHelpers": {"gcr.io": "gcloud"}}),
        json!({"auths": {"https://index.docker.io/v1/access-token": {}}, "credsStore": "desktop"}),
    ] {
        assert_eq!(
            refuse(&without.to_string()),
            [ReadFault::CredentialStore {
                place: None,
                host: None
            }],
            "{without}"
        );
    }
    // An empty setting is none.
    assert_eq!(
        refuse("{\"auths\":{},\"credsStore\":\"\"}"),
        [ReadFault::AuthsEmpty]
    );
}

#[test]
fn the_command_names_no_key_that_may_be_something_else() {
    let text = json!({"auths": {CANARY: {}}, "credsStore": "desktop"}).to_string();
    assert_eq!(
        refuse(&text),
        [ReadFault::CredentialStore {
            place: Some(Place::Auths(1)),
            host: None
        }]
    );
}

#[test]
fn settings_that_send_things_elsewhere_are_left_out_when_every_entry_has_its_login() {
    let text = json!({
        "auths": {"ghcr.io": {"auth": b64("me:a:b")}},
        "credsStore": "desktop",
        "credHelpers": {"gcr.io": "gcloud"},
        "HttpHeaders": {"X-Key": CANARY},
        "proxies": {"default": {"httpProxy": "http://proxy"}},
    });
    let read = accept(&text.to_string());
    assert_eq!(
        serde_json::from_str::<Value>(&read.config.to_json()).unwrap(),
        login()
    );
    assert_eq!(
        read.notes,
        [
            Note::CredentialStoreLeftOut,
            Note::HttpHeadersLeftOut,
            Note::ProxiesLeftOut
        ]
    );
}

#[test]
fn docker_session_tokens_are_left_out() {
    let text = json!({"auths": {
        "https://index.docker.io/v1/": {"auth": b64("me:pw")},
        "https://index.docker.io/v1/access-token": {"auth": b64(format!("me:{CANARY}"))},
        "https://index.docker.io/v1/refresh-token": {"auth": b64(format!("me:{CANARY}"))},
    }});
    let read = accept(&text.to_string());
    assert_eq!(read.notes, [Note::SessionTokensLeftOut]);
    assert!(!read.config.to_json().contains(&b64(format!("me:{CANARY}"))));
    assert_eq!(read.config.destinations(), [DOCKER_HUB]);
}

#[test]
fn identity_tokens_say_that_kubernetes_does_not_read_them() {
    let place = Place::Auths(1);
    for entry in [
        json!({"identitytoken": CANARY}),
        json!({"auth": b64("00000000-0000-0000-0000-000000000000:"), "identitytoken": CANARY}),
        json!({"username": "me", "registrytoken": CANARY}),
    ] {
        assert_eq!(
            refuse(&one_entry(entry)),
            [ReadFault::IdentityToken { place }]
        );
    }
    let both = json!({"username": "me", "password": "a:b", "identitytoken": "t"});
    assert_eq!(
        stored(&one_entry(both))["auths"]["ghcr.io"]["identitytoken"],
        "t"
    );
}

#[test]
fn one_registry_by_two_names_is_refused() {
    let text = json!({"auths": {
        "https://index.docker.io/v1/": {"auth": b64("me:pw")},
        "ghcr.io": {"auth": b64("me:pw")},
        "docker.io": {"auth": b64("me:pw")},
    }});
    assert_eq!(
        refuse(&text.to_string()),
        [ReadFault::SameHost {
            place: Place::Auths(3),
            earlier: 1
        }]
    );
}

#[test]
fn the_faults_of_all_entries_are_told_at_once_up_to_a_number() {
    let auths: serde_json::Map<String, Value> = (0..8)
        .map(|n| (format!("r{n}.example.com"), json!({})))
        .collect();
    let faults = read(json!({"auths": auths}).to_string().as_bytes())
        .err()
        .unwrap();
    assert_eq!(faults.iter().count(), 8);
    let shown = faults.at("json");
    assert_eq!(shown.len(), 6);
    assert_eq!(shown.0[5].message, "3 more entries have faults.");
    assert!(shown.iter().all(|fault| fault.field == "json"));
}

#[test]
fn rules_of_host_user_name_and_password_hold_for_entries() {
    let place = Place::Auths(1);
    let http = json!({"auths": {"http://ghcr.io": {"auth": b64("me:pw")}}}).to_string();
    assert_eq!(
        refuse(&http),
        [ReadFault::Host {
            place,
            fault: HostError::Http
        }]
    );
    let colon = one_entry(json!({"username": "me:you", "password": CANARY}));
    assert_eq!(
        refuse(&colon),
        [ReadFault::Username {
            place,
            fault: UsernameError::Colon { at: 3 }
        }]
    );
    let mask = one_entry(json!({"username": "me", "password": "******"}));
    assert_eq!(
        refuse(&mask),
        [ReadFault::Password {
            place,
            fault: LoginPasswordError::Mask
        }]
    );
    let long = one_entry(json!({"username": "me", "password": "x".repeat(MAX_PASSWORD_BYTES + 1)}));
    assert_eq!(
        refuse(&long),
        [ReadFault::Password {
            place,
            fault: LoginPasswordError::TooLong
        }]
    );
}

#[test]
fn odd_passwords_are_kept_exactly() {
    let key = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"-----BEGIN\\nx\\n\"\n}\n";
    let four_kilobytes = "x".repeat(4096);
    for password in [
        "a:b:c",
        "\"q\" 'q' `q`",
        "$HOME ${X} $$",
        " both ends ",
        "🔑é",
        "tab\tcr\r\nlf\n",
        "\\",
        "\u{7}",
        key,
        &four_kilobytes,
    ] {
        for entry in [
            json!({"username": "_json_key", "password": password}),
            json!({"auth": b64(format!("_json_key:{password}"))}),
        ] {
            let read = accept(&one_entry(entry));
            assert_eq!(read.config.entries()[0].password().expose(), password);
            let stored: Value = serde_json::from_str(&read.config.to_json()).unwrap();
            assert_eq!(stored["auths"]["ghcr.io"]["password"], password);
            assert_eq!(
                stored["auths"]["ghcr.io"]["auth"],
                b64(format!("_json_key:{password}"))
            );
        }
    }
}

#[test]
fn what_is_noticed_about_a_login_is_said() {
    let notes = |host: &str, username: &str, password: &str| {
        accept(&json!({"auths": {host: {"username": username, "password": password}}}).to_string())
            .notes
    };
    assert!(matches!(
        notes("ghcr.io", "me", "pw ")[..],
        [Note::PasswordEdges { .. }]
    ));
    assert!(matches!(
        notes("ghcr.io", "me", "pw\n")[..],
        [Note::PasswordEdges { .. }]
    ));
    let key = "{\"type\": \"service_account\", \"private_key\": \"x\"}";
    let as_file = format!("{key}\n");
    assert_eq!(notes("europe-docker.pkg.dev", "_json_key", &as_file), []);
    assert!(matches!(
        notes("europe-docker.pkg.dev", "me", key)[..],
        [Note::GoogleKeyUser { .. }]
    ));
    assert_eq!(notes("europe-docker.pkg.dev", "_json_key", key), []);
    let ecr = "1.dkr.ecr.eu-central-1.amazonaws.com";
    assert!(matches!(
        notes(ecr, "AWS", "pw")[..],
        [Note::EcrExpires { .. }]
    ));
    assert!(matches!(
        notes(ecr, "me", "pw")[..],
        [Note::EcrUser { .. }, Note::EcrExpires { .. }]
    ));
    assert!(notes(ecr, "AWS", "pw")[0].sentence().contains("12 hours"));
    assert!(matches!(
        notes("*.azurecr.io", "me", "pw")[..],
        [Note::Wildcard { .. }]
    ));
}

#[test]
fn what_is_pasted_instead_is_named() {
    let cases = [
        (
            format!("docker login ghcr.io -u me -p {CANARY}"),
            Pasted::DockerLoginCommand,
        ),
        (
            format!("kubectl create secret docker-registry x --docker-password={CANARY}"),
            Pasted::KubectlCommand,
        ),
        (
            format!("apiVersion: v1\nkind: Secret\ndata:\n  .dockerconfigjson: {CANARY}"),
            Pasted::KubernetesYaml,
        ),
        (
            format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{CANARY}"),
            Pasted::PrivateKey,
        ),
        (
            format!("REGISTRY=ghcr.io\nPASSWORD={CANARY}"),
            Pasted::DotEnv,
        ),
        (b64(format!("me:{CANARY}")), Pasted::AuthOnly),
        (format!("ghp_{CANARY}"), Pasted::Token),
    ];
    for (text, pasted) in cases {
        assert_eq!(refuse(&text), [ReadFault::Pasted(pasted)], "{text}");
    }
    assert_eq!(
        refuse(&format!("hello {CANARY} world")),
        [ReadFault::Unknown]
    );
}

#[test]
fn unknown_fields_stay_as_they_are_in_their_order() {
    let text = r#"{"z":1.10,"auths":{"ghcr.io":{"x":{"b":[1e400,-0]},"auth":"bWU6cHc=","email":"a@b","a":null}},"a":{"deep":[true,{}]}}"#;
    assert_eq!(
        accept(text).config.to_json().as_str(),
        r#"{"auths":{"ghcr.io":{"username":"me","password":"pw","auth":"bWU6cHc=","x":{"b":[1e400,-0]},"email":"a@b","a":null}},"z":1.10,"a":{"deep":[true,{}]}}"#
    );
}

#[test]
fn stored_bytes_come_back_only_as_they_were_written() {
    let written = accept(&plain()).config.to_json();
    assert_eq!(
        DockerConfig::from_canonical(written.as_bytes())
            .ok()
            .unwrap()
            .to_json(),
        written
    );
    for other in [
        "",
        "{}",
        "{\"auths\":{}}",
        &format!(" {}", *written),
        &plain(),
        &written.replace("ghcr.io", "GHCR.io"),
        &b64(&*written),
    ] {
        assert!(
            DockerConfig::from_canonical(other.as_bytes()).is_err(),
            "{other}"
        );
    }
    assert!(DockerConfig::from_canonical(b"\xff").is_err());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", any::<String>()]
}

fn any_extra() -> impl Strategy<Value = serde_json::Map<String, Value>> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any_text().prop_map(Value::from),
        prop::collection::vec(any_text(), 0..3).prop_map(Value::from)
    ];
    // The prefix keeps clear of the fields that mean something.
    prop::collection::hash_map(any_text().prop_map(|key| format!("x-{key}")), value, 0..4)
        .prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn json_to_logins_to_json_keeps_everything(
        username in "[^:\\p{Cc}]{1,20}",
        password in "\\PC{1,40}|[ -~]{1,40}",
        inner in any_extra(),
        outer in any_extra(),
    ) {
        prop_assume!(!crate::value::is_mask(&password));
        let mut entry = inner.clone();
        entry.insert("username".into(), username.clone().into());
        entry.insert("password".into(), password.clone().into());
        let mut file = outer.clone();
        file.insert("auths".into(), json!({"ghcr.io": entry}));
        let once = accept(&Value::Object(file.clone()).to_string()).config.to_json();
        file["auths"]["ghcr.io"]["auth"] = b64(format!("{username}:{password}")).into();
        prop_assert_eq!(&serde_json::from_str::<Value>(&once).unwrap(), &Value::Object(file));
        // Reading what was written changes nothing, byte for byte.
        let twice = accept(&once);
        prop_assert_eq!(twice.config.to_json(), once.clone());
        prop_assert!(DockerConfig::from_canonical(once.as_bytes()).is_ok());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_near_miss_is_read_or_refused_and_what_is_read_is_canonical(
        text in r#"[ \n]?(\{|"|[A-Za-z0-9+/=]{0,8})("auths"|"ghcr\.io"|"auth"|"username"|"password"|"bWU6cHc="|"credsStore"|[\{\}:,"]|\.dockerconfigjson){0,24}"#
    ) {
        if let Ok(read) = read(text.as_bytes()) {
            prop_assert!(DockerConfig::from_canonical(read.config.to_json().as_bytes()).is_ok());
        }
    }

    #[test]
    fn no_fault_quotes_the_password(
        host in r"(ghcr\.io|http://x|[a-z@?:/ ]{0,8}|\*\.io)",
        username in ":?[a-z\\x{0}]{0,4}",
        field in "(password|auth|identitytoken|Password|x)",
        cut in 0usize..200,
        encode in any::<bool>(),
    ) {
        let value = if field == "auth" && encode { b64(format!("{username}:{CANARY}")) } else { CANARY.to_owned() };
        let text = json!({"auths": {host: {"username": username, field: value}}, "credsStore": CANARY}).to_string();
        let cut = text.char_indices().map(|(index, _)| index).nth(cut).unwrap_or(text.len());
        let (head, tail) = text.split_at(cut);
        for text in [head.to_owned(), format!("{head}{CANARY}{tail}"), b64(head)] {
            match read(text.as_bytes()) {
                Ok(read) => for note in read.notes {
                    prop_assert!(!note.sentence().contains(CANARY));
                },
                Err(faults) => {
                    prop_assert!(!faults.to_string().contains(CANARY));
                    let debug = format!("{faults:?}");
                    prop_assert!(!debug.contains(CANARY));
                }
            }
        }
    }
}

#[test]
fn as_many_registries_as_a_form_holds_and_no_more() {
    let config = |number: usize| {
        let entries = (0..number)
            .map(|n| format!(r#""r{n}.example":{{"username":"u","password":"p"}}"#))
            .collect::<Vec<_>>();
        format!(r#"{{"auths":{{{}}}}}"#, entries.join(","))
    };
    assert_eq!(accept(&config(64)).config.identity().logins.len(), 64);
    assert_eq!(refuse(&config(65)), [ReadFault::TooMany { number: 65 }]);
}
