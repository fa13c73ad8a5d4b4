//! What the language model looks at in a word; shared by `build/languages.rs`, which counts it, and by the detector.

/// Characters of the longest sequence; sequences of one to this many are features.
pub(crate) const LONGEST: usize = 3;

/// Features of each kind: sequences by their length, and, at 0, whole words.
pub(crate) const KINDS: usize = LONGEST + 1;

/// Gives each feature of `word`, which is in lower case, to `take`: its kind and its hash.
///
/// The sequences of characters run over a blank before the word and one after it. A word of one or two letters is
/// such a sequence already, and no feature besides.
#[inline]
pub(crate) fn for_each(word: &str, mut take: impl FnMut(usize, u32)) {
    const BLANK: u32 = ' ' as u32;
    // The two characters before, of which the first is there from the second character on.
    let (mut before_last, mut last) = (None, BLANK);
    for character in word.chars().map(u32::from).chain([BLANK]) {
        // The blank alone tells nothing.
        if character != BLANK {
            take(1, finished(stirred(seed(1), character)));
        }
        take(2, finished(stirred(stirred(seed(2), last), character)));
        if let Some(before_last) = before_last {
            take(3, finished(stirred(stirred(stirred(seed(3), before_last), last), character)));
        }
        (before_last, last) = (Some(last), character);
    }
    if let Some(hash) = of_word(word) {
        take(0, hash);
    }
}

/// The feature that `word` is as a whole, if it has more than two letters.
pub(crate) fn of_word(word: &str) -> Option<u32> {
    let stirred = |(count, hash), character| (count + 1, stirred(hash, u32::from(character)));
    let (characters, hash) = word.chars().fold((0, seed(0)), stirred);
    (characters > 2).then(|| finished(hash))
}

/// FNV-1a over characters, each kind with a beginning of its own.
fn seed(kind: usize) -> u32 {
    0x811C_9DC5 ^ kind as u32
}

fn stirred(hash: u32, character: u32) -> u32 {
    (hash ^ character).wrapping_mul(0x0100_0193)
}

/// Mixed so that the high bits are good (the finalizer of MurmurHash3).
fn finished(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    hash ^ hash >> 16
}
