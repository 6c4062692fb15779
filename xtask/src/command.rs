//! Other programs: finding them, running them, reading what they say.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use rustix::process::Signal;

use crate::error::{Doing, Error, Result};
use crate::processes::Process;

/// The first executable of that name on `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// `cargo`, the one that started this program.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program with our output, without input.
///
/// # Errors
/// [`Error::Io`] if it does not start, [`Error::Failed`] if it fails.
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .doing(|| start(command))?;
    check(status, what)
}

/// Runs a program and returns what it printed on standard output.
///
/// # Errors
/// [`Error::Io`] if it does not start, [`Error::Failed`] if it fails.
pub fn output(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .doing(|| start(command))?;
    check(output.status, what)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program and hands over each line of both its outputs, in the order they were written.
/// Nothing that it started outlives it.
///
/// # Errors
/// [`Error::Io`] if it does not start or its output cannot be read.
pub fn lines(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    let (reader, writer) = std::io::pipe().doing(|| "open a pipe".to_owned())?;
    let errors = writer.try_clone().doing(|| "open a pipe".to_owned())?;
    command.stdout(writer).stderr(errors);
    let mut process = Process::start(command, Signal::TERM)?;
    // The command keeps our ends of the pipe: while they are open, reading never ends.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    std::thread::scope(|scope| {
        // Waits beside the reading: a process left behind would keep the pipe open for ever.
        let waiting = scope.spawn(move || {
            let status = process.wait();
            drop(process);
            status
        });
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while reader
            .read_until(b'\n', &mut bytes)
            .doing(|| "read output".to_owned())?
            > 0
        {
            line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
        waiting.join().unwrap_or_else(|_| Err(gone(command)))
    })
}

fn gone(command: &Command) -> Error {
    let program = command.get_program().to_string_lossy().into_owned();
    Error::Failed {
        what: program,
        status: "its end is not known".to_owned(),
    }
}

/// Turns a failed status into an error.
///
/// # Errors
/// [`Error::Failed`] naming `what`.
pub fn check(status: ExitStatus, what: &str) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed {
        what: what.to_owned(),
        status: status.to_string(),
    })
}

/// What is being done when a program does not start.
pub fn start(command: &Command) -> String {
    format!("start {}", command.get_program().to_string_lossy())
}
