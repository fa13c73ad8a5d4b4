//! Runs the program that counts, `benches/examples/count.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::table::{Key, Table};
use crate::callgrind::{self, Counted};
use crate::example::{self, Build};

/// The function of the program whose instructions are counted, one call after the other.
const COUNTED: &str = "count::counted";

/// The program, built.
pub(super) struct Program(PathBuf);

impl Program {
    /// # Errors
    /// Where it does not compile.
    pub(super) fn build(root: &Path, build: Build) -> Result<Self> {
        example::build(root, "textmill-benches", "count", build).map(Self)
    }

    /// Fuel of all analyzers, over all texts.
    ///
    /// # Errors
    /// Where the program fails.
    pub(super) fn fuel(&self) -> Result<Table> {
        Table::parse(&callgrind::printed(Command::new(&self.0).arg("fuel"))?)
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
            let Counted { printed, instructions } =
                callgrind::count(&self.0, &["native", &text], COUNTED, &folder.join(&text))?;
            for (call, instructions) in printed.lines().zip(instructions) {
                add_call(table, call, instructions).with_context(|| format!("`{call}`"))?;
            }
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

#[cfg(test)]
mod tests {
    use super::add_call;
    use crate::counts::table::tests::table;

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
}
