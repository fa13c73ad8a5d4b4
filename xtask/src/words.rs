//! `cargo xtask words`: chooses and packs the words of languages that write no blanks between them.
//!
//! The work is that of an example of `tokenize`, so that no other chore waits for the compilation of an analyzer.

use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Runs it with its arguments.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    // In the caller's folder, which the paths among the arguments go from.
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "textmill-tokenize", "--example", "words", "--"])
        .args(arguments)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "no words were packed");
    Ok(())
}
