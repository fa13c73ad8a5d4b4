//! Textmill's built-in analyzer `keywords`: what a corpus and each of its documents are about.
//!
//! The way of a document: `reading` takes its tokens, `vocabulary` keeps each different word once and
//! `normalize` spells it, `meaning` decides what each counts as (with `lexicon` and, for Arabic, `clitics`),
//! and `phrases` ranks words and phrases.
#![deny(missing_docs)]

mod clitics;
mod english;
mod lexicon;
mod meaning;
mod normalize;
mod output;
mod phrases;
mod reading;
mod script;
mod settings;
mod strings;
mod verbs;
mod vocabulary;

use textmill_sdk::{Analyzer, Counts, Document, Fault, Layers, Manifest, Resources, export};

use lexicon::Lexicon;
use normalize::{Normalizer, Spelling};
pub use output::Keywords;
use phrases::{KeyTerm, Runs};
pub use settings::{Alef, Arabic, Settings};
use vocabulary::Vocabulary;

/// The analyzer.
#[derive(Debug)]
pub struct KeywordAnalyzer {
    settings: Settings,
    normalizer: Normalizer,
    lexicon: Lexicon,
}

impl Analyzer for KeywordAnalyzer {
    type Settings = Settings;
    type Output = Keywords;

    fn manifest() -> Manifest {
        Manifest::new("keywords", env!("CARGO_PKG_VERSION"), "Terms and phrases, without stop words")
            .requires("tokens")
            .optional("sentences")
            .optional("language")
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        settings.check()?;
        let normalizer = Normalizer::new(settings.arabic.clone());
        let lexicon = Lexicon::new(&settings);
        Ok(Self { settings, normalizer, lexicon })
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Keywords, Fault> {
        let language = primary_subtag(document.language().unwrap_or_default());
        let spelling = Spelling::of(&language);
        let lists = self.lexicon.for_document(&language);
        let mut vocabulary = Vocabulary::new(&self.normalizer, spelling);
        let sequence = reading::read(document, &lists, &self.settings, &mut vocabulary);
        let meanings = meaning::meanings(&vocabulary, spelling.letters, &lists, &self.settings);
        let runs = Runs::new(&sequence, &meanings);
        let key_terms = runs.key_terms(self.settings.phrase_length);
        Ok(Keywords {
            phrases: phrases(&key_terms, self.settings.phrases),
            keys: keys(&key_terms, self.settings.keys),
            terms_per_document: meanings.terms.total(),
            terms: meanings.terms,
        })
    }
}

/// The language of a BCP 47 tag, in lower case: `pt` of `pt-BR`.
fn primary_subtag(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The best phrases of more than one word.
fn phrases(key_terms: &[KeyTerm<'_>], most: usize) -> Counts {
    let mut counts = Counts::new();
    let mut text = String::new();
    for term in key_terms.iter().filter(|term| term.length() > 1).take(most) {
        text.clear();
        term.write(&mut text);
        counts.add(&text, term.count);
    }
    counts
}

/// The best words and phrases.
fn keys(key_terms: &[KeyTerm<'_>], most: usize) -> Vec<String> {
    let write = |term: &KeyTerm<'_>| {
        let mut text = String::new();
        term.write(&mut text);
        text
    };
    key_terms.iter().take(most).map(write).collect()
}

export!(KeywordAnalyzer);
