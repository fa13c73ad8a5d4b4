//! What is named in many documents: how often, and in how many, under each canonical name or value.

use textmill_sdk::merge::{FoldError, State};

use crate::hash::hash_of;
use crate::keys::Keys;
use crate::kind::Kind;

/// The names and values of a batch.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: [Names; Kind::ALL.len()],
    /// How many documents were counted.
    documents: u64,
}

/// The names of one kind.
#[derive(Debug, Default)]
struct Names {
    keys: Keys,
    /// How often each comes.
    counts: Vec<Count>,
    all: Count,
}

/// How often something comes.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    times: u64,
    documents: u64,
    /// The last document in which it came, by its number from 1.
    last: u64,
}

impl Count {
    fn add(&mut self, document: u64) {
        self.times += 1;
        self.documents += u64::from(self.last != document);
        self.last = document;
    }
}

impl Tally {
    /// Begins a document.
    pub(crate) fn begin(&mut self) {
        self.documents += 1;
    }

    /// Counts an entity of the document in hand.
    pub(crate) fn add(&mut self, kind: Kind, name: &str) {
        let names = &mut self.kinds[kind as usize];
        names.all.add(self.documents);
        let hash = hash_of(name);
        let number = names.keys.find(hash, name).unwrap_or_else(|| {
            names.keys.insert(hash, name);
            names.counts.push(Count::default());
            names.counts.len() - 1
        });
        if let Some(count) = names.counts.get_mut(number) {
            count.add(self.documents);
        }
    }

    /// Adds all to a state of the analyzer's output, and forgets it.
    ///
    /// # Errors
    /// Where the state has another schema.
    pub(crate) fn fold(&mut self, state: &mut State) -> Result<(), FoldError> {
        let mut fields = state.fields();
        let mut types = fields.counts("types")?;
        for kind in Kind::ALL {
            let Count { times, documents, .. } = self.kinds[kind as usize].all;
            types.add(kind.label(), times, documents);
        }
        for kind in Kind::ALL {
            let names = &self.kinds[kind as usize];
            let mut field = fields.counts(kind.field())?;
            for (number, count) in names.counts.iter().enumerate() {
                field.add(names.keys.get(number), count.times, count.documents);
            }
        }
        self.clear();
        Ok(())
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        for names in &mut self.kinds {
            names.keys.clear();
            names.counts.clear();
            names.all = Count::default();
        }
        self.documents = 0;
    }
}
