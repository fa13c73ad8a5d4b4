//! Words and how frequent they are.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use textmill_tokenize::clitics::letters::Letters;

use super::packed;

/// Words by their letters, with their frequency in a hundred million words.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<(Vec<u8>, f64)>,
    /// Their places.
    places: HashMap<Vec<u8>, usize>,
    /// How frequent those are whose alef before a lam, among the first letters, has a hamza.
    with_hamza: HashMap<Vec<u8>, f64>,
    /// Words of the lists of this repository, as they stand there.
    known: HashSet<Vec<u8>>,
}

/// Lists of Arabic words in this repository: the first column of each line, with `/` or blanks between spellings.
const LISTS: [&str; 9] = [
    "plugins/entities/lexicon/ar/given-names.txt",
    "plugins/entities/lexicon/ar/family-names.txt",
    "plugins/entities/lexicon/ar/other-names.txt",
    "plugins/entities/lexicon/ar/common-words.txt",
    "plugins/entities/lexicon/ar/titles.txt",
    "plugins/entities/lexicon/ar/currencies.txt",
    "plugins/entities/lexicon/cities.txt",
    "plugins/entities/lexicon/countries.txt",
    "plugins/sentiment/lexicon/ar.tsv",
];

/// What looks as the article does without its hamza.
const HAMZAS_BEFORE_LAM: [&str; 3] = ["أل", "إل", "آل"];

/// Those of names.
const NAMES: &str = "plugins/entities/";

impl Words {
    /// Of the package `wordfreq`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let mut words = Words::default();
        packed::for_each_word(path, |word, frequency| {
            if let Some(letters) = Letters::of(word) {
                words.add(letters.numbers(), frequency * 1e8);
                if HAMZAS_BEFORE_LAM
                    .iter()
                    .any(|hamza| word.char_indices().take(3).any(|(at, _)| word[at..].starts_with(hamza)))
                {
                    *words.with_hamza.entry(letters.numbers().to_vec()).or_default() += frequency * 1e8;
                }
            }
        })?;
        Ok(words)
    }

    fn add(&mut self, word: &[u8], frequency: f64) {
        if let Some(&place) = self.places.get(word) {
            self.words[place].1 += frequency;
            return;
        }
        self.places.insert(word.to_vec(), self.words.len());
        self.words.push((word.to_vec(), frequency));
    }

    /// Adds the words of the repository's lists.
    pub(super) fn add_known(&mut self, root: &Path) -> Result<()> {
        for list in LISTS {
            let path = root.join(list);
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let entries = text.lines().filter(|line| !line.starts_with('#'));
            for word in entries.flat_map(|line| line.split(|character: char| !character.is_alphabetic())) {
                // A name's article is one: what is known is the name without it.
                let article = word.strip_prefix("ال").filter(|_| list.starts_with(NAMES));
                let word = article.unwrap_or(word);
                if let Some(letters) = Letters::of(word).filter(|letters| letters.numbers().len() > 2) {
                    self.known.insert(letters.numbers().to_vec());
                }
            }
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], f64)> {
        self.words.iter().map(|(word, frequency)| (word.as_slice(), *frequency))
    }

    pub(super) fn frequency(&self, word: &[u8]) -> f64 {
        self.places.get(word).map_or(0.0, |&place| self.words[place].1)
    }

    /// Whether a word is mostly written with a hamza where it might have the article.
    pub(super) fn begins_with_hamza(&self, word: &[u8]) -> bool {
        self.with_hamza.get(word).is_some_and(|with_hamza| 2.0 * with_hamza > self.frequency(word))
    }

    /// Whether a list of this repository has the word.
    pub(super) fn knows(&self, word: &[u8]) -> bool {
        self.known.contains(word)
    }
}
