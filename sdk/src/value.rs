//! Outputs.

use serde::Serialize;
use textmill_merge::Schema;

/// What an analyzer says of one document: a value that serde can write, and that says how it merges.
///
/// Derived (see [`derive@crate::Output`]) for a struct with named fields. Written by hand, `schema` must describe
/// what `Serialize` writes: the engine faults a document whose output does not fit.
pub trait Output: Serialize {
    /// How outputs merge: a record at its top.
    fn schema() -> Schema;
}
