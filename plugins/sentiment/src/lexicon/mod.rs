//! Words and phrases with what they say, in one trie over levelled words.

pub(crate) mod additions;
pub(crate) mod built_in;
pub(crate) mod hash;
pub(crate) mod packed;
pub(crate) mod table;

use additions::Additions;
use packed::Packed;
use table::{rows, weight};

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(pub(crate) u32);

/// A place in the trie: a sequence of words that begins an entry or is one. The root is place 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

/// What a word or phrase says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Its number.
    pub(crate) index: u32,
    /// From -4 to 4; 0 says nothing, and hides what a shorter entry or a stem would say.
    pub(crate) weight: f64,
    pub(crate) shift: Option<Shift>,
    /// Where it is counted: entries of one term are counted together.
    pub(crate) counter: u32,
    /// Whether plain reports name with it what happened: such a report does not praise or blame by it.
    pub(crate) is_fact: bool,
}

/// What a word tells of the register of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RegisterCue {
    /// Nothing.
    #[default]
    Open,
    /// Plain reports tell of it: a court, a Monday.
    Report,
    /// They say by it who said something: `told`, أعلنت.
    Reporting,
    /// Somebody speaks for himself: `my`, والله.
    Personal,
}

/// How a word changes what others say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shift {
    /// Turns a following word round, at most this many words away.
    Negation { reach: usize, of: Negated },
    /// Strengthens a neighbour by a factor, or weakens it where that is below 1. What is denied of a `peak` says the most that
    /// can be said: never so good, could not like it more.
    Degree { factor: f64, follows: bool, peak: bool },
    /// What stands before counts less, what follows more: but.
    Contrast,
    /// What follows, up to the end of the clause, counts less: although.
    Concession,
    /// It says more than another would: better, أجمل.
    Comparative,
    /// What was said before it in the clause cannot be said too often: enough.
    Enough,
    /// Takes a negation before it upon itself: would not hesitate.
    Moot,
}

/// What a negation says no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negated {
    /// What follows.
    Any,
    /// What follows, where that is no relative clause: ما.
    Verb,
    /// That there is such a thing: there is nothing better.
    Existence,
    /// That one can do it: it cannot be praised enough.
    Ability,
    /// Praise alone, for it is wished for and not there: ليته كان نظيفا, it could have been good.
    Wish,
}

impl Entry {
    /// Whether it can have any effect.
    pub(crate) fn is_telling(&self) -> bool {
        self.weight != 0.0 || self.shift.is_some()
    }
}

/// The vocabulary of both languages, and what the user adds to it.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    additions: Additions,
}

impl Lexicon {
    /// Adds the rows of a table `word or phrase, weight`. A later row stands over an earlier one.
    ///
    /// # Errors
    /// The line that is wrong. The rows before it stand.
    pub(crate) fn add_weights(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [term, cell] = row.columns;
            let weight = weight(cell).map_err(|error| format!("line {}: {error}", row.line))?;
            self.add_weight(term, weight).map_err(|error| format!("line {}: {error}", row.line))?;
        }
        Ok(())
    }

    /// Adds a word or phrase, or gives one that is there another weight.
    ///
    /// # Errors
    /// Where the term has no word.
    pub(crate) fn add_weight(&mut self, term: &str, weight: f64) -> Result<(), String> {
        self.additions.add(term, weight)
    }

    /// A levelled word of the vocabulary.
    pub(crate) fn word(&self, levelled: &str) -> Option<WordId> {
        built_in::word(levelled).or_else(|| self.additions.word(levelled))
    }

    /// A levelled word of Arabic letters.
    #[inline]
    pub(crate) fn packed_word(&self, levelled: Packed) -> Option<WordId> {
        built_in::packed_word(levelled).or_else(|| self.additions.packed_word(levelled))
    }

    /// Whether any word may begin with the first three letters of another, or with these as a suffix respells them.
    #[inline]
    pub(crate) fn begins_packed(&self, levelled: Packed) -> bool {
        built_in::begins_packed(levelled) || self.additions.has_own_words()
    }

    /// Whether a word alone is an entry, and not only a part of phrases.
    pub(crate) fn is_entry(&self, word: WordId) -> bool {
        self.first(word).is_some_and(|node| self.entry_at(node).is_some())
    }

    /// Whether a word alone only changes what others say, and is no word of degree nor one with inflected forms.
    pub(crate) fn is_function_word(&self, word: WordId) -> bool {
        let entry = self.first(word).and_then(|node| self.entry_at(node)).and_then(|entry| self.entry(entry));
        entry.is_some_and(|entry| {
            entry.weight == 0.0
                && entry.shift.is_some_and(|shift| !matches!(shift, Shift::Degree { .. } | Shift::Moot))
        })
    }

    /// What a word tells of the register.
    pub(crate) fn register(&self, word: WordId) -> RegisterCue {
        built_in::register(word)
    }

    /// The place of the entries that begin with a word.
    pub(crate) fn first(&self, word: WordId) -> Option<NodeId> {
        built_in::first(word).or_else(|| self.additions.first(word))
    }

    /// The place of the entries that continue with a word.
    pub(crate) fn next(&self, node: NodeId, word: WordId) -> Option<NodeId> {
        built_in::next(node, word).or_else(|| self.additions.next(node, word))
    }

    /// Whether an entry may have a word as its second.
    pub(crate) fn comes_second(&self, word: WordId) -> bool {
        built_in::comes_second(word) || self.additions.has_words()
    }

    /// Whether a user added phrases, with which any two words may begin.
    pub(crate) fn has_own_phrases(&self) -> bool {
        self.additions.has_words()
    }

    /// Whether any entry continues from here.
    pub(crate) fn leads_on(&self, node: NodeId) -> bool {
        built_in::leads_on(node) || self.additions.leads_on(node)
    }

    /// The index of the entry that ends here.
    pub(crate) fn entry_at(&self, node: NodeId) -> Option<u32> {
        self.additions.entry_at(node).or_else(|| built_in::entry_at(node))
    }

    /// An entry by its index, nothing where there is none.
    pub(crate) fn entry(&self, index: u32) -> Option<Entry> {
        built_in::entry(index).or_else(|| self.additions.entry(index))
    }

    /// The term of an entry as the table spells it.
    pub(crate) fn term(&self, entry: &Entry) -> &str {
        self.additions.term(entry.index).unwrap_or_else(|| built_in::term(entry.index))
    }

    /// How many counters there are.
    pub(crate) fn counters(&self) -> u32 {
        self.additions.counters()
    }

    /// The index of what an emoji or another symbol says, without regard to variation selectors and skin tones.
    pub(crate) fn symbol(&self, symbol: &str, scratch: &mut String) -> Option<u32> {
        scratch.clear();
        scratch.extend(symbol.chars().filter(|&part| !is_variant(part)));
        built_in::symbol(scratch).or_else(|| {
            // A sequence such as a couple of emoji joined says what its first part says.
            let first = scratch.chars().next()?;
            built_in::symbol(first.encode_utf8(&mut [0; 4]))
        })
    }
}

fn is_variant(part: char) -> bool {
    matches!(part, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests;
