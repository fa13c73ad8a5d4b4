//! What a schema that is asked does with each part of a value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::any::{AnyList, AnyObject, Destination};
use super::scalar::Scalar;
use super::take::{Take, TakeList, TakeObject};
use crate::error::FoldError;
use crate::kind::{
    CountsState, JsonOf, KeysOf, MapState, Node, NumbersOf, OtherKind, RecordState, Score, ScoresOf, Whole,
    record,
};
use crate::number::Number;
use crate::schema::{Schema, Takes};

/// The document that a value is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) document: &'a str,
    /// The number of the fold, above 0 and above that of all folds before.
    pub(crate) stamp: u64,
}

/// Takes one value. Where there is no node, or what stands for it, the value is only checked.
#[derive(Debug)]
pub(super) enum Receiver<'a> {
    /// A value of this schema.
    Node { schema: &'a Schema, node: Option<&'a mut Node>, origin: &'a Origin<'a> },
    /// The value of a key of a `map`, which is not there before it is known that the value is not null.
    Entry { of: &'a Schema, map: Option<&'a mut MapState>, key: &'a str, origin: &'a Origin<'a> },
    /// An element of a list of keys.
    Key { place: Place<'a>, origin: &'a Origin<'a> },
    /// An element of a list that may have so many different keys, which is only checked.
    FewKeys(&'a mut FewKeys),
    /// The count of a key.
    Count { counts: Option<&'a mut CountsState>, key: &'a str, origin: &'a Origin<'a> },
    /// An element of a list of numbers: one, or a pair of one and its count.
    Numbers(Place<'a>),
    /// Half of a pair.
    Half(&'a mut Option<Number>),
    /// Any value, to be kept.
    Any { destination: Destination<'a>, depth: usize },
    /// Any value, to be forgotten.
    Ignored,
}

impl<'a> Receiver<'a> {
    pub(super) fn check(schema: &'a Schema) -> Self {
        Self::Node { schema, node: None, origin: &Origin { document: "", stamp: 0 } }
    }

    pub(super) fn fold(schema: &'a Schema, node: &'a mut Node, origin: &'a Origin<'a>) -> Self {
        Self::Node { schema, node: Some(node), origin }
    }

    /// The node of a key whose value is there.
    fn opened(self) -> Self {
        match self {
            Self::Entry { of, map, key, origin } => {
                Self::Node { schema: of, node: map.map(|map| map.node(of, key, origin.stamp)), origin }
            }
            other => other,
        }
    }

    fn misfit(&self, found: impl Into<String>) -> FoldError {
        let expected = match self {
            Self::Node { schema, .. } => expectation(schema),
            Self::Entry { of, .. } => expectation(of),
            Self::Key { .. } | Self::FewKeys(_) => "a key, which is a string",
            Self::Count { .. } => "a count, which is a whole number from 0 to 2^64 - 1",
            Self::Numbers(_) => "a number, or a pair of a number and its count",
            Self::Half(_) => "a number",
            Self::Any { .. } | Self::Ignored => "any value",
        };
        FoldError::new(found, expected)
    }
}

impl<'a> Take for Receiver<'a> {
    type List = ListReceiver<'a>;
    type Object = ObjectReceiver<'a>;

    fn null(self) -> Result<(), FoldError> {
        match self {
            Self::Half(_) => Err(self.misfit("null")),
            _ => Ok(()),
        }
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        match self {
            Self::Node { schema, node, origin } => scalar_of(schema, node, origin, scalar),
            Self::Entry { .. } => self.opened().scalar(scalar),
            Self::Key { place, origin } => match scalar.string() {
                Some(key) => place.add_key(key, origin),
                None => Err(Self::Key { place, origin }.misfit(scalar.describe())),
            },
            Self::FewKeys(keys) => match scalar.string() {
                Some(key) => keys.see(key),
                None => Err(Self::FewKeys(keys).misfit(scalar.describe())),
            },
            Self::Count { counts, key, origin } => match (scalar.count(), counts) {
                (Some(count), Some(counts)) => {
                    counts.add(key, count, origin.stamp);
                    Ok(())
                }
                (Some(_), None) => Ok(()),
                (None, counts) => Err(Self::Count { counts, key, origin }.misfit(scalar.describe())),
            },
            Self::Numbers(place) => match scalar.number() {
                Some(number) => place.add_number(number, 1),
                None => Err(Self::Numbers(place).misfit(scalar.describe())),
            },
            Self::Half(half) => match scalar.number() {
                Some(number) => {
                    *half = Some(number);
                    Ok(())
                }
                None => Err(Self::Half(half).misfit(scalar.describe())),
            },
            Self::Any { destination, .. } => {
                destination.deliver(scalar.to_value());
                Ok(())
            }
            Self::Ignored => Ok(()),
        }
    }

    fn list(self) -> Result<ListReceiver<'a>, FoldError> {
        match self {
            Self::Node { schema, node, origin } => list_of(schema, node, origin),
            Self::Entry { .. } => self.opened().list(),
            Self::Numbers(place) => Ok(ListReceiver::Pair(Pair { place, halves: [None; 2], length: 0 })),
            Self::Any { destination, depth } => AnyList::new(destination, depth).map(ListReceiver::Any),
            Self::Ignored => Ok(ListReceiver::Ignored),
            Self::Key { .. } | Self::FewKeys(_) | Self::Count { .. } | Self::Half(_) => {
                Err(self.misfit("a list"))
            }
        }
    }

    fn object(self) -> Result<ObjectReceiver<'a>, FoldError> {
        match self {
            Self::Node { schema, node, origin } => object_of(schema, node, origin),
            Self::Entry { .. } => self.opened().object(),
            Self::Any { destination, depth } => AnyObject::new(destination, depth).map(ObjectReceiver::Any),
            Self::Ignored => Ok(ObjectReceiver::Ignored),
            Self::Key { .. } | Self::FewKeys(_) | Self::Count { .. } | Self::Numbers(_) | Self::Half(_) => {
                Err(self.misfit("an object"))
            }
        }
    }
}

/// Takes the elements of a list.
#[derive(Debug)]
pub(super) enum ListReceiver<'a> {
    Keys { place: Place<'a>, origin: &'a Origin<'a> },
    FewKeys(FewKeys),
    Numbers(Place<'a>),
    Pair(Pair<'a>),
    Scored(Scored<'a>),
    Any(AnyList<'a>),
    Ignored,
}

impl<'r> TakeList for ListReceiver<'r> {
    type Element<'a>
        = Receiver<'a>
    where
        Self: 'a;

    #[inline]
    fn element(&mut self) -> Result<Receiver<'_>, FoldError> {
        Ok(match self {
            Self::Keys { place, origin } => Receiver::Key { place: place.reborrow(), origin },
            Self::FewKeys(keys) => Receiver::FewKeys(keys),
            Self::Numbers(place) => Receiver::Numbers(place.reborrow()),
            Self::Pair(pair) => {
                pair.length += 1;
                Receiver::Half(pair.halves.get_mut(pair.length - 1).ok_or_else(|| misfit_pair(pair.length))?)
            }
            Self::Scored(scored) => scored.element()?,
            Self::Any(list) => {
                let (destination, depth) = list.element();
                Receiver::Any { destination, depth }
            }
            Self::Ignored => Receiver::Ignored,
        })
    }

    fn end(self) -> Result<(), FoldError> {
        match self {
            Self::Pair(pair) => pair.end(),
            Self::Scored(scored) => scored.end(),
            Self::Any(list) => {
                list.end();
                Ok(())
            }
            Self::Keys { .. } | Self::FewKeys(_) | Self::Numbers(_) | Self::Ignored => Ok(()),
        }
    }
}

/// A number and how often it is there.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    place: Place<'a>,
    halves: [Option<Number>; 2],
    length: usize,
}

impl Pair<'_> {
    fn end(self) -> Result<(), FoldError> {
        let [Some(number), Some(count)] = self.halves else {
            return Err(misfit_pair(self.length));
        };
        let Number::Natural(count) = count else {
            let found = format!("{} as a count", count.to_value());
            return Err(FoldError::new(found, "a whole number from 0 to 2^64 - 1"));
        };
        self.place.add_number(number, count)
    }
}

fn misfit_pair(length: usize) -> FoldError {
    FoldError::new(format!("a list of {length}"), "a pair of a number and its count")
}

/// A score and its payload.
#[derive(Debug)]
pub(super) struct Scored<'a> {
    state: Option<ScoresOf<'a>>,
    document: &'a str,
    score: Option<Number>,
    payload: Value,
    length: usize,
}

impl Scored<'_> {
    fn element(&mut self) -> Result<Receiver<'_>, FoldError> {
        self.length += 1;
        match (self.length, &self.state) {
            (1, _) => Ok(Receiver::Half(&mut self.score)),
            (2, Some(_)) => {
                Ok(Receiver::Any { destination: Destination::Inside(&mut self.payload), depth: 0 })
            }
            (2, None) => Ok(Receiver::Any { destination: Destination::Nowhere, depth: 0 }),
            (length, _) => Err(misfit_scored(length)),
        }
    }

    fn end(self) -> Result<(), FoldError> {
        let (Some(number), 2) = (self.score, self.length) else {
            return Err(misfit_scored(self.length));
        };
        if let Some(mut state) = self.state {
            let payload = Some(&self.payload).filter(|payload| !payload.is_null());
            state.add(Score { number, payload }, self.document);
        }
        Ok(())
    }
}

fn misfit_scored(length: usize) -> FoldError {
    FoldError::new(format!("a list of {length}"), "a pair of a number and its payload")
}

/// Takes the fields of an object.
#[derive(Debug)]
pub(super) enum ObjectReceiver<'a> {
    Counts {
        counts: Option<&'a mut CountsState>,
        origin: &'a Origin<'a>,
    },
    Map {
        of: &'a Schema,
        map: Option<&'a mut MapState>,
        origin: &'a Origin<'a>,
    },
    Record {
        fields: &'a BTreeMap<String, Schema>,
        record: Option<&'a mut RecordState>,
        origin: &'a Origin<'a>,
    },
    Any(AnyObject<'a>),
    Ignored,
}

impl<'r> TakeObject for ObjectReceiver<'r> {
    type Value<'a>
        = Receiver<'a>
    where
        Self: 'a;

    #[inline]
    fn value<'b>(&'b mut self, key: &'b str) -> Result<Receiver<'b>, FoldError> {
        Ok(match self {
            Self::Counts { counts, origin } => Receiver::Count { counts: counts.as_deref_mut(), key, origin },
            Self::Map { of, map, origin } => Receiver::Entry { of, map: map.as_deref_mut(), key, origin },
            Self::Record { fields, record, origin } => {
                let (position, schema) =
                    record::position(fields, key).ok_or_else(|| unknown_field(fields))?;
                let node = record.as_deref_mut().map(|record| record.node(position, schema));
                Receiver::Node { schema, node, origin }
            }
            Self::Any(object) => {
                let (destination, depth) = object.value(key);
                Receiver::Any { destination, depth }
            }
            Self::Ignored => Receiver::Ignored,
        })
    }

    fn end(self) {
        if let Self::Any(object) = self {
            object.end();
        }
    }
}

/// A schema with a state of it, where numbers or keys go; without a state they are only checked.
///
/// What takes them is asked for with each, so that what a list hands on to its elements is two words.
#[derive(Debug)]
pub(super) struct Place<'a> {
    schema: &'a Schema,
    node: Option<&'a mut Node>,
}

