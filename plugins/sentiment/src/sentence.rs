//! A sentence as a row of elements: words and phrases that say something, others, and the ends of clauses.

use std::ops::Range;

use crate::lexicon::{Entry, Shift};

/// One element of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Element<'l> {
    /// Bytes of the document's text.
    pub(crate) range: Range<usize>,
    pub(crate) class: Class,
    /// What the lexicon has for it.
    pub(crate) entry: Option<&'l Entry>,
    /// What it says here, from -4 to 4 and, emphasized, somewhat beyond.
    pub(crate) weight: f64,
}

/// What an element is in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Word,
    /// An emoji or emoticon. No word's reach is used up by it.
    Symbol,
    /// The end of a clause: no shift goes beyond it.
    Break,
}

/// The elements of one sentence and its marks.
#[derive(Debug, Default)]
pub(crate) struct Sentence<'l> {
    pub(crate) elements: Vec<Element<'l>>,
    pub(crate) words: usize,
    pub(crate) exclamations: usize,
    pub(crate) questions: usize,
}

impl Element<'_> {
    pub(crate) fn shift(&self) -> Option<Shift> {
        self.entry.and_then(|entry| entry.shift)
    }
}

impl Sentence<'_> {
    /// Makes it the empty sentence, keeping its memory.
    pub(crate) fn clear(&mut self) {
        self.elements.clear();
        (self.words, self.exclamations, self.questions) = (0, 0, 0);
    }
}
