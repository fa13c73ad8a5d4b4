//! `cargo xtask attack`: the suites in which runs are killed, starved and lied to, in full. `cargo test` goes through some of
//! each.
//!
//! Each prints its figures: how often it tried, how often what it tried was refused with a message, how often the result was
//! the same as undisturbed, and how often it was wrong.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The tests in which suites are: package, target and name. Those of the program are in one process, one after the other.
const SUITES: [(&str, &str, &str); 2] =
    [("textmill", "runs", "a_state_with_any_other_byte_is_refused"), ("textmill-cli", "whole", "attacks::")];

/// Runs all suites, whatever becomes of one.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut failed = Vec::new();
    for (package, target, name) in SUITES {
        let status = Command::new("cargo")
            .args(["test", "--quiet", "--package", package, "--test", target, "--", name])
            .args(["--nocapture", "--test-threads", "1"])
            .env("TEXTMILL_ATTACK", "1")
            .current_dir(root)
            .status()
            .context("cargo cannot be run")?;
        if !status.success() {
            failed.push(name);
        }
    }
    ensure!(failed.is_empty(), "not as it should be: {}", failed.join(", "));
    Ok(())
}
