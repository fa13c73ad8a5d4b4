//! How the language model is stored; shared by `build/languages.rs`, which writes it, and by the detector.
//!
//! A feature's hash names a bucket and a fingerprint. A bucket is a few features: for each its fingerprint and its first
//! entry, which is after the last of the feature before. An entry is two bytes: a language and the weight of the feature
//! for it.

/// High bits of a hash that name its bucket.
pub(crate) const BUCKET_BITS: u32 = 13;
/// Bits below them that tell features of a bucket apart; an unknown feature is taken for a known one in about one of
/// 250 cases.
pub(crate) const FINGERPRINT_BITS: u32 = 11;
/// Bits of a language's number.
pub(crate) const LANGUAGE_BITS: u32 = 6;
/// Bits of a weight.
#[allow(dead_code, reason = "asked by the build script alone")]
pub(crate) const WEIGHT_BITS: u32 = 7;
/// Weights are natural logarithms times this.
pub(crate) const SCALE: f64 = 16.0;
/// Bytes of an entry.
pub(crate) const ENTRY: usize = 2;
/// Low bits of a stored feature that number its first entry.
const FIRST_ENTRY_BITS: u32 = 32 - FINGERPRINT_BITS;

/// The bucket of a feature.
pub(crate) fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// The fingerprint of a feature.
pub(crate) fn fingerprint(hash: u32) -> u32 {
    hash >> (32 - BUCKET_BITS - FINGERPRINT_BITS) & ((1 << FINGERPRINT_BITS) - 1)
}

/// A feature as it is stored.
#[allow(dead_code, reason = "asked by the build script alone")]
pub(crate) fn feature(fingerprint: u32, first_entry: usize) -> u32 {
    assert!(first_entry < 1 << FIRST_ENTRY_BITS, "more entries than a feature can number");
    fingerprint << FIRST_ENTRY_BITS | first_entry as u32
}

/// The fingerprint of a stored feature.
pub(crate) fn fingerprint_of(feature: u32) -> u32 {
    feature >> FIRST_ENTRY_BITS
}

/// The first entry of a stored feature.
pub(crate) fn first_entry(feature: u32) -> usize {
    (feature & ((1 << FIRST_ENTRY_BITS) - 1)) as usize
}
