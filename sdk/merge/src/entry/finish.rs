//! The report of a state that is given by its entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Entry;
use super::leaf::Leaf;
use super::path::Path;
use crate::error::EntryError;
use crate::kind::counts::{self, KeyOrder, Tally};
use crate::kind::greatest::Greatest;
use crate::kind::pairs::Associations;
use crate::kind::{Node, OtherKind, Shown, record};
use crate::schema::Schema;

/// Makes of a state's entries what [`State::finish`](crate::State::finish) makes of the state, to the byte.
///
/// Of `counts` and `map` it keeps the keys that are to be shown, and no other, so its memory depends on the schema and
/// on how many those are, and not on how many there were. `pairs` is the exception: which of them are the strongest is
/// known when the last has come, so those that were counted often enough to be shown are kept, in 24 bytes each, and the
/// different words.
#[derive(Debug)]
pub struct Finisher {
    schema: Arc<Schema>,
    shown: Shown,
    root: Open,
    /// The path of the entry that came last.
    last: Option<Path>,
}

impl Finisher {
    /// The report of no entries, as far as it goes; see [`State::finish`](crate::State::finish).
    pub fn new(schema: impl Into<Arc<Schema>>) -> Self {
        Self::showing(schema.into(), Shown::default())
    }

    /// The same, with `top` keys of every `counts` and `map`; see
    /// [`State::finish_with_top`](crate::State::finish_with_top).
    pub fn with_top(schema: impl Into<Arc<Schema>>, top: u32) -> Self {
        Self::showing(schema.into(), Shown { top: Some(top), ..Shown::default() })
    }

    /// The same, with the keys of every `counts` in another order; see
    /// [`State::finish_by`](crate::State::finish_by).
    pub fn by(schema: impl Into<Arc<Schema>>, order: KeyOrder) -> Self {
        Self::showing(schema.into(), Shown { order, ..Shown::default() })
    }

    fn showing(schema: Arc<Schema>, shown: Shown) -> Self {
        let root = Open::new(&schema, shown);
        Self { schema, shown, root, last: None }
    }

    /// Takes in the next entry of the state. Each path must be after the one before: entries of several states go
    /// through a [`Join`](crate::Join) first.
    ///
    /// # Errors
    /// [`EntryError`] with the path, where it is not after the one before, or is not of the schema. Nothing of the entry
    /// is then taken in, and nothing sensible comes of what was.
    pub fn add(&mut self, entry: &Entry) -> Result<(), EntryError> {
        let Entry { path, leaf } = entry;
        match &mut self.last {
            Some(last) if *last >= *path => {
                return Err(path.error(format!("is not after `{}`", last.to_place())));
            }
            Some(last) => last.copy(path),
            None => self.last = Some(path.clone()),
        }
        let asked = Asked { path, shown: self.shown };
        self.root.add(&self.schema, asked, 0, leaf).map_err(|message| path.error(message))
    }

    /// What the report shows.
    pub fn finish(self) -> Value {
        self.root.finish(&self.schema, self.shown)
    }
}

/// What goes along unchanged from level to level.
#[derive(Clone, Copy)]
struct Asked<'a> {
    path: &'a Path,
    shown: Shown,
}

/// Why an entry is not taken in.
type Refused = &'static str;

const ANOTHER_SCHEMA: Refused = OtherKind::MESSAGE;

/// A part of the report whose entries may still come.
#[derive(Debug)]
enum Open {
    Counts(OpenCounts),
    Pairs(Box<OpenPairs>),
    Map(Box<OpenMap>),
    /// Fields that had an entry, with their places in the schema, in their order.
    Record(Vec<(usize, Open)>),
    /// A kind that is one entry: what is shown of it.
    Single(Value),
}

#[derive(Debug)]
struct OpenCounts {
    total: u128,
    distinct: usize,
    at_least: u128,
    order: KeyOrder,
    greatest: Greatest<Tally>,
}

