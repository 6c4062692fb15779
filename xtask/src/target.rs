//! The WebAssembly target of the toolchain.

use std::path::Path;
use std::process::Command;

use crate::command;
use crate::error::{Error, Result};
use crate::progress::step;

/// The target's name.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the toolchain can build WebAssembly, by rustup where it is missing.
///
/// # Errors
/// [`Error::Missing`] with the command to run when rustup is absent or fails.
pub fn ensure(root: &Path) -> Result<()> {
    if installed(root) {
        return Ok(());
    }
    let missing = || Error::Missing {
        program: format!("Rust target {WASM}"),
        install: format!("rustup target add {WASM}"),
    };
    let rustup = command::find("rustup").ok_or_else(missing)?;
    step(&format!("Add Rust target {WASM}"), || {
        let mut add = Command::new(rustup);
        // `cargo run` sets the toolchain by name; the target belongs to that one.
        add.args(["target", "add", WASM]).current_dir(root);
        command::run(&mut add, "rustup target add")
    })
    .map_err(|_| missing())?;
    if installed(root) {
        Ok(())
    } else {
        Err(missing())
    }
}

fn installed(root: &Path) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut ask = Command::new(rustc);
    ask.args(["--print", "target-libdir", "--target", WASM])
        .current_dir(root);
    command::output(&mut ask, "rustc --print target-libdir")
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}
