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

/// What a word, by its number, brings to the place of a pair as its first and as its second. The lowest bits are not used.
pub(crate) fn parts_of_pair(word: u32) -> [u32; 2] {
    // Two odd numbers that mix well, of XXH32.
    [word.wrapping_mul(0x9E37_79B1), word.wrapping_mul(0x85EB_CA77)]
}

/// The place of a pair among 2¹⁷ bits.
#[inline]
pub(crate) fn place_of_pair(of_first: u32, of_second: u32) -> usize {
    ((of_first ^ of_second) >> 15) as usize
}

fn mix(state: u64, word: u64) -> u64 {
    /// The fractional digits of the golden ratio, as in Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    (state.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER)
}
