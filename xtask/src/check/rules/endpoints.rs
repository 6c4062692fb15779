//! A server function without an explicit endpoint gets an address from its place in the source,
//! which changes when it moves, and which no route inventory can name.

use super::Fault;
use crate::check::code::Code;
use crate::error::Result;
use crate::workspace::Workspace;

/// `#[server]` attributes without `endpoint`.
pub fn broken(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for code in Code::below(&workspace.root.join("app/src"))? {
        for at in code.occurrences("#[server") {
            if !names_endpoint(code.text.get(at..).unwrap_or_default()) {
                faults.push(Fault::new(
                    &code.path,
                    code.line_at(at),
                    "#[server] without an explicit endpoint",
                ));
            }
        }
    }
    Ok(faults)
}

/// Whether the attribute at the start of the text names an endpoint.
fn names_endpoint(text: &str) -> bool {
    let attribute = text.split_inclusive(']').next().unwrap_or_default();
    attribute.contains("endpoint")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_attribute_itself_counts() {
        assert!(names_endpoint(
            "#[server(prefix = \"/rpc\", endpoint = \"x\")]\nfn f()"
        ));
        assert!(!names_endpoint("#[server]\nfn endpoint()"));
        assert!(!names_endpoint(
            "#[server(prefix = \"/rpc\")]\nfn endpoint()"
        ));
    }
}
