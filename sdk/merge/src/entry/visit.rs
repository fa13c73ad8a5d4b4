//! The entries of a state, in order.

use std::collections::BTreeMap;

use super::leaf::write_key;
use crate::json::{write_count, write_string};
use crate::kind::{CountsState, MapState, Node, RecordState};
use crate::schema::Schema;

/// Gives `visit` the JSON of each entry.
pub(crate) fn write_entries<E>(
    schema: &Schema,
    node: &Node,
    visit: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    Writer { line: "[".to_owned(), visit }.write(schema, node)
}

/// Between two entries the line is the beginning of a path, which all entries of one node share: only what
/// differs is written for each.
struct Writer<V> {
    line: String,
    visit: V,
}

impl<E, V: FnMut(&str) -> Result<(), E>> Writer<V> {
    fn write(&mut self, schema: &Schema, node: &Node) -> Result<(), E> {
        match (node, schema) {
            (node, _) if node.is_empty() => Ok(()),
            (Node::Counts(counts), _) => self.write_counts(counts),
            (Node::Map(map), Schema::Map { of, .. }) => self.write_map(of, map),
            (Node::Record(record), Schema::Record { fields }) => self.write_fields(fields, record),
            (Node::Whole(state), _) => self.end(|line| state.write(line)),
            // A state that is not of the schema: there is nothing of what was asked for.
            (Node::Map(_) | Node::Record(_), _) => Ok(()),
        }
    }

    fn write_fields(&mut self, fields: &BTreeMap<String, Schema>, record: &RecordState) -> Result<(), E> {
        record
            .full(fields)
            .try_for_each(|(name, field, node)| self.below(name, |writer| writer.write(field, node)))
    }

    fn write_counts(&mut self, counts: &CountsState) -> Result<(), E> {
        counts
            .sorted()
            .try_for_each(|(key, tally)| self.below(key, |writer| writer.end(|line| tally.write(line))))
    }

    fn write_map(&mut self, of: &Schema, map: &MapState) -> Result<(), E> {
        map.sorted().try_for_each(|(key, documents, node)| {
            self.below(key, |writer| {
                if let Node::Whole(state) = node {
                    return writer.end(|line| write_key(documents, state, line));
                }
                writer.end(|line| write_count(line, documents.into()))?;
                writer.write(of, node)
            })
        })
    }

    /// Writes what stands below a field or key.
    #[inline]
    fn below(&mut self, name: &str, write: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        let length = self.line.len();
        if length > 1 {
            self.line.push(',');
        }
        write_string(&mut self.line, name);
        write(self)?;
        self.line.truncate(length);
        Ok(())
    }

    /// Gives out an entry at this path.
    #[inline]
    fn end(&mut self, write: impl FnOnce(&mut String)) -> Result<(), E> {
        let length = self.line.len();
        self.line.push_str("],");
        write(&mut self.line);
        (self.visit)(&self.line)?;
        self.line.truncate(length);
        Ok(())
    }
}
