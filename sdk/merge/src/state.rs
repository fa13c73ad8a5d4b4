//! Outputs folded together.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::add::{Adder, Fields};
use crate::binary::{self, ReadLimits};
use crate::entry;
use crate::error::{FoldError, MergeError, StateError};
use crate::fold::{self, Fold, Origin};
use crate::json::Reader;
use crate::kind::{CountsState, Kept, KeyOrder, Node, OtherKind, Shown, record};
use crate::schema::Schema;

/// Outputs of any number of documents, folded under one [`Schema`].
///
/// States of one schema are a commutative monoid under [`merge`](Self::merge), with [`new`](Self::new) as its
/// identity: whichever way documents are cut into states, and in whatever order those are merged, the result
/// has the same JSON and the same report, to the bit (`tests/laws.rs` holds it so).
///
/// A state does not count documents, nor does it know which they were: that is its owner's to keep.
#[derive(Debug, Clone)]
pub struct State {
    schema: Arc<Schema>,
    root: Node,
    /// The stamp of the last fold, of this state or of one that was merged into it.
    stamp: u64,
}

impl State {
    /// The state of no document: the identity of [`merge`](Self::merge).
    ///
    /// The schema should have passed [`Schema::check`]: nothing panics if it has not, but a histogram of edges in
    /// disorder, say, counts nonsense.
    pub fn new(schema: impl Into<Arc<Schema>>) -> Self {
        let schema = schema.into();
        let root = Node::new(&schema);
        Self { schema, root, stamp: 0 }
    }

    /// The schema that all was folded under.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Whether this is the identity: nothing has been folded that leaves a trace.
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Of how many documents the state must be, whatever else it says: a key that was counted in three tells of three.
    ///
    /// What takes in states of others holds this against the documents that they were folded of.
    ///
    /// ```
    /// use textmill_merge::{Schema, State};
    ///
    /// let state = State::from_json(Schema::counts(10), r#"{"cat":[5,3],"dog":[1,1]}"#)?;
    /// assert_eq!(state.least_documents(), 3);
    /// # Ok::<(), textmill_merge::StateError>(())
    /// ```
    pub fn least_documents(&self) -> u64 {
        self.root.least_documents(&self.schema)
    }

    /// About how many bytes the state takes: what a host asks to decide when to write its
    /// [entries](Self::write_entries) out and start again.
    ///
    /// Cheap enough to be asked after each document: it looks at each field, but at no key. Room that is kept for growth
    /// is counted, the allocator's own bookkeeping is not.
    pub fn memory(&self) -> usize {
        size_of::<Self>() + self.root.memory()
    }

