//! Keeps values out of places that outlive the process: core dumps, other processes' eyes, and
//! files that others may read.

use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// Applies to the whole process; called once, before anything is read or written.
///
/// Failures are passed over: each measure stands behind others, and a system that refuses one
/// (for example inside some sandboxes) must still be able to serve.
pub fn process() {
    umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let _ = setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    );
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
