//! What of a sentence can have an effect: words and phrases that say something, symbols, and the ends of clauses.

pub(crate) mod code;
pub(crate) mod heads;
pub(crate) mod homographs;
pub(crate) mod judge;
pub(crate) mod names;
pub(crate) mod parse;
pub(crate) mod phrases;
pub(crate) mod register;
pub(crate) mod relative;
pub(crate) mod rules;
pub(crate) mod score;

use std::ops::Range;

use crate::forms::sense::Emphasis;
use crate::lexicon::{Entry, Shift};
use crate::sentence::register::Register;

/// One element of a sentence: a word, a phrase, a symbol or the end of a clause.
///
/// A sentence has more elements than these. Those that say nothing are not kept, and `place` and `word` count them.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Bytes of the document's text.
    pub(crate) range: Range<usize>,
    pub(crate) class: ElementClass,
    /// What the lexicon has for it.
    pub(crate) entry: Option<Entry>,
    /// Whether its form turns the entry's meaning round.
    pub(crate) turned: bool,
    pub(crate) emphasis: Emphasis,
    /// What it says here, from -4 to 4 and, emphasized, somewhat beyond.
    pub(crate) weight: f64,
    /// How many elements stand before it.
    pub(crate) place: usize,
    /// How many of them are no symbols: what the reach of a shift is counted by.
    pub(crate) word: usize,
}

/// What an element is in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementClass {
    Word,
    /// An emoji or emoticon. No word's reach is used up by it.
    Symbol,
    /// The end of a clause: no shift goes beyond it.
    Break,
}

/// The elements of one sentence and its marks.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) elements: Vec<Element>,
    pub(crate) words: usize,
    pub(crate) exclamations: usize,
    pub(crate) questions: bool,
    /// Whether it has small letters, so that a word in capitals is emphasized.
    pub(crate) capitals_tell: bool,
    /// That of its document.
    pub(crate) register: Register,
    /// How many words are a part of emoticons, and so none.
    pub(crate) in_emoticons: usize,
    /// How many elements there were so far, and how many of them were symbols.
    pub(crate) places: usize,
    symbols: usize,
}

impl Element {
    pub(crate) fn shift(&self) -> Option<Shift> {
        self.entry.and_then(|entry| entry.shift)
    }

    /// Whether it says more than another would.
    pub(crate) fn is_comparative(&self) -> bool {
        self.shift() == Some(Shift::Comparative) || self.emphasis.0 & Emphasis::COMPARATIVE != 0
    }

    /// By what the register multiplies its weight. What has no weight of its own, as a negation that turns nothing round,
    /// is no judgement either.
    pub(crate) fn in_register(&self, register: Register) -> f64 {
        let is_fact = self.entry.is_some_and(|entry| entry.is_fact || entry.weight == 0.0);
        if is_fact { register.of_facts() } else { 1.0 }
    }
}

impl Sentence {
    /// Makes it the empty sentence, keeping its memory.
    pub(crate) fn clear(&mut self) {
        let mut elements = std::mem::take(&mut self.elements);
        elements.clear();
        *self = Self { elements, ..Self::default() };
    }

    /// Adds a word or phrase that has an effect.
    pub(crate) fn push_word(&mut self, range: Range<usize>, entry: Entry, turned: bool, emphasis: Emphasis) {
        let element = self.element(range, ElementClass::Word, Some(entry));
        self.elements.push(Element { turned, emphasis, ..element });
        self.places += 1;
    }

    /// Passes a word or phrase that says nothing.
    pub(crate) fn pass_word(&mut self) {
        self.places += 1;
    }

    /// Adds an emoji or emoticon.
    pub(crate) fn push_symbol(&mut self, range: Range<usize>, entry: Option<Entry>) {
        if entry.is_some() {
            let element = self.element(range, ElementClass::Symbol, entry);
            self.elements.push(element);
        }
        self.places += 1;
        self.symbols += 1;
    }

    /// Whether the end of a clause changes anything: not before all elements, and not after another end.
    #[inline]
    pub(crate) fn is_in_clause(&self) -> bool {
        self.elements.last().is_some_and(|last| last.class != ElementClass::Break)
    }

    /// Ends a clause.
    pub(crate) fn push_break(&mut self) {
        if self.is_in_clause() {
            let element = self.element(0..0, ElementClass::Break, None);
            self.elements.push(element);
        }
        self.places += 1;
    }

    fn element(&self, range: Range<usize>, class: ElementClass, entry: Option<Entry>) -> Element {
        Element {
            range,
            class,
            entry,
            turned: false,
            emphasis: Emphasis::default(),
            weight: 0.0,
            place: self.places,
            word: self.places - self.symbols,
        }
    }
}