impl Place<'_> {
    #[inline]
    fn reborrow(&mut self) -> Place<'_> {
        Place { schema: self.schema, node: self.node.as_deref_mut() }
    }

    #[inline]
    fn add_number(self, number: Number, count: u64) -> Result<(), FoldError> {
        match self.node {
            None => Ok(()),
            Some(node) => NumbersOf::add_to(self.schema, node, number, count).map_err(|_| other_kind()),
        }
    }

    #[inline]
    fn add_key(self, key: &str, origin: &Origin<'_>) -> Result<(), FoldError> {
        match self.node {
            None => Ok(()),
            Some(Node::Counts(counts)) => {
                counts.add(key, 1, origin.stamp);
                Ok(())
            }
            Some(node) => KeysOf::add_to(self.schema, node, key, 1).map_err(|_| other_kind()),
        }
    }
}

/// The different keys of a value that may have so many.
#[derive(Debug)]
pub(super) struct FewKeys {
    seen: BTreeSet<String>,
    most: u32,
}

impl FewKeys {
    fn see(&mut self, key: &str) -> Result<(), FoldError> {
        if !self.seen.contains(key) {
            self.seen.insert(key.to_owned());
        }
        if self.seen.len() <= self.most as usize {
            return Ok(());
        }
        let most = self.most;
        Err(FoldError::new(format!("more than {most} different keys"), format!("at most {most}")))
    }
}

