//! `record`: a state per field.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::binary::{self, write_size};
use crate::error::StateError;
use crate::json::{Reader, comma, write_string};
use crate::kind::{Kept, Node, OtherKind, Shown};
use crate::schema::Schema;

/// The states of the fields that had a value, each with its place in the schema, by place.
///
/// A field is not there before it is needed: a schema of a thousand fields, in a map of as many keys, is a line of
/// JSON that would otherwise ask for a gigabyte.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordState(Vec<(usize, Node)>);

type Fields = BTreeMap<String, Schema>;

impl RecordState {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, node)| node.is_empty())
    }

    /// The state of the field at this place in the schema.
    pub(crate) fn node(&mut self, place: usize, schema: &Schema) -> &mut Node {
        let index = match self.index(place) {
            Ok(index) => index,
            Err(index) => {
                self.0.insert(index, (place, Node::new(schema)));
                index
            }
        };
        &mut self.0[index].1
    }

    /// # Errors
    /// Where a field is not of the schema.
    pub(crate) fn merge(&mut self, fields: &Fields, other: Self) -> Result<(), OtherKind> {
        let mut schemas = fields.values().enumerate();
        for (place, theirs) in other.0 {
            // Both go up in the schema's order, so one way through it finds all.
            if let Some((_, schema)) = schemas.find(|(other, _)| *other == place) {
                self.node(place, schema).merge(schema, theirs)?;
            }
        }
        Ok(())
    }

    /// `{field: state, …}`, by field, without those that nothing was folded into.
    pub(crate) fn write(&self, fields: &Fields, out: &mut String) {
        out.push('{');
        let mut first = true;
        for (name, schema, node) in self.full(fields) {
            comma(out, &mut first);
            write_string(out, name);
            out.push(':');
            node.write(schema, out);
        }
        out.push('}');
    }

    /// The fields that something was folded into, in the order of their names' bytes.
    pub(crate) fn full<'a>(
        &'a self,
        fields: &'a Fields,
    ) -> impl Iterator<Item = (&'a str, &'a Schema, &'a Node)> {
        fields.iter().enumerate().filter_map(|(place, (name, schema))| {
            let node = self.get(place).filter(|node| !node.is_empty())?;
            Some((name.as_str(), schema, node))
        })
    }

    pub(crate) fn find_longest<'n>(
        &'n self,
        fields: &'n Fields,
        field: &mut Vec<&'n str>,
        longest: &mut Kept<'n>,
    ) {
        for (name, schema, node) in self.full(fields) {
            field.push(name);
            node.find_longest(schema, field, longest);
            field.pop();
        }
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        let below: usize = self.0.iter().map(|(_, node)| node.memory()).sum();
        self.0.capacity() * size_of::<(usize, Node)>() + below
    }

    pub(crate) fn least_documents(&self, fields: &Fields) -> u64 {
        let of_field =
            |(place, schema): (usize, &Schema)| self.get(place).map(|node| node.least_documents(schema));
        fields.values().enumerate().filter_map(of_field).max().unwrap_or_default()
    }

    pub(crate) fn read(fields: &Fields, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        let mut record = Self::default();
        reader.object(|reader, key| match position(fields, key) {
            Some((place, schema)) => {
                *record.node(place, schema) = Node::read(schema, reader)?;
                Ok(())
            }
            None => Err(reader.error("the schema has no such field")),
        })?;
        Ok(record)
    }

    /// How many fields have a state, and of each its place among the schema's, and the state.
    pub(crate) fn write_bytes(&self, fields: &Fields, out: &mut Vec<u8>) {
        write_size(out, self.0.iter().filter(|(_, node)| !node.is_empty()).count());
        let mut schemas = fields.values().enumerate();
        for (place, node) in self.0.iter().filter(|(_, node)| !node.is_empty()) {
            // Both go up in the schema's order, so one way through it finds all.
            if let Some((_, schema)) = schemas.find(|(other, _)| other == place) {
                write_size(out, *place);
                node.write_bytes(schema, out);
            }
        }
    }

    pub(crate) fn read_bytes(fields: &Fields, reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        let mut record = Self::default();
        let mut schemas = fields.iter().enumerate();
        let size = reader.size(2)?;
        reader.allow_keys(size)?;
        for _ in 0..size {
            let place = reader.natural()?;
            let Some((place, (name, schema))) = schemas.find(|(other, _)| *other as u64 == place) else {
                return Err(reader.error("the schema has no such field, or it is out of order"));
            };
            let node = Node::read_bytes(schema, reader).map_err(|error| error.under(name))?;
            if !node.is_empty() {
                record.0.push((place, node));
            }
        }
        Ok(record)
    }

    /// Ends a document, where that has to be known.
    pub(crate) fn end_document(&mut self) {
        self.0.iter_mut().for_each(|(_, node)| node.end_document());
    }

    /// All fields that a report shows, empty or not.
    pub(crate) fn finish(&self, fields: &Fields, shown: Shown) -> Value {
        let show = |(place, (name, schema)): (usize, (&String, &Schema))| {
            let report = match self.get(place) {
                Some(node) => node.finish(schema, shown),
                None => Node::new(schema).finish(schema, shown),
            };
            (name.clone(), report)
        };
        let shown = fields.iter().enumerate().filter(|(_, (_, schema))| schema.is_reported());
        Value::Object(shown.map(show).collect())
    }

    fn get(&self, place: usize) -> Option<&Node> {
        self.index(place).ok().map(|index| &self.0[index].1)
    }

    fn index(&self, place: usize) -> Result<usize, usize> {
        self.0.binary_search_by_key(&place, |(place, _)| *place)
    }
}

/// Where a field stands in the schema's order, and its schema. A record has a handful of fields, which are
/// compared by length first: a tree of them would not be faster.
pub(crate) fn position<'a>(fields: &'a Fields, name: &str) -> Option<(usize, &'a Schema)> {
    fields
        .iter()
        .enumerate()
        .find(|(_, (field, _))| *field == name)
        .map(|(place, (_, schema))| (place, schema))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    fn state() -> State {
        let schema = r#"{"kind":"record","fields":{
            "text":{"kind":"each"},"words":{"kind":"sum"},
            "inner":{"kind":"record","fields":{"x":{"kind":"max"}}},"texts":{"kind":"map","of":{"kind":"each"},"top":1}}}"#;
        State::new(Schema::from_json(schema).unwrap())
    }

    #[test]
    fn fields_merge_each_in_its_way() {
        let mut record = state();
        record.fold("", &json!({"words": 3, "text": [1], "inner": {"x": 1}})).unwrap();
        record.fold("", &json!({"words": 4, "inner": null})).unwrap();
        assert_eq!(record.to_json(), r#"{"inner":{"x":1},"words":"0x7p+0"}"#);
        assert_eq!(record.finish(), json!({"words": 7, "inner": {"x": 1}}));
    }

    #[test]
    fn empty_fields_are_shown_and_not_kept() {
        let mut record = state();
        record.fold("", &json!({})).unwrap();
        assert!(record.is_empty());
        assert_eq!(record.to_json(), "null");
        assert_eq!(record.finish(), json!({"words": 0, "inner": {"x": null}}));
    }

    #[test]
    fn unknown_fields_are_refused_by_name() {
        let error = state().fold("", &json!({"inner": {"y": 1}})).unwrap_err();
        assert_eq!(error.to_string(), "`inner.y`: found a field that the schema does not have, expected `x`");
        let error = State::from_json(state().schema().clone(), r#"{"other":1}"#).unwrap_err();
        assert_eq!(error.to_string(), "`other`: the schema has no such field at byte 9 of the state");
    }
}
