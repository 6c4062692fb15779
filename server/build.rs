//! Builds the site into the program: a table of the files in the folder that `KEYRACK_SITE`
//! names. Without it the table is empty, so that `cargo check` needs no site.

#![allow(
    clippy::print_stdout,
    reason = "cargo reads a build script's standard output"
)]

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=KEYRACK_SITE");
    let files = match env::var_os("KEYRACK_SITE") {
        Some(folder) if env::var_os("CARGO_FEATURE_ASSETS_FROM_DISK").is_none() => {
            files_in(Path::new(&folder))?
        }
        _ => Vec::new(),
    };
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("site.rs"), table(&files)?)?;
    Ok(())
}

/// The folder's files with their names, sorted by name.
fn files_in(folder: &Path) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path().canonicalize()?;
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .map(str::to_owned);
        if let Some(name) = name
            && path.is_file()
        {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push((name, path));
        }
    }
    files.sort();
    Ok(files)
}

fn table(files: &[(String, PathBuf)]) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("&[\n");
    for (name, path) in files {
        let path = path
            .to_str()
            .ok_or("the site's folder has a name that is not UTF-8")?;
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    code.push_str("]\n");
    Ok(code)
}
