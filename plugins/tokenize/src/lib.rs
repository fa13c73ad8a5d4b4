//! Textmill's built-in analyzer `tokenize`: words, sentences and language.
//!
//! It provides the layers that most analyzers stand on (`tokens`, `sentences`, `language`) and counts what they hold.
//! The parts are plain functions over text: [`words`], [`sentences`], [`language`].

pub mod clitics;
pub mod dictionary;
mod forms;
pub mod language;
mod lexicon;
pub mod output;
mod reading;
pub mod sentences;
mod tag;
pub mod token;
mod totals;
pub mod unicode;
pub mod words;
mod writer;

use std::cell::RefCell;

use textmill_sdk::merge::State;
use textmill_sdk::prelude::*;

use output::Statistics;
use reading::Reading;
use token::Kind;
use totals::Totals;
use writer::Writer;

/// The analyzer.
#[derive(Debug)]
pub struct Tokenize {
    /// With what is known of forms, which is kept from call to call.
    reading: RefCell<Reading>,
}

/// The attribute of `tokens` that says how an Arabic word is cut; see [`textmill_sdk::Clitics`].
pub const CLITICS: &str = "clitics";

/// The settings of [`Tokenize`].
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether addresses, hashtags, times, abbreviations and the line breaks of web pages are treated as a reader
    /// would; without it, words and sentences are those of the default rules of UAX #29 (Unicode 18).
    pub tailorings: bool,
    /// Whether Chinese, Japanese, Thai, Lao, Khmer and Burmese, which write no blanks between words, are cut into words by a
    /// dictionary; without it, Chinese is cut into characters, and Thai at the blanks that there are. It is one of the
    /// tailorings, and does nothing without them.
    pub dictionary: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { tailorings: true, dictionary: true }
    }
}

impl Analyzer for Tokenize {
    type Settings = Settings;
    type Output = Statistics;

    fn manifest() -> Manifest {
        Manifest::new(
            "tokenize",
            env!("CARGO_PKG_VERSION"),
            "Words, sentences and the language of each document",
        )
        .metadata("language")
        .provides(
            Provision::new("tokens", "words, numbers, marks and the like, by kind; white space is none")
                .labels(Kind::ALL.map(Kind::label))
                .form()
                .text(CLITICS),
        )
        .provides(
            Provision::new("sentences", "sentences without the white space around them").labels(["sentence"]),
        )
        .provides(Provision::new(
            "language",
            "the whole document, its label a BCP 47 tag, `und` where it cannot be told",
        ))
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Ok(Tokenize { reading: RefCell::new(Reading::new(settings)) })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Statistics, Fault> {
        let reading = &mut *self.reading.borrow_mut();
        reading.begin_call();
        let language = reading.read(document);
        Writer::new(layers).write(document, reading, language.as_deref(), layers);
        let language = language.as_deref().unwrap_or(language::UNDETERMINED);
        Ok(Statistics::of(document.text(), language, &reading.found, &reading.sentences, &reading.forms))
    }

    fn fold(&self, batch: Batch<'_>, layers: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let reading = &mut *self.reading.borrow_mut();
        reading.begin_call();
        let mut writer = Writer::new(layers);
        let mut totals = Totals::default();
        writer.reserve(batch.documents().map(|document| document.text().len()).sum(), layers);
        for document in batch.documents() {
            let language = reading.read(&document);
            writer.write(&document, reading, language.as_deref(), layers);
            layers.finish(&document)?;
            totals.add(document.text(), language.as_deref(), reading);
        }
        match into {
            Some(state) => totals.add_to(state, &mut reading.forms),
            None => Ok(()),
        }
    }
}

textmill_sdk::export!(Tokenize);
