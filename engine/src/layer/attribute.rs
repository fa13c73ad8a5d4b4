//! The attributes of a layer's entries: columns of values, checked.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use textmill_wit::host::textmill::analyzer::types as wit;

use super::columns::{bytes_of, bytes_of_doubles, bytes_of_singles, doubles, numbers, singles};
use super::dictionary::Dictionary;
use super::{Attribute, ValueType};
use crate::batch::Strings;

/// A column of values with the entries that have none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct AttributeColumn {
    pub(super) name: String,
    pub(super) values: Values,
    /// Ascending.
    pub(super) absent: Vec<u32>,
}

/// A value per entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Values {
    Numbers(Vec<f64>),
    Integers(Vec<f64>),
    Booleans(Vec<f64>),
    Text(Strings),
    Dictionary(Dictionary),
    References(Vec<u32>),
    Vectors { width: u32, values: Vec<f32> },
}

/// The value of a span's attribute, of the type that its provider declares.
///
/// ```
/// use textmill::AttributeValue;
///
/// fn shown(value: AttributeValue<'_>) -> String {
///     match value {
///         AttributeValue::Text(text) => text.to_owned(),
///         other => serde_json::Value::from(other).to_string(),
///     }
/// }
/// assert_eq!(shown(AttributeValue::Text("Cairo")), "Cairo");
/// assert_eq!(shown(AttributeValue::Vector(&[0.5, 1.0])), "[0.5,1.0]");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum AttributeValue<'a> {
    /// A finite number.
    Number(f64),
    /// A number without a fraction, of at most 53 bits.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A string.
    Text(&'a str),
    /// The index of a span in its document and layer.
    Reference(usize),
    /// As many numbers for each span.
    Vector(&'a [f32]),
}

impl From<AttributeValue<'_>> for serde_json::Value {
    fn from(value: AttributeValue<'_>) -> Self {
        match value {
            AttributeValue::Number(number) => number.into(),
            AttributeValue::Integer(number) => number.into(),
            AttributeValue::Boolean(is_so) => is_so.into(),
            AttributeValue::Text(text) => text.into(),
            AttributeValue::Reference(index) => index.into(),
            AttributeValue::Vector(numbers) => numbers.into(),
        }
    }
}

impl AttributeColumn {
    /// Checks a column of an attribute over so many `entries`. References are checked where their target is known.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(super) fn check(
        found: wit::AttributeResult,
        declared: &Attribute,
        entries: usize,
    ) -> Result<Self, String> {
        let absent = numbers("absent entries", &found.absent)?;
        let in_order = absent.is_sorted_by(|a, b| a < b);
        if !in_order || absent.last().is_some_and(|&last| last as usize >= entries) {
            return Err(format!("its absent entries are not ascending numbers under {entries}"));
        }
        let values = Values::check(found.values, declared.values)?;
        let length = values.len();
        if length != entries {
            return Err(format!("{length} values for {entries} entries"));
        }
        Ok(Self { name: found.name, values, absent })
    }

    /// Whether an entry has a value.
    pub(super) fn has(&self, entry: usize) -> bool {
        // A batch is indexed with 32 bits, its entries too.
        self.absent.is_empty() || self.absent.binary_search(&(entry as u32)).is_err()
    }

    /// The value of an entry, where it has one.
    pub(super) fn value(&self, entry: usize) -> Option<AttributeValue<'_>> {
        self.has(entry).then(|| match &self.values {
            Values::Numbers(values) => AttributeValue::Number(values[entry]),
            // An integer of 64 bits has all numbers without fractions up to 2⁵³, where those end.
            Values::Integers(values) => AttributeValue::Integer(values[entry] as i64),
            Values::Booleans(values) => AttributeValue::Boolean(values[entry] != 0.0),
            Values::Text(strings) => AttributeValue::Text(strings.get(entry)),
            Values::Dictionary(dictionary) => AttributeValue::Text(dictionary.get(entry)),
            Values::References(values) => AttributeValue::Reference(values[entry] as usize),
            Values::Vectors { width, values } => AttributeValue::Vector(vector(*width, values, entry)),
        })
    }

    /// Bytes of its columns.
    pub(super) fn bytes(&self) -> usize {
        let values = match &self.values {
            Values::Numbers(values) | Values::Integers(values) | Values::Booleans(values) => {
                size_of_val(&**values)
            }
            Values::Text(strings) => strings.bytes(),
            Values::Dictionary(dictionary) => dictionary.bytes(),
            Values::References(values) => size_of_val(&**values),
            Values::Vectors { values, .. } => size_of_val(&**values),
        };
        values + size_of_val(&*self.absent)
    }

    pub(super) fn borrowed(&self) -> BorrowedAttribute<'_> {
        let values = match &self.values {
            Values::Numbers(values) | Values::Integers(values) | Values::Booleans(values) => {
                BorrowedValues::Numbers(bytes_of_doubles(values))
            }
            Values::Text(strings) => BorrowedValues::Strings(borrowed(strings)),
            Values::Dictionary(dictionary) => BorrowedValues::Dictionary {
                table: borrowed(&dictionary.table),
                entries: bytes_of(&dictionary.entries),
            },
            Values::References(values) => BorrowedValues::References(bytes_of(values)),
            Values::Vectors { width, values } => {
                BorrowedValues::Vectors { width: *width, values: bytes_of_singles(values) }
            }
        };
        BorrowedAttribute { name: &self.name, values, absent: bytes_of(&self.absent) }
    }
}

