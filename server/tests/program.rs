//! The program itself: what it prints, how it ends, and what it leaves on disk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

fn keyrack(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyrack"));
    command
        .env_clear()
        .env("KEYRACK_DATA", data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    (
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

/// A serving program; killed when dropped.
struct Serving {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Serving {
    fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut child = keyrack(data)
            .arg("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The entries up to the one that says where it listens.
    fn until_listening(&mut self) -> Vec<Value> {
        let mut entries = Vec::new();
        loop {
            let entry: Value = serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap();
            let listening = entry["listening"].is_string();
            entries.push(entry);
            if listening {
                return entries;
            }
        }
    }

    fn terminate(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One sentence, no panic, no backtrace.
fn assert_one_sentence(stderr: &str) {
    assert!(
        stderr.starts_with("keyrack: ") && stderr.trim_end().lines().count() == 1,
        "{stderr}"
    );
}

#[test]
fn it_says_where_it_listens_and_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data, &[]);
    let entries = serving.until_listening();
    let url = entries.last().unwrap()["listening"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = entries.last().unwrap()["first_administrator"]
        .as_str()
        .unwrap();
    assert!(link.starts_with(&format!("{url}/welcome/")), "{link}");
    assert_eq!(serving.terminate(), Some(0));
    for (path, mode) in [
        ("", 0o700),
        ("lock", 0o600),
        ("keyrack.db", 0o600),
        ("key-ring", 0o400),
    ] {
        let found = fs::metadata(data.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{path} {found:o}");
    }
}

#[test]
fn every_reason_not_to_start_has_a_code_and_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data, &[]);
    let url = serving.until_listening().pop().unwrap()["listening"]
        .as_str()
        .unwrap()
        .to_owned();
    let address = url.strip_prefix("http://").unwrap();
    let serve = |data: &Path, arguments: &[&str]| {
        let (code, _, stderr) = run(keyrack(data)
            .arg("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments));
        (code, stderr)
    };

    let (code, stderr) = serve(&data, &[]);
    assert_eq!(code, 5, "locked: {stderr}");
    assert_one_sentence(&stderr);

    let (code, stderr) = run_listen(&folder.path().join("other"), address);
    assert_eq!(code, 4, "port in use: {stderr}");
    assert_one_sentence(&stderr);

    let file = folder.path().join("keyrack.toml");
    fs::write(&file, "lisen = 'x'\n").unwrap();
    let (code, stderr) = serve(&data, &["--config", file.to_str().unwrap()]);
    assert_eq!(code, 3, "configuration: {stderr}");
    assert_one_sentence(&stderr);
    assert!(
        stderr.contains("lisen") && stderr.contains("line 1"),
        "{stderr}"
    );

    let (code, stderr) = serve(
        &folder.path().join("tls"),
        &["--tls-certificate", "/nowhere", "--tls-key", "/nowhere"],
    );
    assert_eq!(code, 10, "TLS: {stderr}");
    assert_one_sentence(&stderr);

    let (code, stderr) = serve(
        &folder.path().join("pg"),
        &["--database", "postgres://u:hunter2@127.0.0.1:1/k"],
    );
    assert_eq!(code, 9, "database: {stderr}");
    assert_one_sentence(&stderr);
    assert!(!stderr.contains("hunter2"), "{stderr}");

    assert_eq!(run(keyrack(&data).arg("server")).0, 2, "usage");

    serving.terminate();
    key_ring_refusals(&data);
}

fn run_listen(data: &Path, address: &str) -> (i32, String) {
    let (code, _, stderr) = run(keyrack(data).args(["serve", "--listen", address]));
    (code, stderr)
}

fn key_ring_refusals(data: &Path) {
    let ring = data.join("key-ring");
    let refused = |expected: i32, why: &str| {
        let (code, stderr) = run_listen(data, "127.0.0.1:0");
        assert_eq!(code, expected, "{why}: {stderr}");
        assert_one_sentence(&stderr);
    };
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o644)).unwrap();
    refused(6, "readable by others");
    let text = fs::read(&ring).unwrap();
    fs::remove_file(&ring).unwrap();
    refused(7, "missing over existing data");
    assert!(!ring.exists(), "no new key ring is made over existing data");
    fs::write(&ring, "nonsense\n").unwrap();
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o400)).unwrap();
    refused(6, "not a key ring");
    let other = data.with_extension("other");
    Serving::start(&other, &[]).until_listening();
    fs::remove_file(&ring).unwrap();
    fs::copy(other.join("key-ring"), &ring).unwrap();
    refused(7, "the key ring of other data");
    fs::remove_file(&ring).unwrap();
    fs::write(&ring, text).unwrap();
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o400)).unwrap();
    Serving::start(data, &[]).until_listening();
}

#[test]
fn the_demo_fills_an_empty_rack_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--demo"]);
    let entries = serving.until_listening();
    let people: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["login"].is_string())
        .collect();
    assert!(
        people.len() >= 3
            && people
                .iter()
                .all(|person| person["password"].as_str().unwrap().len() >= 20)
    );
    assert!(
        entries.last().unwrap()["first_administrator"].is_null(),
        "there is one already"
    );
    assert_eq!(serving.terminate(), Some(0));
    let (code, _, stderr) =
        run(keyrack(folder.path()).args(["serve", "--listen", "127.0.0.1:0", "--demo"]));
    assert_eq!(code, 1);
    assert_one_sentence(&stderr);
    let (code, stdout, stderr) = run(keyrack(folder.path()).arg("verify"));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("entries ") && stdout.contains("head "),
        "{stdout}"
    );
}

