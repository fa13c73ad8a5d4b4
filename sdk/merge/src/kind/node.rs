//! The state of any field.

use serde_json::Value;

use super::{CountsState, Kept, MapState, OtherKind, RecordState, Whole, pairs};
use crate::kind::counts::KeyOrder;
use crate::schema::Schema;

/// The state of one field. Its kind is its schema's, which is handed along: it is kept once, not per node.
///
/// States that are spread over many entries have an arm each, which `counts` and `pairs` share; all others are [`Whole`].
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Counts(Box<CountsState>),
    Map(Box<MapState>),
    Record(RecordState),
    Whole(Whole),
}

/// What a report shows of keys, where it is asked for more than the schema says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown {
    /// How many keys instead of the schema's number.
    pub(crate) top: Option<u32>,
    pub(crate) order: KeyOrder,
}

impl Node {
    /// Ends a document, where that has to be known.
    #[inline]
    pub(crate) fn end_document(&mut self) {
        match self {
            Self::Counts(counts) => counts.end_document(),
            Self::Record(record) => record.end_document(),
            // None is in a map: see `Schema::check`.
            Self::Map(_) | Self::Whole(_) => {}
        }
    }

    /// Whether this is the identity.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Counts(counts) => counts.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Record(record) => record.is_empty(),
            Self::Whole(whole) => whole.is_empty(),
        }
    }

    /// Of how many documents a state must be that has this: those of its most frequent key, say.
    pub(crate) fn least_documents(&self, schema: &Schema) -> u64 {
        match (self, schema) {
            (Self::Counts(counts), _) => counts.least_documents(),
            (Self::Map(map), Schema::Map { of, .. }) => map.least_documents(of),
            (Self::Record(record), Schema::Record { fields }) => record.least_documents(fields),
            (Self::Whole(whole), _) => whole.least_documents(schema),
            (Self::Map(_) | Self::Record(_), _) => 0,
        }
    }

    /// Takes in a state of the same schema.
    ///
    /// # Errors
    /// Where one of the two is not of the schema.
    pub(crate) fn merge(&mut self, schema: &Schema, other: Self) -> Result<(), OtherKind> {
        match (self, other, schema) {
            (Self::Counts(ours), Self::Counts(theirs), _) => {
                ours.merge(*theirs);
                Ok(())
            }
            (Self::Map(ours), Self::Map(theirs), Schema::Map { of, .. }) => ours.merge(of, *theirs),
            (Self::Record(ours), Self::Record(theirs), Schema::Record { fields }) => {
                ours.merge(fields, theirs)
            }
            (Self::Whole(ours), Self::Whole(theirs), _) => ours.merge(schema, theirs),
            _ => Err(OtherKind),
        }
    }

    /// Appends the canonical JSON: `null` for the identity.
    pub(crate) fn write(&self, schema: &Schema, out: &mut String) {
        match (self, schema) {
            (node, _) if node.is_empty() => out.push_str("null"),
            (Self::Counts(counts), _) => counts.write(out),
            (Self::Map(map), Schema::Map { of, .. }) => map.write(of, out),
            (Self::Record(record), Schema::Record { fields }) => record.write(fields, out),
            (Self::Whole(whole), _) => whole.write(out),
            // A state that is not of the schema: there is nothing of what was asked for.
            (Self::Map(_) | Self::Record(_), _) => out.push_str("null"),
        }
    }

    /// Appends the binary form: a byte of 0 for the identity.
    pub(crate) fn write_bytes(&self, schema: &Schema, out: &mut Vec<u8>) {
        match (self, schema) {
            (Self::Counts(counts), _) => counts.write_bytes(out),
            (Self::Map(map), Schema::Map { of, .. }) => map.write_bytes(of, out),
            (Self::Record(record), Schema::Record { fields }) => record.write_bytes(fields, out),
            (Self::Whole(whole), _) => whole.write_bytes(schema, out),
            (Self::Map(_) | Self::Record(_), _) => out.push(0),
        }
    }

    /// Bytes on the heap, about; a look at each field, and none at each key.
    pub(crate) fn memory(&self) -> usize {
        match self {
            Self::Counts(counts) => size_of::<CountsState>() + counts.memory(),
            Self::Map(map) => size_of::<MapState>() + map.memory(),
            Self::Record(record) => record.memory(),
            Self::Whole(whole) => whole.memory(),
        }
    }

    /// Holds what is longest here of what is kept as a document gave it against the longest so far. `field` leads here.
    pub(crate) fn find_longest<'n>(
        &'n self,
        schema: &'n Schema,
        field: &mut Vec<&'n str>,
        longest: &mut Kept<'n>,
    ) {
        match (self, schema) {
            (Self::Counts(counts), _) => longest.hold(field, counts.longest_key()),
            (Self::Map(map), Schema::Map { of, .. }) => map.find_longest(of, field, longest),
            (Self::Record(record), Schema::Record { fields }) => record.find_longest(fields, field, longest),
            (Self::Whole(whole), _) => longest.hold(field, whole.longest_kept()),
            (Self::Map(_) | Self::Record(_), _) => {}
        }
    }

    /// What a report shows.
    pub(crate) fn finish(&self, schema: &Schema, shown: Shown) -> Value {
        match (self, schema) {
            (Self::Counts(counts), Schema::Counts { top, at_least, widespread, .. }) => {
                counts.finish(shown.top.unwrap_or(*top), *at_least, shown.order.of_field(*widespread))
            }
            (Self::Counts(counts), Schema::Pairs { top, at_least }) => {
                pairs::finish(counts, shown.top.unwrap_or(*top), *at_least)
            }
            (Self::Map(map), Schema::Map { of, top, at_least }) => {
                map.finish(of, shown.top.unwrap_or(*top), *at_least, shown)
            }
            (Self::Record(record), Schema::Record { fields }) => record.finish(fields, shown),
            (Self::Whole(whole), _) => whole.finish(schema),
            (Self::Counts(_) | Self::Map(_) | Self::Record(_), _) => Value::Null,
        }
    }

    /// The state, where it is one whole.
    pub(crate) fn into_whole(self) -> Option<Whole> {
        match self {
            Self::Whole(whole) => Some(whole),
            Self::Counts(_) | Self::Map(_) | Self::Record(_) => None,
        }
    }
}
