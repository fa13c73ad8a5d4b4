//! Examples of the workspace's crates, built to be run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// How an example is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// As `cargo test --workspace` builds it, so that its dependencies have the features that they have there and nothing
    /// is compiled twice.
    Test,
    Release,
}

/// Builds an example of a package, and gives the path of the program.
///
/// # Errors
/// Where it does not compile.
pub(crate) fn build(root: &Path, package: &str, example: &str, build: Build) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--example", example, "--message-format", "json-render-diagnostics"]);
    match build {
        Build::Test => cargo.arg("--workspace"),
        Build::Release => cargo.args(["--package", package, "--release"]),
    };
    let output = cargo.current_dir(root).stderr(Stdio::inherit()).output().context("cargo cannot be run")?;
    ensure!(output.status.success(), "the example `{example}` does not compile");
    let messages = String::from_utf8(output.stdout).context("cargo's messages")?;
    executable(&messages, example)
        .with_context(|| format!("cargo names no program of the example `{example}`"))
}

fn executable(messages: &str, example: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut built = messages.filter(|message| {
        message["reason"] == "compiler-artifact"
            && message["target"]["name"] == example
            && message["target"]["kind"][0] == "example"
    });
    built.find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::executable;

    #[test]
    fn the_executable_is_that_of_the_example() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"lib\"],\"name\":\"count\"},\"executable\":null}\n",
            "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"example\"],\"name\":\"count\"},",
            "\"executable\":\"/t/debug/examples/count\"}\n",
        );
        assert_eq!(executable(messages, "count").as_deref(), Some(Path::new("/t/debug/examples/count")));
        assert_eq!(executable(messages, "other"), None);
        assert_eq!(executable("not JSON\n{}", "count"), None);
    }
}
