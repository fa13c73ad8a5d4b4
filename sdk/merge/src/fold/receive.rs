//! What each kind does with each part of a value.

use std::collections::BTreeMap;

use super::any::{AnyList, AnyObject, Destination};
use super::scalar::Scalar;
use super::take::{Take, TakeList, TakeObject};
use crate::error::FoldError;
use crate::kind::{Counts, Map, Node, Record, record};
use crate::number::Number;
use crate::schema::Schema;

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
    Entry { of: &'a Schema, map: Option<&'a mut Map>, key: &'a str, origin: &'a Origin<'a> },
    /// An element of a list of keys.
    Key { schema: &'a Schema, node: Option<&'a mut Node>, origin: &'a Origin<'a> },
    /// The count of a key.
    Count { counts: Option<&'a mut Counts>, key: &'a str, origin: &'a Origin<'a> },
    /// An element of a list of numbers: one, or a pair of one and its count.
    Numbers { schema: &'a Schema, node: Option<&'a mut Node>, origin: &'a Origin<'a> },
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
            Self::Key { .. } => "a key, which is a string",
            Self::Count { .. } => "a count, which is a whole number from 0 to 2^64 - 1",
            Self::Numbers { .. } => "a number, or a pair of a number and its count",
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
            Self::Key { schema, node, origin } => match scalar.string() {
                Some(key) => {
                    add_key(node, key, origin);
                    Ok(())
                }
                None => Err(Self::Key { schema, node, origin }.misfit(scalar.describe())),
            },
            Self::Count { counts, key, origin } => match (scalar.count(), counts) {
                (Some(count), Some(counts)) => {
                    counts.add(key, count, origin.stamp);
                    Ok(())
                }
                (Some(_), None) => Ok(()),
                (None, counts) => Err(Self::Count { counts, key, origin }.misfit(scalar.describe())),
            },
            Self::Numbers { schema, node, origin } => match scalar.number() {
                Some(number) => {
                    add_number(schema, node, origin, number, 1);
                    Ok(())
                }
                None => Err(Self::Numbers { schema, node, origin }.misfit(scalar.describe())),
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
            Self::Node { schema, node, origin } => match schema {
                Schema::Counts { .. } | Schema::Distinct => Ok(ListReceiver::Keys { schema, node, origin }),
                Schema::Stats | Schema::Histogram { .. } | Schema::Quantiles { .. } => {
                    Ok(ListReceiver::Numbers { schema, node, origin })
                }
                Schema::Sample { n } => AnyList::new(into_sample(node, *n, origin), 0).map(ListReceiver::Any),
                Schema::Each => Ok(ListReceiver::Ignored),
                _ => Err(Self::Node { schema, node, origin }.misfit("a list")),
            },
            Self::Entry { .. } => self.opened().list(),
            Self::Numbers { schema, node, origin } => {
                Ok(ListReceiver::Pair(Pair { schema, node, origin, halves: [None; 2], length: 0 }))
            }
            Self::Any { destination, depth } => AnyList::new(destination, depth).map(ListReceiver::Any),
            Self::Ignored => Ok(ListReceiver::Ignored),
            Self::Key { .. } | Self::Count { .. } | Self::Half(_) => Err(self.misfit("a list")),
        }
    }

    fn object(self) -> Result<ObjectReceiver<'a>, FoldError> {
        match self {
            Self::Node { schema, node, origin } => object_of(schema, node, origin),
            Self::Entry { .. } => self.opened().object(),
            Self::Any { destination, depth } => AnyObject::new(destination, depth).map(ObjectReceiver::Any),
            Self::Ignored => Ok(ObjectReceiver::Ignored),
            Self::Key { .. } | Self::Count { .. } | Self::Numbers { .. } | Self::Half(_) => {
                Err(self.misfit("an object"))
            }
        }
    }
}

/// Takes the elements of a list.
#[derive(Debug)]
pub(super) enum ListReceiver<'a> {
    Keys { schema: &'a Schema, node: Option<&'a mut Node>, origin: &'a Origin<'a> },
    Numbers { schema: &'a Schema, node: Option<&'a mut Node>, origin: &'a Origin<'a> },
    Pair(Pair<'a>),
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
            Self::Keys { schema, node, origin } => {
                Receiver::Key { schema, node: node.as_deref_mut(), origin }
            }
            Self::Numbers { schema, node, origin } => {
                Receiver::Numbers { schema, node: node.as_deref_mut(), origin }
            }
            Self::Pair(pair) => {
                pair.length += 1;
                Receiver::Half(pair.halves.get_mut(pair.length - 1).ok_or_else(|| misfit_pair(pair.length))?)
            }
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
            Self::Any(list) => {
                list.end();
                Ok(())
            }
            Self::Keys { .. } | Self::Numbers { .. } | Self::Ignored => Ok(()),
        }
    }
}

