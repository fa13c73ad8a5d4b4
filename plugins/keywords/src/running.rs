//! Words in the order of the text, each as it is counted in `terms`: what an analyzer reads that looks at words side by
//! side.

use std::cell::RefMut;

use textmill_sdk::{Batch, Document};

use crate::KeywordAnalyzer;
use crate::language::LanguageLayer;
use crate::memory::Memory;
use crate::settings::Settings;
use crate::terms::Terms;
pub use crate::tokens::CLITICS;
use crate::tokens::{TokenClitics, Tokens};
use crate::word::NO_STRING;

/// A word that is left out, such as a stop word: it has a place, and is no term.
pub const LEFT_OUT: u32 = NO_STRING;

/// Between two sentences. No word has this number, since a batch is indexed with 32 bits.
pub const BORDER: u32 = u32::MAX;

/// Reads words as `keywords` counts them.
#[derive(Debug)]
pub struct WordReader(KeywordAnalyzer);

impl WordReader {
    /// A reader for these settings, of which those of phrases and keys play no part.
    ///
    /// # Errors
    /// A message that names the setting whose value cannot be.
    pub fn new(settings: Settings) -> Result<Self, String> {
        KeywordAnalyzer::with(settings).map(Self)
    }

    /// Begins to read documents of a batch, of which there are so many at most. Two cannot be read at a time.
    ///
    /// # Errors
    /// Where its tokens have no forms.
    pub fn read<'a>(&self, batch: Batch<'a>, documents: usize) -> Result<RunningWords<'_, 'a>, &'static str> {
        let tokens = Tokens::new(batch, &self.0.settings)?;
        let mut memory = self.0.memory.borrow_mut();
        memory.begin_call(&tokens, documents);
        let (clitics, languages) = (TokenClitics::new(batch), LanguageLayer::new(batch.columns("language")));
        Ok(RunningWords { analyzer: &self.0, memory, tokens, clitics, languages, order: Order::default() })
    }
}

/// The words of a batch's documents.
#[derive(Debug)]
pub struct RunningWords<'r, 'a> {
    analyzer: &'r KeywordAnalyzer,
    memory: RefMut<'r, Memory>,
    tokens: Tokens<'a>,
    clitics: TokenClitics<'a>,
    languages: LanguageLayer<'a>,
    order: Order,
}

impl RunningWords<'_, '_> {
    /// The words of the next document, in the order of its text: numbers that are the same for equal terms of the batch,
    /// [`LEFT_OUT`] or [`BORDER`].
    ///
    /// What hyphens join is as many words as it has parts. Punctuation, numbers (unless they are counted) and addresses
    /// have no place. Ideographs that nobody has cut into words are left out: pairs of them overlap.
    pub fn document(&mut self, document: &Document<'_>) -> &[u32] {
        let language = self.languages.of(document);
        let Self { analyzer, memory, tokens, clitics, order, .. } = self;
        order.0.clear();
        memory.read(analyzer, tokens, clitics, language, document, order);
        &order.0
    }

    /// The term of a number.
    #[must_use]
    pub fn term(&self, number: u32) -> &str {
        self.memory.term(number)
    }
}

/// The words of a document in their order.
#[derive(Debug, Default)]
struct Order(Vec<u32>);

impl Terms for Order {
    fn make_room(&mut self, _: usize) {}

    #[inline]
    fn add(&mut self, _: u32, term: u32) {
        self.0.push(term);
    }

    #[inline]
    fn add_overlapping(&mut self, _: u32, _: u32) {
        self.0.push(LEFT_OUT);
    }

    #[inline]
    fn note(&mut self, _: u32) {}

    #[inline]
    fn end_stretch(&mut self) {
        self.0.push(BORDER);
    }
}
