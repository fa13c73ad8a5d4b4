//! The one hash whose values are part of a state.

/// The stable 64-bit hash of `bytes`: XXH3, 64 bits, seed 0 and the default secret (as of xxHash 0.8.0, from
/// which on its values do not change).
///
/// | where | the bytes |
/// | --- | --- |
/// | `distinct` | the key, in UTF-8 |
/// | `sample` | the document's id in UTF-8, one byte `0xFF` (which UTF-8 never has), the value's canonical JSON |
///
/// It is no protection against somebody who chooses the bytes: an author of documents can make keys that
/// `distinct` takes for one.
pub fn hash(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn values_are_those_of_xxhash() {
        // From the sanity checks of the reference implementation (`XXH3_64bits`, seed 0, length 0).
        assert_eq!(hash(b""), 0x2D06_8005_38D3_94C2);
    }
}
