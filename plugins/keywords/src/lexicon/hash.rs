//! A quick hash for the tables of the word lists, which are made when the crate is built.

/// Multiplies and rotates eight bytes at a time.
///
/// A hash that resists chosen keys costs three times as much; what is in the tables are the lists' words, so nobody
/// chooses where they come together.
#[inline]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    if let Some(&last) = bytes.last_chunk() {
        // The last eight bytes may be read twice in part, which is no matter.
        let (words, _) = bytes[..bytes.len() - 1].as_chunks();
        for &word in words {
            state = mix(state, u64::from_le_bytes(word));
        }
        state = mix(state, u64::from_le_bytes(last));
    } else if let (Some(&first), Some(&last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        state = mix(state, u64::from(u32::from_le_bytes(first)) << 32 | u64::from(u32::from_le_bytes(last)));
    } else {
        state = mix(state, bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    // A product mixes its low bits least, and the table takes its place from these.
    state.rotate_left(26)
}

#[inline]
fn mix(state: u64, word: u64) -> u64 {
    /// The fractional digits of the golden ratio, as in Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    (state.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER)
}

/// All of a hash in each of its bits, for a table that keeps some of them in place of its words: of two products by
/// the same number, all bits but the highest are the same where the words differ in their last letter alone.
#[inline]
pub(crate) fn spread(hash: u64) -> u64 {
    // The second half of MurmurHash3's finalizer.
    let hash = (hash ^ hash >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ hash >> 33
}
