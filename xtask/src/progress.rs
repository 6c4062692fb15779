//! Progress on the terminal: which step runs, and for how long.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often a long step says that it is still running.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Runs `work` under a line that names it, and prints the seconds it took.
///
/// # Errors
/// Those of `work`.
pub fn step<T, E>(name: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let started = Instant::now();
    eprintln!("==> {name}");
    let heartbeat = Heartbeat::start(name.to_owned(), started);
    let result = work();
    drop(heartbeat);
    let word = if result.is_ok() { "done" } else { "failed" };
    eprintln!(
        "    {word}: {name}, {:.1} s",
        started.elapsed().as_secs_f64()
    );
    result
}

/// Prints one line of information below a step.
pub fn note(text: &str) {
    eprintln!("    {text}");
}

/// A thread that prints the elapsed time until it is dropped.
struct Heartbeat {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Heartbeat {
    fn start(name: String, started: Instant) -> Self {
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                eprintln!("    {name}: {} s", started.elapsed().as_secs());
            }
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A heartbeat that panicked has nothing left to clean up.
            drop(thread.join());
        }
    }
}
