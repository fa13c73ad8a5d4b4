//! Textmill's built-in analyzer `tokenize`: words, sentences and language.
//!
//! It provides the layers that most analyzers stand on (`tokens`, `sentences`, `language`) and counts what they hold.
//! The parts are plain functions over text: [`words`], [`sentences`], [`language`].

pub mod language;
mod lexicon;
pub mod output;
pub mod sentences;
mod tag;
pub mod token;
pub mod unicode;
pub mod words;

use textmill_sdk::prelude::*;

use output::Statistics;
use token::{Kind, Token};

/// The analyzer.
#[derive(Debug)]
pub struct Tokenize {
    tokenizer: words::Tokenizer,
    splitter: sentences::Splitter,
}

/// The settings of [`Tokenize`].
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether addresses, hashtags, times, abbreviations and the line breaks of web pages are treated as a reader
    /// would; without it, words and sentences are those of the default rules of UAX #29 (Unicode 18).
    pub tailorings: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { tailorings: true }
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
                .labels(Kind::ALL.map(Kind::label)),
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
        Ok(Tokenize {
            tokenizer: words::Tokenizer::new(settings.tailorings),
            splitter: sentences::Splitter::new(settings.tailorings),
        })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Statistics, Fault> {
        let text = document.text();
        let mut tokens = Vec::with_capacity(text.len() / BYTES_PER_TOKEN);
        self.tokenizer.tokens(text, &mut tokens);
        let mut sentences = Vec::new();
        self.splitter.sentences(text, &tokens, &mut sentences);
        let mut statistics = Statistics::of(text, &tokens, &sentences);
        let given = document.metadata("language").and_then(|value| tag::well_formed(value.as_str()?));
        let language = given.or_else(|| statistics.detect(text, &tokens).map(str::to_owned));
        statistics.languages.add(language.as_deref().unwrap_or(language::UNDETERMINED), 1);
        write_tokens(layers, &tokens);
        if layers.wants("sentences") {
            let layer = layers.layer("sentences");
            let label = layer.label("sentence");
            for sentence in sentences {
                layer.push(sentence, label);
            }
        }
        if let Some(language) = language.filter(|_| !text.is_empty()) {
            let layer = layers.layer("language");
            let label = layer.label(&language);
            layer.push(0..text.len(), label);
        }
        Ok(statistics)
    }
}

textmill_sdk::export!(Tokenize);

/// Bytes of text for which room for a token is made: a little less than a token takes in English.
const BYTES_PER_TOKEN: usize = 4;

fn write_tokens(layers: &mut Layers, tokens: &[Token]) {
    if !layers.wants("tokens") {
        return;
    }
    let layer = layers.layer("tokens");
    let labels = Kind::ALL.map(|kind| layer.label(kind.label()));
    for token in tokens {
        layer.push(token.start..token.end, labels[token.kind as usize]);
    }
}
