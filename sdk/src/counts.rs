//! Counts of keys.

use std::fmt;

use hashbrown::HashTable;
use serde::ser::{Serialize, SerializeMap, Serializer};
use xxhash_rust::xxh3::xxh3_64;

/// How often each key occurs in a document, for a field that merges as `counts`.
///
/// All keys stand in one buffer, so that a document costs a few allocations and not one per key. Keys are kept in
/// the order in which they first came.
#[derive(Clone, Default)]
pub struct Counts {
    keys: String,
    entries: Vec<Entry>,
    /// Indexes into `entries`.
    index: HashTable<u32>,
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    /// Where the key ends in `keys`; it starts where the one before ends.
    end: usize,
    count: u64,
}

impl Counts {
    /// No keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `count` to a key. A count of 0 leaves no trace.
    pub fn add(&mut self, key: &str, count: u64) {
        if count == 0 {
            return;
        }
        let hash = xxh3_64(key.as_bytes());
        if let Some(&found) = self.index.find(hash, |&entry| self.holds(entry, hash, key)) {
            let entry = &mut self.entries[found as usize];
            entry.count = entry.count.saturating_add(count);
            return;
        }
        // A document's text is indexed with 32 bits, so it cannot have as many different keys.
        let Ok(entry) = u32::try_from(self.entries.len()) else { return };
        self.keys.push_str(key);
        self.entries.push(Entry { hash, end: self.keys.len(), count });
        let entries = &self.entries;
        self.index.insert_unique(hash, entry, |&entry| entries[entry as usize].hash);
    }

    /// The count of a key, 0 where it did not occur.
    #[must_use]
    pub fn get(&self, key: &str) -> u64 {
        let hash = xxh3_64(key.as_bytes());
        self.index
            .find(hash, |&entry| self.holds(entry, hash, key))
            .map_or(0, |&entry| self.entries[entry as usize].count)
    }

    /// The number of different keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The sum of all counts, at most `u64::MAX`.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.entries.iter().fold(0, |total, entry| total.saturating_add(entry.count))
    }

    /// The keys with their counts, in the order in which the keys first came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        (0..self.entries.len()).map(|entry| (self.key(entry), self.entries[entry].count))
    }

    fn holds(&self, entry: u32, hash: u64, key: &str) -> bool {
        self.entries[entry as usize].hash == hash && self.key(entry as usize) == key
    }

    fn key(&self, entry: usize) -> &str {
        let start = if entry == 0 { 0 } else { self.entries[entry - 1].end };
        &self.keys[start..self.entries[entry].end]
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Counts {
    /// Equal counts of equal keys, in whatever order they came.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, count)| other.get(key) == count)
    }
}

impl<K: AsRef<str>> FromIterator<K> for Counts {
    /// Counts each key once for each time it comes.
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut counts = Self::new();
        for key in keys {
            counts.add(key.as_ref(), 1);
        }
        counts
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, count) in self.iter() {
            map.serialize_entry(key, &count)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Counts;

    #[test]
    fn a_count_of_zero_leaves_no_trace() {
        let mut counts = Counts::new();
        counts.add("a", 0);
        assert!(counts.is_empty());
        assert_eq!(counts.get("a"), 0);
    }

    #[test]
    fn keys_keep_the_order_of_their_first_coming() {
        let counts: Counts = ["b", "a", "b", ""].into_iter().collect();
        assert_eq!(counts.iter().collect::<Vec<_>>(), [("b", 2), ("a", 1), ("", 1)]);
        assert_eq!(serde_json::to_string(&counts).expect("counts are plain JSON"), r#"{"b":2,"a":1,"":1}"#);
    }

    proptest! {
        #[test]
        fn counts_equal_those_of_a_map(keys in proptest::collection::vec("[abc]{0,3}", 0..200)) {
            let mut map = BTreeMap::<&str, u64>::new();
            for key in &keys {
                *map.entry(key).or_default() += 1;
            }
            let counts: Counts = keys.iter().collect();
            prop_assert_eq!(counts.len(), map.len());
            prop_assert_eq!(counts.total(), keys.len() as u64);
            for (key, count) in map {
                prop_assert_eq!(counts.get(key), count);
            }
        }
    }
}
