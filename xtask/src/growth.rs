//! `cargo xtask growth [WORDS]`: whether any rule of a built-in analyzer costs more than linearly.
//!
//! The work is that of an example of `benches`, which has analyzers in a sandbox whose fuel is counted. Without a number it
//! takes all words of all tables, which takes hours.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Runs the measurement, optimized.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "textmill-benches", "--example", "growth", "--"])
        .args(arguments)
        .current_dir(root)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "something costs more than linearly, or the measurement stopped");
    Ok(())
}
