//! An analyzer that remembers what it must not: an output of it depends on what its instance saw before.

use std::cell::{Cell, RefCell};

use textmill_sdk::prelude::*;
use textmill_sdk::{schemars, serde};

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Seen {
    /// Documents that the instance has seen, with this one.
    #[merge(max)]
    seen: u64,
    #[merge(counts, top = 100)]
    words: Counts,
}

/// What it does with what it remembers.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(crate = "serde", rename_all = "lowercase")]
#[schemars(crate = "schemars")]
enum Sin {
    /// Says how many documents it has seen.
    #[default]
    Counts,
    /// Adds the words of the document before.
    Remembers,
    /// Keeps a mebibyte of each document for ever, and counts.
    Hoards,
    /// Says the last document of each group twice, where it takes them at once.
    Repeats,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(crate = "serde", default, deny_unknown_fields)]
#[schemars(crate = "schemars")]
struct Settings {
    /// What it does with what it remembers.
    sin: Sin,
}

struct Mindful {
    sin: Sin,
    seen: Cell<u64>,
    before: RefCell<String>,
    hoard: RefCell<Vec<Vec<u8>>>,
}

impl Analyzer for Mindful {
    type Settings = Settings;
    type Output = Seen;

    fn manifest() -> Manifest {
        Manifest::new("mindful", env!("CARGO_PKG_VERSION"), "Remembers the documents before")
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Ok(Self {
            sin: settings.sin,
            seen: Cell::default(),
            before: RefCell::default(),
            hoard: RefCell::default(),
        })
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Seen, Fault> {
        let text = document.text();
        let mut words = Counts::new();
        text.split_whitespace().for_each(|word| words.add(word, 1));
        let mut seen = self.seen.get() + 1;
        self.seen.set(seen);
        match self.sin {
            Sin::Counts => {}
            Sin::Remembers => {
                seen = 1;
                let before = self.before.replace(text.to_string());
                before.split_whitespace().for_each(|word| words.add(word, 1));
            }
            Sin::Repeats => seen = 1,
            Sin::Hoards => self.hoard.borrow_mut().push(vec![1; 1 << 20]),
        }
        Ok(Seen { seen, words })
    }

    fn fold(&self, batch: Batch<'_>, layers: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let (Sin::Repeats, Some(into)) = (self.sin, into) else {
            return Err(Fault::new("documents are taken one by one"));
        };
        for document in batch.documents().chain(batch.documents().last()) {
            into.fold("", &self.analyze(&document, layers)?)?;
        }
        Ok(())
    }
}

textmill_sdk::export!(Mindful);
