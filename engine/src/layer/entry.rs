//! Entries of a layer, as the rest of the engine holds them.

use std::ops::Range;

/// The place of an entry in its layer. Only the layer itself gives one out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryIndex(usize);

impl EntryIndex {
    pub(super) const fn get(self) -> usize {
        self.0
    }

    /// Entries that stand side by side.
    pub(super) fn of_each(places: Range<usize>) -> impl ExactSizeIterator<Item = Self> + Clone + use<> {
        places.map(Self)
    }
}
