//! What a user adds to the vocabulary: words and phrases beside the built-in ones, and other weights for these.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::built_in::{self, COUNTERS, ENTRY_COUNT, NODE_COUNT, WORD_COUNT};
use crate::lexicon::packed::Packed;
use crate::lexicon::table::words_of;
use crate::lexicon::{Entry, NodeId, WordId};
use crate::words::spelling::level;

/// Words, places and entries are numbered on from the built-in ones.
#[derive(Debug, Default)]
pub(crate) struct Additions {
    words: BTreeMap<Box<str>, WordId>,
    /// The places of words that no built-in entry begins with.
    first: BTreeMap<WordId, NodeId>,
    next: BTreeMap<(NodeId, WordId), NodeId>,
    /// The places from which an added entry continues.
    leading: BTreeSet<NodeId>,
    /// The number of places.
    nodes: u32,
    entries_at: BTreeMap<NodeId, u32>,
    entries: Vec<Entry>,
    /// Of each entry.
    terms: Vec<Box<str>>,
}

impl Additions {
    /// Adds a word or phrase, or gives one that is there another weight and spelling.
    ///
    /// # Errors
    /// Where the term has no word.
    pub(crate) fn add(&mut self, term: &str, weight: f64) -> Result<(), String> {
        let node = self.node_of(term).ok_or_else(|| format!("{term:?} has no word"))?;
        let index = self.entry_of(node);
        let place = (index - ENTRY_COUNT) as usize;
        self.terms[place] = term.into();
        let entry = &mut self.entries[place];
        entry.weight = weight;
        entry.counter = built_in::counter_of_sign(term).unwrap_or(COUNTERS + place as u32);
        Ok(())
    }

    /// The place of a term, made where there is none.
    fn node_of(&mut self, term: &str) -> Option<NodeId> {
        let mut levelled = String::new();
        let mut at = None;
        for word in words_of(term) {
            level(word, &mut levelled);
            let word = self.word_or_new(&levelled);
            at = Some(match at {
                None => self.first_or_new(word),
                Some(node) => self.next_or_new(node, word),
            });
        }
        at
    }

    fn word_or_new(&mut self, levelled: &str) -> WordId {
        let known = built_in::word(levelled).or_else(|| self.word(levelled));
        known.unwrap_or_else(|| {
            let word = WordId(WORD_COUNT + self.words.len() as u32);
            self.words.insert(levelled.into(), word);
            word
        })
    }

    fn first_or_new(&mut self, word: WordId) -> NodeId {
        let known = built_in::first(word).or_else(|| self.first(word));
        known.unwrap_or_else(|| {
            let node = self.new_node();
            self.first.insert(word, node);
            node
        })
    }

    fn next_or_new(&mut self, node: NodeId, word: WordId) -> NodeId {
        let known = built_in::next(node, word).or_else(|| self.next(node, word));
        known.unwrap_or_else(|| {
            let child = self.new_node();
            self.next.insert((node, word), child);
            self.leading.insert(node);
            child
        })
    }

    fn new_node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(NODE_COUNT + self.nodes - 1)
    }

    /// The index of the entry of a place. What a built-in one shifts, the one over it shifts too.
    fn entry_of(&mut self, node: NodeId) -> u32 {
        let next = ENTRY_COUNT + self.entries.len() as u32;
        let index = *self.entries_at.entry(node).or_insert(next);
        if index == next {
            let over = built_in::entry_at(node).and_then(built_in::entry);
            let shift = over.and_then(|entry| entry.shift);
            self.entries.push(Entry { index, weight: 0.0, shift, counter: COUNTERS, is_fact: false });
            self.terms.push(Box::default());
        }
        index
    }

    /// An added word.
    pub(crate) fn word(&self, levelled: &str) -> Option<WordId> {
        self.words.get(levelled).copied()
    }

    /// Whether a word was added that is not built in.
    pub(crate) fn has_own_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether anything was added beside built-in words and phrases with other weights.
    pub(crate) fn has_words(&self) -> bool {
        !self.next.is_empty()
    }

    /// An added word of Arabic letters.
    #[inline]
    pub(crate) fn packed_word(&self, levelled: Packed) -> Option<WordId> {
        if self.words.is_empty() { None } else { self.word(&levelled.chars().collect::<String>()) }
    }

    /// The added place of the entries that begin with a word.
    pub(crate) fn first(&self, word: WordId) -> Option<NodeId> {
        self.first.get(&word).copied()
    }

    /// The added place of the entries that continue with a word.
    pub(crate) fn next(&self, node: NodeId, word: WordId) -> Option<NodeId> {
        self.next.get(&(node, word)).copied()
    }

    /// Whether an added entry continues from here.
    pub(crate) fn leads_on(&self, node: NodeId) -> bool {
        self.leading.contains(&node)
    }

    /// The index of the added entry that ends here.
    pub(crate) fn entry_at(&self, node: NodeId) -> Option<u32> {
        self.entries_at.get(&node).copied()
    }

    /// An added entry by its index.
    pub(crate) fn entry(&self, index: u32) -> Option<Entry> {
        self.entries.get(index.checked_sub(ENTRY_COUNT)? as usize).copied()
    }

    /// The term of an added entry.
    pub(crate) fn term(&self, index: u32) -> Option<&str> {
        self.terms.get(index.checked_sub(ENTRY_COUNT)? as usize).map(|term| &**term)
    }

    /// How many counters there are with those of the added entries.
    pub(crate) fn counters(&self) -> u32 {
        COUNTERS + self.entries.len() as u32
    }
}
