//! What an analyzer found in many documents, read by the schema of its output.
//!
//! A report is JSON, and the form of each value follows from the kind by which it merges (`docs/merge.md`). Two kinds may
//! look alike, and a record may have fields of any names, so nothing here looks at a value to find out what it is: the
//! schema says it. A kind is a variant of [`Merged`], an arm of [`read`], and a type with its reader in `kinds.rs`.

mod json;
mod kinds;
mod misfit;
mod path;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Number, Value};
use textmill_merge::Schema;

use self::json::{items, member, number, number_or_null, object};
pub use self::kinds::{
    Bin, CountedKey, Counts, Distinct, Histogram, KeySet, OtherKeys, Pair, Pairs, Quantile, Quantiles,
    SampledValue, ScoredDocument, Stats,
};
pub use self::misfit::{MergedError, Misfit};
pub use self::path::FieldPath;

/// What an analyzer found in many documents: a value of a report, by the kind of its schema.
///
/// It borrows from the report. Numbers are those of the report: whole ones as far as 64 bits go, beyond that the nearest
/// float.
///
/// ```
/// use serde_json::json;
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(
///     r#"{"kind": "record", "fields": {
///         "words": {"kind": "counts", "top": 10},
///         "by-city": {"kind": "map", "of": {"kind": "max"}, "top": 10}
///     }}"#,
/// )?;
/// let output = json!({
///     "words": {"total": 3, "distinct": 2, "top": [{"key": "river", "count": 2, "documents": 1}]},
///     "by-city": {"Cairo": 7}
/// });
///
/// let found = Merged::read(&schema, &output)?;
/// if let Some(Merged::Counts(words)) = found.field("words") {
///     assert_eq!(words.top[0].key, "river");
///     assert_eq!(words.distinct, 2);
/// }
/// let paths: Vec<String> = found.leaves().iter().map(|(path, _)| path.to_string()).collect();
/// assert_eq!(paths, ["by-city.Cairo", "words"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The enum is exhaustive on purpose: whoever shows a report is told by the compiler when there is a new kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Merged<'a> {
    /// The sum of a number per document.
    Sum(&'a Number),
    /// The least number; nothing where there was none.
    Min(Option<&'a Number>),
    /// The greatest number; nothing where there was none.
    Max(Option<&'a Number>),
    /// Count, mean, deviation and bounds of numbers.
    Stats(Stats<'a>),
    /// How often keys were counted.
    Counts(Counts<'a>),
    /// Which words stand together more often than by chance.
    Pairs(Pairs<'a>),
    /// How many numbers fell between edges.
    Histogram(Histogram<'a>),
    /// The numbers below which given shares of all lie.
    Quantiles(Quantiles<'a>),
    /// How many different keys there were.
    Distinct(Distinct<'a>),
    /// All different keys, where they were few enough.
    Set(KeySet<'a>),
    /// Values of some documents, chosen by a hash.
    Sample(Vec<SampledValue<'a>>),
    /// The documents of the greatest scores, the greatest first.
    Top(Vec<ScoredDocument<'a>>),
    /// Values by keys that were not known beforehand.
    Map(BTreeMap<&'a str, Merged<'a>>),
    /// Values by the names of fields, all that the schema has but for those of the kind `each`.
    Record(BTreeMap<&'a str, Merged<'a>>),
    /// Nothing: the values stay with their documents.
    Each,
}

impl<'a> Merged<'a> {
    /// Reads a finished value by its schema: the [`output`](super::Section::output) of a section, or what
    /// `State::finish` of `textmill-merge` gives.
    ///
    /// # Errors
    /// [`Misfit`] with the path of what is not of the schema's form. A field that a later version adds to a kind is passed
    /// over; a field that a record's schema does not have is a misfit.
    pub fn read(schema: &Schema, output: &'a Value) -> Result<Self, Misfit> {
        Ok(match schema {
            Schema::Sum => Self::Sum(number(output)?),
            Schema::Min => Self::Min(number_or_null(output)?),
            Schema::Max => Self::Max(number_or_null(output)?),
            Schema::Stats => Self::Stats(Stats::read(output)?),
            Schema::Counts { .. } => Self::Counts(Counts::read(output)?),
            Schema::Pairs { .. } => Self::Pairs(Pairs::read(output)?),
            Schema::Histogram { edges } => Self::Histogram(Histogram::read(output, edges)?),
            Schema::Quantiles { at } => Self::Quantiles(Quantiles::read(output, at)?),
            Schema::Distinct => Self::Distinct(Distinct::read(output)?),
            Schema::Set { .. } => Self::Set(KeySet::read(output)?),
            Schema::Sample { .. } => Self::Sample(items(output, SampledValue::read)?),
            Schema::Top { payload, .. } => {
                Self::Top(items(output, |scored| ScoredDocument::read(scored, *payload))?)
            }
            Schema::Map { of, .. } => Self::Map(read_map(of, output)?),
            Schema::Record { fields } => Self::Record(read_record(fields, output)?),
            Schema::Each => match output {
                Value::Null => Self::Each,
                other => return Err(Misfit::new("null", other)),
            },
        })
    }

    /// A field of a record by its name, or the value of a map by its key.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.fields()?.get(name)
    }

    /// All values that are no record and no map, with the way to each, in the order of their names. A record or a map
    /// without anything in it stands for itself.
    ///
    /// It is what a table or a page has a line for.
    #[must_use]
    pub fn leaves(&self) -> Vec<(FieldPath<'a>, &Self)> {
        let mut leaves = Vec::new();
        self.add_leaves(&FieldPath::default(), &mut leaves);
        leaves
    }

    fn add_leaves<'s>(&'s self, path: &FieldPath<'a>, leaves: &mut Vec<(FieldPath<'a>, &'s Self)>) {
        match self.fields() {
            Some(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    value.add_leaves(&path.with(name), leaves);
                }
            }
            _ => leaves.push((path.clone(), self)),
        }
    }

    fn fields(&self) -> Option<&BTreeMap<&'a str, Self>> {
        match self {
            Self::Map(fields) | Self::Record(fields) => Some(fields),
            _ => None,
        }
    }
}

fn read_map<'a>(of: &Schema, output: &'a Value) -> Result<BTreeMap<&'a str, Merged<'a>>, Misfit> {
    let read = |(key, value): (&'a String, &'a Value)| {
        let value = Merged::read(of, value).map_err(|misfit| misfit.under(key))?;
        Ok((key.as_str(), value))
    };
    object(output)?.iter().map(read).collect()
}

fn read_record<'a>(
    fields: &BTreeMap<String, Schema>,
    output: &'a Value,
) -> Result<BTreeMap<&'a str, Merged<'a>>, Misfit> {
    let found = object(output)?;
    let is_reported = |name: &str| fields.get(name).is_some_and(Schema::is_reported);
    if let Some(name) = found.keys().find(|name| !is_reported(name)) {
        return Err(Misfit::stray().under(name));
    }
    let read = |(name, schema): (&String, &Schema)| {
        let (name, value) = member(found, name)?;
        let value = Merged::read(schema, value).map_err(|misfit| misfit.under(name))?;
        Ok((name, value))
    };
    fields.iter().filter(|(_, schema)| schema.is_reported()).map(read).collect()
}
