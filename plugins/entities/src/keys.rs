//! Strings, each once and with a number, found by a hash that the caller has.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Different strings, numbered from 0 in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    text: String,
    keys: Vec<Key>,
    /// For each hash the last key of it, from which [`Key::other`] leads to the others.
    by_hash: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
}

#[derive(Clone, Debug)]
struct Key {
    range: Range<usize>,
    other: Option<u32>,
}

impl Keys {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The number of keys.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// A key by its number.
    pub(crate) fn get(&self, number: usize) -> &str {
        let range = self.keys.get(number).map_or(0..0, |key| key.range.clone());
        self.text.get(range).unwrap_or_default()
    }

    /// The number of a key.
    pub(crate) fn find(&self, hash: u64, key: &str) -> Option<usize> {
        let mut number = self.by_hash.get(&hash).map(|&number| number as usize);
        while let Some(found) = number {
            if self.get(found) == key {
                return number;
            }
            number = self.keys.get(found)?.other.map(|other| other as usize);
        }
        None
    }

    /// Adds a key that is not among them.
    pub(crate) fn insert(&mut self, hash: u64, key: &str) {
        let start = self.text.len();
        self.text.push_str(key);
        let other = self.by_hash.insert(hash, self.keys.len() as u32);
        self.keys.push(Key { range: start..self.text.len(), other });
    }

    /// Forgets all keys.
    pub(crate) fn clear(&mut self) {
        if !self.keys.is_empty() {
            self.text.clear();
            self.keys.clear();
            self.by_hash.clear();
        }
    }
}

/// Passes on hashes that are good already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 ^= hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn keys_of_one_hash_are_told_apart() {
        let mut keys = Keys::default();
        for (number, key) in ["a", "b", "", "c"].into_iter().enumerate() {
            assert_eq!(keys.find(7, key), None);
            keys.insert(7, key);
            assert_eq!((keys.find(7, key), keys.get(number), keys.len()), (Some(number), key, number + 1));
        }
        assert_eq!((keys.find(7, "a"), keys.find(8, "a")), (Some(0), None));
        keys.clear();
        assert_eq!((keys.find(7, "a"), keys.len()), (None, 0));
    }
}
