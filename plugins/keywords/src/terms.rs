//! Terms counted by their numbers.

use hashbrown::HashMap;
use textmill_sdk::Counts;
use textmill_sdk::merge::{DocumentSize, dispersed_bits};

use crate::glossary::{Glossary, ROOM};
use crate::keyness::KeyTerms;
use crate::word::{NO_STRING, Word};

/// What the words of a document are counted by.
pub(crate) trait Terms {
    /// Makes room for strings of so many numbers.
    fn make_room(&mut self, strings: usize);

    /// Counts a word, by its number in the memo and that of its term, once more.
    fn add(&mut self, number: u32, term: u32);

    /// The same for a pair of ideographs, of which one may be part of the pair before.
    #[inline]
    fn add_overlapping(&mut self, number: u32, term: u32) {
        self.add(number, term);
    }

    /// Takes note of a word that is not counted.
    fn note(&mut self, number: u32);

    /// Takes note of the end of a sentence.
    #[inline]
    fn end_stretch(&mut self) {}
}

/// Terms of any number of documents, each with its number of documents.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    /// By the number of the string.
    tallies: Vec<Tally>,
    /// The terms that came, in the order in which they first did.
    terms: Vec<u32>,
    /// The document in hand.
    stamp: u32,
    /// How many words of it were counted.
    total: u32,
    /// How many words were counted of each document.
    totals: Vec<u32>,
    /// The same, as they disperse the terms.
    sizes: Vec<DocumentSize>,
    /// The stamp of the first of them.
    first: u32,
    key_terms: KeyTerms,
    /// As `tallies`, of the documents whose key term each is.
    key_tallies: Vec<KeyTally>,
    /// The key terms that came, in the order in which they first did.
    keys: Vec<u32>,
}

/// All of them count words of one batch, which is indexed with 32 bits.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// How often it was counted in the last document that had it.
    in_last: u32,
    /// The stamp of that document.
    stamp: u32,
    /// How often it was counted in those before.
    before: u32,
    /// How many documents had it.
    documents: u32,
    /// How those before the last disperse it.
    bits: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct KeyTally {
    count: u32,
    documents: u32,
    /// How the documents disperse it.
    bits: u64,
}

/// How often a term was counted, in how many documents, and how they disperse it.
type Counted = (u32, u64, u64, u64);

impl Tallies {
    /// Begins a document.
    pub(crate) fn begin(&mut self, stamp: u32) {
        if self.totals.is_empty() {
            self.first = stamp;
        }
        self.stamp = stamp;
        self.total = 0;
    }

    /// Ends a document, of which `most` at most are key terms of those that stand somewhere alone, given by their contents.
    pub(crate) fn end(&mut self, glossary: &Glossary, alone: &[u32], most: usize) {
        self.totals.push(self.total);
        self.sizes.push(DocumentSize::of(self.total.into()));
        self.add_key_terms(glossary, alone, most);
    }

    fn add_key_terms(&mut self, glossary: &Glossary, alone: &[u32], most: usize) {
        let Self { tallies, key_terms, key_tallies, keys, stamp, total, .. } = self;
        let alone = alone.iter().map(|&content| &glossary.contents[content as usize]);
        let counted = alone.filter_map(|content| {
            let tally = tallies[content.term as usize];
            // What hyphens join is counted by its parts.
            (tally.stamp == *stamp).then_some((content, tally.in_last))
        });
        let of_document = key_terms.of(counted, *total, most);
        let in_all = of_document.iter().map(|(.., count)| u64::from(*count)).sum();
        for &(.., term, count) in of_document {
            let tally = &mut key_tallies[term as usize];
            if tally.documents == 0 {
                keys.push(term);
            }
            tally.count += count;
            tally.documents += 1;
            tally.bits += dispersed_bits(count.into(), in_all);
        }
    }

    /// Hands over all key terms, each once, and begins again.
    pub(crate) fn drain_key_terms(&mut self) -> impl Iterator<Item = Counted> {
        let Self { key_tallies, keys, .. } = self;
        keys.drain(..).map(|number| {
            let tally = std::mem::take(&mut key_tallies[number as usize]);
            (number, tally.count.into(), tally.documents.into(), tally.bits)
        })
    }

    /// Hands over all terms, each once, and begins again.
    pub(crate) fn drain_terms(&mut self) -> impl Iterator<Item = Counted> {
        let Self { tallies, terms, sizes, first, .. } = self;
        terms.drain(..).map(|number| {
            let mut tally = std::mem::take(&mut tallies[number as usize]);
            tally.end_last(sizes, *first);
            (number, tally.before.into(), tally.documents.into(), tally.bits)
        })
    }

