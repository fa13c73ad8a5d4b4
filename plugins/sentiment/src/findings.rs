//! What is found in sentences and documents, whoever asks for it.

use textmill_sdk::prelude::*;

use crate::lexicon::{Entry, Lexicon, Shift};
use crate::sentence::judge::Judged;
use crate::sentence::register::Register;
use crate::sentence::score::{Label, Tally};
use crate::sentence::{Element, Sentence};
use crate::words::reading::Scripts;

/// The weight from which a word stands in the lists of words.
const TELLING_WEIGHT: f64 = 1.0;

/// A document's language, and what is read of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) language: Option<&'a str>,
    pub(crate) scripts: Scripts,
}

impl<'a> Reading<'a> {
    pub(crate) fn of(document: &Document<'a>) -> Self {
        let language = document.language();
        let given = || document.metadata("language").is_some();
        Self { language, scripts: Scripts::of(document.text(), language, given) }
    }
}

/// What a document comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict<'a> {
    Judged {
        score: f64,
        label: Label,
    },
    /// It is in a language without a lexicon, and has no emoji either.
    NotJudged(&'a str),
}

impl<'a> Verdict<'a> {
    pub(crate) fn of(tally: Tally, register: Register, reading: &Reading<'a>, neutral: f64) -> Self {
        let unread = reading.language.filter(|_| !reading.scripts.any() && tally.is_silent());
        unread.map_or_else(
            || {
                let score = tally.score(register);
                Self::Judged { score, label: Label::of(score, neutral) }
            },
            Self::NotJudged,
        )
    }
}

/// The elements that speak, each with its side.
fn speaking(sentence: &Sentence) -> impl Iterator<Item = (Label, Entry, &Element)> {
    sentence.elements.iter().filter(|element| element.weight != 0.0).filter_map(|element| {
        let label = if element.weight > 0.0 { Label::Positive } else { Label::Negative };
        Some((label, element.entry?, element))
    })
}

/// The entries for the lists of words, each with its side: one that was turned round, a negation, or one that says little
/// would puzzle there, as would one that names a fact in a sentence that does not say as much.
pub(crate) fn telling_words(judged: &Judged<'_>) -> impl Iterator<Item = (Label, Entry)> {
    let Judged { sentence, label: of_sentence, .. } = *judged;
    speaking(sentence)
        .filter(move |(label, entry, element)| {
            let own = entry.weight * element.in_register(sentence.register);
            own * element.weight > 0.0
                && own.abs() >= TELLING_WEIGHT
                && !matches!(entry.shift, Some(Shift::Negation { .. }))
                && (!entry.is_fact || *label == of_sentence)
        })
        .map(|(label, entry, _)| (label, entry))
}

/// Writes the layers that are wanted.
#[derive(Debug)]
pub(crate) struct LayersWriter<'l> {
    layers: &'l mut Layers,
    lexicon: &'l Lexicon,
    sentiment: bool,
    cues: bool,
}

impl<'l> LayersWriter<'l> {
    pub(crate) fn new(layers: &'l mut Layers, lexicon: &'l Lexicon) -> Self {
        let (sentiment, cues) = (layers.wants("sentiment"), layers.wants("cues"));
        Self { layers, lexicon, sentiment, cues }
    }

    /// Writes a sentence and its cues, where it says anything.
    pub(crate) fn write(&mut self, judged: &Judged<'_>) {
        if judged.tally.is_silent() {
            return;
        }
        if self.cues {
            let writer = self.layers.layer("cues");
            for (label, entry, element) in speaking(judged.sentence) {
                let label = writer.label(label.name());
                let span = writer.push(element.range.clone(), label);
                span.number("weight", element.weight).string("term", self.lexicon.term(&entry));
            }
        }
        if self.sentiment {
            let writer = self.layers.layer("sentiment");
            let label = writer.label(judged.label.name());
            writer.push(judged.range.clone(), label).number("score", judged.score);
        }
    }

    /// Takes what was written for a document.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(crate) fn finish(&mut self, document: &Document<'_>) -> Result<(), Fault> {
        self.layers.finish(document)
    }
}
