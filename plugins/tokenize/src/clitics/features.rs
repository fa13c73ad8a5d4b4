//! What the model looks at in a way to cut a word: hashed, each an index of a weight.

use super::split::{CHAINS, PRONOUNS, Split};

/// Weights of the model. Features share one where their hashes agree.
pub const WEIGHTS: usize = 1 << WEIGHT_BITS;
const WEIGHT_BITS: u32 = 16;

/// Gives the indexes of the features of a chain before a word of these letters.
#[inline]
pub fn of_chain(word: &[u8], chain: usize, mut take: impl FnMut(usize)) {
    let rest = &word[CHAINS[chain].count..];
    let (length, last) = (rest.len().min(LONG) as u8, rest.last().copied().unwrap_or(0));
    let mut features = Features { affix: chain as u8, take: &mut take };
    features.add(0, []);
    features.add(1, [length]);
    features.add_starts(2, rest);
    features.add(8, [last, first(rest)]);
    features.add(9, [length, first(rest)]);
    features.add_last::<2>(10, rest);
    features.add_last::<3>(11, rest);
    features.add_all(12, rest);
}

/// Gives the indexes of the features of a pronoun after a word of these letters.
#[inline]
pub fn of_pronoun(word: &[u8], pronoun: usize, mut take: impl FnMut(usize)) {
    let rest = &word[..word.len() - PRONOUNS[pronoun].count];
    let (length, last) = (rest.len().min(LONG) as u8, rest.last().copied().unwrap_or(0));
    let mut features = Features { affix: pronoun as u8 | 0x40, take: &mut take };
    features.add(0, []);
    features.add(1, [length]);
    features.add_ends(1, rest);
    features.add(8, [last, first(rest)]);
    features.add_first::<2>(9, rest);
    features.add_first::<3>(10, rest);
    features.add_all(12, rest);
}

/// Gives the indexes of the features of a word of these letters that is cut so.
#[inline]
pub fn of_split(word: &[u8], split: Split, mut take: impl FnMut(usize)) {
    let stem = split.stem(word);
    let length = stem.len().min(LONG) as u8;
    let ends = u8::from(split.chain > 0) | u8::from(split.pronoun > 0) << 1;
    // The stem is the same word whatever stands around it.
    Features { affix: 0x80, take: &mut take }.add_all(0, stem);
    let mut features = Features { affix: 0x81 | ends << 1, take: &mut take };
    features.add(1, [length]);
    features.add(2, [split.chain as u8, split.pronoun as u8]);
    features.add(3, [first(stem), split.pronoun as u8]);
    features.add(4, [stem.last().copied().unwrap_or(0), split.chain as u8]);
}

/// Letters from which on a word is long.
const LONG: usize = 9;

fn first(letters: &[u8]) -> u8 {
    letters.first().copied().unwrap_or(0)
}

/// The features of an affix.
struct Features<'a, F> {
    affix: u8,
    take: &'a mut F,
}

impl<F: FnMut(usize)> Features<'_, F> {
    // So many letters as are known when this is compiled are hashed without a loop.
    #[inline(always)]
    fn add<const COUNT: usize>(&mut self, kind: u8, letters: [u8; COUNT]) {
        (self.take)(index(letters.into_iter().fold(seed(self.affix, kind), stirred)));
    }

    #[inline(always)]
    fn add_all(&mut self, kind: u8, letters: &[u8]) {
        (self.take)(index(letters.iter().copied().fold(seed(self.affix, kind), stirred)));
    }

    /// The first letters, so many of them, or all.
    #[inline(always)]
    fn add_first<const COUNT: usize>(&mut self, kind: u8, letters: &[u8]) {
        match letters.first_chunk::<COUNT>() {
            Some(first) => self.add(kind, *first),
            None => self.add_all(kind, letters),
        }
    }

    /// The last letters, so many of them, or all.
    #[inline(always)]
    fn add_last<const COUNT: usize>(&mut self, kind: u8, letters: &[u8]) {
        match letters.last_chunk::<COUNT>() {
            Some(last) => self.add(kind, *last),
            None => self.add_all(kind, letters),
        }
    }

    /// The first one to four letters.
    #[inline(always)]
    fn add_starts(&mut self, kind: u8, letters: &[u8]) {
        if let Some(&first) = letters.first_chunk::<4>() {
            let [a, b, c, _] = first;
            self.add(kind + 1, [a]);
            self.add(kind + 2, [a, b]);
            self.add(kind + 3, [a, b, c]);
            self.add(kind + 4, first);
        } else {
            (1..=letters.len()).for_each(|count| self.add_all(kind + count as u8, &letters[..count]));
        }
    }

    /// The last one to four letters.
    #[inline(always)]
    fn add_ends(&mut self, kind: u8, letters: &[u8]) {
        if let Some(&last) = letters.last_chunk::<4>() {
            let [_, b, c, d] = last;
            self.add(kind + 1, [d]);
            self.add(kind + 2, [c, d]);
            self.add(kind + 3, [b, c, d]);
            self.add(kind + 4, last);
        } else {
            let ends = (1..=letters.len()).map(|count| &letters[letters.len() - count..]);
            ends.enumerate().for_each(|(before, end)| self.add_all(kind + 1 + before as u8, end));
        }
    }
}

/// FNV-1a, each kind with a beginning of its own.
fn seed(affix: u8, kind: u8) -> u32 {
    stirred(stirred(0x811C_9DC5, affix), kind)
}

fn stirred(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Mixed so that the high bits are good (the finalizer of MurmurHash3).
fn index(hash: u32) -> usize {
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85EB_CA6B);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35);
    ((hash ^ hash >> 16) >> (32 - WEIGHT_BITS)) as usize
}

/// A hash of a whole word, by which the exceptions are found.
pub fn of_word(letters: &[u8]) -> u32 {
    let hash = letters.iter().copied().fold(0x9747_B28C, stirred);
    let hash = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
    hash ^ hash >> 12
}
