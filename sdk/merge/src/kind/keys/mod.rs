//! Kinds of keys, which know them or their hashes and do not count them: `distinct`, `set`.

mod distinct;
mod set;

pub(crate) use self::distinct::DistinctState;
