//! Words that were cut by hand.

use std::path::Path;

use anyhow::{Context, Result};
use textmill_tokenize::clitics::letters::Letters;
use textmill_tokenize::clitics::split::{self, Split};

/// Words of texts in their order, each with its cuts.
#[derive(Clone, Debug, Default)]
pub(super) struct Gold {
    pub(super) words: Vec<Cut>,
}

/// A word and where it is cut.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) letters: Vec<u8>,
    /// After so many letters each, the article uncut unless `article`.
    pub(super) cuts: Vec<usize>,
    /// Whether the cuts tell the article too.
    pub(super) article: bool,
    /// Of the sentence.
    row: usize,
}

impl Cut {
    /// Whether a split cuts there.
    pub(super) fn is(&self, split: Split) -> bool {
        cuts(split, &self.letters, self.article) == self.cuts
    }
}

/// Where a split cuts a word, in letters.
pub(super) fn cuts(split: Split, word: &[u8], article: bool) -> Vec<usize> {
    let split_parts = if article { split } else { split.without_article() };
    let mut cuts = Vec::new();
    let mut at = 0;
    for part in split::CHAINS[split_parts.chain].parts.split_terminator('+') {
        at += part.chars().count();
        cuts.push(at);
    }
    let pronoun = split::PRONOUNS[split.pronoun].count;
    if pronoun > 0 {
        cuts.push(word.len() - pronoun);
    }
    cuts
}

impl Gold {
    /// Of rows with `text`, `tokens` and `words`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut gold = Gold::default();
        for (row, line) in text.lines().enumerate() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            let text = value["text"].as_str().context("a row without a text")?;
            let spans = |name: &str| -> Vec<(usize, usize)> {
                let span =
                    |span: &serde_json::Value| Some((span[0].as_u64()? as usize, span[1].as_u64()? as usize));
                value[name].as_array().into_iter().flatten().filter_map(span).collect()
            };
            let words = spans("words");
            for (start, end) in spans("tokens") {
                let parts: Vec<&str> = words
                    .iter()
                    .filter(|&&(from, to)| start <= from && to <= end)
                    .filter_map(|&(from, to)| text.get(from..to))
                    .collect();
                gold.extend(row, &parts, false);
            }
        }
        Ok(gold)
    }

    /// A list: words with a `+` at each cut, the article's too.
    pub(super) fn by_hand(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut gold = Gold::default();
        for word in text.lines().filter(|line| !line.starts_with("# ")).flat_map(str::split_whitespace) {
            let before = gold.len();
            gold.extend(0, &word.split('+').collect::<Vec<_>>(), true);
            anyhow::ensure!(gold.len() > before, "`{word}` is no Arabic word");
        }
        Ok(gold)
    }

    fn extend(&mut self, row: usize, parts: &[&str], article: bool) {
        let Some(letters) = Letters::of(&parts.concat()) else { return };
        let mut cuts = Vec::new();
        let mut at = 0;
        for part in parts {
            if at > 0 {
                cuts.push(at);
            }
            at += Letters::of(part).map_or(0, |letters| letters.numbers().len());
        }
        if !letters.numbers().is_empty() {
            self.words.push(Cut { letters: letters.numbers().to_vec(), cuts, article, row });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn join(all: Vec<Gold>) -> Gold {
        Gold { words: all.into_iter().flat_map(|gold| gold.words).collect() }
    }

    /// All but one part in `folds`, and that part.
    pub(super) fn fold(&self, fold: usize, folds: usize) -> (Gold, Gold) {
        // Ten rows at a time: sentences of a text stand together.
        let (held, learnt) = self.words.iter().cloned().partition(|word| word.row / 10 % folds == fold);
        (Gold { words: learnt }, Gold { words: held })
    }
}
