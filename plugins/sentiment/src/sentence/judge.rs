//! Documents judged sentence by sentence: the one core of outputs, states and layers.

use std::ops::Range;

use textmill_sdk::{Columns, prelude::*};

use super::{code, parse, rules};
use crate::forms::classes::Classes;
use crate::forms::tokens::{Senses, TokenColumns};
use crate::lexicon::Lexicon;
use crate::sentence::Sentence;
use crate::sentence::names::Names;
use crate::sentence::phrases::SentenceTokens;
use crate::sentence::register::Register;
use crate::sentence::score::{Label, Tally};
use crate::words::reading::Scripts;

/// Judges the documents of a batch, with buffers that are kept from one to the next.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    lexicon: &'a Lexicon,
    tokens: TokenColumns<'a>,
    sentences: Columns<'a>,
    names: Names<'a>,
    /// The classes of the tokens of the document in hand.
    classes: Vec<u8>,
    sentence: Sentence,
    /// Scores between minus this and this are neutral.
    neutral: f64,
}

/// A sentence that was judged.
#[derive(Debug)]
pub(crate) struct Judged<'s> {
    /// Bytes of the document's text.
    pub(crate) range: Range<usize>,
    pub(crate) tally: Tally,
    pub(crate) score: f64,
    pub(crate) label: Label,
    /// Its elements, none where it is silent.
    pub(crate) sentence: &'s Sentence,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(batch: Batch<'a>, lexicon: &'a Lexicon, neutral: f64) -> Self {
        Self {
            lexicon,
            tokens: TokenColumns::new(batch),
            sentences: batch.columns("sentences"),
            names: Names::new(batch),
            classes: Vec::new(),
            sentence: Sentence::default(),
            neutral,
        }
    }

    pub(crate) fn lexicon(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// Scores between minus this and this are neutral.
    pub(crate) fn neutral(&self) -> f64 {
        self.neutral
    }

    /// Judges each sentence of a document in order. Gives the document's register.
    pub(crate) fn judge(
        &mut self,
        document: &Document<'a>,
        scripts: Scripts,
        senses: &mut Senses,
        mut take: impl FnMut(&Judged<'_>),
    ) -> Register {
        let tokens = senses.tokens(self.tokens, document, self.lexicon, scripts);
        let Range { start: mut first, end: after } = self.tokens.of(document);
        tokens.write_classes(first..after, &mut self.classes);
        self.names.hide(document, &self.tokens, first..after, &mut self.classes);
        let (text, base) = (document.text(), document.range().start);
        code::hide(text, base, &tokens, first, &mut self.classes);
        let mut classes = Classes::new(&self.classes, after - first);
        let register = Register::of(classes.register_counts(), classes.len());
        for index in self.sentences.spans(document) {
            let (start, end) = (self.sentences.starts().get(index), self.sentences.ends().get(index));
            let count = tokens.starting_before(first..after, end as usize).min(classes.len());
            let (own, rest) = classes.split_at(count);
            let lexicon = self.lexicon;
            let of_sentence = SentenceTokens { lexicon, tokens: &tokens, classes: own, first, text, base };
            parse::parse(&of_sentence, &mut self.sentence);
            self.sentence.register = register;
            (first, classes) = (first + count, rest);
            let range = (start as usize).saturating_sub(base)..(end as usize).saturating_sub(base);
            take(&judged(&mut self.sentence, range, self.neutral));
        }
        register
    }
}

/// A sentence that was parsed, judged.
fn judged(sentence: &mut Sentence, range: Range<usize>, neutral: f64) -> Judged<'_> {
    if sentence.elements.is_empty() {
        let tally = Tally { words: sentence.words, ..Tally::default() };
        return Judged { range, tally, score: 0.0, label: Label::Neutral, sentence };
    }
    rules::apply(sentence);
    let tally = Tally::of(sentence);
    let score = tally.score(sentence.register);
    Judged { range, tally, score, label: Label::of(score, neutral), sentence }
}