    /// Hands over the numbers of words that documents have, each with the number of documents, and begins again.
    pub(crate) fn drain_totals(&mut self, mut total: impl FnMut(u64, u64)) {
        self.totals.sort_unstable();
        for equal in self.totals.chunk_by(|one, other| one == other) {
            total(equal[0].into(), equal.len() as u64);
        }
        self.totals.clear();
        self.sizes.clear();
    }

    #[inline]
    fn count(&mut self, term: u32) {
        self.total += 1;
        let tally = &mut self.tallies[term as usize];
        if tally.stamp == self.stamp {
            tally.in_last += 1;
        } else {
            self.count_first(term);
        }
    }

    /// Counts a term that the document in hand has not had before.
    #[inline(never)]
    fn count_first(&mut self, term: u32) {
        let tally = &mut self.tallies[term as usize];
        tally.end_last(&self.sizes, self.first);
        (tally.in_last, tally.stamp) = (1, self.stamp);
        tally.documents += 1;
        if tally.documents == 1 {
            self.add_term(term);
        }
    }

    #[cold]
    #[inline(never)]
    fn add_term(&mut self, term: u32) {
        self.terms.push(term);
    }
}

impl Tally {
    /// Adds the last document that had it to those before it, of documents of such sizes that come one after another from
    /// the first stamp on. Those that are known are at an end.
    #[inline]
    fn end_last(&mut self, sizes: &[DocumentSize], first: u32) {
        // Of a term that no document had there is nothing to add.
        let size = sizes.get(self.stamp.wrapping_sub(first) as usize).copied().unwrap_or_default();
        self.bits += size.dispersed_bits(self.in_last.into());
        self.before += self.in_last;
        self.in_last = 0;
    }
}

impl Terms for Tallies {
    fn make_room(&mut self, strings: usize) {
        if self.tallies.len() < strings {
            self.tallies.resize(strings + ROOM, Tally::default());
            self.key_tallies.resize(strings + ROOM, KeyTally::default());
        }
    }

    #[inline]
    fn add(&mut self, _: u32, term: u32) {
        if term != NO_STRING {
            self.count(term);
        }
    }

    #[inline]
    fn note(&mut self, _: u32) {}
}

/// The words of one document in the order in which they come.
#[derive(Debug, Default)]
pub(crate) struct Met(Vec<(u32, u64)>);

impl Met {
    /// The terms with their counts, in the order in which the document has their words; and of those that stand somewhere
    /// alone, given by their contents, the `most` that tell most about it.
    pub(crate) fn terms<'w>(
        &self,
        glossary: &Glossary,
        alone: &[u32],
        most: usize,
        word: impl Fn(u32) -> &'w Word,
    ) -> (Counts, Counts) {
        let mut terms = Counts::new();
        let mut by_number = HashMap::new();
        for (number, count) in self.words() {
            let term = word(number).term;
            if term != NO_STRING && count > 0 {
                terms.add(glossary.strings.get(term), count);
                *by_number.entry(term).or_insert(0) += count as u32;
            }
        }
        let total = u32::try_from(terms.total()).unwrap_or(u32::MAX);
        let alone = alone.iter().map(|&content| &glossary.contents[content as usize]);
        let counted = alone.filter_map(|content| Some((content, *by_number.get(&content.term)?)));
        let mut key_terms = Counts::new();
        for &(.., term, count) in KeyTerms::default().of(counted, total, most) {
            key_terms.add(glossary.strings.get(term), count.into());
        }
        (terms, key_terms)
    }

    /// Each word once with its count, in the order in which they first came.
    fn words(&self) -> Vec<(u32, u64)> {
        let mut ordered: Vec<(u32, usize, u64)> =
            self.0.iter().enumerate().map(|(place, &(number, count))| (number, place, count)).collect();
        ordered.sort_unstable();
        let mut words: Vec<(usize, u32, u64)> = ordered
            .chunk_by(|(number, ..), (other, ..)| number == other)
            .map(|word| (word[0].1, word[0].0, word.iter().map(|(.., count)| count).sum()))
            .collect();
        words.sort_unstable();
        words.into_iter().map(|(_, number, count)| (number, count)).collect()
    }
}

impl Terms for Met {
    fn make_room(&mut self, _: usize) {}

    #[inline]
    fn add(&mut self, number: u32, _: u32) {
        self.0.push((number, 1));
    }

    #[inline]
    fn note(&mut self, number: u32) {
        self.0.push((number, 0));
    }
}
