//! The attributes of a layer's spans.

use textmill_merge::Strings;
use textmill_wit::guest::textmill::analyzer::types as wit;

use super::form_table::FormTable;
use crate::columns::{into_wit, offset};
use crate::numbers::{NumberColumn, double_column, number_column};

/// A value as an author gives it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(f64),
    Integer(i64),
    Boolean(bool),
    Text(&'a str),
    Reference(usize),
    Vector(&'a [f32]),
}

impl Value<'_> {
    fn value_type(&self) -> wit::ValueType {
        match self {
            Self::Number(_) => wit::ValueType::Number,
            Self::Integer(_) => wit::ValueType::Integer,
            Self::Boolean(_) => wit::ValueType::Boolean,
            Self::Text(_) => wit::ValueType::Text,
            Self::Reference(_) => wit::ValueType::Reference,
            Self::Vector(_) => wit::ValueType::Vector,
        }
    }

    /// What a column of such values holds, for messages.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Number(_) => "numbers",
            Self::Integer(_) => "integers",
            Self::Boolean(_) => "booleans",
            Self::Text(_) => "text",
            Self::Reference(_) => "references",
            Self::Vector(_) => "vectors",
        }
    }
}

/// The order into which a document's spans were sorted; both are empty where they stand as they were written.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// For each place the span that has come to stand there.
    pub(super) spans: Vec<usize>,
    /// For each span the place where it has come to stand.
    pub(super) places: Vec<usize>,
}

/// The values of one attribute: a column over the entries of the call, which grows as they are written.
///
/// `first` is everywhere the number of entries before the document in hand.
#[derive(Debug)]
pub(super) struct AttributeWriter {
    name: String,
    value_type: wit::ValueType,
    /// The layer that references point into, where it is another.
    target: String,
    /// Where nobody wants the attribute, its values are not kept.
    wanted: bool,
    values: Values,
    /// Whether each entry has a value, as far as `values` reach.
    present: Vec<bool>,
    /// The first thing that was wrong with a value of the document in hand.
    wrong: Option<String>,
}

#[derive(Debug)]
enum Values {
    Numbers(Vec<f64>),
    Text(Strings),
    /// Text of which many values are the same.
    Codes(CodeColumn),
    References(Vec<u32>),
    Vectors(VectorColumn),
}

/// Codes of texts.
#[derive(Debug, Default)]
struct CodeColumn {
    table: FormTable,
    codes: NumberColumn,
}

/// Vectors of the width of the first.
#[derive(Debug, Default)]
struct VectorColumn {
    width: usize,
    values: Vec<f32>,
    length: usize,
}

/// The greatest integer up to which a 64-bit floating-point number has all of them.
const GREATEST_INTEGER: u64 = (1 << f64::MANTISSA_DIGITS) - 1;

