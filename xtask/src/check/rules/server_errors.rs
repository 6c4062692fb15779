//! Server functions answer with the application's own error, never with `ServerFnError`, whose
//! text may hold anything.

use super::Fault;
use crate::check::code::Code;
use crate::error::Result;
use crate::workspace::Workspace;

/// Uses outside `app/src/error.rs`, where the framework's faults are translated.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let source = workspace.root.join("app/src");
    let mut faults = Vec::new();
    for code in Code::below(&source)? {
        if code.path == source.join("error.rs") {
            continue;
        }
        for line in code.lines_with("ServerFnError") {
            faults.push(Fault::new(
                &code.path,
                line,
                "ServerFnError outside app/src/error.rs; use the application's error",
            ));
        }
    }
    Ok(faults)
}