fn scalar_of(
    schema: &Schema,
    node: Option<&mut Node>,
    origin: &Origin<'_>,
    scalar: Scalar<'_>,
) -> Result<(), FoldError> {
    match schema.takes() {
        Takes::Number | Takes::Numbers => {
            let number = scalar.number().ok_or_else(|| misfit(schema, scalar))?;
            Place { schema, node }.add_number(number, 1)?;
        }
        Takes::Amount => {
            let number = scalar.amount().ok_or_else(|| misfit(schema, scalar))?;
            Place { schema, node }.add_number(number, 1)?;
        }
        Takes::Score => {
            let score = scalar.number().ok_or_else(|| misfit(schema, scalar))?;
            if let Some(mut state) = scores_of(schema, node)? {
                state.add(score.into(), origin.document);
            }
        }
        Takes::Counts | Takes::Keys => {
            let key = scalar.string().ok_or_else(|| misfit(schema, scalar))?;
            Place { schema, node }.add_key(key, origin)?;
        }
        Takes::Json => destination(schema, node, origin)?.deliver(scalar.to_value()),
        Takes::Unkept => {}
        Takes::Map(_) | Takes::Record(_) => return Err(misfit(schema, scalar)),
    }
    Ok(())
}

fn list_of<'a>(
    schema: &'a Schema,
    node: Option<&'a mut Node>,
    origin: &'a Origin<'a>,
) -> Result<ListReceiver<'a>, FoldError> {
    match schema.takes() {
        Takes::Counts | Takes::Keys => match (node, Whole::max_keys(schema)) {
            (None, Some(most)) => Ok(ListReceiver::FewKeys(FewKeys { seen: BTreeSet::new(), most })),
            (node, _) => Ok(ListReceiver::Keys { place: Place { schema, node }, origin }),
        },
        Takes::Numbers => Ok(ListReceiver::Numbers(Place { schema, node })),
        Takes::Json => AnyList::new(destination(schema, node, origin)?, 0).map(ListReceiver::Any),
        Takes::Unkept => Ok(ListReceiver::Ignored),
        Takes::Score if ScoresOf::takes_payload(schema) => Ok(ListReceiver::Scored(Scored {
            state: scores_of(schema, node)?,
            document: origin.document,
            score: None,
            payload: Value::Null,
            length: 0,
        })),
        Takes::Number | Takes::Amount | Takes::Score | Takes::Map(_) | Takes::Record(_) => {
            Err(FoldError::new("a list", expectation(schema)))
        }
    }
}

