//! Words and how frequent they are.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use textmill_tokenize::clitics::letters::Letters;

/// Words by their letters, with their frequency in a hundred million words.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<(Vec<u8>, f64)>,
    /// Their places.
    places: HashMap<Vec<u8>, usize>,
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

impl Words {
    /// Of the package `wordfreq`: MessagePack, a list of a head and lists of words, of which list `i` has those of a
    /// frequency of 10 to the power of `-i / 100`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
        let mut bytes = Vec::new();
        GzDecoder::new(file).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
        let mut reader = Reader { bytes: &bytes };
        let mut words = Words::default();
        let lists = reader.list()?;
        reader.skip_head()?;
        for centibels in 0..lists.saturating_sub(1) {
            let frequency = libm::pow(10.0, 8.0 - centibels as f64 / 100.0);
            for _ in 0..reader.list()? {
                if let Some(letters) = Letters::of(reader.text()?) {
                    words.add(letters.numbers(), frequency);
                }
            }
        }
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

    /// Whether a list of this repository has the word.
    pub(super) fn knows(&self, word: &[u8]) -> bool {
        self.known.contains(word)
    }
}

/// The few forms of MessagePack that the list has.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).context("the list of frequencies is cut off")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<usize> {
        Ok(self.take(bytes)?.iter().fold(0, |number, &byte| number << 8 | usize::from(byte)))
    }

    fn list(&mut self) -> Result<usize> {
        match self.number(1)? {
            tag @ 0x90..=0x9F => Ok(tag & 0xF),
            0xDC => self.number(2),
            0xDD => self.number(4),
            tag => bail!("{tag:#x} where a list should begin"),
        }
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = match self.number(1)? {
            tag @ 0xA0..=0xBF => tag & 0x1F,
            0xD9 => self.number(1)?,
            0xDA => self.number(2)?,
            tag => bail!("{tag:#x} where a text should begin"),
        };
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    /// Names with a text or a small number each.
    fn skip_head(&mut self) -> Result<()> {
        let fields = match self.number(1)? {
            tag @ 0x80..=0x8F => tag & 0xF,
            tag => bail!("{tag:#x} where the head should begin"),
        };
        for _ in 0..fields {
            self.text()?;
            match self.bytes.first() {
                Some(0..0x80) => _ = self.take(1)?,
                _ => _ = self.text()?,
            }
        }
        Ok(())
    }
}
