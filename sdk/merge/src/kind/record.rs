//! `record`: a state per field.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Node;
use crate::error::StateError;
use crate::json::{Reader, comma, write_string};
use crate::schema::Schema;

/// A state for each field of the schema, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Record(Box<[Node]>);

type Fields = BTreeMap<String, Schema>;

impl Record {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self(fields.values().map(Node::new).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Node::is_empty)
    }

    /// The state of the field at `position` in the schema.
    pub(crate) fn node(&mut self, position: usize) -> Option<&mut Node> {
        self.0.get_mut(position)
    }

    pub(crate) fn merge(&mut self, fields: &Fields, other: Self) {
        for ((ours, theirs), schema) in self.0.iter_mut().zip(other.0).zip(fields.values()) {
            ours.merge(schema, theirs);
        }
    }

    /// `{field: state, …}`, by field, without those that nothing was folded into.
    pub(crate) fn write(&self, fields: &Fields, out: &mut String) {
        out.push('{');
        let mut first = true;
        for (node, (name, schema)) in self.0.iter().zip(fields) {
            if !node.is_empty() {
                comma(out, &mut first);
                write_string(out, name);
                out.push(':');
                node.write(schema, out);
            }
        }
        out.push('}');
    }

    pub(crate) fn read(fields: &Fields, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        let mut record = Self::new(fields);
        reader.object(|reader, key| match position(fields, key) {
            Some((position, schema)) => {
                record.0[position] = Node::read(schema, reader)?;
                Ok(())
            }
            None => Err(reader.error("the schema has no such field")),
        })?;
        Ok(record)
    }

    /// All fields that a report shows, empty or not.
    pub(crate) fn finish(&self, fields: &Fields, top: Option<u32>) -> Value {
        let shown = self.0.iter().zip(fields).filter(|(_, (_, schema))| schema.is_reported());
        Value::Object(shown.map(|(node, (name, schema))| (name.clone(), node.finish(schema, top))).collect())
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
