//! Leptos 0.8 renders the text of `<textarea>`, `<style>` and `<noscript>` unescaped on the
//! server: what a person typed would become markup. One component escapes it; no other may exist.

use super::Fault;
use crate::check::code::Code;
use crate::error::Result;
use crate::workspace::Workspace;

const ALLOWED: &str = "src/components/text_area.rs";

const ELEMENTS: [&str; 6] = [
    "<textarea",
    "<style",
    "<noscript",
    "html::textarea",
    "html::style",
    "html::noscript",
];

/// Uses outside the one component.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let app = workspace.root.join("app");
    let mut faults = Vec::new();
    for code in Code::below(&app.join("src"))? {
        if code.path == app.join(ALLOWED) {
            continue;
        }
        for element in ELEMENTS {
            for line in code.lines_with(element) {
                faults.push(Fault::new(
                    &code.path,
                    line,
                    format!("{element} renders its text unescaped; use the TextArea component"),
                ));
            }
        }
    }
    Ok(faults)
}
