//! `cargo xtask background FILE`: makes `plugins/keywords/lexicon/background/en.tsv`, how common English words are.
//!
//! FILE is `frequency_dictionary_en_82_765.txt` of the Python package symspellpy, as `pip download symspellpy` brings it: a
//! word and its count in each line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The folder of the lists.
const LEXICON: &str = "plugins/keywords/lexicon";

/// Rarer words are as good as unknown.
const LEAST_PER_MILLION: u64 = 10;

const HEAD: &str = "# English words, each with how often it is among a million words that are no stop words. \
    Source: counts in symspellpy 6.10.1, by `cargo xtask background`. Licence: MIT.";

/// Writes the table.
///
/// # Errors
/// Where a file cannot be read or written, or a line is no word with a count.
pub(crate) fn run(root: &Path, counts: &Path) -> Result<()> {
    let lexicon = root.join(LEXICON);
    let stop_words = fs::read_to_string(lexicon.join("stopwords/en.txt")).context("the stop words")?;
    let counts = fs::read_to_string(counts).with_context(|| counts.display().to_string())?;
    let table = table(&counts, &stop_words.lines().collect())?;
    let path = lexicon.join("background/en.tsv");
    fs::write(&path, table).with_context(|| path.display().to_string())
}

fn table(counts: &str, stop_words: &BTreeSet<&str>) -> Result<String> {
    let mut words = Vec::new();
    for line in counts.trim_start_matches('\u{FEFF}').lines() {
        let (word, count) = line.split_once(' ').with_context(|| format!("no word with a count: {line}"))?;
        let count: u64 = count.trim().parse().with_context(|| format!("no count: {line}"))?;
        if word.len() > 1 && !stop_words.contains(word) {
            words.push((word, count));
        }
    }
    let total = words.iter().map(|(_, count)| count).sum::<u64>().max(1);
    words.sort_unstable();
    let mut table = format!("{HEAD}\n");
    for (word, count) in words {
        // Counts reach 10¹¹, and a million times that is still a number of 64 bits.
        let per_million = count * 1_000_000 / total;
        if per_million >= LEAST_PER_MILLION {
            table.push_str(&format!("{word}\t{per_million}\n"));
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{HEAD, table};

    #[test]
    fn stop_words_count_for_nothing() {
        let counts = "\u{FEFF}the 900000\nwater 60000\nx 7\nboat 39999\nrare 1\n";
        let found = table(counts, &["the"].into()).expect("the counts are good");
        assert_eq!(found, format!("{HEAD}\nboat\t399990\nrare\t10\nwater\t600000\n"));
        assert!(table("word", &[].into()).is_err());
    }
}
