//! A quick hash for the lexicon's table of words, which is made when the crate is built.

/// Multiplies and rotates eight bytes at a time.
///
/// A hash that resists chosen keys costs three times as much; the keys here are the lexicon's, so nobody chooses them.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for &word in words {
        state = mix(state, u64::from_le_bytes(word));
    }
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        state = mix(state, u64::from_le_bytes(word));
    }
    // A product mixes its low bits least, and the table takes its place from these.
    state.rotate_left(26)
}

/// The place of a pair of words, by their numbers, among 2¹⁷ bits.
#[inline]
pub(crate) fn pair(first: u32, second: u32) -> usize {
    // Two odd numbers that mix well (of XXH32), for the words to be told apart by which comes first.
    let mixed = first.wrapping_mul(0x9E37_79B1) ^ second.wrapping_mul(0x85EB_CA77);
    (mixed >> 15) as usize
}

fn mix(state: u64, word: u64) -> u64 {
    /// The fractional digits of the golden ratio, as in Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    (state.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER)
}
