//! The quick loop: on a change, build again and start again.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use rustix::process::Signal;

use crate::error::{Error, Result};
use crate::processes::{Process, clean_up_on_interrupt};
use crate::program::{self, Profile, SITE};
use crate::progress::note;
use crate::site::{self, Mode};
use crate::workspace::Workspace;

/// What is watched; what is missing is skipped.
const SOURCES: [&str; 11] = [
    "app/Cargo.toml",
    "app/src",
    "backend/Cargo.toml",
    "backend/src",
    "domain/src",
    "frontend/src",
    "migrations",
    "server/Cargo.toml",
    "server/src",
    "style",
    "Cargo.toml",
];

/// Editors write a file in several steps; wait until it is quiet.
const QUIET: Duration = Duration::from_millis(200);

/// Builds and serves until interrupted.
pub fn serve(workspace: &Workspace, arguments: &[OsString]) -> Result<()> {
    clean_up_on_interrupt()?;
    let (sender, changes) = channel();
    let _watcher = watch(workspace, sender)?;
    let mut running = start(workspace, arguments);
    while let Some(changed) = next_change(&changes) {
        note(&format!("Changed: {}", workspace.shown(&changed)));
        if changed.starts_with(workspace.root.join("style")) {
            report(site::build(workspace, Mode::Dev));
            continue;
        }
        // Builds while the old one still serves; the port is free only after it has ended.
        if let Some(binary) = report(build(workspace)) {
            drop(running.take());
            running = report(launch(workspace, &binary, arguments));
        }
    }
    Ok(())
}

fn start(workspace: &Workspace, arguments: &[OsString]) -> Option<Process> {
    let binary = report(build(workspace))?;
    report(launch(workspace, &binary, arguments))
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    let site = site::build(workspace, Mode::Dev)?;
    program::build(workspace, Profile::Dev, &site)
}

fn launch(workspace: &Workspace, binary: &Path, arguments: &[OsString]) -> Result<Process> {
    let mut serve = super::serve(workspace, binary, arguments);
    serve.env(SITE, site::path(workspace, Mode::Dev));
    Process::start(&mut serve, Signal::TERM)
}

/// Prints the failure: the loop goes on, the next change may mend it.
fn report<T>(result: Result<T>) -> Option<T> {
    result
        .inspect_err(|error| eprintln!("error: {error}. Waiting for a change."))
        .ok()
}

fn watch(workspace: &Workspace, sender: Sender<PathBuf>) -> Result<RecommendedWatcher> {
    let unreadable = |error: notify::Error| Error::Unreadable {
        what: "watch sources".to_owned(),
        why: error.to_string(),
    };
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event
            && matches!(
                event.kind,
                EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
            )
        {
            for path in event.paths {
                // Fails only while this program ends.
                drop(sender.send(path));
            }
        }
    })
    .map_err(unreadable)?;
    for source in SOURCES.map(|source| workspace.root.join(source)) {
        if source.exists() {
            watcher
                .watch(&source, RecursiveMode::Recursive)
                .map_err(unreadable)?;
        }
    }
    Ok(watcher)
}

/// Waits for a change and until no more follow. One outside `style` stands for all.
fn next_change(changes: &Receiver<PathBuf>) -> Option<PathBuf> {
    let mut changed = changes.recv().ok()?;
    while let Ok(also) = changes.recv_timeout(QUIET) {
        if !also.components().any(|part| part.as_os_str() == "style") {
            changed = also;
        }
    }
    Some(changed)
}
