//! What was measured on.

use std::process::Command;

use crate::command;
use crate::error::Result;

/// One line for each thing that makes figures differ.
pub fn describe() -> Result<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
    let kernel = read("/proc/sys/kernel/osrelease").unwrap_or_else(|| "unknown".to_owned());
    let rustc = command::output(Command::new("rustc").arg("--version"), "rustc --version")?;
    Ok(format!(
        "Written by `cargo xtask bench`. One run on a machine that others may use too: ratios say \
         more than figures.\n\n- {cores} cores, {cpu}\n- memory {}\n- Linux {}\n- {}\n",
        gigabytes(&memory),
        kernel.trim(),
        rustc.trim()
    ))
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The value of the first line `name: value`.
pub fn field(path: &str, name: &str) -> Option<String> {
    let text = read(path)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.map(|rest| rest.trim_start_matches([' ', '\t', ':']).trim().to_owned())
}

/// `24688972 kB` becomes `25 GB`.
fn gigabytes(kilobytes: &str) -> String {
    match kilobytes
        .split(' ')
        .next()
        .and_then(|number| number.parse::<u64>().ok())
    {
        Some(number) => format!("{} GB", (number * 1024).div_ceil(1_000_000_000)),
        None => kilobytes.to_owned(),
    }
}
