//! `cargo xtask page`: the page that `textmill-page` fills, built from `page/web`.
//!
//! It is checked in, so that nobody needs Node.js to build Textmill. `--check` holds what is checked in to its sources.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Installs what the lock file names, where that is not there, and builds the page.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    let web = root.join("page").join("web");
    if !web.join("node_modules").is_dir() {
        step(&web, "npm", &["ci", "--ignore-scripts"])?;
    }
    step(&web, "npx", &["prettier", "--check", "--log-level", "warn", "."])?;
    step(&web, "npx", &["tsc", "--noEmit"])?;
    let build: &[&str] = if check { &["build.mjs", "--check"] } else { &["build.mjs"] };
    step(&web, "node", build)
}

fn step(web: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).current_dir(web).status();
    let status =
        status.with_context(|| format!("{program} cannot be run; the page is built with Node.js 20"))?;
    ensure!(status.success(), "{program} {} failed", arguments.join(" "));
    Ok(())
}
