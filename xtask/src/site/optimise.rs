//! wasm-opt from binaryen: used where it is found, never needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::Result;
use crate::workspace::Workspace;

/// Smallest output, with the features that rustc's output uses.
pub const FLAGS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];

/// The oldest binaryen whose optimised modules were tried with this toolchain's output; Debian 12
/// has 108, which does not read it.
const OLDEST: u32 = 120;

/// A usable wasm-opt.
pub struct WasmOpt {
    program: PathBuf,
    /// Its version, as it says it.
    pub version: String,
}

/// `$WASM_OPT`, else the one beside the browser tests, else the first on `PATH`.
pub fn find(workspace: &Workspace) -> Option<WasmOpt> {
    let asked = std::env::var_os("WASM_OPT").map(PathBuf::from);
    let installed = workspace.end2end().join("node_modules/.bin/wasm-opt");
    [asked, Some(installed), command::find("wasm-opt")]
        .into_iter()
        .flatten()
        .filter(|program| program.is_file())
        .find_map(usable)
}

fn usable(program: PathBuf) -> Option<WasmOpt> {
    let mut ask = Command::new(&program);
    let answer = command::output(ask.arg("--version"), "wasm-opt --version").ok()?;
    let version = answer
        .split_whitespace()
        .find_map(|word| word.parse::<u32>().ok())?;
    (version >= OLDEST).then(|| WasmOpt {
        program,
        version: answer.trim().to_owned(),
    })
}

impl WasmOpt {
    /// Optimises `module` in place.
    ///
    /// # Errors
    /// When the program fails.
    pub fn optimise(&self, module: &Path) -> Result<()> {
        let mut optimise = Command::new(&self.program);
        optimise.args(FLAGS).arg(module).arg("-o").arg(module);
        command::run(&mut optimise, "wasm-opt")
    }
}
