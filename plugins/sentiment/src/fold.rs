//! What the documents of a batch come to, counted and added to a state at once.

use textmill_sdk::merge::{Fields, FoldError};
use textmill_sdk::prelude::*;

use crate::findings::{LayersWriter, Reading, Verdict, telling_words};
use crate::forms::tokens::Senses;
use crate::sentence::judge::Judge;
use crate::sentence::score::{Label, Tally};
use crate::word_counts::{Cells, WordCounts};

/// How often something came, and in how many documents.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    count: u64,
    documents: u64,
}

/// What was found in the documents so far.
#[derive(Debug, Default)]
struct Sums<'a> {
    /// Documents by label.
    labels: [Count; 3],
    /// Sentences by label.
    sentences: [Count; 3],
    scored: Vec<Scored<'a>>,
    not_judged: Vec<&'a str>,
}

/// A document that was judged.
#[derive(Debug)]
struct Scored<'a> {
    document: Document<'a>,
    language: Option<&'a str>,
    score: f64,
    label: Label,
}

/// Judges the documents of a batch, writes their layers, and adds them to a state, where that is wanted.
///
/// # Errors
/// Where they do not fit the state or the layers, which cannot be.
pub(crate) fn fold<'a>(
    batch: Batch<'a>,
    judge: &mut Judge<'a>,
    senses: &mut Senses,
    cells: &mut Cells,
    layers: &mut Layers,
    into: Option<&mut State>,
) -> Result<(), Fault> {
    let mut sums = Sums::default();
    let mut writer = LayersWriter::new(layers, judge.lexicon());
    let mut words = WordCounts::new(cells, judge.lexicon().counters());
    for document in batch.documents() {
        sums.add(document, judge, senses, &mut words, &mut writer);
        writer.finish(&document)?;
    }
    if let Some(state) = into {
        let mut fields = state.fields();
        sums.add_to(&mut fields)?;
        words.add_to(judge.lexicon(), &mut fields)?;
    }
    Ok(())
}

impl<'a> Sums<'a> {
    fn add(
        &mut self,
        document: Document<'a>,
        judge: &mut Judge<'a>,
        senses: &mut Senses,
        words: &mut WordCounts<'_>,
        writer: &mut LayersWriter<'_>,
    ) {
        let reading = Reading::of(&document);
        let mut tally = Tally::default();
        let mut sentences = [0; 3];
        words.begin_document();
        let register = judge.judge(&document, reading.scripts, senses, |judged| {
            tally += judged.tally;
            sentences[judged.label as usize] += 1;
            if judged.tally.is_silent() {
                return;
            }
            for (label, entry) in telling_words(judged) {
                words.add(label, entry);
            }
            writer.write(judged);
        });
        match Verdict::of(tally, register, &reading, judge.neutral()) {
            // Such a document is silent, so none of its words was counted.
            Verdict::NotJudged(language) => self.not_judged.push(language),
            Verdict::Judged { score, label } => {
                self.labels[label as usize].add(1);
                for (sum, count) in self.sentences.iter_mut().zip(sentences) {
                    sum.add(count);
                }
                self.scored.push(Scored { document, language: reading.language, score, label });
            }
        }
    }

    fn add_to(&self, fields: &mut Fields<'_>) -> Result<(), FoldError> {
        for (field, counts) in [("label", &self.labels), ("sentences", &self.sentences)] {
            let mut adder = fields.counts(field)?;
            for label in Label::ALL {
                let Count { count, documents } = counts[label as usize];
                adder.add(label.name(), count, documents);
            }
        }
        for field in ["score", "distribution"] {
            let mut adder = fields.numbers(field)?;
            // Many documents say nothing.
            let said = self.scored.iter().filter(|scored| scored.score != 0.0);
            adder.add(0.0, (self.scored.len() - said.clone().count()) as u64)?;
            said.into_iter().try_for_each(|scored| adder.add(scored.score, 1))?;
        }
        let mut by_language = fields.map("by_language")?;
        for scored in &self.scored {
            if let Some(language) = scored.language {
                by_language.entry(language, 1)?.numbers()?.add(scored.score, 1)?;
            }
        }
        for (field, label) in [("most_positive", Label::Positive), ("most_negative", Label::Negative)] {
            let mut adder = fields.scores(field)?;
            let of_label = self.scored.iter().filter(|scored| scored.label == label);
            of_label
                .into_iter()
                .try_for_each(|scored| scored.document.add_score(&mut adder, scored.score.abs()))?;
        }
        let mut not_judged = fields.counts("not_judged")?;
        self.not_judged.iter().for_each(|language| not_judged.add(language, 1, 1));
        Ok(())
    }
}

impl Count {
    /// Adds what one document has of it.
    fn add(&mut self, count: u64) {
        self.count += count;
        self.documents += u64::from(count > 0);
    }
}
