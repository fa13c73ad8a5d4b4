//! How a document's value reaches its state.
//!
//! A value comes as anything that serde can serialize (`serialize.rs`: an author's own type in a guest, a
//! `Value` on the host) or as JSON text (`text.rs`). Both hand the same events to a [`Receiver`], so that both
//! leave the same state; and the same receiver, without a node, checks a value before any of it is folded.

mod any;
mod key;
mod kinds;
mod output;
mod receive;
mod scalar;
mod serialize;
mod take;
mod text;

use serde::Serialize;

use self::output::check_output;
pub(crate) use self::output::fold_output;
pub use self::output::{Fold, Folder};
use self::receive::Receiver;
pub(crate) use self::receive::{Origin, unknown_field};
pub(crate) use self::scalar::finite;
use self::serialize::ValueSerializer;
use crate::error::FoldError;
use crate::kind::Node;
use crate::schema::Schema;

impl Schema {
    /// Holds a document's value to the schema, as [`State::fold`](crate::State::fold) does before it takes anything in.
    ///
    /// # Errors
    /// As `fold`.
    pub fn check_value<V: Serialize + ?Sized>(&self, value: &V) -> Result<(), FoldError> {
        check(self, value)
    }

    /// [`check_value`](Self::check_value) of an output that knows the kinds of its fields.
    ///
    /// # Errors
    /// As `check_value`.
    pub fn check_output<V: Fold + ?Sized>(&self, output: &V) -> Result<(), FoldError> {
        // Where it does not fit, what is wrong is for the schema to say.
        check_output(self, output).map_err(|error| check(self, output).err().unwrap_or(error))
    }
}

/// Holds a value to the schema.
pub(crate) fn check<V: Serialize + ?Sized>(schema: &Schema, value: &V) -> Result<(), FoldError> {
    value.serialize(ValueSerializer(Receiver::check(schema)))
}

/// Folds a value that [`check`] has passed.
pub(crate) fn fold<V: Serialize + ?Sized>(
    schema: &Schema,
    node: &mut Node,
    origin: &Origin<'_>,
    value: &V,
) -> Result<(), FoldError> {
    value.serialize(ValueSerializer(Receiver::fold(schema, node, origin)))
}

/// As [`check`], for JSON text.
pub(crate) fn check_text(schema: &Schema, json: &str) -> Result<(), FoldError> {
    text::receive(json, Receiver::check(schema))
}

/// As [`fold`], for JSON text that [`check_text`] has passed.
pub(crate) fn fold_text(
    schema: &Schema,
    node: &mut Node,
    origin: &Origin<'_>,
    json: &str,
) -> Result<(), FoldError> {
    text::receive(json, Receiver::fold(schema, node, origin))
}
