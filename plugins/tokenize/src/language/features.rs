//! What the language model looks at in a word; shared by `build/languages.rs`, which counts it, and by the detector.

/// Characters of the longest sequence; sequences of one to this many are features.
pub(crate) const LONGEST: usize = 3;

/// Features of each kind: sequences by their length, and, at 0, whole words.
pub(crate) const KINDS: usize = LONGEST + 1;

/// Gives each feature of `word`, which is in lower case, to `take`: its kind and its hash.
///
/// The sequences of characters run over a blank before the word and one after it. A word of one or two letters is
/// such a sequence already, and no feature besides.
pub(crate) fn for_each(word: &str, mut take: impl FnMut(usize, u32)) {
    let mut window = [' '; LONGEST];
    let mut length = 1;
    for character in word.chars().chain([' ']) {
        window.rotate_left(1);
        window[LONGEST - 1] = character;
        length += 1;
        for kind in 1..=LONGEST.min(length) {
            // The blank alone tells nothing.
            if kind > 1 || character != ' ' {
                take(kind, hash(kind, window[LONGEST - kind..].iter().copied()));
            }
        }
    }
    if let Some(hash) = of_word(word) {
        take(0, hash);
    }
}

/// The feature that `word` is as a whole, if it has more than two letters.
pub(crate) fn of_word(word: &str) -> Option<u32> {
    word.chars().nth(2).map(|_| hash(0, word.chars()))
}

/// FNV-1a over characters, mixed so that the high bits are good (the finalizer of MurmurHash3).
fn hash(kind: usize, characters: impl Iterator<Item = char>) -> u32 {
    let mut hash = 0x811C_9DC5 ^ kind as u32;
    for character in characters {
        hash = (hash ^ character as u32).wrapping_mul(0x0100_0193);
    }
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    hash ^ hash >> 16
}
