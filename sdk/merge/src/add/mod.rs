//! Values added where they belong, by type: what an analyzer folds that has no use for an output.
//!
//! [`State::fold`](crate::State::fold) takes a document's value through serde, checks it and takes it in. Who counts a
//! whole batch before it folds has numbers and keys, and says here where they go. Both leave the same state, to the bit;
//! but only `fold` sees one document at a time, and so refuses one that has more different keys than a `set` may.

mod leaf;
mod trail;

use serde::Serialize;

pub use self::leaf::{CountsAdder, HashesAdder, KeysAdder, NumbersAdder, ScoresAdder};
use self::trail::Trail;
use crate::error::FoldError;
use crate::fold::{self, Origin, unknown_field};
use crate::kind::{KeysOf, MapState, Node, NumbersOf, ScoresOf, Whole, record};
use crate::schema::Schema;

/// Where values of one kind are added: what a key of a map holds, or the whole of a state.
///
/// Nothing is begun by asking for an adder: what nothing is added to stays empty. A kind that is not the schema's is an
/// error that names the place.
#[derive(Debug)]
pub struct Adder<'s> {
    schema: &'s Schema,
    node: &'s mut Node,
    trail: Trail<'s>,
    /// The stamp of the state's last fold.
    stamp: &'s mut u64,
}

/// Where the fields of a record are added.
///
/// An adder of a field borrows the record, so one is at work at a time. To ask for it costs a look at the names of the
/// fields, some ten nanoseconds: once per document is cheap, once per token is not.
///
/// ```
/// use textmill_merge::{Schema, State};
///
/// let schema = Schema::from_json(
///     r#"{"kind": "record", "fields": {
///         "languages": {"kind": "map", "of": {"kind": "sum"}, "top": 5},
///         "lengths": {"kind": "stats"},
///         "words": {"kind": "counts", "top": 2}
///     }}"#,
/// )?;
/// let mut state = State::new(schema);
/// let mut fields = state.fields();
///
/// let mut words = fields.counts("words")?;
/// words.add("the", 5, 3); // five times, in three documents
/// words.add("cat", 1, 1);
///
/// let mut lengths = fields.numbers("lengths")?;
/// lengths.add_integer(3, 6); // six words of three letters
/// lengths.add(2.5, 1)?;
///
/// fields.map("languages")?.entry("en", 3)?.numbers()?.add_integer(6, 1);
///
/// assert_eq!(state.finish()["words"]["top"][0]["documents"], 3);
/// assert_eq!(state.finish()["languages"]["en"], 6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Fields<'s>(Adder<'s>);

/// Where the keys of a `map` are added.
#[derive(Debug)]
pub struct MapAdder<'s> {
    of: &'s Schema,
    map: &'s mut MapState,
    trail: Trail<'s>,
    stamp: &'s mut u64,
}

impl<'s> Adder<'s> {
    /// Adds to the whole of a state.
    pub(crate) fn new(schema: &'s Schema, node: &'s mut Node, stamp: &'s mut u64) -> Self {
        Self { schema, node, trail: Trail::Root, stamp }
    }

    /// Adds to `counts`.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn counts(self) -> Result<CountsAdder<'s>, FoldError> {
        match self.node {
            Node::Counts(counts) => Ok(CountsAdder::new(counts)),
            _ => Err(misfit(self.schema, self.trail, "counts")),
        }
    }

    /// Adds to a kind that [takes](crate::Takes) a number or numbers.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn numbers(self) -> Result<NumbersAdder<'s>, FoldError> {
        match NumbersOf::of(self.schema, self.node) {
            Some(state) => Ok(NumbersAdder::new(state, self.trail)),
            None => Err(misfit(self.schema, self.trail, "numbers")),
        }
    }

    /// Adds to a kind that [takes](crate::Takes) keys.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn keys(self) -> Result<KeysAdder<'s>, FoldError> {
        match KeysOf::of(self.schema, self.node) {
            Some(state) => Ok(KeysAdder::new(state)),
            None => Err(misfit(self.schema, self.trail, "keys")),
        }
    }

    /// Adds to `distinct`, by the hashes of keys.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn hashes(self) -> Result<HashesAdder<'s>, FoldError> {
        match self.node {
            Node::Whole(Whole::Distinct(distinct)) => Ok(HashesAdder::new(distinct)),
            _ => Err(misfit(self.schema, self.trail, "hashes")),
        }
    }

    /// Adds to a kind that [takes](crate::Takes) scores.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn scores(self) -> Result<ScoresAdder<'s>, FoldError> {
        match ScoresOf::of(self.schema, self.node) {
            Some(state) => Ok(ScoresAdder::new(state, self.trail)),
            None => Err(misfit(self.schema, self.trail, "scores")),
        }
    }

    /// Adds to the fields of a `record`.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn record(self) -> Result<Fields<'s>, FoldError> {
        match self.schema {
            Schema::Record { .. } => Ok(Fields(self)),
            _ => Err(misfit(self.schema, self.trail, "fields")),
        }
    }

    /// Adds to the keys of a `map`.
    ///
    /// # Errors
    /// Where the schema has another kind here.
    pub fn map(self) -> Result<MapAdder<'s>, FoldError> {
        match (self.schema, self.node) {
            (Schema::Map { of, .. }, Node::Map(map)) => {
                Ok(MapAdder { of, map, trail: self.trail, stamp: self.stamp })
            }
            _ => Err(misfit(self.schema, self.trail, "entries")),
        }
    }

    /// The same place, for a time.
    pub fn reborrow(&mut self) -> Adder<'_> {
        Adder { schema: self.schema, node: self.node, trail: self.trail, stamp: self.stamp }
    }

    /// Adds one document's value, of whatever kind, as [`State::fold`](crate::State::fold) does of a whole output.
    ///
    /// # Errors
    /// As `fold`; nothing is then added.
    pub fn value<V: Serialize + ?Sized>(self, document: &str, value: &V) -> Result<(), FoldError> {
        fold::check(self.schema, value).map_err(|error| self.trail.locate(error))?;
        *self.stamp += 1;
        let origin = Origin { document, stamp: *self.stamp };
        let folded = fold::fold(self.schema, self.node, &origin, value);
        self.node.end_document();
        folded
    }
}

