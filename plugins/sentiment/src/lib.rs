//! Polarity of documents, Arabic and English.
//!
//! Words and phrases of a lexicon carry weights; negation, degree, contrast and marks change them (`rules`); what is
//! left is summed by sentence and by document, and damped by length (`score`). README.md has fields, settings and
//! measured figures.

mod findings;
mod fold;
mod forms;
mod lexicon;
mod output;
mod sentence;
mod settings;
mod word_counts;
mod words;

use std::cell::RefCell;

use textmill_sdk::prelude::*;

pub use output::Polarity;
pub use settings::Settings;

use findings::Reading;
use forms::tokens::Senses;
use lexicon::Lexicon;
use sentence::judge::Judge;
use sentence::score::Label;
use word_counts::Cells;

/// The analyzer `sentiment`.
#[derive(Debug)]
pub struct Sentiment {
    lexicon: Lexicon,
    /// Scores between `-neutral` and `neutral` are neutral.
    neutral: f64,
    /// What was found out about forms. A form's sense is a function of the form, the scripts that are read, and the
    /// lexicon.
    senses: RefCell<Senses>,
    cells: RefCell<Cells>,
}

impl Analyzer for Sentiment {
    type Settings = Settings;
    type Output = Polarity;

    fn manifest() -> Manifest {
        Manifest::new("sentiment", env!("CARGO_PKG_VERSION"), "Polarity of documents, Arabic and English")
            .requires("tokens")
            .with_form()
            .requires("sentences")
            .optional("language")
            .optional("entities")
            .metadata("language")
            .resource("lexicon")
            .provides(
                Provision::new("sentiment", "sentences that say something good or bad")
                    .labels(Label::ALL.map(Label::name))
                    .number("score"),
            )
            .provides(
                Provision::new("cues", "words and phrases that count, with their weight where they stand")
                    .labels([Label::Positive, Label::Negative].map(Label::name))
                    .number("weight")
                    .text("term"),
            )
    }

    fn new(settings: Settings, resources: &Resources) -> Result<Self, String> {
        let neutral = settings.neutral()?;
        let mut lexicon = Lexicon::default();
        settings.add_field(&mut lexicon)?;
        if let Some(table) = resources.text("lexicon")? {
            lexicon.add_weights(table).map_err(|error| format!("resource `lexicon`, {error}"))?;
        }
        settings.add_words(&mut lexicon)?;
        Ok(Self { lexicon, neutral, senses: RefCell::new(Senses::new()), cells: RefCell::default() })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Polarity, Fault> {
        let mut judge = Judge::new(document.batch(), &self.lexicon, self.neutral);
        let reading = Reading::of(document);
        Ok(output::output(document, &reading, &mut judge, &mut self.senses.borrow_mut(), layers))
    }

    fn fold(&self, batch: Batch<'_>, layers: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let mut judge = Judge::new(batch, &self.lexicon, self.neutral);
        let (mut senses, mut cells) = (self.senses.borrow_mut(), self.cells.borrow_mut());
        fold::fold(batch, &mut judge, &mut senses, &mut cells, layers, into)
    }
}

textmill_sdk::export!(Sentiment);
