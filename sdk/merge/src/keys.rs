//! The keys of `counts` and `map`: millions of strings, few allocations.

use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

use hashbrown::DefaultHashBuilder;

use crate::binary::{self, write_size};
use crate::error::StateError;
use crate::index::{Index, Vacancy};
use crate::strings::Strings;

/// Strings by number, and numbers by string.
///
/// Keys lie back to back in one buffer, in order of arrival, and their values in a vector of the owner's. That
/// is 8 bytes and a slot or two a key beside its text, where a map of `String`s takes 24, an allocation, and its
/// padding. The index is made when a key is first looked up: a state that was only read, to be merged into
/// another or written out, never needs it.
///
/// The hash is seeded by the process's memory layout, which no output shows: keys leave in an order of their own alone.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    strings: Strings,
    /// The numbers of the first `index.len()` keys.
    index: Index,
    hasher: DefaultHashBuilder,
}

/// Fewer keys with their first bytes in common are compared whole.
const MIN_RUN: usize = 24;

/// With more bytes in common, keys are compared whole: so the depth of the sorting has a bound.
const MAX_COMMON: usize = 64;

/// One seed for all keys of the process.
static HASHER: LazyLock<DefaultHashBuilder> = LazyLock::new(DefaultHashBuilder::default);

impl Default for Keys {
    fn default() -> Self {
        Self { strings: Strings::new(), index: Index::default(), hasher: HASHER.clone() }
    }
}

impl Keys {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.strings.len()
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }

    #[inline]
    pub(crate) fn get(&self, number: usize) -> &str {
        self.strings.get(number)
    }

    #[inline]
    fn bytes(&self, number: usize) -> &[u8] {
        self.strings.bytes(number)
    }

    pub(crate) fn contains(&mut self, key: &str) -> bool {
        self.number(key).is_some()
    }

    /// The number of `key`, where it is there.
    pub(crate) fn number(&mut self, key: &str) -> Option<usize> {
        self.index_all();
        self.find(self.hash(key.as_bytes()), key.as_bytes()).ok()
    }

    /// The number of `key`: its old one, or the next where it is new.
    #[inline]
    pub(crate) fn intern(&mut self, key: &str) -> usize {
        if self.index.len() < self.len() {
            self.index_all();
        }
        self.make_room();
        let hash = self.hash(key.as_bytes());
        match self.find(hash, key.as_bytes()) {
            Ok(number) => number,
            Err(vacancy) => {
                let number = self.push(key);
                self.index.insert(vacancy, hash, number);
                number
            }
        }
    }

    /// Appends a key that is known to be new.
    pub(crate) fn push(&mut self, key: &str) -> usize {
        self.strings.push(key);
        self.len() - 1
    }

    /// Bytes of the longest key.
    pub(crate) fn longest(&self) -> usize {
        (0..self.len()).map(|number| self.bytes(number).len()).max().unwrap_or_default()
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        self.strings.memory() + self.index.memory()
    }

    /// The numbers of all keys in the order of their bytes.
    pub(crate) fn sorted(&self) -> Vec<usize> {
        let mut keyed: Vec<(u64, usize)> = (0..self.len()).map(|number| (0, number)).collect();
        self.sort(&mut keyed, 0);
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// Sorts keys that have their first bytes in common, by the next eight as a number, and those that have these in
    /// common too by what follows: so most comparisons visit no key.
    fn sort(&self, keyed: &mut [(u64, usize)], common: usize) {
        for (word, number) in &mut *keyed {
            *word = prefix(self.bytes(*number).get(common..).unwrap_or_default());
        }
        // Of equal words the order is that of what follows, see below.
        keyed.sort_unstable_by_key(|(word, _)| *word);
        for run in keyed.chunk_by_mut(|left, right| left.0 == right.0) {
            if run.len() >= MIN_RUN && common < MAX_COMMON {
                self.sort(run, common + 8);
            } else if run.len() > 1 {
                run.sort_unstable_by(|(_, left), (_, right)| self.bytes(*left).cmp(self.bytes(*right)));
            }
        }
    }

    /// The length of all keys, their UTF-8, and the length of each. How many there are stands before that.
    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        let text = self.strings.text();
        out.reserve(text.len() + 4 * self.len());
        write_size(out, text.len());
        out.extend_from_slice(text.as_bytes());
        let mut start = 0;
        for end in self.strings.ends() {
            write_size(out, end - start);
            start = *end;
        }
    }

    /// Reads so many keys, of which none may be another.
    pub(crate) fn read_bytes(count: usize, reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        reader.allow_keys(count)?;
        let start = reader.position();
        let text = reader.text()?;
        let mut keys = Self::default();
        keys.strings.reserve(count, text.len());
        keys.index.make_room_for(count, |_| 0);
        let mut rest = text;
        for _ in 0..count {
            let key =
                usize::try_from(reader.natural()?).ok().and_then(|length| rest.split_at_checked(length));
            let Some((key, following)) = key else {
                return Err(reader.error("expected a key that ends where a character does"));
            };
            rest = following;
            if !keys.append(key) {
                return Err(StateError::new(start, "a key that comes twice").under(key));
            }
        }
        if rest.is_empty() {
            Ok(keys)
        } else {
            Err(reader.error("expected keys that take all of their text"))
        }
    }

    /// Takes a key, unless it is there. There is room for it in the index.
    #[inline]
    fn append(&mut self, key: &str) -> bool {
        let hash = self.hash(key.as_bytes());
        let Err(vacancy) = self.find(hash, key.as_bytes()) else { return false };
        let number = self.push(key);
        self.index.insert(vacancy, hash, number);
        true
    }

    #[inline]
    fn find(&self, hash: u64, key: &[u8]) -> Result<usize, Vacancy> {
        self.index.find(hash, |number| equal(self.bytes(number), key))
    }

    #[inline]
    fn hash(&self, key: &[u8]) -> u64 {
        hash(&self.hasher, key)
    }

    #[inline]
    fn make_room(&mut self) {
        let Self { strings, index, hasher } = self;
        index.make_room(|number| hash(hasher, strings.bytes(number)));
    }

    /// Takes the keys into the index that are not in it yet.
    #[cold]
    fn index_all(&mut self) {
        let Self { strings, index, hasher } = self;
        index.make_room_for(strings.len(), |number| hash(hasher, strings.bytes(number)));
        while self.index.len() < self.len() {
            let number = self.index.len();
            let hash = self.hash(self.bytes(number));
            // Keys are pushed where they are known to be new, so none of those that are there is equal.
            if let Err(vacancy) = self.index.find(hash, |_| false) {
                self.index.insert(vacancy, hash, number);
            }
        }
    }
}