#[test]
fn commands_make_no_rack_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["verify"][..],
        &["key", "list"],
        &["key", "rotate"],
        &["admin", "link"],
    ] {
        let (code, _, stderr) = run(keyrack(folder.path()).args(arguments));
        assert_eq!(code, 9, "{arguments:?}: {stderr}");
        assert_one_sentence(&stderr);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn root_keys_are_changed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--demo"]);
    serving.until_listening();
    let key = |arguments: &[&str]| {
        let (code, stdout, stderr) = run(keyrack(folder.path()).arg("key").args(arguments));
        assert_eq!(code, 0, "{arguments:?}: {stderr}");
        stdout
    };
    let listed = || {
        let rows: Vec<Vec<String>> = key(&["list"])
            .lines()
            .skip(1)
            .map(|row| row.split_whitespace().map(str::to_owned).collect())
            .collect();
        rows
    };
    let first = listed();
    assert_eq!(first.len(), 1);
    key(&["rotate"]);
    let rotated = listed();
    assert_eq!(rotated.len(), 2);
    let of = |rows: &[Vec<String>], id: &str| rows.iter().find(|row| row[0] == id).unwrap().clone();
    let old = of(&rotated, &first[0][0]);
    assert_eq!(
        (old[1].as_str(), old.last().unwrap().as_str()),
        ("kept", "0")
    );
    key(&["retire", &old[0]]);
    assert_eq!(listed().len(), 1);
    let (code, _, stderr) = run(keyrack(folder.path()).args(["key", "retire", "rk-00000000"]));
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(serving.terminate(), Some(0));
}

#[test]
fn the_effective_configuration_has_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = keyrack(folder.path());
    command
        .env("KEYRACK_DATABASE", "postgres://rack:hunter2@db/k")
        .env("KEYRACK_LISTN", "x");
    let (code, stdout, stderr) = run(command.args(["config", "check", "--log-level", "debug"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("database = \"postgres://rack:***@db/k\"  # KEYRACK_DATABASE"),
        "{stdout}"
    );
    assert!(
        stdout.contains("level = \"debug\"  # --log-level"),
        "{stdout}"
    );
    assert!(
        stderr.contains("KEYRACK_LISTN"),
        "a variable that means nothing is named: {stderr}"
    );
    assert!(!stdout.contains("hunter2") && !stderr.contains("hunter2"));
}

#[test]
fn help_is_there_for_everything() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["--help"][..],
        &["serve", "--help"],
        &["key", "rotate", "--help"],
        &["admin", "link", "--help"],
    ] {
        let mut command = keyrack(folder.path());
        command.env("KEYRACK_DATABASE", "postgres://rack:hunter2@db/k");
        let (code, stdout, _) = run(command.args(arguments));
        assert_eq!(code, 0);
        assert!(
            stdout.contains("Usage: keyrack") && !stdout.contains("hunter2"),
            "{stdout}"
        );
    }
}

#[test]
fn the_log_has_patterns_and_no_address_or_query() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--log-level", "trace"]);
    let url = serving.until_listening().pop().unwrap()["listening"]
        .as_str()
        .unwrap()
        .to_owned();
    let address = url.strip_prefix("http://").unwrap().to_owned();
    for path in [
        "/welcome/canary-token",
        "/secrets?q=canary-query",
        "/canary-path",
        "/sign-in?next=%0acanary",
    ] {
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nuser-agent: canary-agent\r\nconnection: close\r\n\r\n"
        );
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        std::io::Read::read_to_end(&mut stream, &mut Vec::new()).unwrap();
    }
    rustix::process::kill_process(
        rustix::process::Pid::from_child(&serving.child),
        rustix::process::Signal::TERM,
    )
    .unwrap();
    let log: Vec<String> = serving.lines.by_ref().map(Result::unwrap).collect();
    let requests: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|entry: &Value| entry["message"] == "request")
        .collect();
    let routes: Vec<&str> = requests
        .iter()
        .map(|entry| entry["route"].as_str().unwrap())
        .collect();
    assert_eq!(
        routes,
        ["/welcome/{token}", "/secrets", "unmatched", "/sign-in"]
    );
    for entry in &requests {
        for field in ["method", "status", "duration_ms", "request", "actor"] {
            assert!(!entry[field].is_null(), "{field}");
        }
    }
    assert!(!log.iter().any(|line| line.contains("canary")), "{log:#?}");
}
