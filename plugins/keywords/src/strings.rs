//! Different strings, each kept once.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// Different strings in one buffer, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    text: String,
    entries: Vec<Entry>,
    index: HashTable<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    /// Where the string ends in `text`; it starts where the one before ends.
    end: usize,
}

impl Strings {
    /// The number of a string, which is added where it is new.
    pub(crate) fn add(&mut self, string: &str) -> u32 {
        let hash = xxh3_64(string.as_bytes());
        if let Some(&known) = self.index.find(hash, |&id| self.holds(id, hash, string)) {
            return known;
        }
        // A batch is indexed with 32 bits, each of its words has a few strings, and a memo begins anew between batches.
        let id = u32::try_from(self.entries.len()).expect("there are fewer strings than bytes in a batch");
        self.text.push_str(string);
        self.entries.push(Entry { hash, end: self.text.len() });
        let entries = &self.entries;
        self.index.insert_unique(hash, id, |&id| entries[id as usize].hash);
        id
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether a string is known.
    #[inline]
    pub(crate) fn contains(&self, string: &str) -> bool {
        // Few users have words of their own.
        !self.entries.is_empty() && self.find(string).is_some()
    }

    fn find(&self, string: &str) -> Option<u32> {
        let hash = xxh3_64(string.as_bytes());
        self.index.find(hash, |&id| self.holds(id, hash, string)).copied()
    }

    /// The string of a number that [`Strings::add`] gave.
    pub(crate) fn get(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.entries[id - 1].end };
        &self.text[start..self.entries[id].end]
    }

    fn holds(&self, id: u32, hash: u64, string: &str) -> bool {
        self.entries[id as usize].hash == hash && self.get(id) == string
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        let mut all = Self::default();
        for string in strings {
            all.add(string.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn a_string_keeps_its_first_number() {
        let mut strings = Strings::default();
        assert_eq!(["b", "", "b", "a"].map(|string| strings.add(string)), [0, 1, 0, 2]);
        assert_eq!([0, 1, 2].map(|id| strings.get(id).to_string()), ["b", "", "a"]);
        assert_eq!(strings.len(), 3);
        assert!(strings.contains("") && !strings.contains("ba"));
    }
}
