//! Where an adder stands, for its errors.

use std::collections::BTreeMap;

use crate::error::FoldError;
use crate::schema::Schema;

/// The way to a place from the root. It is read where something is wrong, and costs nothing before.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trail<'s> {
    Root,
    /// The field at this place in the schema's order.
    Field {
        above: &'s Trail<'s>,
        fields: &'s BTreeMap<String, Schema>,
        place: usize,
    },
    /// Any key of a map.
    Key {
        above: &'s Trail<'s>,
    },
}

impl Trail<'_> {
    /// Puts an error that was found here at its place.
    #[cold]
    pub(super) fn locate(&self, error: FoldError) -> FoldError {
        match self {
            Self::Root => error,
            Self::Field { above, fields, place } => {
                let name = fields.keys().nth(*place).map_or("", String::as_str);
                above.locate(error.under_key(name))
            }
            Self::Key { above } => above.locate(error.under_key("*")),
        }
    }
}
