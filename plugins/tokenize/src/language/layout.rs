//! How the language model is stored; shared by `build/languages.rs`, which writes it, and by the detector.
//!
//! A feature's hash names a bucket and a fingerprint. Each entry of a bucket is three bytes, little-endian: the
//! weight of one feature for one language.

/// High bits of a hash that name its bucket.
pub(crate) const BUCKET_BITS: u32 = 13;
/// Bits below them that tell features of a bucket apart; an unknown feature is taken for a known one in about one of
/// 250 cases.
pub(crate) const FINGERPRINT_BITS: u32 = 11;
/// Bits of a language's number.
pub(crate) const LANGUAGE_BITS: u32 = 6;
/// Bits of a weight.
pub(crate) const WEIGHT_BITS: u32 = 7;
/// Weights are natural logarithms times this.
pub(crate) const SCALE: f64 = 16.0;
/// Bytes of an entry.
pub(crate) const ENTRY: usize = 3;

/// The bucket of a feature.
pub(crate) fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// The fingerprint of a feature.
pub(crate) fn fingerprint(hash: u32) -> u32 {
    hash >> (32 - BUCKET_BITS - FINGERPRINT_BITS) & ((1 << FINGERPRINT_BITS) - 1)
}
