//! The binary form of states: what a guest that compiles this crate hands to its host, instead of JSON.
//!
//! The first byte is the [version](VERSION); after it stands the state's node. Kinds say what stands where, as they do
//! of the JSON; this folder says how a whole number, a number or a string is spelled. Keys stand in the order in which
//! they came, so that nobody sorts them, and all keys of a state in one piece, so that they are read at once. What is
//! read is checked as strictly as JSON is, and no memory is asked for that no bytes stand for. `docs/merge.md` has the
//! form byte by byte.

mod read;
mod write;

pub(crate) use read::Reader;
pub(crate) use write::{write_integer, write_number, write_size, write_text, write_whole};

/// The version of the binary form, a state's first byte.
pub(crate) const VERSION: u8 = 1;

/// What a whole number, a number or a sum begins with.
pub(crate) mod tag {
    /// Nothing is there.
    pub(crate) const NONE: u8 = 0;
    pub(crate) const NATURAL: u8 = 1;
    pub(crate) const NEGATIVE: u8 = 2;
    /// Of a number: a float.
    pub(crate) const FLOAT: u8 = 3;
    /// Of a sum: a magnitude with an exponent.
    pub(crate) const SCALED: u8 = 3;
    pub(crate) const NEGATIVE_SCALED: u8 = 4;
}

/// How much a state may have that is [read](crate::State::merge_bytes_within) from bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// So many keys of `counts` and `map`, and fields of records. What is read is taken off, so that one limit holds for
    /// several states.
    pub keys: u64,
}

impl Default for ReadLimits {
    /// Without limit.
    fn default() -> Self {
        Self { keys: u64::MAX }
    }
}