/// A number and how often it is there.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    schema: &'a Schema,
    node: Option<&'a mut Node>,
    origin: &'a Origin<'a>,
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
        add_number(self.schema, self.node, self.origin, number, count);
        Ok(())
    }
}

fn misfit_pair(length: usize) -> FoldError {
    FoldError::new(format!("a list of {length}"), "a pair of a number and its count")
}

/// Takes the fields of an object.
#[derive(Debug)]
pub(super) enum ObjectReceiver<'a> {
    Counts { counts: Option<&'a mut Counts>, origin: &'a Origin<'a> },
    Map { of: &'a Schema, map: Option<&'a mut Map>, origin: &'a Origin<'a> },
    Record { fields: &'a BTreeMap<String, Schema>, record: Option<&'a mut Record>, origin: &'a Origin<'a> },
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

fn scalar_of(
    schema: &Schema,
    node: Option<&mut Node>,
    origin: &Origin<'_>,
    scalar: Scalar<'_>,
) -> Result<(), FoldError> {
    match schema {
        Schema::Counts { .. } | Schema::Distinct => {
            let key = scalar.string().ok_or_else(|| misfit(schema, scalar))?;
            add_key(node, key, origin);
        }
        Schema::Sample { n } => into_sample(node, *n, origin).deliver(scalar.to_value()),
        Schema::Each => {}
        Schema::Map { .. } | Schema::Record { .. } => return Err(misfit(schema, scalar)),
        Schema::Sum
        | Schema::Min
        | Schema::Max
        | Schema::Top { .. }
        | Schema::Stats
        | Schema::Histogram { .. }
        | Schema::Quantiles { .. } => {
            let number = scalar.number().ok_or_else(|| misfit(schema, scalar))?;
            add_number(schema, node, origin, number, 1);
        }
    }
    Ok(())
}

fn object_of<'a>(
    schema: &'a Schema,
    node: Option<&'a mut Node>,
    origin: &'a Origin<'a>,
) -> Result<ObjectReceiver<'a>, FoldError> {
    Ok(match (schema, node) {
        (Schema::Counts { .. }, Some(Node::Counts(counts))) => {
            ObjectReceiver::Counts { counts: Some(counts), origin }
        }
        (Schema::Counts { .. }, _) => ObjectReceiver::Counts { counts: None, origin },
        (Schema::Map { of, .. }, Some(Node::Map(map))) => ObjectReceiver::Map { of, map: Some(map), origin },
        (Schema::Map { of, .. }, _) => ObjectReceiver::Map { of, map: None, origin },
        (Schema::Record { fields }, Some(Node::Record(record))) => {
            ObjectReceiver::Record { fields, record: Some(record), origin }
        }
        (Schema::Record { fields }, _) => ObjectReceiver::Record { fields, record: None, origin },
        (Schema::Sample { n }, node) => {
            ObjectReceiver::Any(AnyObject::new(into_sample(node, *n, origin), 0)?)
        }
        (Schema::Each, _) => ObjectReceiver::Ignored,
        (schema, _) => return Err(FoldError::new("an object", expectation(schema))),
    })
}

#[inline]
fn add_key(node: Option<&mut Node>, key: &str, origin: &Origin<'_>) {
    match node {
        Some(Node::Counts(counts)) => counts.add(key, 1, origin.stamp),
        Some(Node::Distinct(distinct)) => distinct.add(key),
        _ => {}
    }
}

#[inline]
fn add_number(schema: &Schema, node: Option<&mut Node>, origin: &Origin<'_>, number: Number, count: u64) {
    if let Some(node) = node {
        node.add(schema, number, count, origin.document);
    }
}

fn into_sample<'a>(node: Option<&'a mut Node>, n: u32, origin: &Origin<'a>) -> Destination<'a> {
    match node {
        Some(Node::Sample(sample)) => Destination::Sample { sample, n, document: origin.document },
        _ => Destination::Nowhere,
    }
}

fn misfit(schema: &Schema, scalar: Scalar<'_>) -> FoldError {
    FoldError::new(scalar.describe(), expectation(schema))
}

fn expectation(schema: &Schema) -> &'static str {
    match schema {
        Schema::Sum | Schema::Min | Schema::Max | Schema::Top { .. } => "a number",
        Schema::Stats | Schema::Histogram { .. } | Schema::Quantiles { .. } => {
            "a number, or a list of numbers or of pairs of a number and its count"
        }
        Schema::Counts { .. } => "a key, a list of keys, or an object of counts",
        Schema::Distinct => "a key or a list of keys",
        Schema::Map { .. } | Schema::Record { .. } => "an object",
        Schema::Sample { .. } | Schema::Each => "any value",
    }
}

pub(crate) fn unknown_field(fields: &BTreeMap<String, Schema>) -> FoldError {
    let known: Vec<String> = fields.keys().map(|name| format!("`{name}`")).collect();
    FoldError::new("a field that the schema does not have", known.join(", "))
}