    /// The longest of what the state keeps as a document gave it: keys of `counts`, `pairs`, `map` and `set`, values of a
    /// `sample`, payloads of a `top`. Of several that are as long it is any.
    ///
    /// What a host asks that takes in states of others, and bounds what a report shows of each value.
    ///
    /// ```
    /// use textmill_merge::{Schema, State};
    ///
    /// let schema = Schema::from_json(r#"{"kind": "record", "fields": {"words": {"kind": "counts", "top": 2}}}"#)?;
    /// let state = State::from_json(schema, r#"{"words":{"cat":[3,2],"giraffe":[1,1]}}"#)?;
    /// let longest = state.longest_kept();
    /// assert_eq!((longest.field.as_slice(), longest.bytes), (["words"].as_slice(), 7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn longest_kept(&self) -> Kept<'_> {
        let mut longest = Kept::default();
        self.root.find_longest(&self.schema, &mut Vec::new(), &mut longest);
        longest
    }

    /// Calls `visit` with each of the state's [entries](crate::Entry), in the order of their paths.
    ///
    /// What it is given is the JSON that [`Entry::read`](crate::Entry::read) takes, `["words","cat"],[3,2]`, without
    /// a line's end, and good until it returns. An empty state has no entries. Nothing is built but the order of the
    /// keys, which takes 16 bytes for each key of the largest `counts` or `map` while it is written.
    ///
    /// # Errors
    /// The first error of `visit`, which ends the writing.
    pub fn write_entries<E>(&self, visit: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        entry::write_entries(&self.schema, &self.root, visit)
    }

    /// Folds one document's value in: lifts it to the state of that document alone, and merges that.
    ///
    /// The value may be anything that serde can serialize: an author's type in a guest, a `Value` on the host;
    /// what counts is the JSON that it is written as, so both leave the same state. It is serialized twice, to be
    /// checked before any of it is taken in, and has to serialize alike both times.
    ///
    /// `document` is the document's id, which `top` and `sample` show and choose by. Folding 300 counts takes some
    /// ten microseconds.
    ///
    /// # Errors
    /// [`FoldError`] with the place, where the value does not fit the schema: another type, a field that the record
    /// does not have, a number that is not finite. The state is then unchanged.
    pub fn fold<V: Serialize + ?Sized>(&mut self, document: &str, value: &V) -> Result<(), FoldError> {
        fold::check(&self.schema, value)?;
        self.stamp += 1;
        let origin = Origin { document, stamp: self.stamp };
        let folded = fold::fold(&self.schema, &mut self.root, &origin, value);
        self.root.end_document();
        folded
    }

    /// [`fold`](Self::fold) of a value that is given as JSON text, without a `Value` in between.
    ///
    /// Of a key that comes twice in an object, `counts`, `map` and `record` take both values in.
    ///
    /// # Errors
    /// As `fold`, and for what is not JSON. The state is then unchanged.
    pub fn fold_json(&mut self, document: &str, json: &str) -> Result<(), FoldError> {
        fold::check_text(&self.schema, json)?;
        self.stamp += 1;
        let origin = Origin { document, stamp: self.stamp };
        let folded = fold::fold_text(&self.schema, &mut self.root, &origin, json);
        self.root.end_document();
        folded
    }

    /// [`fold`](Self::fold) of an output that knows the kinds of its fields: the same state, several times as fast.
    ///
    /// # Errors
    /// As `fold`. The state is then unchanged.
    pub fn fold_output<V: Fold + ?Sized>(&mut self, document: &str, output: &V) -> Result<(), FoldError> {
        self.schema.check_output(output)?;
        self.stamp += 1;
        let origin = Origin { document, stamp: self.stamp };
        let folded = fold::fold_output(&self.schema, &mut self.root, &origin, output);
        self.root.end_document();
        folded
    }

    /// Adds to the fields of the record at the top, by type: what was counted over many documents, without an output of
    /// each.
    ///
    /// What is added leaves the state that folding the documents' values one by one leaves, to the bit. Of a state that
    /// is no record, every field is one that the schema does not have.
    pub fn fields(&mut self) -> Fields<'_> {
        Fields::new(self.adder())
    }

    /// Adds to the whole of the state, of whatever kind; see [`fields`](Self::fields).
    pub fn adder(&mut self) -> Adder<'_> {
        Adder::new(&self.schema, &mut self.root, &mut self.stamp)
    }

    /// What was counted in a field of kind `counts`, which is one of the schema's
    /// [`counted_fields`](Schema::counted_fields); nothing where it is empty or none of them.
    ///
    /// ```
    /// use textmill_merge::{Schema, State};
    ///
    /// let schema = Schema::from_json(r#"{"kind": "record", "fields": {"words": {"kind": "counts", "top": 2}}}"#)?;
    /// let mut state = State::new(schema);
    /// state.fold_json("a.txt", r#"{"words": ["cat", "dog", "cat"]}"#)?;
    /// let mut words = state.counts(&["words"]).unwrap();
    /// assert_eq!((words.total(), words.get("cat")), (3, Some((2, 1))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn counts<N: AsRef<str>>(&mut self, field: &[N]) -> Option<Counted<'_>> {
        let (mut node, mut schema) = (&mut self.root, &*self.schema);
        for name in field {
            let (Node::Record(record), Schema::Record { fields }) = (node, schema) else { return None };
            let (place, field) = record::position(fields, name.as_ref())?;
            (node, schema) = (record.node(place, field), field);
        }
        match node {
            Node::Counts(counts) => Some(Counted(counts)),
            _ => None,
        }
    }

    /// Merges `other` into `self`.
    ///
    /// Associative and commutative to the bit, so a report may be made by any number of threads or machines. Time
    /// is linear in the keys of the smaller of the two.
    ///
    /// # Errors
    /// [`MergeError::Schema`] when the two were folded under different schemas; `self` is then unchanged. Where they
    /// differ in nothing but how many keys are shown, give both the same with [`with_top`](Self::with_top).
    pub fn merge(&mut self, other: State) -> Result<(), MergeError> {
        if self.schema != other.schema {
            return Err(MergeError::Schema { ours: self.schema.to_json(), theirs: other.schema.to_json() });
        }
        // A key's stamp says which fold met it last: the next has to differ from all that came in.
        self.stamp = self.stamp.max(other.stamp);
        self.root.merge(&self.schema, other.root).map_err(|OtherKind| MergeError::Schema {
            ours: self.schema.to_json(),
            theirs: other.schema.to_json(),
        })
    }

    /// Merges the JSON of a state of the same schema.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json); `self` is then unchanged.
    pub fn merge_json(&mut self, json: &str) -> Result<(), StateError> {
        let other = read(&self.schema, json)?;
        self.root.merge(&self.schema, other).map_err(other_kind)
    }

    /// The canonical JSON, equal for equal states: no blanks, keys in the order of their bytes, nothing that is
    /// empty (the identity itself is `null`), integers above 2⁵³ − 1 as strings, and floats in the fewest digits
    /// that give them back.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.root.write(&self.schema, &mut json);
        json
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`StateError`] with the place, for anything else: the text may come from a plugin that lies. Keys out of order,
    /// counts below 0, more than the schema lets a state keep, and contradictions within a state are refused; a sum
    /// that nobody's numbers have is not, since nothing tells it from a true one.
    pub fn from_json(schema: impl Into<Arc<Schema>>, json: &str) -> Result<Self, StateError> {
        let schema = schema.into();
        let root = read(&schema, json)?;
        Ok(Self { schema, root, stamp: 0 })
    }

    /// The binary form, which is written and read several times as fast as [the JSON](Self::to_json): keys in the order
    /// in which they came, nothing as text that is none.
    ///
    /// Equal states may have different bytes. The first is 1, the version of the form; `docs/merge.md` has all of it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![binary::VERSION];
        self.root.write_bytes(&self.schema, &mut bytes);
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`StateError`] with the place, for anything else, as [`from_json`](Self::from_json) has them; for another
    /// version, and for keys that come twice.
    pub fn from_bytes(schema: impl Into<Arc<Schema>>, bytes: &[u8]) -> Result<Self, StateError> {
        Self::from_bytes_within(schema, bytes, &mut ReadLimits::default())
    }

    /// As [`from_bytes`](Self::from_bytes), of a state that is not to have more than so much.
    ///
    /// # Errors
    /// As `from_bytes`, and where the state has more: then [`StateError::is_over_limit`] holds, and nothing of its size
    /// was asked for.
    pub fn from_bytes_within(
        schema: impl Into<Arc<Schema>>,
        bytes: &[u8],
        limits: &mut ReadLimits,
    ) -> Result<Self, StateError> {
        let schema = schema.into();
        let root = read_bytes(&schema, bytes, limits)?;
        Ok(Self { schema, root, stamp: 0 })
    }

    /// Merges the bytes of a state of the same schema.
    ///
    /// # Errors
    /// As [`from_bytes`](Self::from_bytes); `self` is then unchanged.
    pub fn merge_bytes(&mut self, bytes: &[u8]) -> Result<(), StateError> {
        self.merge_bytes_within(bytes, &mut ReadLimits::default())
    }

    /// As [`merge_bytes`](Self::merge_bytes), of a state that is not to have more than so much.
    ///
    /// # Errors
    /// As [`from_bytes_within`](Self::from_bytes_within); `self` is then unchanged.
    pub fn merge_bytes_within(&mut self, bytes: &[u8], limits: &mut ReadLimits) -> Result<(), StateError> {
        let other = read_bytes(&self.schema, bytes, limits)?;
        self.root.merge(&self.schema, other).map_err(other_kind)
    }

    /// What the report shows; `each` is left out of it.
    pub fn finish(&self) -> Value {
        self.root.finish(&self.schema, Shown::default())
    }

    /// What the report shows, with `top` keys of every `counts` and `map` instead of the schema's number.
    pub fn finish_with_top(&self, top: u32) -> Value {
        self.root.finish(&self.schema, Shown { top: Some(top), ..Shown::default() })
    }

    /// What the report shows, with the keys of every `counts` in this order.
    pub fn finish_by(&self, order: KeyOrder) -> Value {
        self.root.finish(&self.schema, Shown { order, ..Shown::default() })
    }

    /// The same state under [`Schema::with_top`], which merges with others of that schema.
    #[must_use]
    pub fn with_top(self, top: u32) -> Self {
        Self { schema: Arc::new(self.schema.with_top(top)), ..self }
    }
}

