//! What is said of a document.

use std::collections::BTreeMap;

use textmill_sdk::prelude::*;

use crate::findings::{LayersWriter, Reading, Verdict, telling_words};
use crate::forms::tokens::Senses;
use crate::sentence::judge::Judge;
use crate::sentence::score::{Label, Tally};

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

/// The output of a document.
pub(crate) fn output<'a>(
    document: &Document<'a>,
    reading: &Reading<'a>,
    judge: &mut Judge<'a>,
    senses: &mut Senses,
    layers: &mut Layers,
) -> Polarity {
    let mut output = Polarity::default();
    let mut tally = Tally::default();
    let lexicon = judge.lexicon();
    let mut writer = LayersWriter::new(layers, lexicon);
    let register = judge.judge(document, reading.scripts, senses, |judged| {
        tally += judged.tally;
        output.sentences.add(judged.label.name(), 1);
        for (label, entry) in telling_words(judged) {
            match label {
                Label::Positive => output.positive_words.add(lexicon.term(&entry), 1),
                _ => output.negative_words.add(lexicon.term(&entry), 1),
            }
        }
        writer.write(judged);
    });
    match Verdict::of(tally, register, reading, judge.neutral()) {
        Verdict::NotJudged(language) => {
            Polarity { not_judged: vec![language.to_string()], ..Polarity::default() }
        }
        Verdict::Judged { score, label } => {
            output.score = Some(score);
            output.distribution = Some(score);
            output.label = vec![label.name()];
            output.most_positive = Some(score).filter(|_| label == Label::Positive);
            output.most_negative = Some(-score).filter(|_| label == Label::Negative);
            let language = reading.language.map(|language| (language.to_string(), score));
            output.by_language.extend(language);
            output
        }
    }
}
