//! `cargo xtask clitics`: learns how Arabic words are cut at their clitics.
//!
//! The work is that of an example of `tokenize`, so that no other chore waits for the compilation of an analyzer.

use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Runs it with its arguments, optimized: without that it takes an hour.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    // In the caller's folder, which the paths among the arguments go from.
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "textmill-tokenize", "--example", "clitics", "--"])
        .args(arguments)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "nothing was learnt");
    Ok(())
}
