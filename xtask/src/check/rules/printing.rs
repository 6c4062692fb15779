//! Libraries do not print: what they have to say goes through `tracing`, where no value may be.

use super::Fault;
use crate::check::code::Code;
use crate::error::Result;
use crate::workspace::Workspace;

const LIBRARIES: [&str; 4] = ["domain", "backend", "app", "frontend"];
const MACROS: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Printing in a library.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for library in LIBRARIES {
        for code in Code::below(&workspace.root.join(library).join("src"))? {
            for name in MACROS {
                for line in code.lines_with(name) {
                    faults.push(Fault::new(
                        &code.path,
                        line,
                        format!("{name} in a library; use tracing"),
                    ));
                }
            }
        }
    }
    Ok(faults)
}