/// What was counted in a field: keys in no order.
#[derive(Debug)]
pub struct Counted<'s>(&'s mut CountsState);

impl Counted<'_> {
    /// What all keys come to.
    pub fn total(&self) -> u128 {
        self.0.total()
    }

    /// How often a key was counted, and in how many documents.
    pub fn get(&mut self, key: &str) -> Option<(u128, u64)> {
        self.0.get(key)
    }

    /// Each key, how often it was counted, and in how many documents.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u128, u64)> {
        self.0.iter()
    }
}

/// What was read by the state's own schema is of it, so that this is met by nobody.
#[cold]
fn other_kind(_: OtherKind) -> StateError {
    StateError::new(0, format!("a state that {}", OtherKind::MESSAGE))
}

fn read(schema: &Schema, json: &str) -> Result<Node, StateError> {
    let mut reader = Reader::new(json);
    let node = Node::read(schema, &mut reader)?;
    reader.end()?;
    Ok(node)
}

fn read_bytes(schema: &Schema, bytes: &[u8], limits: &mut ReadLimits) -> Result<Node, StateError> {
    let mut reader = binary::Reader::new(bytes, *limits)?;
    let node = Node::read_bytes(schema, &mut reader)?;
    *limits = reader.end()?;
    Ok(node)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    #[test]
    fn memory_grows_with_what_is_kept() {
        for (schema, value, least, most) in [
            (
                Schema::counts(1),
                json!((0..10_000).map(|key| key.to_string()).collect::<Vec<_>>()),
                500_000,
                2_000_000,
            ),
            (
                Schema::Distinct,
                json!((0..2_000).map(|key| key.to_string()).collect::<Vec<_>>()),
                16_384,
                20_000,
            ),
            (Schema::sample(2), json!("x".repeat(10_000)), 10_000, 11_000),
            (Schema::top(2), json!(1), 16, 1_000),
            (Schema::Quantiles { at: vec![0.5] }, json!((0..1_000).collect::<Vec<_>>()), 10_000, 100_000),
            (Schema::Sum, json!(1e300), 8, 2_000),
        ] {
            let mut state = State::new(schema);
            let empty = state.memory();
            state.fold("a document", &value).unwrap();
            let grown = state.memory() - empty;
            assert!((least..=most).contains(&grown), "{:?}: {grown}", state.schema());
        }
    }

    #[test]
    fn a_sample_that_is_pushed_out_takes_no_memory() {
        let mut sample = State::new(Schema::sample(2));
        let mut top = State::new(Schema::top(2));
        for index in 0..1_000 {
            let id = format!("{index:03}");
            sample.fold(&id, &"x".repeat(100)).unwrap();
            top.fold(&id, &index).unwrap();
        }
        assert!(sample.memory() < 1_000, "{}", sample.memory());
        assert!(top.memory() < 1_000, "{}", top.memory());
    }
}