impl AttributeWriter {
    pub(super) fn new(declared: &wit::AttributeType, wanted: bool) -> Self {
        let values = match declared.values {
            wit::ValueType::Number | wit::ValueType::Integer | wit::ValueType::Boolean => {
                Values::Numbers(Vec::new())
            }
            wit::ValueType::Text => Values::Text(Strings::new()),
            wit::ValueType::Reference => Values::References(Vec::new()),
            wit::ValueType::Vector => Values::Vectors(VectorColumn::default()),
        };
        Self {
            name: declared.name.clone(),
            value_type: declared.values,
            target: declared.target.clone(),
            wanted,
            values,
            present: Vec::new(),
            wrong: None,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// Whether this is the attribute of that name and the value is of its type.
    pub(super) fn accepts(&self, name: &str, value: &Value<'_>) -> bool {
        self.value_type == value.value_type() && self.name == name
    }

    /// Sets the value of an entry of the call, of the type that the attribute accepts: an entry after all that have one,
    /// or the last of them.
    pub(super) fn set(&mut self, entry: usize, value: Value<'_>) {
        if !self.wanted {
            return;
        }
        self.truncate(entry);
        self.pad(entry);
        match (&mut self.values, value) {
            (Values::Numbers(values), Value::Number(number)) => values.push(number),
            (Values::Numbers(values), Value::Integer(number)) => {
                if number.unsigned_abs() > GREATEST_INTEGER {
                    self.wrong.get_or_insert_with(|| format!("{number} is beyond 2⁵³ − 1"));
                }
                values.push(number as f64);
            }
            (Values::Numbers(values), Value::Boolean(is_so)) => values.push(f64::from(u8::from(is_so))),
            (Values::Text(values), Value::Text(text)) => values.push(text),
            (Values::Codes(values), Value::Text(text)) => {
                let code = values.table.code(text);
                values.codes.push(code);
            }
            (Values::References(values), Value::Reference(span)) => {
                // What does not fit is more than there are spans, and is found when the document is checked.
                values.push(u32::try_from(span).unwrap_or(u32::MAX));
            }
            (Values::Vectors(values), Value::Vector(vector)) => {
                if let Err(problem) = values.push(vector) {
                    self.wrong.get_or_insert(problem);
                    return;
                }
            }
            _ => return,
        }
        self.present.push(true);
    }

    /// Makes room for the values of so many entries more.
    pub(super) fn reserve(&mut self, entries: usize) {
        if !self.wanted {
            return;
        }
        self.present.reserve(entries);
        match &mut self.values {
            Values::Numbers(values) => values.reserve(entries),
            Values::Codes(values) => values.codes.reserve(entries),
            Values::References(values) => values.reserve(entries),
            // How much each takes is not known.
            Values::Text(_) | Values::Vectors(_) => {}
        }
    }

    /// Whether this is the attribute of that name, and one of text.
    pub(super) fn is_text(&self, name: &str) -> bool {
        self.value_type == wit::ValueType::Text && self.name == name
    }

    /// The code of a text, for [`AttributeWriter::set_codes`], in a document that comes after `first` entries.
    pub(super) fn code(&mut self, first: usize, text: &str) -> u32 {
        if matches!(self.values, Values::Text(_)) {
            self.pad(first);
        }
        if let Values::Text(written) = &self.values {
            let mut column = CodeColumn::default();
            column.codes.reserve(self.present.capacity());
            column.codes.extend(written.iter().map(|text| column.table.code(text)));
            self.values = Values::Codes(column);
        }
        match &mut self.values {
            Values::Codes(values) => values.table.code(text),
            _ => 0,
        }
    }

    /// Sets the values of the entries from `entry` on, after all that have one, to texts by their codes: one for each item.
    pub(super) fn set_codes<T>(&mut self, entry: usize, items: &[T], code: impl Fn(&T) -> Option<u32>) {
        if !self.wanted {
            return;
        }
        self.truncate(entry);
        self.pad(entry);
        let Values::Codes(values) = &mut self.values else { return };
        // Room first, so that each item is read once and neither column is asked for more.
        self.present.resize(entry + items.len(), false);
        let columns = self.present[entry..].iter_mut().zip(values.codes.grow_by(items.len()));
        for (item, (present, entry)) in items.iter().zip(columns) {
            let code = code(item);
            *present = code.is_some();
            *entry = code.unwrap_or_default().to_le_bytes();
        }
        let known = values.table.len();
        let most = u32::try_from(known.saturating_sub(1)).unwrap_or(u32::MAX);
        let codes = values.codes.numbers();
        if codes.slice(entry..codes.len()).has_beyond(most) {
            self.wrong.get_or_insert_with(|| format!("a code that is none of {known}"));
        }
    }

    /// Checks the values of the document in hand, which has so many `spans` in a layer.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(super) fn check(&self, first: usize, spans: impl Fn(&str) -> usize) -> Result<(), String> {
        let name = &self.name;
        if let Some(problem) = &self.wrong {
            return Err(format!("attribute `{name}`: {problem}"));
        }
        match &self.values {
            Values::Numbers(values) => match values.iter().skip(first).find(|number| !number.is_finite()) {
                Some(number) => Err(format!("attribute `{name}`: {number} is not finite")),
                None => Ok(()),
            },
            Values::References(values) => {
                let spans = spans(&self.target);
                // Where there is no value, 0 stands for it and refers to nothing.
                let given = values.iter().zip(&self.present).skip(first).filter(|(_, present)| **present);
                match given.map(|(span, _)| *span).find(|&span| span as usize >= spans) {
                    Some(span) => Err(format!("attribute `{name}`: a reference to span {span} of {spans}")),
                    None => Ok(()),
                }
            }
            Values::Text(_) | Values::Codes(_) | Values::Vectors(_) => Ok(()),
        }
    }

    /// Lets the references of the document in hand follow the spans of their target, which have come to `places`.
    pub(super) fn follow(&mut self, first: usize, layer: &str, places: &[usize]) {
        let Values::References(values) = &mut self.values else { return };
        if self.target != layer || first >= values.len() {
            return;
        }
        for (span, _) in
            values[first..].iter_mut().zip(&self.present[first..]).filter(|(_, present)| **present)
        {
            *span = places.get(*span as usize).map_or(*span, |&place| place as u32);
        }
    }

    /// Takes the values of the document in hand, whose `entries` were brought in `order`. Those that come after the last value
    /// have none, and wait for the next.
    pub(super) fn settle(&mut self, first: usize, entries: usize, order: &Order) {
        if !self.wanted || order.spans.is_empty() {
            return;
        }
        self.pad(first + entries);
        match &mut self.values {
            Values::Numbers(values) => permute(&mut values[first..], &order.spans),
            Values::Text(values) => permute_strings(values, first, &order.spans),
            Values::Codes(values) => values.codes.permute_from(first, &order.spans),
            Values::Vectors(values) => values.permute(first, &order.spans),
            Values::References(values) if !self.target.is_empty() => {
                permute(&mut values[first..], &order.spans);
            }
            Values::References(values) => {
                // Where there is no value, 0 stands for it and refers to nothing.
                let present = self.present[first..].iter();
                for (span, _) in values[first..].iter_mut().zip(present).filter(|(_, present)| **present) {
                    *span = order.places[*span as usize] as u32;
                }
                permute(&mut values[first..], &order.spans);
            }
        }
        permute(&mut self.present[first..], &order.spans);
    }

    /// Forgets all values from entry `length` on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.present.truncate(length);
        match &mut self.values {
            Values::Numbers(values) => values.truncate(length),
            Values::Text(values) => values.truncate(length),
            Values::Codes(values) => values.codes.truncate(length),
            Values::References(values) => values.truncate(length),
            Values::Vectors(values) => values.truncate(length),
        }
    }

