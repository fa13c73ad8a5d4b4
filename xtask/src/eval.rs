//! `cargo xtask eval`: how well the built-in analyzers do on texts whose answers are known.
//!
//! The work is that of `tests/quality`, a crate of its own: with the analyzers in it, every other chore would wait for
//! their compilation.

use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Runs the evaluation with its arguments, optimized: without that it takes minutes.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    // In the caller's folder, which the paths among the arguments go from.
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "textmill-quality", "--"])
        .args(arguments)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "the evaluation stopped");
    Ok(())
}
