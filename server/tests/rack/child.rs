//! The program itself as a child process.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Sender, channel},
    },
    time::Duration,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_keyrack");

/// Far longer than any start takes, so that a test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// A serving child; killed when dropped.
pub struct Child {
    process: std::process::Child,
    lines: Arc<Mutex<Vec<String>>>,
    pub url: String,
    /// The one-time link, while there is no administrator.
    pub first_administrator: Option<String>,
}

impl Child {
    /// Serves from a folder on a free port, and waits until it says where.
    pub fn start(data: &Path, flags: &[&str]) -> Self {
        let mut process = command()
            .arg("serve")
            .args(["--listen", "127.0.0.1:0", "--log-format", "json", "--data"])
            .arg(data)
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, listening) = channel();
        let lines = Arc::new(Mutex::new(Vec::new()));
        keep(process.stdout.take().unwrap(), lines.clone(), Some(sender));
        keep(process.stderr.take().unwrap(), lines.clone(), None);
        let Ok(entry) = listening.recv_timeout(PATIENCE) else {
            let _ = process.kill();
            panic!("it does not serve: {:?}", lines.lock().unwrap());
        };
        let text = |name: &str| entry[name].as_str().map(str::to_owned);
        Self {
            process,
            lines,
            url: text("listening").unwrap(),
            first_administrator: text("first_administrator"),
        }
    }

    /// Everything it wrote, but for the line that is made to hand over the first link.
    pub fn log(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        lines
            .iter()
            .filter(|line| !line.contains("\"first_administrator\""))
            .cloned()
            .collect()
    }

    /// Ends it at once by SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Asks it to stop by SIGTERM, and waits.
    pub fn stop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The program with nothing of this process's environment.
fn command() -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .env_clear()
        .env("RUST_LOG", "trace")
        .stdin(Stdio::null());
    command
}

/// Runs a command of the program to its end.
pub fn run(arguments: &[&str], data: &Path) -> Output {
    command()
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap()
}

/// Reads lines until the end, so that the child never waits for its pipe.
fn keep(
    from: impl Read + Send + 'static,
    lines: Arc<Mutex<Vec<String>>>,
    listening: Option<Sender<serde_json::Value>>,
) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            let entry = serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default();
            lines.lock().unwrap().push(line);
            if let (Some(sender), true) = (&listening, entry["listening"].is_string()) {
                let _ = sender.send(entry);
            }
        }
    });
}
