//! The kinds: for each, how a document's value goes in, how two states merge, and what a report shows.
//!
//! A file per kind, in the folder of what it keeps, holds its state, the state's JSON and bytes, and what is reported of
//! it: an implementation of [`Kind`] for the parameters that its row in `textmill-kinds` names, and of the trait of the
//! form that the row says it takes. [`Node`] is the state of any of them, and is made of the rows; how a value arrives is
//! the business of [`fold`](crate::fold).

mod documents;
mod kept;
mod keys;
mod node;
mod numbers;
mod sink;
mod spread;
mod whole;

use std::fmt::Debug;

use serde_json::Value;

pub use self::kept::Kept;
pub(crate) use self::keys::DistinctState;
pub(crate) use self::node::{Node, Shown};
pub(crate) use self::sink::{JsonOf, KeysOf, NumbersOf, ScoresOf};
pub use self::spread::association::{Marginals, Strength};
pub(crate) use self::spread::counts::CountsState;
pub use self::spread::counts::KeyOrder;
pub(crate) use self::spread::map::MapState;
pub(crate) use self::spread::record::RecordState;
pub(crate) use self::spread::{counts, greatest, map, pairs, record};
pub(crate) use self::whole::Whole;
use crate::binary;
use crate::error::StateError;
use crate::json::Reader;
use crate::number::Number;

/// A kind with its parameters, whose state is one whole: `counts`, `pairs`, `map` and `record`, whose states are spread over many
/// [entries](crate::Entry), are arms of [`Node`] instead.
///
/// Merging must be associative and commutative to the bit, with the state's default as the identity.
#[diagnostic::on_unimplemented(
    message = "the row of `{Self}` has no file that says how it merges",
    note = "a kind is a row of sdk/kinds and a file of sdk/merge/src/kind: see `A merge kind` in CONTRIBUTING.md"
)]
pub(crate) trait Kind: Copy {
    type State: State;

    /// The most different keys that a document's value may have. More are a fault of the document, as they are in whatever
    /// order documents come.
    fn max_keys(self) -> Option<u32> {
        None
    }

    /// Of how many documents a state must be that has this: no fewer, whatever else it says.
    fn least_documents(self, state: &Self::State) -> u64 {
        u64::from(!state.is_empty())
    }

    /// Takes in another state.
    fn merge(self, state: &mut Self::State, other: Self::State);

    /// Reads what [`State::write`] wrote, and refuses what it never writes as far as that can be told.
    fn read(self, reader: &mut Reader<'_>) -> Result<Self::State, StateError>;

    /// Appends the binary form: a byte of 0 for the identity.
    fn write_bytes(self, state: &Self::State, out: &mut Vec<u8>);

    /// Reads what `write_bytes` wrote, and refuses what it never writes as far as that can be told.
    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Self::State, StateError>;

    /// What a report shows.
    fn finish(self, state: &Self::State) -> Value;
}

/// What a kind keeps. The default is the identity of merging.
pub(crate) trait State: Debug + Clone + Default {
    /// Whether this is the identity.
    fn is_empty(&self) -> bool;

    /// Bytes on the heap, about.
    fn memory(&self) -> usize;

    /// Bytes of the longest key, or of the JSON of the longest value, that is kept as a document gave it.
    fn longest_kept(&self) -> usize {
        0
    }

    /// Appends the canonical JSON of what is not empty.
    fn write(&self, out: &mut String);
}

/// A kind of the forms `Number`, `Amount` and `Numbers`.
#[diagnostic::on_unimplemented(message = "the row of `{Self}` says that it takes what it has no `add` for")]
pub(crate) trait TakesNumbers: Kind {
    /// Takes in `count` times a number, of which kinds of a single number see one.
    fn add(self, state: &mut Self::State, number: Number, count: u64);
}

/// A kind of the form `Keys`.
#[diagnostic::on_unimplemented(message = "the row of `{Self}` says that it takes what it has no `add` for")]
pub(crate) trait TakesKeys: Kind {
    /// Takes in a key, which is there `count` times: more than once only where the keys of a batch were counted.
    fn add(self, state: &mut Self::State, key: &str, count: u64);
}

/// A kind of the form `Json`.
#[diagnostic::on_unimplemented(message = "the row of `{Self}` says that it takes what it has no `add` for")]
pub(crate) trait TakesJson: Kind {
    /// Takes in a document's value, which is not null.
    fn add(self, state: &mut Self::State, value: &Value, document: &str);
}

/// A kind of the form `Score`.
#[diagnostic::on_unimplemented(message = "the row of `{Self}` says that it takes what it has no `add` for")]
pub(crate) trait TakesScores: Kind {
    /// Whether a score may come with a payload.
    fn takes_payload(self) -> bool;

    fn add(self, state: &mut Self::State, score: Score<'_>, document: &str);
}

/// A number by which documents are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Score<'v> {
    pub(crate) number: Number,
    /// What is shown beside it.
    pub(crate) payload: Option<&'v Value>,
}

impl From<Number> for Score<'_> {
    fn from(number: Number) -> Self {
        Self { number, payload: None }
    }
}

/// Two states that do not belong together: of different kinds, or of another kind than the schema's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OtherKind;

impl OtherKind {
    pub(crate) const MESSAGE: &str = "is of another schema";
}
