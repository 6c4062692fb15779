//! Pages are rendered whole (`SsrMode::Async`): a status or a redirect is decided before the first
//! byte leaves, and a page works without scripts.

use super::Fault;
use crate::check::code::Code;
use crate::error::Result;
use crate::workspace::Workspace;

/// Other modes.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for code in Code::below(&workspace.root.join("app/src"))? {
        for at in code.occurrences("SsrMode::") {
            let mode = code
                .text
                .get(at..)
                .unwrap_or_default()
                .trim_start_matches("SsrMode::");
            let mode: String = mode
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            if mode != "Async" {
                let why = format!("SsrMode::{mode}; pages use SsrMode::Async");
                faults.push(Fault::new(&code.path, code.line_at(at), why));
            }
        }
    }
    Ok(faults)
}
