//! The attributes of a layer's spans.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::offset;

/// A value as an author gives it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(f64),
    Text(&'a str),
    Reference(usize),
}

impl Value<'_> {
    fn value_type(&self) -> wit::ValueType {
        match self {
            Self::Number(_) => wit::ValueType::Number,
            Self::Text(_) => wit::ValueType::Text,
            Self::Reference(_) => wit::ValueType::Reference,
        }
    }

    /// What a column of such values holds, for messages.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Number(_) => "numbers",
            Self::Text(_) => "text",
            Self::Reference(_) => "references",
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

/// The values of one attribute: a column over the spans of the call, which grows as they are written.
///
/// `first` is everywhere the number of spans before the document in hand.
#[derive(Debug)]
pub(super) struct AttributeWriter {
    name: String,
    value_type: wit::ValueType,
    values: Values,
    /// Whether each span has a value, as far as `values` reach.
    present: Vec<bool>,
}

#[derive(Debug)]
enum Values {
    Numbers(Vec<f64>),
    Text(Text),
    References(Vec<u32>),
}

/// Strings in one buffer, with the ends of each.
#[derive(Debug, Default)]
struct Text {
    buffer: String,
    ends: Vec<usize>,
}

impl AttributeWriter {
    pub(super) fn new(declared: &wit::AttributeType) -> Self {
        let values = match declared.values {
            wit::ValueType::Number => Values::Numbers(Vec::new()),
            wit::ValueType::Text => Values::Text(Text::default()),
            wit::ValueType::Reference => Values::References(Vec::new()),
        };
        Self { name: declared.name.clone(), value_type: declared.values, values, present: Vec::new() }
    }

    /// Whether this is the attribute of that name and the value is of its type.
    pub(super) fn accepts(&self, name: &str, value: &Value<'_>) -> bool {
        self.value_type == value.value_type() && self.name == name
    }

    /// Sets the value of a span of the call, of the type that the attribute accepts: a span behind all that have one,
    /// or the last of them.
    pub(super) fn set(&mut self, span: usize, value: Value<'_>) {
        self.truncate(span);
        self.pad(span);
        match (&mut self.values, value) {
            (Values::Numbers(values), Value::Number(number)) => values.push(number),
            (Values::Text(values), Value::Text(text)) => values.push(text),
            (Values::References(values), Value::Reference(span)) => {
                // What does not fit is more than there are spans, and is found when the document is checked.
                values.push(u32::try_from(span).unwrap_or(u32::MAX));
            }
            _ => return,
        }
        self.present.push(true);
    }

    /// Checks the values of the document in hand, which has so many `spans`.
    ///
    /// # Errors
    /// What breaks the contract.
    pub(super) fn check(&self, first: usize, spans: usize) -> Result<(), String> {
        let name = &self.name;
        match &self.values {
            Values::Numbers(values) => match values.iter().skip(first).find(|number| !number.is_finite()) {
                Some(number) => Err(format!("attribute `{name}`: {number} is not finite")),
                None => Ok(()),
            },
            Values::References(values) => {
                match values.iter().skip(first).find(|&&span| span as usize >= spans) {
                    Some(span) => Err(format!("attribute `{name}`: a reference to span {span} of {spans}")),
                    None => Ok(()),
                }
            }
            Values::Text(_) => Ok(()),
        }
    }

    /// Takes the values of the document in hand, whose `spans` were brought in `order`.
    pub(super) fn settle(&mut self, first: usize, spans: usize, order: &Order) {
        self.pad(first + spans);
        if order.spans.is_empty() {
            return;
        }
        match &mut self.values {
            Values::Numbers(values) => permute(&mut values[first..], &order.spans),
            Values::Text(values) => values.permute(first, &order.spans),
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

    /// Forgets all values from span `length` on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.present.truncate(length);
        match &mut self.values {
            Values::Numbers(values) => values.truncate(length),
            Values::Text(values) => values.truncate(length),
            Values::References(values) => values.truncate(length),
        }
    }

    /// Lets the spans before `length` that have got no value have none.
    fn pad(&mut self, length: usize) {
        if self.present.len() >= length {
            return;
        }
        self.present.resize(length, false);
        match &mut self.values {
            Values::Numbers(values) => values.resize(length, 0.0),
            Values::Text(values) => values.ends.resize(length, values.buffer.len()),
            Values::References(values) => values.resize(length, 0),
        }
    }

    /// The column of the call, or nothing where no span has a value.
    ///
    /// # Errors
    /// Where the texts are more than one call can carry.
    pub(super) fn into_wit(self) -> Result<Option<wit::Attribute>, String> {
        if !self.present.contains(&true) {
            return Ok(None);
        }
        let absent = self.present.iter().enumerate().filter(|(_, present)| !**present);
        let absent = absent.map(|(span, _)| offset(span)).collect::<Result<_, _>>()?;
        let values = match self.values {
            Values::Numbers(values) => wit::Column::Numbers(values),
            Values::Text(values) => wit::Column::Strings(values.into_wit()?),
            Values::References(values) => wit::Column::References(values),
        };
        Ok(Some(wit::Attribute { name: self.name, values, absent }))
    }
}

impl Text {
    fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    fn truncate(&mut self, length: usize) {
        self.ends.truncate(length);
        self.buffer.truncate(self.ends.last().copied().unwrap_or(0));
    }

    fn permute(&mut self, first: usize, spans: &[usize]) {
        let before = self.start(first);
        let ends = self.ends.split_off(first);
        let texts = self.buffer.split_off(before);
        for &span in spans {
            let start = if span == 0 { before } else { ends[span - 1] };
            self.push(&texts[start - before..ends[span] - before]);
        }
    }

    fn start(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.ends[index - 1] }
    }

    fn into_wit(self) -> Result<wit::Strings, String> {
        let ends = self.ends.into_iter().map(offset).collect::<Result<_, _>>()?;
        Ok(wit::Strings { text: self.buffer, ends })
    }
}

fn permute<T: Copy>(values: &mut [T], spans: &[usize]) {
    let written = values.to_vec();
    for (value, &span) in values.iter_mut().zip(spans) {
        *value = written[span];
    }
}
