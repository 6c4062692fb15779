//! The site: WebAssembly, its glue, the style sheet and static files, ready to be served.
//!
//! One folder with files named by their content, `brotli` and `gzip` forms beside them, and
//! `manifest.json`, which says what each is called: `{"keyrack.js": "keyrack.0123456789.js", …}`.

mod compress;
mod folder;
mod named;
mod optimise;
mod statics;
mod styles;
mod wasm;

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::progress::{note, step};
use crate::target;
use crate::workspace::Workspace;

pub use folder::Manifest;
pub use named::hex;

/// How the site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Small: optimised WebAssembly, compressed forms of every file.
    Release,
    /// Quick to build: unoptimised, uncompressed.
    Dev,
}

impl Mode {
    /// The folder below the target directory.
    fn folder_name(self) -> &'static str {
        match self {
            Self::Release => "site",
            Self::Dev => "site-dev",
        }
    }
}

/// One file before it is named by its content.
struct File {
    /// What the manifest calls it, such as `keyrack.css`.
    name: String,
    content: Vec<u8>,
}

/// Where the site of a mode is.
pub fn path(workspace: &Workspace, mode: Mode) -> PathBuf {
    workspace.target.join(mode.folder_name())
}

/// Builds the site and returns its folder. Files that did not change are left alone.
///
/// # Errors
/// When a source cannot be read, the WebAssembly does not build, or a file cannot be written.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    target::ensure(&workspace.root)?;
    let modules = wasm::BUNDLES
        .iter()
        .map(|bundle| Ok((bundle, wasm::build(workspace, mode, bundle)?)))
        .collect::<Result<Vec<_>>>()?;
    let folder = path(workspace, mode);
    step("Assemble the site", || {
        assemble(workspace, mode, modules, &folder)
    })?;
    Ok(folder)
}

fn assemble(
    workspace: &Workspace,
    mode: Mode,
    modules: Vec<(&wasm::Bundle, wasm::Module)>,
    into: &Path,
) -> Result<()> {
    let style = workspace.root.join("style");
    let mut site = named::Named::default();
    for file in statics::read(&style.join("static"))? {
        site.add(file);
    }
    site.add_rewritten(File {
        name: "keyrack.css".to_owned(),
        content: styles::bundle(&style, mode)?.into_bytes(),
    });
    for (bundle, module) in modules {
        site.add(File {
            name: bundle.wasm(),
            content: module.wasm,
        });
        for snippet in module.snippets {
            site.add_rewritten(snippet);
        }
        site.add_rewritten(File {
            name: bundle.glue(),
            content: module.glue,
        });
    }
    let written = folder::publish(into, &site, mode)?;
    note(&format!(
        "{}: {} files, {written} written",
        into.display(),
        site.files().len()
    ));
    Ok(())
}