fn object_of<'a>(
    schema: &'a Schema,
    node: Option<&'a mut Node>,
    origin: &'a Origin<'a>,
) -> Result<ObjectReceiver<'a>, FoldError> {
    match (schema.takes(), node) {
        (Takes::Counts, None) => Ok(ObjectReceiver::Counts { counts: None, origin }),
        (Takes::Counts, Some(Node::Counts(counts))) => {
            Ok(ObjectReceiver::Counts { counts: Some(counts), origin })
        }
        (Takes::Map(of), None) => Ok(ObjectReceiver::Map { of, map: None, origin }),
        (Takes::Map(of), Some(Node::Map(map))) => Ok(ObjectReceiver::Map { of, map: Some(map), origin }),
        (Takes::Record(fields), None) => Ok(ObjectReceiver::Record { fields, record: None, origin }),
        (Takes::Record(fields), Some(Node::Record(record))) => {
            Ok(ObjectReceiver::Record { fields, record: Some(record), origin })
        }
        (Takes::Counts | Takes::Map(_) | Takes::Record(_), Some(_)) => Err(other_kind()),
        (Takes::Json, node) => AnyObject::new(destination(schema, node, origin)?, 0).map(ObjectReceiver::Any),
        (Takes::Unkept, _) => Ok(ObjectReceiver::Ignored),
        (Takes::Number | Takes::Amount | Takes::Numbers | Takes::Keys | Takes::Score, _) => {
            Err(FoldError::new("an object", expectation(schema)))
        }
    }
}

/// Where scores go; nowhere if they are only checked.
fn scores_of<'a>(schema: &'a Schema, node: Option<&'a mut Node>) -> Result<Option<ScoresOf<'a>>, FoldError> {
    node.map(|node| ScoresOf::of(schema, node).ok_or_else(other_kind)).transpose()
}

fn destination<'a>(
    schema: &'a Schema,
    node: Option<&'a mut Node>,
    origin: &Origin<'a>,
) -> Result<Destination<'a>, FoldError> {
    let Some(node) = node else { return Ok(Destination::Nowhere) };
    let state = JsonOf::of(schema, node).ok_or_else(other_kind)?;
    Ok(Destination::State { state, document: origin.document })
}

/// A state is made by its schema, so that this is met by nobody.
#[cold]
fn other_kind() -> FoldError {
    FoldError::new(format!("a state that {}", OtherKind::MESSAGE), "")
}

fn misfit(schema: &Schema, scalar: Scalar<'_>) -> FoldError {
    FoldError::new(scalar.describe(), expectation(schema))
}

fn expectation(schema: &Schema) -> &'static str {
    match schema.takes() {
        Takes::Score if ScoresOf::takes_payload(schema) => "a number, or a pair of a number and its payload",
        Takes::Number | Takes::Amount | Takes::Score => "a number",
        Takes::Numbers => "a number, or a list of numbers or of pairs of a number and its count",
        Takes::Counts => "a key, a list of keys, or an object of counts",
        Takes::Keys => "a key or a list of keys",
        Takes::Map(_) | Takes::Record(_) => "an object",
        Takes::Json | Takes::Unkept => "any value",
    }
}

pub(crate) fn unknown_field(fields: &BTreeMap<String, Schema>) -> FoldError {
    let known: Vec<String> = fields.keys().map(|name| format!("`{name}`")).collect();
    FoldError::new("a field that the schema does not have", known.join(", "))
}
