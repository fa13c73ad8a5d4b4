//! A fast hash for words. The keys of the table are the lexicon's own, so nobody can choose them to collide, and a text asks
//! for one slot of it whatever it says.

/// The multiply-and-rotate hash of rustc (Fx), eight bytes at a time.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut hash = 0u64;
    let mut add = |bits: u64| hash = (hash.rotate_left(5) ^ bits).wrapping_mul(0x517c_c1b7_2722_0a95);
    for &eight in eights {
        add(u64::from_le_bytes(eight));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    add(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
    // The slot is taken from the low bits, and a product mixes upwards only.
    hash ^ (hash >> 29)
}

/// The bucket of a hash, of so many. All of its bits count, also where an index has 32 of them: the build script makes the
/// table where it has 64.
pub(crate) fn bucket_of(hash: u64, buckets: usize) -> usize {
    (hash % buckets as u64) as usize
}

/// The slot of a hash, of so many, by the turn of its bucket.
pub(crate) fn slot_of(hash: u64, turn: u16, slots: usize) -> usize {
    let turned = hash.rotate_left(32) ^ u64::from(turn).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let product = turned.wrapping_mul(0xd1b5_4a32_d192_ed03);
    ((product ^ product >> 32) % slots as u64) as usize
}

/// A hash of text that anybody may have written: every bit of it depends on all bytes, and no stretch of bytes makes the
/// rest not matter. It reaches no output.
pub(crate) fn hash_of(key: &str) -> u64 {
    let (blocks, rest) = key.as_bytes().as_chunks::<16>();
    let mut last = [0; 16];
    last[..rest.len()].copy_from_slice(rest);
    let mut hash = key.len() as u64;
    for block in blocks {
        hash = mix(hash, block);
    }
    mix(hash, &last)
}

/// The product of two words, folded, with the words themselves, so that a factor of zero does not swallow the other.
#[inline]
fn mix(hash: u64, block: &[u8; 16]) -> u64 {
    let number = u128::from_le_bytes(*block);
    let first = number as u64 ^ hash ^ 0x9e37_79b9_7f4a_7c15;
    let second = (number >> 64) as u64 ^ hash.rotate_left(32) ^ 0xd1b5_4a32_d192_ed03;
    let product = u128::from(first) * u128::from(second);
    (product as u64 ^ first).rotate_left(23) ^ (product >> 64) as u64 ^ second
}
