//! How the language model is stored; shared by `build/languages.rs`, which writes it, and by the detector.
//!
//! A feature's hash names a bucket and a fingerprint. A bucket is a few features by ascending fingerprints: for each its
//! fingerprint and the number of its entries, two bytes, and these after it. An entry is two bytes: a language and the
//! weight of the feature for it.

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
/// Bytes of what is stored: a feature, or an entry.
pub(crate) const UNIT: usize = 2;
/// Low bits of a stored feature that count its entries.
const COUNT_BITS: u32 = 16 - FINGERPRINT_BITS;
/// Entries of a feature, at most. One with more of them is stored again for each so many.
#[allow(dead_code, reason = "asked by the build script alone")]
pub(crate) const MOST_ENTRIES: usize = (1 << COUNT_BITS) - 1;

/// Units of a bucket, about: where each begins is stored as how far that is from where it would if all were so long.
const MEAN: i32 = 12;

/// What is stored for a bucket that begins at a unit.
#[allow(dead_code, reason = "asked by the build script alone")]
pub(crate) fn offset(bucket: usize, unit: usize) -> i16 {
    i16::try_from(unit as i32 - bucket as i32 * MEAN).expect("buckets of about the same length")
}

/// The unit at which a bucket begins, for which that is stored.
pub(crate) fn first_unit(bucket: usize, offset: i16) -> usize {
    (bucket as i32 * MEAN + i32::from(offset)) as usize
}

/// The bucket of a feature.
pub(crate) fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// The fingerprint of a feature.
pub(crate) fn fingerprint(hash: u32) -> u32 {
    hash >> (32 - BUCKET_BITS - FINGERPRINT_BITS) & ((1 << FINGERPRINT_BITS) - 1)
}

/// A feature as it is stored, before so many entries.
#[allow(dead_code, reason = "asked by the build script alone")]
pub(crate) fn feature(fingerprint: u32, entries: usize) -> [u8; UNIT] {
    assert!(entries <= MOST_ENTRIES, "more entries than a feature can count");
    ((fingerprint << COUNT_BITS) as u16 | entries as u16).to_le_bytes()
}

/// The fingerprint of a stored feature.
pub(crate) fn fingerprint_of(feature: [u8; UNIT]) -> u32 {
    u32::from(u16::from_le_bytes(feature) >> COUNT_BITS)
}

/// How many entries come after a stored feature.
pub(crate) fn entries_of(feature: [u8; UNIT]) -> usize {
    usize::from(u16::from_le_bytes(feature) & ((1 << COUNT_BITS) - 1))
}
