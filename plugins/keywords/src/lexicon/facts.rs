//! What is known of words, in a table that was made when the analyzer was built: one look tells all of it.

use super::hash::{hash, spread};

/// Words with what is known of each.
///
/// Words are not kept, but 63 bits of their hashes: of those that are not here, none is ever taken for one that is.
#[derive(Debug)]
pub(super) struct Facts {
    /// For each slot the highest 48 bits of a word's hash, and the number of its facts below them; 0 in a free slot, which
    /// ends a search. There are 2¹⁶ at most; the lowest 16 bits of the hash say at which part of them a search begins.
    pub(super) slots: &'static [u64],
    /// By number: the lists that hold a word, and how common it is. The first is of words that are not here.
    pub(super) facts: &'static [(u64, u8)],
}

/// Which bits of a slot are the number of facts.
const NUMBER: u64 = 0xFFFF;

impl Facts {
    /// What is known of a word, given as its key.
    #[inline]
    pub(super) fn of(&self, key: &str) -> (u64, u8) {
        let hash = spread(hash(key.as_bytes()));
        let mut place = ((hash & NUMBER) as usize * self.slots.len()) >> 16;
        loop {
            let slot = self.slots[place];
            if (slot ^ hash) & !NUMBER == 0 || slot == 0 {
                return self.facts[(slot & NUMBER) as usize];
            }
            place += 1;
            if place == self.slots.len() {
                place = 0;
            }
        }
    }
}
