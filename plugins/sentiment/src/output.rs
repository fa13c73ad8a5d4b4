//! What is said of a document, and its collection sentence by sentence.

use std::collections::BTreeMap;
use std::ops::Range;

use textmill_sdk::prelude::*;

use crate::score::{Label, Tally};
use crate::sentence::Sentence;

/// The polarity of a document.
///
/// A document in a language without a lexicon that has no emoji either is not judged: it has no score and no label.
#[derive(Debug, Default, Serialize, Output)]
pub struct Polarity {
    /// From -1, all bad, to 1, all good; 0 where nothing is said.
    #[merge(stats)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// `positive`, `neutral` or `negative`.
    #[merge(counts, top = 3)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<&'static str>,
    /// The score again, for the report's histogram.
    #[merge(histogram(edges = [-0.75, -0.5, -0.25, -0.1, 0.1, 0.25, 0.5, 0.75]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<f64>,
    /// Sentences by label.
    #[merge(counts, top = 3)]
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub sentences: Counts,
    /// The score by the document's language.
    #[merge(map(stats), top = 20)]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_language: BTreeMap<String, f64>,
    /// Words and phrases that praised, as the lexicon spells them.
    #[merge(counts, top = 30)]
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub positive_words: Counts,
    /// Words and phrases that blamed, as the lexicon spells them.
    #[merge(counts, top = 30)]
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub negative_words: Counts,
    /// The score of a positive document, for the report's list of the most positive ones.
    #[merge(top(n = 5))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_positive: Option<f64>,
    /// The score of a negative document without its sign, for the report's list of the most negative ones.
    #[merge(top(n = 5))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_negative: Option<f64>,
    /// The document's language, where it was not judged for want of a lexicon.
    #[merge(counts, top = 20)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_judged: Vec<String>,
}

/// The weight from which a word stands in the lists of words.
const TELLING_WEIGHT: f64 = 1.0;

/// What has been found in a document so far.
pub(crate) struct Findings {
    neutral: f64,
    tally: Tally,
    output: Polarity,
}

impl Findings {
    pub(crate) fn new(neutral: f64) -> Self {
        Self { neutral, tally: Tally::default(), output: Polarity::default() }
    }

    /// Adds a sentence whose rules have been applied.
    pub(crate) fn add(&mut self, range: Range<usize>, sentence: &Sentence<'_>, layers: &mut Layers) {
        let tally = Tally::of(sentence);
        self.tally += tally;
        let score = tally.score();
        let label = Label::of(score, self.neutral).name();
        self.output.sentences.add(label, 1);
        if tally.is_silent() {
            return;
        }
        self.add_cues(sentence, layers);
        if layers.wants("sentiment") {
            let writer = layers.layer("sentiment");
            let label = writer.label(label);
            writer.push(range, label).number("score", score);
        }
    }

    fn add_cues(&mut self, sentence: &Sentence<'_>, layers: &mut Layers) {
        let wanted = layers.wants("cues");
        for element in &sentence.elements {
            let Some(entry) = element.entry.filter(|_| element.weight != 0.0) else { continue };
            let positive = element.weight > 0.0;
            let label = if positive { Label::Positive } else { Label::Negative };
            // In a list of words, one that was turned round, a bare negation, or one that says little would puzzle.
            let speaks_for_itself =
                entry.weight * element.weight > 0.0 && entry.weight.abs() >= TELLING_WEIGHT;
            if speaks_for_itself {
                let words =
                    if positive { &mut self.output.positive_words } else { &mut self.output.negative_words };
                words.add(&entry.term, 1);
            }
            if wanted {
                let writer = layers.layer("cues");
                let label = writer.label(label.name());
                let span = writer.push(element.range.clone(), label);
                span.number("weight", element.weight).string("term", &*entry.term);
            }
        }
    }

    /// The output. `unread` is the document's language where it has no lexicon.
    pub(crate) fn finish(self, unread: Option<&str>, language: Option<&str>) -> Polarity {
        let Self { neutral, tally, mut output } = self;
        if let Some(unread) = unread.filter(|_| tally.is_silent()) {
            return Polarity { not_judged: vec![unread.to_string()], ..Polarity::default() };
        }
        let score = tally.score();
        let label = Label::of(score, neutral);
        output.score = Some(score);
        output.distribution = Some(score);
        output.label = vec![label.name()];
        output.most_positive = Some(score).filter(|_| label == Label::Positive);
        output.most_negative = Some(-score).filter(|_| label == Label::Negative);
        output.by_language.extend(language.map(|language| (language.to_string(), score)));
        output
    }
}