#[derive(Debug)]
struct OpenPairs {
    top: u32,
    associations: Associations,
}

#[derive(Debug)]
struct OpenMap {
    greatest: Greatest<Value>,
    key: Option<OpenKey>,
}

/// The key whose entries come now.
#[derive(Debug)]
struct OpenKey {
    key: String,
    documents: u64,
    /// None where others are shown before it, and it is only passed over.
    open: Option<Open>,
}

impl Open {
    fn new(schema: &Schema, shown: Shown) -> Self {
        match schema {
            Schema::Counts { top, at_least, widespread, .. } => {
                // How often a key was counted is no matter of its rank.
                let greatest = Greatest::new(shown.top.unwrap_or(*top), 0);
                let (at_least, order) = ((*at_least).into(), shown.order.of_field(*widespread));
                Self::Counts(OpenCounts { total: 0, distinct: 0, at_least, order, greatest })
            }
            Schema::Pairs { top, at_least } => {
                let associations = Associations::new(*at_least);
                Self::Pairs(Box::new(OpenPairs { top: shown.top.unwrap_or(*top), associations }))
            }
            Schema::Map { top, at_least, .. } => {
                let greatest = Greatest::new(shown.top.unwrap_or(*top), *at_least);
                Self::Map(Box::new(OpenMap { greatest, key: None }))
            }
            Schema::Record { .. } => Self::Record(Vec::new()),
            _ => Self::Single(Node::new(schema).finish(schema, shown)),
        }
    }

    /// Takes in an entry whose path has led here in `depth` steps.
    fn add(&mut self, schema: &Schema, asked: Asked<'_>, depth: usize, leaf: &Leaf) -> Result<(), Refused> {
        match (self, schema) {
            (Self::Counts(counts), _) => counts.add(asked.path, depth, leaf),
            (Self::Pairs(pairs), _) => {
                let (key, tally) = key_and_tally(asked.path, depth, leaf)?;
                pairs.associations.add(key, tally);
                Ok(())
            }
            (Self::Map(map), Schema::Map { of, .. }) => map.add(of, asked, depth, leaf),
            (Self::Record(open), Schema::Record { fields }) => add_field(open, fields, asked, depth, leaf),
            (Self::Single(value), _) => match leaf {
                Leaf::State(state) if depth == asked.path.len() && state.is_of(schema) => {
                    *value = state.finish(schema);
                    Ok(())
                }
                _ => Err(ANOTHER_SCHEMA),
            },
            _ => Err(ANOTHER_SCHEMA),
        }
    }

    fn finish(self, schema: &Schema, shown: Shown) -> Value {
        match (self, schema) {
            (Self::Counts(counts), _) => counts.finish(),
            (Self::Pairs(pairs), _) => pairs.associations.finish(pairs.top),
            (Self::Map(map), Schema::Map { of, .. }) => map.finish(of, shown),
            (Self::Record(open), Schema::Record { fields }) => finish_fields(open, fields, shown),
            (Self::Single(value), _) => value,
            _ => Value::Null,
        }
    }
}

/// The key of an entry of `counts` or `pairs`, and what was counted of it.
fn key_and_tally<'a>(path: &'a Path, depth: usize, leaf: &Leaf) -> Result<(&'a str, Tally), Refused> {
    match leaf {
        Leaf::Tally(tally) if path.len() == depth + 1 => Ok((path.name(depth), *tally)),
        _ => Err(ANOTHER_SCHEMA),
    }
}

impl OpenCounts {
    fn add(&mut self, path: &Path, depth: usize, leaf: &Leaf) -> Result<(), Refused> {
        let (key, tally) = key_and_tally(path, depth, leaf)?;
        self.total = self.total.saturating_add(tally.count);
        self.distinct += 1;
        let rank = tally.rank(self.order);
        if tally.count >= self.at_least && self.greatest.has_room(rank) {
            self.greatest.insert(rank, key.to_owned(), tally);
        }
        Ok(())
    }

