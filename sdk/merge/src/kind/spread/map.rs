//! `map`: a state per key, where the keys are not known beforehand.

use serde_json::Value;

use super::counts::greatest;
use crate::binary::{self, write_size, write_whole};
use crate::error::StateError;
use crate::json::{Reader, comma, write_count, write_string};
use crate::keys::Keys;
use crate::kind::{Kept, Node, OtherKind, Shown};
use crate::schema::Schema;

impl Schema {
    /// A `map` to values of a schema, of which the report shows the `top` keys of most documents.
    pub fn map(of: Self, top: u32) -> Self {
        Self::Map { of: Box::new(of), top, at_least: 0 }
    }
}

/// Every key with the state of its values.
#[derive(Debug, Clone, Default)]
pub(crate) struct MapState {
    keys: Keys,
    /// By the number of the key.
    entries: Vec<Entry>,
    /// Bytes on the heap of all nodes but that of `open`.
    settled: usize,
    /// The key whose node was last handed out, and may since have grown.
    open: Option<usize>,
}

#[derive(Debug, Clone)]
struct Entry {
    node: Node,
    /// In how many documents the key had a value.
    documents: u64,
    /// Which fold of the state last met the key, so that a document counts once; 0 for none.
    stamp: u64,
}

impl MapState {
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The state of a key that the document of this stamp has a value for.
    pub(crate) fn node(&mut self, of: &Schema, key: &str, stamp: u64) -> &mut Node {
        let entry = self.open(of, key);
        if entry.stamp != stamp {
            entry.stamp = stamp;
            entry.documents = entry.documents.saturating_add(1);
        }
        &mut entry.node
    }

    /// The state of a key that so many documents more have a value for; none where it is of no document at all.
    pub(crate) fn add(&mut self, of: &Schema, key: &str, documents: u64) -> Option<&mut Node> {
        if documents == 0 && !self.keys.contains(key) {
            return None;
        }
        let entry = self.open(of, key);
        entry.documents = entry.documents.saturating_add(documents);
        Some(&mut entry.node)
    }

    /// # Errors
    /// Where a value is not of the schema.
    pub(crate) fn merge(&mut self, of: &Schema, mut other: Self) -> Result<(), OtherKind> {
        // The smaller goes into the larger: the order of the two leaves no trace.
        if other.entries.len() > self.entries.len() {
            std::mem::swap(self, &mut other);
        }
        for (number, theirs) in other.entries.into_iter().enumerate() {
            let ours = self.open(of, other.keys.get(number));
            ours.node.merge(of, theirs.node)?;
            ours.documents = ours.documents.saturating_add(theirs.documents);
        }
        Ok(())
    }

    /// `{key: [documents, state], …}`, by key.
    pub(crate) fn write(&self, of: &Schema, out: &mut String) {
        out.push('{');
        let mut first = true;
        for (key, documents, node) in self.sorted() {
            comma(out, &mut first);
            write_string(out, key);
            out.push_str(":[");
            write_count(out, documents.into());
            out.push(',');
            node.write(of, out);
            out.push(']');
        }
        out.push('}');
    }

    /// The documents of the key that is in most, or of the values of one.
    pub(crate) fn least_documents(&self, of: &Schema) -> u64 {
        let of_key = |entry: &Entry| entry.documents.max(entry.node.least_documents(of));
        self.entries.iter().map(of_key).max().unwrap_or_default()
    }

    pub(crate) fn read(of: &Schema, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        let mut map = Self::default();
        reader.object(|reader, key| {
            let (documents, node) = reader.pair(read_documents, |reader| Node::read(of, reader))?;
            // The reader holds keys to strict order, so each is new.
            map.keys.push(key);
            map.settled += node.memory();
            map.entries.push(Entry { node, documents, stamp: 0 });
            Ok(())
        })?;
        Ok(map)
    }

