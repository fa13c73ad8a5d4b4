//! The state of any kind that is one whole, made of the rows.

use std::marker::PhantomData;

use serde_json::Value;

use super::node::Node;
use super::{CountsState, Kind, MapState, OtherKind, RecordState, State};
use crate::binary;
use crate::error::StateError;
use crate::json::Reader;
use crate::schema::{Schema, values};

macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $kind:ident $name:literal takes $form:ident $({ $(
            $(#[$about:meta])*
            $parameter:ident: $values:ident $(($($bound:expr),*))?, $given:ident $(($text:literal))?;
        )* })?;
    )*) => {
        pick! { [] $($form $kind ($($($parameter: $values),*)?);)* }
    };
}

/// Leaves out the kinds whose states are spread over entries.
macro_rules! pick {
    ([$($picked:tt)*]) => {
        whole! { $($picked)* }
    };
    ([$($picked:tt)*] Counts $kind:ident $parameters:tt; $($rest:tt)*) => {
        pick! { [$($picked)*] $($rest)* }
    };
    ([$($picked:tt)*] Map $kind:ident $parameters:tt; $($rest:tt)*) => {
        pick! { [$($picked)*] $($rest)* }
    };
    ([$($picked:tt)*] Record $kind:ident $parameters:tt; $($rest:tt)*) => {
        pick! { [$($picked)*] $($rest)* }
    };
    ([$($picked:tt)*] $form:ident $kind:ident $parameters:tt; $($rest:tt)*) => {
        pick! { [$($picked)* $kind $parameters;] $($rest)* }
    };
}

