//! Compiles the built-in components for the target of the build, so that no start of the program has to.
//!
//! Cargo builds wasmtime once for this script and for the engine, as long as both ask for the same features of all that it
//! depends on; see `Cargo.toml`.

#[cfg(feature = "precompiled")]
#[allow(dead_code, reason = "of the engine's file, a part is for this script")]
#[path = "../src/plugin/sandbox/compiled/key.rs"]
mod key;
#[cfg(feature = "precompiled")]
mod precompile;
#[cfg(feature = "precompiled")]
#[allow(dead_code, reason = "of the engine's file, a part is for this script")]
#[path = "../src/plugin/sandbox/settings.rs"]
mod settings;

use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    #[cfg(feature = "precompiled")]
    if let Err(problem) = precompile::run() {
        println!("cargo::error={problem}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
