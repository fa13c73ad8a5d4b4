//! Outputs.

use serde::Serialize;
use textmill_merge::Schema;

/// What an analyzer says of one document: a value that serde can write, and that says how it merges.
///
/// Derived (see [`derive@crate::Output`]) for a struct with named fields. Written by hand, `schema` must describe
/// what `Serialize` writes: a document whose output does not fit is a fault. A field whose value is null, or that is
/// not written, counts for nothing, so an `Option` merges as what it holds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it merges over documents",
    label = "not an `Output`",
    note = "derive it for a struct with named fields: #[derive(Serialize, Output)]"
)]
pub trait Output: Serialize {
    /// How outputs merge: a record at its top.
    fn schema() -> Schema;
}

impl<T: Output> Output for Option<T> {
    fn schema() -> Schema {
        T::schema()
    }
}

impl<T: Output> Output for Box<T> {
    fn schema() -> Schema {
        T::schema()
    }
}
