//! Outputs that say field by field how they fold.

use std::collections::{BTreeMap, btree_map};
use std::iter::Enumerate;

use serde::Serialize;

use super::kinds::{Check, Counted, Forgotten, Keyed, Many, One, ToCounts, Uncounted};
use super::receive::{Origin, unknown_field};
use super::serialize::ValueSerializer;
use super::{check, fold};
use crate::error::FoldError;
use crate::kind::{KeysOf, Node, NumbersOf, Whole, record};
use crate::schema::{Schema, Takes};

/// An output that knows the kinds of its fields, so that nobody has to ask a schema for each part of it.
///
/// `#[derive(Output)]` of the SDK writes `fold_into`. By hand it must hand over the same fields as `Serialize` writes,
/// each by its kind; what the default does is always right.
pub trait Fold: Serialize {
    /// Hands the fields over, those with a value at least, best in the order of their names' bytes.
    ///
    /// It is called twice for a document, to check and to add, and has to do the same both times.
    ///
    /// # Errors
    /// Those of `into`, unchanged.
    fn fold_into(&self, into: &mut impl Folder) -> Result<(), FoldError> {
        into.whole(self)
    }
}

/// Takes the fields of an output, each by its kind.
///
/// It is not implemented elsewhere: one checks, and one adds. A method is for the kinds of one [form](Takes).
pub trait Folder {
    /// One number: of a kind that takes [`Takes::Number`], [`Takes::Amount`] or [`Takes::Score`].
    ///
    /// # Errors
    /// Where the value does not fit, or the schema has no such field; so for all methods.
    fn number<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// Numbers: of a kind that takes [`Takes::Numbers`].
    fn numbers<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// Keys with counts: of a kind that takes [`Takes::Counts`].
    fn counts<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// Keys: of a kind that takes [`Takes::Keys`].
    fn keys<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// What stays with its document: of a kind that takes [`Takes::Unkept`].
    fn each<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// The fields of a `record`.
    fn record<V: Fold + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// A value of whatever kind: the schema is asked for each part of it.
    fn any<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError>;

    /// All fields of an output: the schema is asked for each part of it.
    fn whole<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FoldError>;
}

/// Holds an output to the schema. Where it does not fit, the error says so and no more.
pub(crate) fn check_output<V: Fold + ?Sized>(schema: &Schema, output: &V) -> Result<(), FoldError> {
    output.fold_into(&mut Checking::new(schema))
}

/// Folds an output that [`check_output`] has passed.
pub(crate) fn fold_output<V: Fold + ?Sized>(
    schema: &Schema,
    node: &mut Node,
    origin: &Origin<'_>,
    output: &V,
) -> Result<(), FoldError> {
    output.fold_into(&mut Adding { cursor: Cursor::new(schema), schema, node, origin })
}

/// The fields of a schema, one after the other as long as they are asked for in their order.
#[derive(Debug)]
struct Cursor<'s> {
    fields: Option<&'s BTreeMap<String, Schema>>,
    rest: Enumerate<btree_map::Iter<'s, String, Schema>>,
}

impl<'s> Cursor<'s> {
    fn new(schema: &'s Schema) -> Self {
        static NONE: BTreeMap<String, Schema> = BTreeMap::new();
        let fields = match schema {
            Schema::Record { fields } => Some(fields),
            _ => None,
        };
        Self { fields, rest: fields.unwrap_or(&NONE).iter().enumerate() }
    }

    /// The place of a field and its schema.
    fn find(&mut self, name: &str) -> Result<(usize, &'s Schema), FoldError> {
        match self.rest.find(|(_, (field, _))| *field == name) {
            Some((place, (_, schema))) => Ok((place, schema)),
            None => self.find_again(name),
        }
    }

    #[cold]
    fn find_again(&self, name: &str) -> Result<(usize, &'s Schema), FoldError> {
        match self.fields {
            Some(fields) => {
                record::position(fields, name).ok_or_else(|| unknown_field(fields).under_key(name))
            }
            None => Err(misfit()),
        }
    }
}

/// Looks whether an output fits.
#[derive(Debug)]
struct Checking<'s> {
    schema: &'s Schema,
    cursor: Cursor<'s>,
}

impl<'s> Checking<'s> {
    fn new(schema: &'s Schema) -> Self {
        Self { schema, cursor: Cursor::new(schema) }
    }