impl<'s> Fields<'s> {
    /// Adds to the fields of what may be no record: then it has none.
    pub(crate) fn new(adder: Adder<'s>) -> Self {
        Self(adder)
    }

    /// Adds to a field of the kind `counts`.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn counts(&mut self, field: &str) -> Result<CountsAdder<'_>, FoldError> {
        self.field(field)?.counts()
    }

    /// Adds to a field of a kind that [takes](crate::Takes) a number or numbers.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn numbers(&mut self, field: &str) -> Result<NumbersAdder<'_>, FoldError> {
        self.field(field)?.numbers()
    }

    /// Adds to a field of a kind that [takes](crate::Takes) keys.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn keys(&mut self, field: &str) -> Result<KeysAdder<'_>, FoldError> {
        self.field(field)?.keys()
    }

    /// Adds to a field of the kind `distinct`, by the hashes of keys.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn hashes(&mut self, field: &str) -> Result<HashesAdder<'_>, FoldError> {
        self.field(field)?.hashes()
    }

    /// Adds to a field of a kind that [takes](crate::Takes) scores.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn scores(&mut self, field: &str) -> Result<ScoresAdder<'_>, FoldError> {
        self.field(field)?.scores()
    }

    /// Adds to the fields of a field that is a record.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn record(&mut self, field: &str) -> Result<Fields<'_>, FoldError> {
        self.field(field)?.record()
    }

    /// Adds to a field of the kind `map`.
    ///
    /// # Errors
    /// Where the schema has no such field, or one of another kind.
    pub fn map(&mut self, field: &str) -> Result<MapAdder<'_>, FoldError> {
        self.field(field)?.map()
    }

    /// Adds one document's value of a field of whatever kind; see [`Adder::value`].
    ///
    /// # Errors
    /// Where the schema has no such field, and where the value does not fit; nothing is then added.
    pub fn value<V: Serialize + ?Sized>(
        &mut self,
        field: &str,
        document: &str,
        value: &V,
    ) -> Result<(), FoldError> {
        self.field(field)?.value(document, value)
    }

    /// Adds to a field of whatever kind.
    ///
    /// # Errors
    /// Where the schema has no such field.
    pub fn field(&mut self, name: &str) -> Result<Adder<'_>, FoldError> {
        let Adder { schema, node, trail, stamp } = &mut self.0;
        let (Schema::Record { fields }, Node::Record(record)) = (*schema, &mut **node) else {
            return Err(misfit(schema, *trail, "fields"));
        };
        let Some((place, schema)) = record::position(fields, name) else {
            return Err(trail.locate(unknown_field(fields).under_key(name)));
        };
        let trail = Trail::Field { above: trail, fields, place };
        Ok(Adder { schema, node: record.node(place, schema), trail, stamp })
    }
}

impl MapAdder<'_> {
    /// Adds to what a key holds, which has a value in so many documents more.
    ///
    /// It is 0 documents where the value belongs to one that was added before.
    ///
    /// # Errors
    /// Where a new key has no document.
    pub fn entry(&mut self, key: &str, documents: u64) -> Result<Adder<'_>, FoldError> {
        let node = self.map.add(self.of, key, documents);
        let node = node.ok_or_else(|| self.trail.locate(no_document().under_key(key)))?;
        Ok(Adder { schema: self.of, node, trail: Trail::Key { above: &self.trail }, stamp: self.stamp })
    }
}

#[cold]
fn no_document() -> FoldError {
    FoldError::new("a new key of 0 documents", "a key of one or more documents")
}

#[cold]
fn misfit(schema: &Schema, trail: Trail<'_>, added: &str) -> FoldError {
    let expected = format!("what is added to the kind `{}`", schema.kind());
    trail.locate(FoldError::new(format!("{added} to be added"), expected))
}