/// What a call's parameter for an attribute points into.
pub(super) struct BorrowedAttribute<'a> {
    name: &'a str,
    values: BorrowedValues<'a>,
    absent: Cow<'a, [u8]>,
}

/// A buffer of strings, and the bytes of their ends.
fn borrowed(strings: &Strings) -> (&str, Cow<'_, [u8]>) {
    (strings.text(), bytes_of(strings.ends()))
}

enum BorrowedValues<'a> {
    Numbers(Cow<'a, [u8]>),
    Strings((&'a str, Cow<'a, [u8]>)),
    Dictionary { table: (&'a str, Cow<'a, [u8]>), entries: Cow<'a, [u8]> },
    References(Cow<'a, [u8]>),
    Vectors { width: u32, values: Cow<'a, [u8]> },
}

impl BorrowedAttribute<'_> {
    pub(super) fn param(&self) -> wit::AttributeParam<'_> {
        let values = match &self.values {
            BorrowedValues::Numbers(values) => wit::ColumnParam::Numbers(values),
            BorrowedValues::Strings((text, ends)) => {
                wit::ColumnParam::Strings(wit::StringsParam { text, ends })
            }
            BorrowedValues::Dictionary { table: (text, ends), entries } => {
                let table = wit::StringsParam { text, ends };
                wit::ColumnParam::Dictionary(wit::DictionaryParam { table, entries })
            }
            BorrowedValues::References(values) => wit::ColumnParam::References(values),
            BorrowedValues::Vectors { width, values } => {
                wit::ColumnParam::Vectors(wit::VectorsParam { width: *width, values })
            }
        };
        wit::AttributeParam { name: self.name, values, absent: &self.absent }
    }
}

impl Values {
    /// # Errors
    /// Where the values are not of the type, or break the contract.
    fn check(found: wit::ColumnResult, declared: ValueType) -> Result<Self, String> {
        match (found, declared) {
            (wit::ColumnResult::Numbers(bytes), ValueType::Number) => Ok(Self::Numbers(finite(&bytes)?)),
            (wit::ColumnResult::Numbers(bytes), ValueType::Integer) => {
                let values = finite(&bytes)?;
                /// All integers up to here have a number of their own.
                const GREATEST: f64 = ((1_u64 << f64::MANTISSA_DIGITS) - 1) as f64;
                let is_none = |number: &&f64| number.fract() != 0.0 || number.abs() > GREATEST;
                match values.iter().find(is_none) {
                    Some(bad) => Err(format!("a value is {bad}, which is not an integer below 2⁵³")),
                    None => Ok(Self::Integers(values)),
                }
            }
            (wit::ColumnResult::Numbers(bytes), ValueType::Boolean) => {
                let values = doubles("values", &bytes)?;
                match values.iter().find(|&&number| number != 0.0 && number != 1.0) {
                    Some(bad) => Err(format!("a value is {bad}, which is neither 0 nor 1")),
                    None => Ok(Self::Booleans(values)),
                }
            }
            (wit::ColumnResult::Strings(strings), ValueType::Text) => check_cut(strings).map(Self::Text),
            (wit::ColumnResult::Dictionary(dictionary), ValueType::Text) => {
                Dictionary::check(dictionary).map(Self::Dictionary)
            }
            (wit::ColumnResult::References(bytes), ValueType::Reference) => {
                numbers("references", &bytes).map(Self::References)
            }
            (wit::ColumnResult::Vectors(vectors), ValueType::Vector) => check_vectors(&vectors),
            _ => Err("its values are not of the type that the manifest declares".into()),
        }
    }

    /// The number of entries.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbers(values) | Self::Integers(values) | Self::Booleans(values) => values.len(),
            Self::Text(strings) => strings.len(),
            Self::Dictionary(dictionary) => dictionary.entries.len(),
            Self::References(values) => values.len(),
            Self::Vectors { width, values } => values.len() / (*width).max(1) as usize,
        }
    }
}

/// Vector `index` of a column.
pub(super) fn vector(width: u32, values: &[f32], index: usize) -> &[f32] {
    let width = width as usize;
    values.get(index * width..(index + 1) * width).unwrap_or_default()
}

fn finite(bytes: &[u8]) -> Result<Vec<f64>, String> {
    let values = doubles("values", bytes)?;
    match values.iter().find(|number| !number.is_finite()) {
        Some(bad) => Err(format!("a value is {bad}, which is not finite")),
        None => Ok(values),
    }
}

fn check_vectors(vectors: &wit::VectorsResult) -> Result<Values, String> {
    let values = singles("values", &vectors.values)?;
    let width = vectors.width;
    if width == 0 || !values.len().is_multiple_of(width as usize) {
        return Err(format!("{} numbers for vectors of {width}", values.len()));
    }
    match values.iter().find(|number| !number.is_finite()) {
        Some(bad) => Err(format!("a value is {bad}, which is not finite")),
        None => Ok(Values::Vectors { width, values }),
    }
}

/// Strings that fill their buffer, cut on character boundaries.
pub(super) fn check_cut(strings: wit::StringsResult) -> Result<Strings, String> {
    let ends = numbers("ends", &strings.ends)?;
    Strings::cut(strings.text, ends)
}
