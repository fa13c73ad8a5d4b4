//! The words that praised and blamed, counted by number.

use textmill_sdk::merge::Fields;
use textmill_sdk::merge::FoldError;

use crate::lexicon::{Entry, Lexicon};
use crate::sentence::score::Label;

/// The memory of [`WordCounts`], kept from one batch to the next.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// Of each counter one for praise, then one for blame.
    cells: Vec<Cell>,
    /// Those that are not 0, in the order of their first coming.
    used: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    count: u64,
    documents: u32,
    /// The last document that counted it.
    last: u32,
}

/// How often each entry praised and blamed in the documents of a batch.
#[derive(Debug)]
pub(crate) struct WordCounts<'m> {
    memory: &'m mut Cells,
    /// The entries of the cells that are used.
    entries: Vec<Entry>,
    /// The document in hand, from 1.
    document: u32,
}

impl<'m> WordCounts<'m> {
    /// Counts of nothing, for so many counters.
    pub(crate) fn new(memory: &'m mut Cells, counters: u32) -> Self {
        let Cells { cells, used } = memory;
        used.drain(..).for_each(|cell| cells[cell] = Cell::default());
        cells.resize(counters as usize * 2, Cell::default());
        Self { memory, entries: Vec::new(), document: 0 }
    }

    /// Counts for another document from here on.
    pub(crate) fn begin_document(&mut self) {
        // A batch is indexed with 32 bits, its documents too.
        self.document += 1;
    }

    /// Counts an entry on its side.
    pub(crate) fn add(&mut self, label: Label, entry: Entry) {
        let number = entry.counter as usize * 2 + usize::from(label == Label::Negative);
        let Some(cell) = self.memory.cells.get_mut(number) else { return };
        if cell.count == 0 {
            self.memory.used.push(number);
            self.entries.push(entry);
        }
        cell.count += 1;
        if cell.last != self.document {
            cell.last = self.document;
            cell.documents += 1;
        }
    }

    /// Adds all to the fields of a state.
    ///
    /// # Errors
    /// Where it has no such fields.
    pub(crate) fn add_to(&self, lexicon: &Lexicon, fields: &mut Fields<'_>) -> Result<(), FoldError> {
        for (side, field) in ["positive_words", "negative_words"].into_iter().enumerate() {
            let mut counts = fields.counts(field)?;
            for (&number, entry) in self.memory.used.iter().zip(&self.entries) {
                let Cell { count, documents, .. } = self.memory.cells[number];
                if number % 2 == side {
                    counts.add(lexicon.term(entry), count, documents.into());
                }
            }
        }
        Ok(())
    }
}
