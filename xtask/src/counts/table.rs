//! The counts as they stand in `benches/counts.tsv`.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, ensure};

/// What is before the name of the compiler, in a line of its own.
const COMPILER: &str = "# compiler of the plugins: ";

const HEAD: &str = "# What the built-in analyzers take for so many tokens, as README.md says. Made by `cargo xtask counts`.\n";
const COLUMNS: &str = "analyzer\ttext\tmemo\ttokens\tfuel\tinstructions";

/// What a count is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) analyzer: String,
    /// The kind of text.
    pub(super) text: String,
    /// `cold` or `warm`: whether the instance had such texts before.
    pub(super) memo: String,
}

/// What was counted over all calls of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) tokens: u64,
    /// WebAssembly instructions in the sandbox, as wasmtime counts them.
    pub(super) fuel: u64,
    /// Native instructions, as callgrind counts them. Nothing where it was not asked.
    pub(super) instructions: Option<u64>,
}

/// All counts, and what they depend on beside the code of the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The compiler that the plugins themselves name.
    pub(super) compiler: String,
    pub(super) counts: BTreeMap<Key, Count>,
}

impl Count {
    pub(super) fn fuel_per_token(self) -> f64 {
        per_token(self.fuel, self.tokens)
    }

    pub(super) fn instructions_per_token(self) -> Option<f64> {
        self.instructions.map(|instructions| per_token(instructions, self.tokens))
    }
}

fn per_token(number: u64, tokens: u64) -> f64 {
    number as f64 / tokens.max(1) as f64
}

impl Table {
    /// Reads the file, or what the counting program prints: the same without the last column, and with a line per call.
    ///
    /// # Errors
    /// Where a line is not of that form.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut table = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(compiler) = line.strip_prefix(COMPILER) {
                table.compiler = compiler.to_owned();
            } else if !line.starts_with('#') && line != COLUMNS {
                table.add(line).with_context(|| format!("line {number}: `{line}`"))?;
            }
        }
        ensure!(!table.compiler.is_empty(), "no line says which compiler made the plugins");
        Ok(table)
    }

    fn add(&mut self, line: &str) -> Result<()> {
        let fields: Vec<&str> = line.split('\t').collect();
        ensure!(matches!(fields.len(), 5 | 6), "not 5 or 6 fields with tabs between them");
        let key = Key { analyzer: fields[0].into(), text: fields[1].into(), memo: fields[2].into() };
        let count = self.counts.entry(key).or_default();
        count.tokens += fields[3].parse::<u64>().context("tokens")?;
        count.fuel += fields[4].parse::<u64>().context("fuel")?;
        if let Some(instructions) = fields.get(5).filter(|&&field| field != "-") {
            *count.instructions.get_or_insert(0) += instructions.parse::<u64>().context("instructions")?;
        }
        Ok(())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{HEAD}{COMPILER}{}\n{COLUMNS}", self.compiler)?;
        for (key, count) in &self.counts {
            write!(
                formatter,
                "{}\t{}\t{}\t{}\t{}\t",
                key.analyzer, key.text, key.memo, count.tokens, count.fuel
            )?;
            match count.instructions {
                Some(instructions) => writeln!(formatter, "{instructions}")?,
                None => writeln!(formatter, "-")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}, {}", self.analyzer, self.text, self.memo)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::Table;

    /// A table of lines `ANALYZER TEXT MEMO TOKENS FUEL`.
    pub(in crate::counts) fn table(compiler: &str, lines: &[&str]) -> Table {
        let lines: Vec<String> = lines.iter().map(|line| line.replace(' ', "\t")).collect();
        Table::parse(&format!("# compiler of the plugins: {compiler}\n{}", lines.join("\n")))
            .expect("a table of that form")
    }

    #[test]
    fn calls_of_one_kind_are_added() {
        let found = table(
            "rustc 1.0.0",
            &["keywords news warm 10 1000", "keywords news cold 7 900", "keywords news warm 20 1100"],
        );
        let expected = "# What the built-in analyzers take for so many tokens, as README.md says. \
                        Made by `cargo xtask counts`.\n\
                        # compiler of the plugins: rustc 1.0.0\n\
                        analyzer\ttext\tmemo\ttokens\tfuel\tinstructions\n\
                        keywords\tnews\tcold\t7\t900\t-\n\
                        keywords\tnews\twarm\t30\t2100\t-\n";
        assert_eq!(found.to_string(), expected);
        assert_eq!(Table::parse(expected).expect("what was written"), found);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        for (line, expected) in [
            ("keywords news warm", "line 2: `keywords news warm`: not 5 or 6 fields with tabs between them"),
            ("a\tb\tc\t1\tx", "line 2: `a\tb\tc\t1\tx`: fuel: invalid digit found in string"),
        ] {
            let error = Table::parse(&format!("# compiler of the plugins: rustc\n{line}")).unwrap_err();
            assert_eq!(format!("{error:#}"), expected);
        }
        assert!(Table::parse("").is_err());
    }
}
