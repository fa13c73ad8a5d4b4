//! Pairs of words, counted by the words' numbers.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use textmill_keywords::running::{BORDER, LEFT_OUT};

/// A pair that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) first: u32,
    pub(crate) second: u32,
    /// A batch has fewer words than 2³², and each makes fewer pairs of one sort than the window is wide.
    pub(crate) count: u32,
    pub(crate) documents: u32,
    /// The last document that had it.
    document: u32,
}

/// Pairs of any number of documents.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// The pairs in the order in which they first came.
    pairs: Vec<Pair>,
    /// Their places, by their words.
    places: HashTable<u32>,
    documents: u32,
}

impl Pairs {
    /// Counts the pairs of a document: words of one sentence of which the second stands up to `window` words after the
    /// first. Words that are left out have a place and make no pair, nor does a word with itself.
    pub(crate) fn count(&mut self, words: &[u32], window: usize) {
        self.documents += 1;
        for sentence in words.split(|&word| word == BORDER) {
            for (place, &first) in sentence.iter().enumerate() {
                if first == LEFT_OUT {
                    continue;
                }
                let end = sentence.len().min(place + 1 + window);
                for &second in &sentence[place + 1..end] {
                    if second != LEFT_OUT && second != first {
                        self.add(first, second);
                    }
                }
            }
        }
    }

    /// Hands over all pairs, each once, and begins again. The room is kept.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Pair> {
        self.places.clear();
        self.documents = 0;
        self.pairs.drain(..)
    }

    #[inline]
    fn add(&mut self, first: u32, second: u32) {
        let Self { pairs, places, documents } = self;
        let is_it = |&place: &u32| {
            let pair = &pairs[place as usize];
            pair.first == first && pair.second == second
        };
        let hash_of = |&place: &u32| hash(pairs[place as usize].first, pairs[place as usize].second);
        match places.entry(hash(first, second), is_it, hash_of) {
            Entry::Occupied(place) => {
                let pair = &mut pairs[*place.get() as usize];
                pair.count += 1;
                if pair.document != *documents {
                    pair.document = *documents;
                    pair.documents += 1;
                }
            }
            Entry::Vacant(place) => {
                place.insert(pairs.len() as u32);
                pairs.push(Pair { first, second, count: 1, documents: 1, document: *documents });
            }
        }
    }
}

/// The table takes the place from the low bits of a hash, and looks at the highest first.
#[inline]
fn hash(first: u32, second: u32) -> u64 {
    let both = u64::from(first) << 32 | u64::from(second);
    let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::{BORDER, LEFT_OUT, Pair, Pairs};

    /// Pairs as `[first, second, count, documents]`.
    #[track_caller]
    fn check(window: usize, documents: &[&[u32]], expected: &[[u32; 4]]) {
        let mut pairs = Pairs::default();
        // The second time there is room.
        for _ in 0..2 {
            documents.iter().for_each(|words| pairs.count(words, window));
            let shown =
                |Pair { first, second, count, documents, .. }: Pair| [first, second, count, documents];
            assert_eq!(pairs.drain().map(shown).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn words_up_to_the_window_apart_make_pairs() {
        check(1, &[&[1, 2, 3]], &[[1, 2, 1, 1], [2, 3, 1, 1]]);
        check(2, &[&[1, 2, 3]], &[[1, 2, 1, 1], [1, 3, 1, 1], [2, 3, 1, 1]]);
        check(9, &[&[1, 2, 1]], &[[1, 2, 1, 1], [2, 1, 1, 1]]);
        check(9, &[&[], &[1]], &[]);
    }

    #[test]
    fn words_that_are_left_out_have_a_place() {
        check(2, &[&[1, LEFT_OUT, 2, LEFT_OUT, LEFT_OUT, 3]], &[[1, 2, 1, 1]]);
    }

    #[test]
    fn no_pair_goes_over_a_border() {
        check(5, &[&[1, BORDER, 2, 3, BORDER, BORDER, 4]], &[[2, 3, 1, 1]]);
    }

    #[test]
    fn a_document_counts_once() {
        check(1, &[&[1, 2, 1, 2], &[3], &[1, 2]], &[[1, 2, 3, 2], [2, 1, 1, 1]]);
    }
}