    /// How many keys there are, and unless there are none, the keys, of each its documents less 1, and of each its state.
    pub(crate) fn write_bytes(&self, of: &Schema, out: &mut Vec<u8>) {
        write_size(out, self.keys.len());
        if !self.is_empty() {
            self.keys.write_bytes(out);
            self.entries.iter().for_each(|entry| write_whole(out, entry.documents.saturating_sub(1).into()));
            self.entries.iter().for_each(|entry| entry.node.write_bytes(of, out));
        }
    }

    pub(crate) fn read_bytes(of: &Schema, reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        // Each key has a length, documents and a state.
        let size = reader.size(3)?;
        if size == 0 {
            return Ok(Self::default());
        }
        let keys = Keys::read_bytes(size, reader)?;
        let documents: Vec<u64> =
            (0..size).map(|_| Ok(reader.natural()?.saturating_add(1))).collect::<Result<_, StateError>>()?;
        let mut map = Self { keys, entries: Vec::with_capacity(size), ..Self::default() };
        for (number, documents) in documents.into_iter().enumerate() {
            let node = Node::read_bytes(of, reader).map_err(|error| error.under(map.keys.get(number)))?;
            map.settled += node.memory();
            map.entries.push(Entry { node, documents, stamp: 0 });
        }
        Ok(map)
    }

    /// The keys of most documents and of `at_least` so many, ties by key, with what is shown of their values. `shown` goes on to
    /// what lies below.
    pub(crate) fn finish(&self, of: &Schema, top: u32, at_least: u32, shown: Shown) -> Value {
        let documents = |number: usize| self.entries[number].documents;
        let mut keys =
            greatest(self.entries.len(), top, at_least.into(), documents, |number| self.keys.get(number));
        keys.sort_unstable_by_key(|number| self.keys.get(*number));
        let show =
            |number: usize| (self.keys.get(number).to_owned(), self.entries[number].node.finish(of, shown));
        Value::Object(keys.into_iter().map(show).collect())
    }

    /// Keys, in how many documents each had a value, and the state of the values, in the order of the keys' bytes.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&str, u64, &Node)> {
        self.keys.sorted().into_iter().map(|number| {
            let Entry { node, documents, .. } = &self.entries[number];
            (self.keys.get(number), *documents, node)
        })
    }

    pub(crate) fn find_longest<'n>(
        &'n self,
        of: &'n Schema,
        field: &mut Vec<&'n str>,
        longest: &mut Kept<'n>,
    ) {
        longest.hold(field, self.keys.longest());
        for (number, entry) in self.entries.iter().enumerate() {
            field.push(self.keys.get(number));
            entry.node.find_longest(of, field, longest);
            field.pop();
        }
    }

    /// Bytes on the heap, without a look at each key: what lies below is added up while it grows.
    pub(crate) fn memory(&self) -> usize {
        let open = self.open.map_or(0, |number| self.entries[number].node.memory());
        self.keys.memory() + self.entries.capacity() * size_of::<Entry>() + self.settled + open
    }

    /// The entry of a key, whose node may then grow.
    fn open(&mut self, of: &Schema, key: &str) -> &mut Entry {
        let number = self.keys.intern(key);
        if number == self.entries.len() {
            self.entries.push(Entry { node: Node::new(of), documents: 0, stamp: 0 });
            self.settled += self.entries[number].node.memory();
        }
        if self.open != Some(number) {
            if let Some(before) = self.open.replace(number) {
                self.settled += self.entries[before].node.memory();
            }
            // A clone has less to spare than what was added up, so this may be the larger.
            self.settled = self.settled.saturating_sub(self.entries[number].node.memory());
        }
        &mut self.entries[number]
    }
}

