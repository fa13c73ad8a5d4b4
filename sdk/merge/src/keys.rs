//! The keys of `counts` and `map`: millions of strings, few allocations.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Strings by number, and numbers by string.
///
/// Keys lie back to back in one buffer, in order of arrival, and their values in a vector of the owner's. That
/// is 8 bytes and a table slot a key beside its text, where a map of `String`s takes 24, an allocation, and its
/// padding. The table is made when a key is first looked up: a state that was only read, to be merged into
/// another or written out, never needs it.
///
/// The hash is seeded by the process's memory layout, which no output shows: keys leave in sorted order alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    text: String,
    /// Where each key ends in `text`.
    ends: Vec<usize>,
    /// The numbers of the first `table.len()` keys.
    table: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl Keys {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    #[inline]
    pub(crate) fn get(&self, number: usize) -> &str {
        &self.text[self.range(number)]
    }

    /// As [`get`](Self::get), without the look for character boundaries that a piece of a string takes.
    #[inline]
    fn bytes(&self, number: usize) -> &[u8] {
        &self.text.as_bytes()[self.range(number)]
    }

    #[inline]
    fn range(&self, number: usize) -> Range<usize> {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        start..self.ends[number]
    }

    pub(crate) fn contains(&mut self, key: &str) -> bool {
        self.make_room();
        self.find(self.hasher.hash_one(key), key).is_some()
    }

    /// The number of `key`: its old one, or the next where it is new.
    #[inline]
    pub(crate) fn intern(&mut self, key: &str) -> usize {
        self.make_room();
        let hash = self.hasher.hash_one(key);
        if let Some(number) = self.find(hash, key) {
            return number;
        }
        let number = self.push(key);
        self.table.insert_unique(hash, number, |_| unreachable!("the table has room, see above"));
        number
    }

    /// Appends a key that is known to be new.
    pub(crate) fn push(&mut self, key: &str) -> usize {
        self.text.push_str(key);
        self.ends.push(self.text.len());
        self.len() - 1
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>() + self.table.allocation_size()
    }

    /// The numbers of all keys in the order of their bytes.
    pub(crate) fn sorted(&self) -> Vec<usize> {
        // The first eight bytes as a number decide most comparisons without a visit to the buffer.
        let mut keyed: Vec<(u64, usize)> =
            (0..self.len()).map(|number| (prefix(self.bytes(number)), number)).collect();
        keyed.sort_unstable_by(|(prefix, number), (other_prefix, other)| {
            prefix.cmp(other_prefix).then_with(|| self.bytes(*number).cmp(self.bytes(*other)))
        });
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// Holds that all keys are in the table, and that it has room for one more.
    #[inline]
    fn make_room(&mut self) {
        if self.table.len() < self.len() || self.table.len() == self.table.capacity() {
            self.index();
        }
    }

    #[inline]
    fn find(&self, hash: u64, key: &str) -> Option<usize> {
        self.table.find(hash, |number| self.bytes(*number) == key.as_bytes()).copied()
    }

    /// Builds the table anew, with room for as many keys again. Going through the keys in their order reads the
    /// buffer once from end to end; growing the table in place would visit it at random.
    fn index(&mut self) {
        let mut table = HashTable::with_capacity(2 * self.len().max(8));
        for number in 0..self.len() {
            let hash = self.hasher.hash_one(self.get(number));
            table.insert_unique(hash, number, |_| unreachable!("the table has room for twice the keys"));
        }
        self.table = table;
    }
}

/// The first eight bytes, such that prefixes that differ are ordered as their keys are.
fn prefix(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Keys;

    proptest! {
        #[test]
        fn a_key_has_one_number(words in prop::collection::vec("[a-c\\x00س]{0,10}", 0..200), unindexed in 0_usize..50) {
            let mut keys = Keys::default();
            let mut expected: Vec<&str> = Vec::new();
            for word in &words {
                let known = expected.iter().position(|other| other == word);
                if known.is_none() {
                    expected.push(word);
                }
                let number = if known.is_none() && expected.len() < unindexed { keys.push(word) } else { keys.intern(word) };
                prop_assert_eq!(number, known.unwrap_or(expected.len() - 1));
                prop_assert_eq!(keys.get(number), word);
            }
            let sorted: Vec<&str> = keys.sorted().into_iter().map(|number| keys.get(number)).collect();
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
        }
    }
}
