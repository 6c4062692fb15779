//! A running Keyrack to measure.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::http::Client;
use super::{Bench, form};
use crate::command;
use crate::error::{Doing, Error, Result, read_text};
use crate::processes::Process;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the server may run.
#[derive(Clone, Copy, PartialEq)]
pub enum Cores {
    /// On the first core alone, which leaves the others to the load.
    First,
    /// On all.
    All,
}

/// A server, stopped when dropped.
pub struct Serving {
    process: Process,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to its first answer that it is ready.
    pub started_in: Duration,
    log: PathBuf,
    cookies: BTreeMap<String, String>,
}

impl Serving {
    /// Starts on the data in a folder below the bench's and waits until it is ready.
    pub fn start(bench: &Bench<'_>, data: &str, cores: Cores) -> Result<Self> {
        let address = free_address()?;
        let log = bench.folder.join(format!("{data}.log"));
        let output = File::create(&log).doing(|| format!("write {}", log.display()))?;
        let errors = output
            .try_clone()
            .doing(|| format!("write {}", log.display()))?;
        let mut serve = pinned(&bench.binary, cores);
        serve
            .arg("serve")
            .arg("--data")
            .arg(bench.folder.join(data));
        serve
            .args(["--listen", &address.to_string()])
            .stdout(output)
            .stderr(errors);
        let started = Instant::now();
        let process = Process::start(&mut serve, Signal::TERM)?;
        let mut serving = Self {
            process,
            address,
            started_in: Duration::ZERO,
            log,
            cookies: BTreeMap::new(),
        };
        serving.wait_until_ready()?;
        serving.started_in = started.elapsed();
        Ok(serving)
    }

    /// Starts on new data and signs in as the first administrator.
    pub fn start_signed_in(bench: &Bench<'_>, data: &str, cores: Cores) -> Result<Self> {
        let mut serving = Self::start(bench, data, cores)?;
        serving.sign_in_first()?;
        Ok(serving)
    }

    /// Starts again on the same data; whoever was signed in still is.
    pub fn restart(self, bench: &Bench<'_>, data: &str, cores: Cores) -> Result<Self> {
        let cookies = self.cookies.clone();
        drop(self);
        let mut again = Self::start(bench, data, cores)?;
        again.cookies = cookies;
        Ok(again)
    }

    /// A new connection, signed in.
    pub fn client(&self) -> Result<Client> {
        let mut client = Client::connect(self.address)?;
        client.cookies = self.cookies.clone();
        Ok(client)
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = Client::connect(self.address).and_then(|mut client| client.get("/readyz"));
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if self.process.ended().is_some() || Instant::now() > deadline {
                return Err(self.failure("does not start"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn sign_in_first(&mut self) -> Result<()> {
        let path = welcome_path(&read_text(&self.log)?);
        let path =
            path.ok_or_else(|| self.failure("prints no link for the first administrator"))?;
        let mut client = Client::connect(self.address)?;
        let page = client.get(&path)?.text();
        let fields = form::filled_in(&page);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = client.post(&path, &fields)?;
        self.cookies = client.cookies;
        match self.client()?.get("/secrets")?.status {
            200 => Ok(()),
            status => Err(self.failure(&format!(
                "answers {} to the first administrator's form, then {status} to /secrets",
                answer.status
            ))),
        }
    }

    fn failure(&self, why: &str) -> Error {
        let log = read_text(&self.log).unwrap_or_default();
        Error::Unreadable {
            what: "keyrack".to_owned(),
            why: format!("{why}\n{log}"),
        }
    }
}

/// The path of the one-time link, from whatever line of the log has it.
fn welcome_path(log: &str) -> Option<String> {
    let rest = log.get(log.find("/welcome/")?..)?;
    let end =
        rest.find(|character: char| character.is_whitespace() || "\"'<>\\".contains(character));
    rest.get(..end.unwrap_or(rest.len())).map(str::to_owned)
}

fn pinned(binary: &Path, cores: Cores) -> Command {
    match command::find("taskset") {
        Some(taskset) if cores == Cores::First => {
            let mut command = Command::new(taskset);
            command.args(["--cpu-list", "0"]).arg(binary);
            command
        }
        _ => Command::new(binary),
    }
}

fn free_address() -> Result<SocketAddr> {
    let doing = || "find a free port".to_owned();
    TcpListener::bind(("127.0.0.1", 0))
        .doing(doing)?
        .local_addr()
        .doing(doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_found_in_both_forms_of_log() {
        let json = r#"{"fields":{"first_administrator":"http://127.0.0.1:1/welcome/a-B_1"}}"#;
        assert_eq!(welcome_path(json).as_deref(), Some("/welcome/a-B_1"));
        assert_eq!(
            welcome_path("Open http://h/welcome/x \n").as_deref(),
            Some("/welcome/x")
        );
        assert_eq!(welcome_path("nothing"), None);
    }
}
