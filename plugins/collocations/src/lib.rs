//! Textmill's built-in analyzer `collocations`: words that stand together more often than by chance.
//!
//! A document is read by `textmill-keywords`, so that a word here is the term that it is there. `pairs` counts which
//! stand near each other in a sentence. How strongly they go together is told from the counts of all documents, by the
//! merge kind `pairs`.

mod output;
mod pairs;
mod settings;

use std::cell::RefCell;

use textmill_keywords::running::{CLITICS, RunningWords, WordReader};
use textmill_sdk::merge::State;
use textmill_sdk::{Analyzer, Batch, Counts, Document, Fault, Layers, Manifest, Resources, export};

pub use output::Collocations;
use pairs::Pairs;
pub use settings::Settings;

/// The analyzer.
#[derive(Debug)]
pub struct CollocationAnalyzer {
    window: usize,
    reader: WordReader,
    /// Room that calls use one after the other.
    pairs: RefCell<Pairs>,
}

/// What stands between the words of a key, as the merge kind `pairs` has it. No term has a tab, since no token has one.
const BETWEEN: char = '\t';

impl Analyzer for CollocationAnalyzer {
    type Settings = Settings;
    type Output = Collocations;

    fn manifest() -> Manifest {
        let about = "Words that stand together more often than by chance";
        Manifest::new("collocations", env!("CARGO_PKG_VERSION"), about)
            .requires("tokens")
            .with_form()
            .with_text(CLITICS)
            .if_provided()
            .requires("sentences")
            .optional("language")
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        settings.check()?;
        let reader = WordReader::new(settings.of_words())?;
        Ok(Self { window: settings.window, reader, pairs: RefCell::new(Pairs::default()) })
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Collocations, Fault> {
        let mut words = self.reader.read(document.batch(), 1).map_err(Fault::new)?;
        let mut pairs = self.pairs.borrow_mut();
        pairs.count(words.document(document), self.window);
        let mut counts = Counts::new();
        drain(&mut pairs, &words, |key, count, _| counts.add(key, count));
        Ok(Collocations { pairs: counts })
    }

    fn fold(&self, batch: Batch<'_>, _: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        // It provides no layer.
        let Some(state) = into else { return Ok(()) };
        let mut words = self.reader.read(batch, batch.documents().len()).map_err(Fault::new)?;
        let mut pairs = self.pairs.borrow_mut();
        for document in batch.documents() {
            pairs.count(words.document(&document), self.window);
        }
        let mut fields = state.fields();
        let mut counts = fields.counts("pairs")?;
        drain(&mut pairs, &words, |key, count, documents| counts.add(key, count, documents));
        Ok(())
    }
}

/// Gives each pair that was counted by its key, with its count and documents, and begins again.
fn drain(pairs: &mut Pairs, words: &RunningWords<'_, '_>, mut each: impl FnMut(&str, u64, u64)) {
    let mut key = String::new();
    for pair in pairs.drain() {
        key.clear();
        key.push_str(words.term(pair.first));
        key.push(BETWEEN);
        key.push_str(words.term(pair.second));
        each(&key, pair.count.into(), pair.documents.into());
    }
}

export!(CollocationAnalyzer);
