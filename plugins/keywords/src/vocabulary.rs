//! The words of one document, each kept once.

use std::ops::Range;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use crate::normalize::{Normalizer, Spelling, key};
use crate::script::Script;
use crate::strings::Strings;

/// The words of a document as they are written, with how often they are.
///
/// What takes time is done once for each of them and not for each token.
pub(crate) struct Vocabulary<'t> {
    normalizer: &'t Normalizer,
    spelling: Spelling,
    words: Vec<Entry<'t>>,
    /// Indexes into `words`, by text.
    index: HashTable<u32>,
    /// The normalized words, and their keys where they differ.
    buffer: String,
    scratch: String,
    /// The keys of the words in Arabic script, with the article and without.
    seen: Strings,
}

struct Entry<'t> {
    text: &'t str,
    hash: u64,
    script: Script,
    /// In `buffer`.
    term: Range<usize>,
    /// In `buffer`; that of `term` where the two are equal.
    key: Range<usize>,
    count: u64,
}

/// A word of a vocabulary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'v> {
    /// As it is spelled in a term.
    pub(crate) term: &'v str,
    /// As lists and evidence know it.
    pub(crate) key: &'v str,
    pub(crate) script: Script,
    /// How often it is in the document, not counting where it is joined to others by hyphens.
    pub(crate) count: u64,
}

impl<'t> Vocabulary<'t> {
    pub(crate) fn new(normalizer: &'t Normalizer, spelling: Spelling) -> Self {
        Self {
            normalizer,
            spelling,
            words: Vec::new(),
            index: HashTable::new(),
            buffer: String::new(),
            scratch: String::new(),
            seen: Strings::default(),
        }
    }

    /// The number of a word, which is met `count` more times.
    pub(crate) fn add(&mut self, text: &'t str, count: u64) -> u32 {
        let hash = xxh3_64(text.as_bytes());
        let words = &self.words;
        let holds = |&id: &u32| words[id as usize].hash == hash && words[id as usize].text == text;
        if let Some(&id) = self.index.find(hash, holds) {
            self.words[id as usize].count += count;
            return id;
        }
        // A document is indexed with 32 bits, and no two words start at one place twice over.
        let id = u32::try_from(self.words.len()).expect("a document has fewer words than bytes");
        let word = self.read(text, hash, count);
        self.words.push(word);
        let words = &self.words;
        self.index.insert_unique(hash, id, |&id| words[id as usize].hash);
        id
    }

    /// All words, in the order of their numbers.
    pub(crate) fn words(&self) -> impl ExactSizeIterator<Item = Word<'_>> {
        self.words.iter().map(|word| Word {
            term: &self.buffer[word.term.clone()],
            key: &self.buffer[word.key.clone()],
            script: word.script,
            count: word.count,
        })
    }

    /// Whether the document has an Arabic word, with the article or without.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.seen.contains(key)
    }

    fn read(&mut self, text: &'t str, hash: u64, count: u64) -> Entry<'t> {
        let script = Script::of(text);
        let start = self.buffer.len();
        self.normalizer.normalize(text, script, self.spelling, &mut self.buffer);
        let term = start..self.buffer.len();
        if script != Script::Arabic {
            return Entry { text, hash, script, key: term.clone(), term, count };
        }
        self.scratch.clear();
        key(&self.buffer[term.clone()], script, &mut self.scratch);
        self.seen.add(&self.scratch);
        if let Some(stem) = self.scratch.strip_prefix("ال") {
            self.seen.add(stem);
        }
        let key = term.end..term.end + self.scratch.len();
        self.buffer.push_str(&self.scratch);
        Entry { text, hash, script, term, key, count }
    }
}
