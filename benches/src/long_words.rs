//! A small analyzer in three ways: it counts long words in lower case, with the documents that they are in.
//!
//! [`Plain`] does all of it for each token. [`Remembered`] does what depends on the word alone once for each form, which
//! is two more lines. [`Folded`] counts over all documents of a call at once. They come to the same states.

use std::cell::RefCell;
use std::collections::HashMap;

use textmill_sdk::prelude::*;

/// The fewest letters of a long word.
const LEAST: usize = 8;

/// Bytes of what is remembered of words.
const MEMO_BYTES: usize = 16 << 20;

/// What is found in a document.
#[derive(Debug, Serialize, Output)]
pub struct LongWords {
    /// The long words, with how often each occurs.
    #[merge(counts, top = 20)]
    pub words: Counts,
}

fn long(word: &str) -> Option<String> {
    (word.chars().count() >= LEAST).then(|| word.to_lowercase())
}

fn manifest(name: &str) -> Manifest {
    Manifest::new(name, "0.1.0", "Long words, with how often each occurs").requires("tokens")
}

/// Each token by itself.
#[derive(Debug)]
pub struct Plain;

impl Analyzer for Plain {
    type Settings = NoSettings;
    type Output = LongWords;

    fn manifest() -> Manifest {
        manifest("plain")
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<LongWords, Fault> {
        let mut words = Counts::new();
        for token in document.tokens() {
            if let Some(word) = long(token.text()) {
                words.add(&word, 1);
            }
        }
        Ok(LongWords { words })
    }
}

/// Each form once.
#[derive(Debug)]
pub struct Remembered(RefCell<Memo<Option<String>>>);

impl Analyzer for Remembered {
    type Settings = NoSettings;
    type Output = LongWords;

    fn manifest() -> Manifest {
        manifest("remembered").with_form()
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self(RefCell::new(Memo::new(MEMO_BYTES))))
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<LongWords, Fault> {
        let mut memo = self.0.borrow_mut();
        let mut words = Counts::new();
        for token in document.tokens() {
            if let Some(word) = memo.of(&token, long) {
                words.add(word, 1);
            }
        }
        Ok(LongWords { words })
    }
}

/// Each form once, and each word once in a call.
#[derive(Debug)]
pub struct Folded(RefCell<Tallies>);

/// What is known of words, and what is counted of them in a call.
#[derive(Debug)]
pub struct Tallies {
    /// The number of the word that a form is, where it is long.
    memo: Memo<Option<u32>>,
    numbers: HashMap<String, u32>,
    /// By number.
    tallies: Vec<Tally>,
    /// By the code of a form, its place in the memo.
    indexes: Vec<u32>,
}

#[derive(Debug, Default)]
struct Tally {
    word: String,
    count: u64,
    documents: u64,
    /// The last document that it was in, from 1 up.
    last: usize,
}

impl Analyzer for Folded {
    type Settings = NoSettings;
    type Output = LongWords;

    fn manifest() -> Manifest {
        manifest("folded").with_form()
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self(RefCell::new(Tallies {
            memo: Memo::new(MEMO_BYTES),
            numbers: HashMap::new(),
            tallies: Vec::new(),
            indexes: Vec::new(),
        })))
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<LongWords, Fault> {
        Plain.analyze(document, layers)
    }

    fn fold(&self, batch: Batch<'_>, _: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let Some(into) = into else { return Ok(()) };
        let mut tallies = self.0.borrow_mut();
        tallies.count(batch);
        let mut fields = into.fields();
        let mut words = fields.counts("words")?;
        for tally in tallies.tallies.iter_mut().filter(|tally| tally.count > 0) {
            words.add(&tally.word, tally.count, tally.documents);
            (tally.count, tally.documents, tally.last) = (0, 0, 0);
        }
        Ok(())
    }
}

impl Tallies {
    fn count(&mut self, batch: Batch<'_>) {
        let Self { memo, numbers, tallies, indexes } = self;
        let tokens = batch.columns("tokens");
        let number = |form: &str| long(form).map(|word| number(word, numbers, tallies));
        memo.look_up(tokens.forms(), 0, number, indexes);
        let codes = tokens.forms().codes();
        for (document, place) in batch.documents().zip(1..) {
            for code in codes.slice(tokens.spans(&document)).iter() {
                let Some(number) = memo.get(indexes[code as usize]) else { continue };
                let tally = &mut tallies[*number as usize];
                tally.count += 1;
                tally.documents += u64::from(tally.last != place);
                tally.last = place;
            }
        }
    }
}

/// The number of a word: of forms that are one word in lower case it is the same.
fn number(word: String, numbers: &mut HashMap<String, u32>, tallies: &mut Vec<Tally>) -> u32 {
    *numbers.entry(word).or_insert_with_key(|word| {
        tallies.push(Tally { word: word.clone(), ..Tally::default() });
        tallies.len() as u32 - 1
    })
}