/// Takes in how many documents a key had a value.
pub(crate) fn read_documents(reader: &mut Reader<'_>) -> Result<u64, StateError> {
    match u64::try_from(reader.count()?).unwrap_or(u64::MAX) {
        0 => Err(reader.error("expected a key of one or more documents")),
        documents => Ok(documents),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::fold::{Origin, fold};
    use crate::json::Reader;
    use crate::kind::Node;
    use crate::{Schema, State};

    fn state(of: Schema) -> State {
        State::new(Schema::map(of, 2))
    }

    #[test]
    fn keys_of_most_documents_are_shown() {
        let mut map = state(Schema::Sum);
        map.fold("", &json!({"c": 100, "a": 1, "b": 1, "d": null})).unwrap();
        map.fold("", &json!({"b": 0.5, "d": null})).unwrap();
        assert_eq!(map.to_json(), r#"{"a":[1,"0x1p+0"],"b":[2,"0x3p-1"],"c":[1,"0x19p+2"]}"#);
        assert_eq!(map.finish(), json!({"a": 1, "b": 1.5}));
        assert_eq!(map.finish_with_top(1), json!({"b": 1.5}));
    }

    #[test]
    fn keys_of_fewer_documents_are_kept_and_not_shown() {
        let of = Box::new(Schema::Sum);
        let mut map = State::new(Schema::Map { of, top: 9, at_least: 2 });
        map.fold("", &json!({"a": 5, "b": 1})).unwrap();
        map.fold("", &json!({"b": 1})).unwrap();
        assert_eq!(map.to_json(), r#"{"a":[1,"0x5p+0"],"b":[2,"0x1p+1"]}"#);
        assert_eq!(map.finish(), json!({"b": 2}));
    }

    #[test]
    fn a_document_counts_once_and_an_empty_value_counts() {
        let mut map = state(Schema::counts(1));
        map.fold_json("", r#"{"a":["x"],"a":["y"],"b":{}}"#).unwrap();
        assert_eq!(map.to_json(), r#"{"a":[1,{"x":[1,1],"y":[1,1]}],"b":[1,null]}"#);
        assert_eq!(map.finish()["b"], json!({"total": 0, "distinct": 0, "top": []}));
    }

    #[test]
    fn what_is_asked_goes_on_below() {
        let mut map = state(Schema::counts(1));
        map.fold("", &json!({"a": ["x", "y"]})).unwrap();
        assert_eq!(map.finish()["a"]["top"].as_array().unwrap().len(), 1);
        assert_eq!(map.finish_with_top(5)["a"]["top"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn a_bad_state_below_is_named() {
        let read = |json| State::from_json(Schema::map(Schema::Sum, 2), json);
        let error = read(r#"{"a":[1,"0x1p+0"],"b":[1,7]}"#).unwrap_err();
        assert_eq!(error.to_string(), "`b`: expected `\"` at byte 25 of the state");
        assert!(read(r#"{"a":[0,"0x1p+0"]}"#).is_err());
    }

    /// What is added up while a map grows is what a look at every key finds.
    #[track_caller]
    fn check_memory(node: &Node) {
        let Node::Map(map) = node else { panic!("not a map: {node:?}") };
        let below: usize = map.entries.iter().map(|entry| entry.node.memory()).sum();
        let own = map.keys.memory() + map.entries.capacity() * size_of::<super::Entry>();
        assert_eq!(map.memory(), own + below);
    }

    #[test]
    fn memory_is_known_without_a_look_at_the_keys() {
        let of = Schema::map(Schema::counts(1), 1);
        let schema = Schema::map(of, 1);
        let mut node = Node::new(&schema);
        let mut other = Node::new(&schema);
        for stamp in 1..200 {
            let value = json!({ "a": {"x": [stamp.to_string()]}, (stamp % 7).to_string(): {"y": {"k": stamp}, (stamp.to_string()): "z"} });
            let node = if stamp % 3 == 0 { &mut other } else { &mut node };
            fold(&schema, node, &Origin { document: "", stamp }, &value).unwrap();
            check_memory(node);
        }
        let mut json = String::new();
        other.write(&schema, &mut json);
        let read = Node::read(&schema, &mut Reader::new(&json)).unwrap();
        check_memory(&read);
        node.merge(&schema, other).unwrap();
        check_memory(&node);
        node.merge(&schema, read).unwrap();
        check_memory(&node);
    }
}
