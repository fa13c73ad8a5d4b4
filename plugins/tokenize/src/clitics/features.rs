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
    features.add(0, &[]);
    features.add(1, &[length]);
    features.add_starts(2, rest);
    features.add(8, &[last, first(rest)]);
    features.add(9, &[length, first(rest)]);
    features.add(10, last_of(rest, 2));
    features.add(11, last_of(rest, 3));
    features.add(12, rest);
}

/// Gives the indexes of the features of a pronoun after a word of these letters.
#[inline]
pub fn of_pronoun(word: &[u8], pronoun: usize, mut take: impl FnMut(usize)) {
    let rest = &word[..word.len() - PRONOUNS[pronoun].count];
    let length = rest.len().min(LONG) as u8;
    let mut features = Features { affix: pronoun as u8 | 0x40, take: &mut take };
    features.add(0, &[]);
    features.add(1, &[length]);
    for count in 1..=4.min(rest.len()) {
        features.add(1 + count as u8, last_of(rest, count));
    }
    features.add(8, &[last_of(rest, 1).first().copied().unwrap_or(0), first(rest)]);
    features.add(9, &rest[..rest.len().min(2)]);
    features.add(10, &rest[..rest.len().min(3)]);
    features.add(12, rest);
}

/// Gives the indexes of the features of a word of these letters that is cut so.
#[inline]
pub fn of_split(word: &[u8], split: Split, mut take: impl FnMut(usize)) {
    let stem = split.stem(word);
    let length = stem.len().min(LONG) as u8;
    let ends = u8::from(split.chain > 0) | u8::from(split.pronoun > 0) << 1;
    // The stem is the same word whatever stands around it.
    Features { affix: 0x80, take: &mut take }.add(0, stem);
    let mut features = Features { affix: 0x81 | ends << 1, take: &mut take };
    features.add(1, &[length]);
    features.add(2, &[split.chain as u8, split.pronoun as u8]);
    features.add(3, &[first(stem), split.pronoun as u8]);
    features.add(4, &[last_of(stem, 1).first().copied().unwrap_or(0), split.chain as u8]);
}

/// Letters from which on a word is long.
const LONG: usize = 9;

fn first(letters: &[u8]) -> u8 {
    letters.first().copied().unwrap_or(0)
}

fn last_of(letters: &[u8], count: usize) -> &[u8] {
    &letters[letters.len().saturating_sub(count)..]
}

/// The features of an affix.
struct Features<'a, F> {
    affix: u8,
    take: &'a mut F,
}

impl<F: FnMut(usize)> Features<'_, F> {
    fn add(&mut self, kind: u8, letters: &[u8]) {
        (self.take)(index(
            letters.iter().fold(seed(self.affix, kind), |hash, &letter| stirred(hash, letter)),
        ));
    }

    /// The first one to four letters.
    fn add_starts(&mut self, kind: u8, letters: &[u8]) {
        for count in 1..=4.min(letters.len()) {
            self.add(kind + count as u8, &letters[..count]);
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
    let hash = letters.iter().fold(0x9747_B28C, |hash, &letter| stirred(hash, letter));
    let hash = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
    hash ^ hash >> 12
}