#[inline]
fn hash(hasher: &DefaultHashBuilder, key: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(key);
    hasher.finish()
}

/// Whether two keys are equal, by words: a key is short, and a comparison of the library's is a call, in a sandbox byte by
/// byte.
#[inline]
fn equal(ours: &[u8], theirs: &[u8]) -> bool {
    if ours.len() != theirs.len() {
        return false;
    }
    let (our_words, our_rest) = ours.as_chunks::<8>();
    let (their_words, their_rest) = theirs.as_chunks::<8>();
    if !our_words
        .iter()
        .zip(their_words)
        .all(|(our, their)| u64::from_le_bytes(*our) == u64::from_le_bytes(*their))
    {
        return false;
    }
    // The last bytes with some of those before them, where they would not fill a word.
    if let (Some(our), Some(their)) = (ours.last_chunk(), theirs.last_chunk()) {
        return u64::from_le_bytes(*our) == u64::from_le_bytes(*their);
    }
    if let (Some(our), Some(their)) = (ours.first_chunk(), theirs.first_chunk())
        && let (Some(our_last), Some(their_last)) = (ours.last_chunk(), theirs.last_chunk())
    {
        return u32::from_le_bytes(*our) == u32::from_le_bytes(*their)
            && u32::from_le_bytes(*our_last) == u32::from_le_bytes(*their_last);
    }
    our_rest.iter().zip(their_rest).all(|(our, their)| our == their)
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

    use super::{Keys, equal};

    proptest! {
        #[test]
        fn keys_are_equal_where_all_bytes_are(
            key in prop::collection::vec(any::<u8>(), 0..40),
            edit in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
            length in prop::option::of(0_usize..40),
        ) {
            let mut other = key.clone();
            if let (Some((place, byte)), false) = (edit, key.is_empty()) {
                other[place.index(key.len())] = byte;
            }
            other.truncate(length.unwrap_or(usize::MAX));
            prop_assert_eq!(equal(&key, &other), key == other);
        }

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
