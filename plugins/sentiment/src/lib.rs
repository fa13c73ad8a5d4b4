//! Polarity of documents, Arabic and English.
//!
//! Words and phrases of a lexicon carry weights; negation, degree, contrast and marks change them (`rules`); what is
//! left is summed by sentence and by document, and damped by length (`score`). README.md has fields, settings and
//! measured figures.
#![deny(missing_docs)]

mod arabic;
mod atom;
mod english;
mod hash;
mod lexicon;
mod output;
mod parse;
mod presentation;
mod reading;
mod rules;
mod score;
mod sentence;
mod settings;
mod spelling;
mod table;

use textmill_sdk::prelude::*;

pub use output::Polarity;
pub use settings::Settings;

use lexicon::Lexicon;
use output::Findings;
use parse::{Parser, Token};
use reading::Scripts;
use score::Label;
use sentence::Sentence;

/// The analyzer `sentiment`.
#[derive(Debug)]
pub struct Sentiment {
    lexicon: Lexicon,
    /// Scores between `-neutral` and `neutral` are neutral.
    neutral: f64,
}

impl Analyzer for Sentiment {
    type Settings = Settings;
    type Output = Polarity;

    fn manifest() -> Manifest {
        Manifest::new("sentiment", env!("CARGO_PKG_VERSION"), "Polarity of documents, Arabic and English")
            .requires("tokens")
            .requires("sentences")
            .optional("language")
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
        let mut lexicon = Lexicon::built_in()?;
        if let Some(table) = resources.text("lexicon")? {
            lexicon.add_weights(table).map_err(|error| format!("resource `lexicon`, {error}"))?;
        }
        settings.add_words(&mut lexicon)?;
        Ok(Self { lexicon, neutral })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Polarity, Fault> {
        let language = document.language();
        let given = document.metadata("language").is_some();
        let scripts = Scripts::of(document.text(), language, given);
        let mut findings = Findings::new(self.neutral);
        let mut parser = Parser::new(&self.lexicon, scripts);
        let mut sentence = Sentence::default();
        let mut tokens = document.tokens().peekable();
        for span in document.sentences() {
            let within = std::iter::from_fn(|| tokens.next_if(|token| token.start() < span.end()));
            let within = within.map(|token| Token { range: token.range(), kind: token.label() });
            parser.parse(document.text(), within, &mut sentence);
            rules::apply(&mut sentence);
            findings.add(span.range(), &sentence, layers);
        }
        Ok(findings.finish(language.filter(|_| !scripts.any()), language))
    }
}

textmill_sdk::export!(Sentiment);
