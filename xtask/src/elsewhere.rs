//! Chores whose work is that of another crate's program: with what they need in this one, every other chore would wait for its
//! compilation.

use std::process::Command;

use anyhow::{Context, Result, ensure};

/// A program that does a chore.
pub(crate) struct Program {
    package: &'static str,
    /// Its example; nothing where it is the package's only program.
    example: Option<&'static str>,
    /// What its failure comes to.
    failed: &'static str,
}

/// How well the built-in analyzers do on texts whose answers are known.
pub(crate) const EVAL: Program =
    Program { package: "textmill-quality", example: None, failed: "the evaluation stopped" };

/// Whether any rule of a built-in analyzer costs more than linearly. Without a number of words it takes all of all tables,
/// which takes hours.
pub(crate) const GROWTH: Program = Program {
    package: "textmill-benches",
    example: Some("growth"),
    failed: "something costs more than linearly, or the measurement stopped",
};

/// Learns how Arabic words are cut at their clitics.
pub(crate) const CLITICS: Program =
    Program { package: "textmill-tokenize", example: Some("clitics"), failed: "nothing was learnt" };

/// Chooses and packs the words of languages that write no blanks between them.
pub(crate) const WORDS: Program =
    Program { package: "textmill-tokenize", example: Some("words"), failed: "no words were packed" };

impl Program {
    /// Runs it with its arguments, optimized: without that some take an hour.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<()> {
        // In the caller's folder, which the paths among the arguments go from.
        let status = Command::new("cargo")
            .args(["run", "--release", "--quiet", "--package", self.package])
            .args(self.example.iter().flat_map(|example| ["--example", example]))
            .arg("--")
            .args(arguments)
            .status()
            .context("cargo cannot be run")?;
        ensure!(status.success(), self.failed);
        Ok(())
    }
}