macro_rules! whole {
    ($($kind:ident ($($parameter:ident: $values:ident),*);)*) => {
        $(
            /// The kind, with its parameters as they stand in a schema.
            #[derive(Debug, Clone, Copy)]
            pub(crate) struct $kind<'s> {
                $(pub(super) $parameter: &'s values::$values,)*
                schema: PhantomData<&'s Schema>,
            }

            impl<'s> $kind<'s> {
                #[inline]
                pub(super) fn new($($parameter: &'s values::$values),*) -> Self {
                    Self { $($parameter,)* schema: PhantomData }
                }
            }
        )*

        /// The state of a field that is one whole. Its kind is its schema's, which is handed along: it is kept once, not
        /// per state.
        #[derive(Debug, Clone)]
        pub(crate) enum Whole {
            $($kind(<$kind<'static> as Kind>::State),)*
        }

        impl Whole {
            /// Whether this is the identity.
            pub(crate) fn is_empty(&self) -> bool {
                match self {
                    $(Self::$kind(state) => State::is_empty(state),)*
                }
            }

            /// Bytes on the heap, about.
            pub(crate) fn memory(&self) -> usize {
                match self {
                    $(Self::$kind(state) => State::memory(state),)*
                }
            }

            /// Bytes of the longest key or value that is kept as a document gave it.
            pub(crate) fn longest_kept(&self) -> usize {
                match self {
                    $(Self::$kind(state) => State::longest_kept(state),)*
                }
            }

            /// Appends the canonical JSON: `null` for the identity.
            pub(crate) fn write(&self, out: &mut String) {
                match self {
                    $(Self::$kind(state) if !State::is_empty(state) => State::write(state, out),)*
                    _ => out.push_str("null"),
                }
            }

            /// Whether this is a state of the schema, as far as its kind.
            pub(crate) fn is_of(&self, schema: &Schema) -> bool {
                match (self, schema) {
                    $((Self::$kind(_), Schema::$kind { .. }) => true,)*
                    _ => false,
                }
            }

            /// The most different keys that a document's value may have.
            pub(crate) fn max_keys(schema: &Schema) -> Option<u32> {
                match schema {
                    $(Schema::$kind { $($parameter),* } => $kind::new($($parameter),*).max_keys(),)*
                    Schema::Counts { .. }
                    | Schema::Pairs { .. }
                    | Schema::Map { .. }
                    | Schema::Record { .. } => None,
                }
            }

            /// Of how many documents a state must be that has this.
            pub(crate) fn least_documents(&self, schema: &Schema) -> u64 {
                match (self, schema) {
                    $((Self::$kind(state), Schema::$kind { $($parameter),* }) => {
                        $kind::new($($parameter),*).least_documents(state)
                    })*
                    _ => 0,
                }
            }

            /// Takes in a state of the same schema.
            ///
            /// # Errors
            /// Where one of the two is not of the schema; nothing is then taken in.
            pub(crate) fn merge(&mut self, schema: &Schema, other: Self) -> Result<(), OtherKind> {
                match (self, other, schema) {
                    $((Self::$kind(ours), Self::$kind(theirs), Schema::$kind { $($parameter),* }) => {
                        $kind::new($($parameter),*).merge(ours, theirs);
                        Ok(())
                    })*
                    _ => Err(OtherKind),
                }
            }

            /// Appends the binary form. Of a state that is not of the schema there is nothing.
            pub(crate) fn write_bytes(&self, schema: &Schema, out: &mut Vec<u8>) {
                match (self, schema) {
                    $((Self::$kind(state), Schema::$kind { $($parameter),* }) => {
                        $kind::new($($parameter),*).write_bytes(state, out);
                    })*
                    _ => out.push(0),
                }
            }

            /// What a report shows. Of a state that is not of the schema it is nothing.
            pub(crate) fn finish(&self, schema: &Schema) -> Value {
                match (self, schema) {
                    $((Self::$kind(state), Schema::$kind { $($parameter),* }) => {
                        $kind::new($($parameter),*).finish(state)
                    })*
                    _ => Value::Null,
                }
            }
        }

        impl Node {
            /// The identity.
            pub(crate) fn new(schema: &Schema) -> Self {
                match schema {
                    Schema::Counts { dispersion, .. } => Self::Counts(Box::new(CountsState::new(*dispersion))),
                    Schema::Pairs { .. } => Self::Counts(Box::default()),
                    Schema::Map { .. } => Self::Map(Box::default()),
                    Schema::Record { .. } => Self::Record(RecordState::default()),
                    $(Schema::$kind { .. } => Self::Whole(Whole::$kind(Default::default())),)*
                }
            }

            /// Reads what [`write`](Self::write) wrote, and refuses what it never writes as far as that can be told.
            pub(crate) fn read(schema: &Schema, reader: &mut Reader<'_>) -> Result<Self, StateError> {
                if reader.null() {
                    return Ok(Self::new(schema));
                }
                Ok(match schema {
                    Schema::Counts { dispersion, .. } => {
                        Self::Counts(Box::new(CountsState::read(reader, *dispersion)?))
                    }
                    Schema::Pairs { .. } => Self::Counts(Box::new(CountsState::read(reader, false)?)),
                    Schema::Map { of, .. } => Self::Map(Box::new(MapState::read(of, reader)?)),
                    Schema::Record { fields } => Self::Record(RecordState::read(fields, reader)?),
                    $(Schema::$kind { $($parameter),* } => {
                        Self::Whole(Whole::$kind($kind::new($($parameter),*).read(reader)?))
                    })*
                })
            }

            /// Reads what [`write_bytes`](Self::write_bytes) wrote, and refuses what it never writes as far as that can
            /// be told.
            pub(crate) fn read_bytes(
                schema: &Schema,
                reader: &mut binary::Reader<'_>,
            ) -> Result<Self, StateError> {
                Ok(match schema {
                    Schema::Counts { dispersion, .. } => {
                        Self::Counts(Box::new(CountsState::read_bytes(reader, *dispersion)?))
                    }
                    Schema::Pairs { .. } => Self::Counts(Box::new(CountsState::read_bytes(reader, false)?)),
                    Schema::Map { of, .. } => Self::Map(Box::new(MapState::read_bytes(of, reader)?)),
                    Schema::Record { fields } => Self::Record(RecordState::read_bytes(fields, reader)?),
                    $(Schema::$kind { $($parameter),* } => {
                        Self::Whole(Whole::$kind($kind::new($($parameter),*).read_bytes(reader)?))
                    })*
                })
            }
        }
    };
}

textmill_kinds::kinds!(rows);