    fn finish(self) -> Value {
        let shown = self.greatest.into_sorted().map(|(key, tally)| tally.finish(&key, self.total));
        counts::report(self.total, self.distinct, shown.collect())
    }
}

impl OpenMap {
    fn add(&mut self, of: &Schema, asked: Asked<'_>, depth: usize, leaf: &Leaf) -> Result<(), Refused> {
        match asked.path.len().checked_sub(depth + 1) {
            None => Err(ANOTHER_SCHEMA),
            Some(0) => self.add_key(of, asked, depth, leaf),
            Some(_) => match &mut self.key {
                Some(open) if open.key == asked.path.name(depth) => match &mut open.open {
                    Some(open) => open.add(of, asked, depth + 1, leaf),
                    None => Ok(()),
                },
                _ => Err("comes without the entry of its key"),
            },
        }
    }

    fn add_key(&mut self, of: &Schema, asked: Asked<'_>, depth: usize, leaf: &Leaf) -> Result<(), Refused> {
        let key = asked.path.name(depth);
        match leaf {
            Leaf::Documents(documents) if of.is_spread() => {
                self.close(of, asked.shown);
                let open = self.greatest.has_room((*documents).into()).then(|| Open::new(of, asked.shown));
                let reused = self.key.take().map(|open| open.key);
                let mut name = reused.unwrap_or_default();
                key.clone_into(&mut name);
                self.key = Some(OpenKey { key: name, documents: *documents, open });
                Ok(())
            }
            Leaf::Key(documents, state) if state.is_of(of) => {
                if self.greatest.has_room((*documents).into()) {
                    self.greatest.insert((*documents).into(), key.to_owned(), state.finish(of));
                }
                Ok(())
            }
            _ => Err(ANOTHER_SCHEMA),
        }
    }

    /// Takes the key whose entries have all come among the greatest.
    fn close(&mut self, of: &Schema, shown: Shown) {
        if let Some(OpenKey { key, documents, open }) = &mut self.key
            && let Some(open) = open.take()
        {
            self.greatest.insert((*documents).into(), std::mem::take(key), open.finish(of, shown));
        }
    }

    fn finish(mut self, of: &Schema, shown: Shown) -> Value {
        self.close(of, shown);
        let shown: BTreeMap<String, Value> = self.greatest.into_sorted().collect();
        Value::Object(shown.into_iter().collect())
    }
}

fn add_field(
    open: &mut Vec<(usize, Open)>,
    fields: &BTreeMap<String, Schema>,
    asked: Asked<'_>,
    depth: usize,
    leaf: &Leaf,
) -> Result<(), Refused> {
    if depth == asked.path.len() {
        return Err(ANOTHER_SCHEMA);
    }
    let (place, schema) = record::position(fields, asked.path.name(depth)).ok_or(ANOTHER_SCHEMA)?;
    // Entries come in the order of the fields, so this is the last field or one after it.
    if open.last().is_none_or(|(last, _)| *last != place) {
        open.push((place, Open::new(schema, asked.shown)));
    }
    match open.last_mut() {
        Some((_, open)) => open.add(schema, asked, depth + 1, leaf),
        None => Ok(()),
    }
}

/// All fields that a report shows, with or without entries.
fn finish_fields(open: Vec<(usize, Open)>, fields: &BTreeMap<String, Schema>, shown: Shown) -> Value {
    let mut open = open.into_iter().peekable();
    let mut report = serde_json::Map::new();
    for (place, (name, schema)) in fields.iter().enumerate() {
        let field = open.next_if(|(other, _)| *other == place).map(|(_, open)| open);
        if schema.is_reported() {
            let field = field.unwrap_or_else(|| Open::new(schema, shown));
            report.insert(name.clone(), field.finish(schema, shown));
        }
    }
    Value::Object(report)
}
