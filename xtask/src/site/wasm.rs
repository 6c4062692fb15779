//! The browser's half: package `frontend` as WebAssembly, with its JavaScript glue.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use super::named::hex;
use super::optimise::{self, WasmOpt};
use super::{File, Mode};
use crate::command;
use crate::error::{Doing, Error, Result, make_folder, read, write};
use crate::progress::{note, step};
use crate::target;
use crate::workspace::Workspace;

/// A build of the WebAssembly: the islands of some pages.
pub struct Bundle {
    /// Its name in the manifest, without endings.
    name: &'static str,
    /// Features of the package `frontend`.
    features: &'static [&'static str],
}

/// Every page loads one of these.
pub const BUNDLES: &[Bundle] = &[
    Bundle {
        name: "keyrack",
        features: &[],
    },
    Bundle {
        name: "keyrack-forms",
        features: &["forms"],
    },
];

impl Bundle {
    /// The glue's name in the manifest.
    pub fn glue(&self) -> String {
        format!("{}.js", self.name)
    }

    /// The module's name in the manifest, as wasm-bindgen gives it.
    pub fn wasm(&self) -> String {
        format!("{}_bg.wasm", self.name)
    }
}

/// What the output depends on beside its input: change it with the version of wasm-bindgen or with
/// the options given to it.
const FORMAT: &str = "wasm-bindgen 0.2.130, options 3";

/// What the browser loads.
pub struct Module {
    /// The module.
    pub wasm: Vec<u8>,
    /// The script that loads it.
    pub glue: Vec<u8>,
    /// Scripts that crates bring along, by the path the glue imports them from.
    pub snippets: Vec<File>,
}

/// Builds the module, or takes the one of the last time if its input is the same.
pub fn build(workspace: &Workspace, mode: Mode, bundle: &Bundle) -> Result<Module> {
    let compiled = step(&format!("Build WebAssembly {}", bundle.name), || {
        compile(workspace, mode, bundle)
    })?;
    let optimiser = match mode {
        Mode::Release => optimise::find(workspace),
        Mode::Dev => None,
    };
    let folder = workspace
        .target
        .join("site-work")
        .join(super::path(workspace, mode).file_name().unwrap_or_default())
        .join(bundle.name);
    let key = key(&compiled, optimiser.as_ref())?;
    let key_file = folder.join("key");
    if !std::fs::read_to_string(&key_file).is_ok_and(|old| old == key) {
        bind(&compiled, &folder, bundle, mode, optimiser.as_ref())?;
        write(&key_file, key)?;
    }
    collect(&folder, bundle)
}

fn compile(workspace: &Workspace, mode: Mode, bundle: &Bundle) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm-release", "wasm-release"),
        Mode::Dev => ("dev", "debug"),
    };
    let mut build = workspace.cargo();
    build.args([
        "build",
        "--package",
        "frontend",
        "--lib",
        "--target",
        target::WASM,
    ]);
    build.args(["--profile", profile]);
    build.arg("--no-default-features");
    if !bundle.features.is_empty() {
        build.args(["--features", &bundle.features.join(",")]);
    }
    command::run(&mut build, "cargo build of the WebAssembly")?;
    Ok(workspace
        .target
        .join(target::WASM)
        .join(folder)
        .join("frontend.wasm"))
}

/// Changes when anything changes that the output depends on.
fn key(compiled: &Path, optimiser: Option<&WasmOpt>) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(read(compiled)?);
    hash.update(FORMAT);
    if let Some(optimiser) = optimiser {
        hash.update(&optimiser.version);
        hash.update(optimise::FLAGS.join(" "));
    }
    Ok(hex(&hash.finalize()))
}

fn bind(
    compiled: &Path,
    into: &Path,
    bundle: &Bundle,
    mode: Mode,
    optimiser: Option<&WasmOpt>,
) -> Result<()> {
    if into.is_dir() {
        std::fs::remove_dir_all(into).doing(|| format!("remove {}", into.display()))?;
    }
    make_folder(into)?;
    step("Write the JavaScript glue", || {
        generate(compiled, into, bundle, mode)
    })?;
    match (mode, optimiser) {
        (Mode::Release, Some(optimiser)) => {
            step(&format!("Optimise by {}", optimiser.version), || {
                optimiser.optimise(&into.join(bundle.wasm()))
            })
        }
        (Mode::Release, None) => {
            note(
                "wasm-opt not found: the WebAssembly is about a third larger than it could be (npm install binaryen)",
            );
            Ok(())
        }
        (Mode::Dev, _) => Ok(()),
    }
}

fn generate(compiled: &Path, into: &Path, bundle: &Bundle, mode: Mode) -> Result<()> {
    let small = mode == Mode::Release;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(bundle.name)
        .typescript(false)
        // The glue names its module, by the hashed name.
        .omit_default_module_path(false)
        .debug(!small)
        .keep_debug(!small)
        .remove_name_section(small)
        .remove_producers_section(small);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(into))
        .map_err(|error| Error::Bindgen(format!("{error:#}")))
}

fn collect(folder: &Path, bundle: &Bundle) -> Result<Module> {
    let mut snippets = Vec::new();
    let mut glue = String::from_utf8_lossy(&read(&folder.join(bundle.glue()))?).into_owned();
    for path in files_below(&folder.join("snippets"))? {
        let below = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        // The site is one flat folder.
        let flat = below.replace('/', "-");
        glue = glue.replace(&below, &flat);
        snippets.push(File {
            name: flat,
            content: read(&path)?,
        });
    }
    Ok(Module {
        wasm: read(&folder.join(bundle.wasm()))?,
        glue: glue.into_bytes(),
        snippets,
    })
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder).doing(|| format!("list {}", folder.display()))? {
        let path = entry.doing(|| format!("list {}", folder.display()))?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
