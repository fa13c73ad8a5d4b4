//! Strings with values, in a table that was made when the analyzer was built.

use super::hash::hash;

/// A bit for the highest fifteen bits of each hash of some strings.
type Bits = [u64; 1 << 9];

/// Whether a hash may be that of one of the strings.
#[inline]
pub(super) fn has_bit(bits: &Bits, hash: u64) -> bool {
    bits[(hash >> 55) as usize] >> (hash >> 49 & 63) & 1 == 1
}

/// A hash table of strings that needs no making.
#[derive(Debug)]
pub(super) struct Table<V: 'static> {
    /// The strings back to back.
    pub(super) text: &'static str,
    /// Where each ends in `text`.
    pub(super) ends: &'static [u32],
    pub(super) values: &'static [V],
    /// A bit for each hash, by its highest bits, by which most of what is not there is told.
    pub(super) bits: &'static Bits,
    /// For each slot the number of a string, from 1 up; 0 in a free one, which ends a search. Their number is a power of
    /// two.
    pub(super) slots: &'static [u16],
}

impl<V: Copy> Table<V> {
    /// The value of a string.
    #[inline]
    pub(super) fn get(&self, string: &str) -> Option<V> {
        let hash = hash(string.as_bytes());
        if has_bit(self.bits, hash) { self.find(string, hash) } else { None }
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