    /// The schema of a field, and what it takes.
    fn field(&mut self, name: &str) -> Result<(Takes<'s>, &'s Schema), FoldError> {
        let (_, schema) = self.cursor.find(name)?;
        Ok((schema.takes(), schema))
    }
}

impl Folder for Checking<'_> {
    fn number<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            (Takes::Number, _) => value.serialize(ValueSerializer(One::number(Check))),
            (Takes::Amount, _) => value.serialize(ValueSerializer(One::amount(Check))),
            // Whether it may be a pair is for the schema to say.
            (Takes::Score, schema) => check(schema, value),
            _ => Err(misfit()),
        }
    }

    fn numbers<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            (Takes::Numbers, _) => value.serialize(ValueSerializer(Many(Check))),
            _ => Err(misfit()),
        }
    }

    fn counts<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            (Takes::Counts, _) => value.serialize(ValueSerializer(Keyed::<_, Counted>::new(Check))),
            _ => Err(misfit()),
        }
    }

    fn keys<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            // How many different keys there are is for the schema to count.
            (Takes::Keys, schema) if Whole::max_keys(schema).is_some() => check(schema, value),
            (Takes::Keys, _) => value.serialize(ValueSerializer(Keyed::<_, Uncounted>::new(Check))),
            _ => Err(misfit()),
        }
    }

    fn each<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            (Takes::Unkept, _) => value.serialize(ValueSerializer(Forgotten)),
            _ => Err(misfit()),
        }
    }

    fn record<V: Fold + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        match self.field(field)? {
            (Takes::Record(_), schema) => check_output(schema, value),
            _ => Err(misfit()),
        }
    }

    fn any<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        check(self.field(field)?.1, value)
    }

    fn whole<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FoldError> {
        check(self.schema, value)
    }
}

/// Takes in an output that fits.
#[derive(Debug)]
struct Adding<'s> {
    cursor: Cursor<'s>,
    schema: &'s Schema,
    node: &'s mut Node,
    origin: &'s Origin<'s>,
}

impl<'s> Adding<'s> {
    fn field(&mut self, name: &str) -> Result<(&'s Schema, &mut Node), FoldError> {
        let (place, schema) = self.cursor.find(name)?;
        match self.node {
            Node::Record(record) => Ok((schema, record.node(place, schema))),
            _ => Err(misfit()),
        }
    }
}

impl Folder for Adding<'_> {
    fn number<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let origin = self.origin;
        let (schema, node) = self.field(field)?;
        match schema.takes() {
            Takes::Score => fold(schema, node, origin, value),
            Takes::Amount => {
                value.serialize(ValueSerializer(One::amount(NumbersOf::of(schema, node).ok_or_else(misfit)?)))
            }
            _ => {
                value.serialize(ValueSerializer(One::number(NumbersOf::of(schema, node).ok_or_else(misfit)?)))
            }
        }
    }

    fn numbers<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let (schema, node) = self.field(field)?;
        value.serialize(ValueSerializer(Many(NumbersOf::of(schema, node).ok_or_else(misfit)?)))
    }

    fn counts<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let stamp = self.origin.stamp;
        match self.field(field)?.1 {
            Node::Counts(counts) => {
                value.serialize(ValueSerializer(Keyed::<_, Counted>::new(ToCounts { counts, stamp })))
            }
            _ => Err(misfit()),
        }
    }

    fn keys<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let (schema, node) = self.field(field)?;
        let keys = KeysOf::of(schema, node).ok_or_else(misfit)?;
        value.serialize(ValueSerializer(Keyed::<_, Uncounted>::new(keys)))
    }

    fn each<V: Serialize + ?Sized>(&mut self, _: &str, _: &V) -> Result<(), FoldError> {
        Ok(())
    }

    fn record<V: Fold + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let origin = self.origin;
        let (schema, node) = self.field(field)?;
        fold_output(schema, node, origin, value)
    }

    fn any<V: Serialize + ?Sized>(&mut self, field: &str, value: &V) -> Result<(), FoldError> {
        let origin = self.origin;
        let (schema, node) = self.field(field)?;
        fold(schema, node, origin, value)
    }

    fn whole<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FoldError> {
        fold(self.schema, self.node, self.origin, value)
    }
}

#[cold]
fn misfit() -> FoldError {
    FoldError::new("an output that is not folded as its schema says", "")
}
