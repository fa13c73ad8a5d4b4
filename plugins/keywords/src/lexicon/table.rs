//! Strings with values, in a table that was made when the analyzer was built.

use super::hash::hash;

/// 64 bits for so many of a hash's highest ones.
const BITS: u32 = 9;

/// A hash table of strings that needs no making.
#[derive(Debug)]
pub(super) struct Table<V: 'static> {
    /// The strings back to back.
    pub(super) text: &'static str,
    /// Where each ends in `text`.
    pub(super) ends: &'static [u32],
    pub(super) values: &'static [V],
    /// A bit for each hash, by its highest bits, by which most of what is not there is told.
    pub(super) bits: &'static [u64; 1 << BITS],
    /// For each slot the number of a string, from 1 up; 0 in a free one, which ends a search. Their number is a power of
    /// two.
    pub(super) slots: &'static [u16],
}

impl<V: Copy> Table<V> {
    /// The value of a string.
    #[inline]
    pub(super) fn get(&self, string: &str) -> Option<V> {
        let hash = hash(string.as_bytes());
        let bits = self.bits[(hash >> (u64::BITS - BITS)) as usize];
        let bit = hash >> (u64::BITS - BITS - u64::BITS.ilog2()) & 63;
        if bits >> bit & 1 == 0 { None } else { self.find(string, hash) }
    }

    fn find(&self, string: &str, hash: u64) -> Option<V> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let number = self.slots[slot].checked_sub(1)?;
            if self.string(number.into()) == string.as_bytes() {
                return Some(self.values[usize::from(number)]);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn string(&self, number: usize) -> &[u8] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text.as_bytes()[start as usize..self.ends[number] as usize]
    }
}