    /// Forgets the document in hand, which comes after `first` entries.
    pub(super) fn discard(&mut self, first: usize) {
        self.wrong = None;
        self.truncate(first);
    }

    /// Lets the entries before `length` that have got no value have none.
    fn pad(&mut self, length: usize) {
        if self.present.len() >= length {
            return;
        }
        self.present.resize(length, false);
        match &mut self.values {
            Values::Numbers(values) => values.resize(length, 0.0),
            Values::Text(values) => values.resize(length),
            Values::Codes(values) => {
                values.codes.grow_by(length.saturating_sub(values.codes.len()));
            }
            Values::References(values) => values.resize(length, 0),
            Values::Vectors(values) => values.resize(length),
        }
    }

    /// The column of the call, which has so many `entries`, or nothing where none of them has a value.
    ///
    /// # Errors
    /// Where the texts are more than one call can carry.
    pub(super) fn into_wit(mut self, entries: usize) -> Result<Option<wit::Attribute>, String> {
        if !self.present.contains(&true) {
            return Ok(None);
        }
        self.pad(entries);
        offset(self.present.len())?;
        let absent = absent_of(&self.present);
        let values = match self.values {
            Values::Numbers(values) => wit::Column::Numbers(double_column(values)),
            Values::Text(values) => wit::Column::Strings(into_wit(values)?),
            Values::Codes(values) => wit::Column::Dictionary(wit::Dictionary {
                table: values.table.into_wit()?,
                entries: values.codes.into_bytes(),
            }),
            Values::References(values) => wit::Column::References(number_column(values)),
            Values::Vectors(values) => wit::Column::Vectors(values.into_wit()?),
        };
        Ok(Some(wit::Attribute { name: self.name, values, absent: absent.into_bytes() }))
    }
}

/// The entries that have no value.
fn absent_of(present: &[bool]) -> NumberColumn {
    // Counted in bytes, of which a vector holds many.
    let count = |present: &[bool]| present.iter().map(|&present| u8::from(!present)).sum::<u8>();
    let stretches = present.chunks(u8::MAX.into());
    let mut absent = NumberColumn::default();
    absent.reserve(stretches.map(|stretch| usize::from(count(stretch))).sum());
    for (entry, present) in (0..).zip(present) {
        if !present {
            absent.push(entry);
        }
    }
    absent
}

impl VectorColumn {
    /// # Errors
    /// What is wrong with the vector.
    fn push(&mut self, vector: &[f32]) -> Result<(), String> {
        if self.width == 0 {
            self.width = vector.len();
            self.values.resize(self.length * self.width, 0.0);
        }
        if vector.is_empty() || vector.len() != self.width {
            return Err(format!("a vector of {} numbers among those of {}", vector.len(), self.width));
        }
        if let Some(number) = vector.iter().find(|number| !number.is_finite()) {
            return Err(format!("{number} is not finite"));
        }
        self.values.extend_from_slice(vector);
        self.length += 1;
        Ok(())
    }

    fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
        self.values.truncate(length * self.width);
    }

    fn resize(&mut self, length: usize) {
        self.length = length;
        self.values.resize(length * self.width, 0.0);
    }

    fn permute(&mut self, first: usize, spans: &[usize]) {
        let written = self.values.split_off(first * self.width);
        for &span in spans {
            self.values.extend_from_slice(&written[span * self.width..(span + 1) * self.width]);
        }
    }

    fn into_wit(self) -> Result<wit::Vectors, String> {
        let values = self.values.into_iter().flat_map(f32::to_le_bytes).collect();
        Ok(wit::Vectors { width: offset(self.width)?, values })
    }
}

fn permute_strings(strings: &mut Strings, first: usize, spans: &[usize]) {
    let written = strings.split_off(first);
    strings.extend(spans.iter().map(|&span| written.get(span)));
}

fn permute<T: Copy>(values: &mut [T], spans: &[usize]) {
    let written = values.to_vec();
    for (value, &span) in values.iter_mut().zip(spans) {
        *value = written[span];
    }
}
