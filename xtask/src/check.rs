//! `cargo xtask check`: what `.ci/run` does, without setting up a machine, and without compiling each reader alone.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{counts, tidy};

struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    /// An environment variable of the command, and its value.
    variable: Option<(&'static str, &'static str)>,
}

/// Quick steps first. Benches are compiled with the lints, whose `--all-targets` holds them.
const STEPS: [Step; 5] = [
    Step { name: "format", arguments: &["fmt", "--all", "--check"], variable: None },
    Step {
        name: "lints",
        arguments: &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
        variable: None,
    },
    // The readers alone: no wasmtime is among what they are built of.
    Step {
        name: "no reader",
        arguments: &["test", "--package", "textmill-corpus", "--no-default-features", "--lib", "--quiet"],
        variable: None,
    },
    Step {
        name: "docs",
        arguments: &["doc", "--workspace", "--no-deps", "--quiet"],
        variable: Some(("RUSTDOCFLAGS", "-D warnings")),
    },
    Step { name: "tests", arguments: &["test", "--workspace"], variable: None },
];

/// Runs all steps, up to the first that fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    let began = Instant::now();
    begin("tidy", began);
    tidy::run(root)?;
    for step in STEPS {
        begin(step.name, began);
        step.run(root)?;
    }
    begin("counts", began);
    counts::run(root, &["--check"])?;
    begin("done", began);
    Ok(())
}

fn begin(name: &str, began: Instant) {
    eprintln!("== {name} ({} s)", began.elapsed().as_secs());
}

impl Step {
    fn run(&self, root: &Path) -> Result<()> {
        let status = Command::new("cargo")
            .args(self.arguments)
            .envs(self.variable)
            .current_dir(root)
            .status()
            .context("cargo cannot be run")?;
        ensure!(status.success(), "cargo {} found something to mend", self.arguments.join(" "));
        Ok(())
    }
}
