//! Textmill's built-in analyzer `keywords`: what a corpus and each of its documents are about.
//!
//! All that follows from a form alone is found out once: `reader` says what a form counts as (with `normalize`, `lexicon`
//! and, for Arabic, `arabic`), in the terms of `word` and `glossary`, and `memory` keeps it. The way of a document:
//! `reading` takes its `tokens`, `terms` counts their words by number, and `phrases` finds what comes twice and ranks it.
//! Documents are folded without an output where nobody wants one. `running` gives the words of a text in their
//! order, for other analyzers.

mod arabic;
mod english;
mod glossary;
mod keyness;
mod language;
mod lexicon;
mod memory;
mod normalize;
mod output;
mod phrases;
mod reader;
mod reading;
pub mod running;
mod settings;
mod strings;
mod terms;
mod tokens;
mod verbs;
mod word;

use std::cell::RefCell;

#[cfg(feature = "plugin")]
use textmill_sdk::export;
use textmill_sdk::merge::State;
use textmill_sdk::{Analyzer, Batch, Document, Fault, Layers, Manifest, Resources};

use language::Languages;
use lexicon::Lexicon;
use memory::Memory;
use normalize::Normalizer;
pub use output::Keywords;
pub use settings::{Alef, Arabic, Settings};

/// The analyzer.
#[derive(Debug)]
pub struct KeywordAnalyzer {
    settings: Settings,
    normalizer: Normalizer,
    lexicon: Lexicon,
    languages: Languages,
    memory: RefCell<Memory>,
}

impl KeywordAnalyzer {
    fn with(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        let normalizer = Normalizer::new(settings.arabic.clone());
        let lexicon = Lexicon::new(&settings);
        let languages = Languages::new(&lexicon);
        Ok(Self { settings, normalizer, lexicon, languages, memory: RefCell::new(Memory::new()) })
    }
}

impl Analyzer for KeywordAnalyzer {
    type Settings = Settings;
    type Output = Keywords;

    fn manifest() -> Manifest {
        Manifest::new("keywords", env!("CARGO_PKG_VERSION"), "Terms and phrases, without stop words")
            .requires("tokens")
            .with_form()
            .with_text(tokens::CLITICS)
            .if_provided()
            .optional("sentences")
            .optional("language")
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Self::with(settings)
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Keywords, Fault> {
        self.memory.borrow_mut().output(self, document)
    }

    fn fold(&self, batch: Batch<'_>, _: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        match into {
            Some(state) => self.memory.borrow_mut().fold(self, batch, state),
            // It provides no layer.
            None => Ok(()),
        }
    }
}

// A component exports one plugin: one that reads words by this crate leaves this one out.
#[cfg(feature = "plugin")]
export!(KeywordAnalyzer);
