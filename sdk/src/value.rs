//! Outputs.

use serde::{Serialize, Serializer};
use textmill_merge::{Fold, FoldError, Folder, Schema};

/// What an analyzer says of one document: a value that serde can write, and that says how it merges.
///
/// Derived (see [`derive@crate::Output`]) for a struct with named fields, beside a derived `Serialize`: its fields are folded
/// as they are. Written by hand, `schema` must describe what `Serialize` writes: a document whose output does not fit is a
/// fault. A field whose value is null, or that is
/// not written, counts for nothing, so an `Option` merges as what it holds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it merges over documents",
    label = "not an `Output`",
    note = "derive it for a struct with named fields: #[derive(Serialize, Output)]"
)]
pub trait Output: Serialize {
    /// How outputs merge: a record at its top.
    fn schema() -> Schema;

    /// Hands each field to what takes its kind, so that folding needs not look at the schema for each part of a value.
    ///
    /// Derived, and as what it does by itself it is right for any output. Written by hand, it hands over the fields that
    /// `Serialize` writes, best in the order of their names' bytes; see [`Fold::fold_into`].
    ///
    /// # Errors
    /// Those of `into`, unchanged.
    fn fold_into(&self, into: &mut impl Folder) -> Result<(), FoldError> {
        into.whole(self)
    }
}

impl<T: Output> Output for Option<T> {
    fn schema() -> Schema {
        T::schema()
    }

    fn fold_into(&self, into: &mut impl Folder) -> Result<(), FoldError> {
        self.as_ref().map_or(Ok(()), |output| output.fold_into(into))
    }
}

impl<T: Output> Output for Box<T> {
    fn schema() -> Schema {
        T::schema()
    }

    fn fold_into(&self, into: &mut impl Folder) -> Result<(), FoldError> {
        T::fold_into(self, into)
    }
}

/// An output as what the merge crate folds.
#[doc(hidden)]
#[derive(Debug)]
pub struct OutputFields<'a, O>(pub &'a O);

impl<O: Serialize> Serialize for OutputFields<'_, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<O: Output> Fold for OutputFields<'_, O> {
    fn fold_into(&self, into: &mut impl Folder) -> Result<(), FoldError> {
        self.0.fold_into(into)
    }
}
