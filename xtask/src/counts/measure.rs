//! Runs the program that counts, `benches/examples/count.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::table::{Key, Table};

/// The function of the program whose instructions are counted, one call after the other.
const COUNTED: &str = "count::counted";

/// How the program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Build {
    /// As `cargo test --workspace` builds it, so that its dependencies have the features that they have there and nothing
    /// is compiled twice. What runs in the sandbox is the same.
    Test,
    Release,
}

/// The program, built.
pub(super) struct Program(PathBuf);

impl Program {
    /// # Errors
    /// Where it does not compile.
    pub(super) fn build(root: &Path, build: Build) -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--example", "count", "--message-format", "json-render-diagnostics"]);
        cargo.args(match build {
            Build::Test => ["--workspace"].as_slice(),
            Build::Release => &["--package", "textmill-benches", "--release"],
        });
        let output =
            cargo.current_dir(root).stderr(Stdio::inherit()).output().context("cargo cannot be run")?;
        ensure!(output.status.success(), "the program that counts does not compile");
        let messages = String::from_utf8(output.stdout).context("cargo's messages")?;
        find_executable(&messages).map(Self).context("cargo names no executable of the example `count`")
    }

    /// Fuel of all analyzers, over all texts.
    ///
    /// # Errors
    /// Where the program fails.
    pub(super) fn fuel(&self) -> Result<Table> {
        let mut command = Command::new(&self.0);
        Table::parse(&printed(command.arg("fuel"))?)
    }

    /// Adds native instructions to a table of fuel.
    ///
    /// # Errors
    /// Where there is no valgrind, or what it counts cannot be told.
    pub(super) fn add_instructions(&self, table: &mut Table, folder: &Path) -> Result<()> {
        let mut texts: Vec<String> = table.counts.keys().map(|key| key.text.clone()).collect();
        texts.sort();
        texts.dedup();
        for text in texts {
            eprintln!("callgrind: {text}");
            self.add_text(table, &text, folder)?;
        }
        Ok(())
    }

    fn add_text(&self, table: &mut Table, text: &str, folder: &Path) -> Result<()> {
        let parts = folder.join(text);
        let calls = printed(
            Command::new("valgrind")
                .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
                .arg(format!("--callgrind-out-file={}", parts.display()))
                .arg(format!("--toggle-collect={COUNTED}"))
                .arg(format!("--dump-after={COUNTED}"))
                .arg(&self.0)
                .args(["native", text]),
        )
        .context("valgrind is a package of most systems (Debian: apt-get install valgrind)")?;
        for (part, call) in (1..).zip(calls.lines()) {
            let path = PathBuf::from(format!("{}.{part}", parts.display()));
            let counted = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let total = total(&counted).with_context(|| format!("no total in {}", path.display()))?;
            add_call(table, call, total).with_context(|| format!("`{call}`"))?;
        }
        Ok(())
    }
}

/// Adds the instructions of one call to its row; the program printed `ANALYZER TEXT MEMO TOKENS`, with tabs.
fn add_call(table: &mut Table, call: &str, instructions: u64) -> Result<()> {
    let fields: Vec<&str> = call.split('\t').collect();
    let [analyzer, text, memo, _] = fields.as_slice() else {
        anyhow::bail!("not 4 fields with tabs between them")
    };
    let key = Key { analyzer: (*analyzer).into(), text: (*text).into(), memo: (*memo).into() };
    let count = table.counts.get_mut(&key).context("no fuel was counted of it")?;
    *count.instructions.get_or_insert(0) += instructions;
    Ok(())
}

fn total(part: &str) -> Option<u64> {
    part.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

fn printed(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("{name} cannot be run"))?;
    ensure!(output.status.success(), "{name} failed: {}", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("the output of {name}"))
}

fn find_executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut built = messages.filter(|message| {
        message["reason"] == "compiler-artifact"
            && message["target"]["name"] == "count"
            && message["target"]["kind"][0] == "example"
    });
    built.find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{add_call, find_executable, total};
    use crate::counts::table::tests::table;

    #[test]
    fn the_executable_is_that_of_the_example() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"lib\"],\"name\":\"count\"},\"executable\":null}\n",
            "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"example\"],\"name\":\"count\"},",
            "\"executable\":\"/t/debug/examples/count\"}\n",
        );
        assert_eq!(find_executable(messages).as_deref(), Some(Path::new("/t/debug/examples/count")));
        assert_eq!(find_executable("not JSON\n{}"), None);
    }

    #[test]
    fn the_instructions_of_calls_are_added_to_their_row() {
        let mut table = table("rustc", &["keywords news warm 10 1000"]);
        for _ in 0..2 {
            add_call(&mut table, "keywords\tnews\twarm\t5", 400).expect("a row for it");
        }
        assert!(add_call(&mut table, "entities\tnews\twarm\t5", 400).is_err());
        let counts: Vec<_> = table.counts.values().map(|count| count.instructions).collect();
        assert_eq!(counts, [Some(800)]);
    }

    #[test]
    fn a_part_of_callgrind_has_a_total() {
        assert_eq!(total("version: 1\npart: 3\nevents: Ir\nfn=(1) a\n3 98\ntotals: 98\n"), Some(98));
        assert_eq!(total("part: 3\n"), None);
    }
}
