//! Processes that must not outlive this program: stopped when dropped, and on Ctrl-C.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::command::start;
use crate::error::{Doing, Result};

/// How long a process may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often to look whether it has.
const LOOK: Duration = Duration::from_millis(20);

/// Everything to stop or remove when this program is interrupted.
static HELD: Mutex<Held> = Mutex::new(Held {
    processes: Vec::new(),
    folders: Vec::new(),
});

struct Held {
    processes: Vec<Entry>,
    folders: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq)]
struct Entry {
    pid: Pid,
    stop: Signal,
}

fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A process in a group of its own, which ends with it.
pub struct Process {
    child: Child,
    entry: Entry,
}

impl Process {
    /// Starts it without input. `stop` is the signal that asks it to end.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(command: &mut Command, stop: Signal) -> Result<Self> {
        command.stdin(Stdio::null()).process_group(0);
        // Registered under the lock: an interrupt comes before the start or finds the process.
        let mut held = held();
        let child = command.spawn().doing(|| start(command))?;
        let entry = Entry {
            pid: Pid::from_child(&child),
            stop,
        };
        held.processes.push(entry);
        Ok(Self { child, entry })
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().doing(|| "wait for a program".to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.ended().is_none() {
            signal(self.entry, self.entry.stop);
            let deadline = Instant::now() + PATIENCE;
            while self.ended().is_none() && Instant::now() < deadline {
                std::thread::sleep(LOOK);
            }
        }
        // What it started and left behind is in its group.
        signal_group(self.entry, Signal::KILL);
        drop(self.child.wait());
        held().processes.retain(|entry| *entry != self.entry);
    }
}

fn signal(entry: Entry, signal: Signal) {
    // Fails only when the process is gone, which is what is wanted.
    let _ = rustix::process::kill_process(entry.pid, signal);
}

fn signal_group(entry: Entry, signal: Signal) {
    let _ = rustix::process::kill_process_group(entry.pid, signal);
}

/// A temporary folder that is removed when dropped, and on Ctrl-C.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Makes one whose name starts with `keyrack-` and the given word.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(word: &str) -> Result<Self> {
        let prefix = format!("keyrack-{word}-");
        let made = tempfile::Builder::new().prefix(&prefix).tempdir();
        let folder = made.doing(|| "make a temporary folder".to_owned())?;
        held().folders.push(folder.path().to_owned());
        Ok(Self(folder))
    }

    /// Its path.
    pub fn path(&self) -> &std::path::Path {
        self.0.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        held().folders.retain(|path| path != self.0.path());
    }
}

/// From now on an interrupt stops every [`Process`], removes every [`Folder`] and ends this program.
///
/// # Errors
/// When the signals cannot be received.
pub fn clean_up_on_interrupt() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).doing(|| "receive signals".to_owned())?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let held = held();
            stop(&held.processes);
            for folder in &held.folders {
                drop(std::fs::remove_dir_all(folder));
            }
            drop(signal_hook::low_level::emulate_default_handler(signal));
        }
    });
    Ok(())
}

fn stop(processes: &[Entry]) {
    for entry in processes {
        signal(*entry, entry.stop);
    }
    let deadline = Instant::now() + PATIENCE;
    for entry in processes {
        while still_runs(*entry) && Instant::now() < deadline {
            std::thread::sleep(LOOK);
        }
        signal_group(*entry, Signal::KILL);
    }
}

fn still_runs(entry: Entry) -> bool {
    // Reaps it when it has ended; an error means that it was reaped already.
    matches!(
        rustix::process::waitpid(Some(entry.pid), WaitOptions::NOHANG),
        Ok(None)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_process_takes_what_it_started_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let pid_file = folder.path().join("pid");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!(
            "sleep 600 & echo $! > {}.new; mv {0}.new {0}; wait",
            pid_file.display()
        ));
        let process = Process::start(&mut shell, Signal::TERM).unwrap();
        while !pid_file.is_file() {
            std::thread::sleep(LOOK);
        }
        let pid = std::fs::read_to_string(&pid_file).unwrap();
        drop(process);
        let state = || std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        while state().is_ok_and(|stat| !stat.contains(") Z ")) {
            std::thread::sleep(LOOK);
        }
    }
}
