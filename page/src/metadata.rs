//! What sources say of documents, by which a reader of the page chooses: each field as dates, numbers, or a few values.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::fmt::rfc2822;
use serde_json::{Map, Value, json};

use crate::facts::Columns;

/// A value longer than this is a text, and no field that one chooses by.
const LONGEST: usize = 200;

/// The most values of a field that one chooses by.
const MOST_VALUES: usize = 1_000;

/// From so many different numbers on they are shown as a range.
const RANGE: usize = 13;

/// Fields that are gathered at most; a source may have a column for each of its documents.
const MOST_FIELDS: usize = 200;

/// A column of strings, each once.
#[derive(Debug, Default)]
pub(crate) struct Category {
    codes: HashMap<String, u32>,
    values: Vec<String>,
    of: Vec<(u32, u32)>,
    numbers: bool,
    /// Documents whose value is no single short one.
    odd: u64,
}

impl Category {
    pub(crate) fn add(&mut self, document: u32, value: &str) {
        let code = match self.codes.get(value) {
            Some(&code) => code,
            None => {
                let code = self.values.len() as u32;
                self.codes.insert(value.to_owned(), code);
                self.values.push(value.to_owned());
                code
            }
        };
        self.of.push((document, code));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The column as codes into the values that documents have, in the order of their bytes; 0 is none.
    pub(crate) fn write(&self, name: &str, places: &[Option<u32>], columns: &mut Columns) -> Value {
        let mut used: Vec<bool> = vec![false; self.values.len()];
        let kept: Vec<(u32, u32)> =
            self.of.iter().filter_map(|&(document, code)| Some((places[document as usize]?, code))).collect();
        kept.iter().for_each(|&(_, code)| used[code as usize] = true);
        let mut order: Vec<u32> = (0..self.values.len() as u32).filter(|&code| used[code as usize]).collect();
        order.sort_by_key(|&code| &self.values[code as usize]);
        let mut new = vec![0; self.values.len()];
        for (place, &code) in order.iter().enumerate() {
            new[code as usize] = place as u32 + 1;
        }
        let mut column = vec![0_u32; columns.documents()];
        for (place, code) in kept {
            column[place as usize] = new[code as usize];
        }
        let values: Vec<&str> = order.iter().map(|&code| self.values[code as usize].as_str()).collect();
        json!({"name": name, "kind": "category", "values": values, "at": columns.integers(&column), "odd": self.odd})
    }

    fn write_numbers(&self, name: &str, places: &[Option<u32>], columns: &mut Columns) -> Value {
        let numbers: Vec<f32> = self.values.iter().map(|value| value.parse().unwrap_or(f32::NAN)).collect();
        let mut column = vec![f32::NAN; columns.documents()];
        for &(document, code) in &self.of {
            if let Some(place) = places[document as usize] {
                column[place as usize] = numbers[code as usize];
            }
        }
        json!({"name": name, "kind": "number", "at": columns.floats(&column), "odd": self.odd})
    }

    fn write_dates(&self, name: &str, places: &[Option<u32>], columns: &mut Columns) -> Value {
        let days: Vec<Option<i32>> = self.values.iter().map(|value| day(value)).collect();
        let mut column = vec![f32::NAN; columns.documents()];
        let mut odd = self.odd;
        for &(document, code) in &self.of {
            let Some(place) = places[document as usize] else { continue };
            match days[code as usize] {
                // Days since 1970 are exact as they are up to 16 million.
                Some(day) => column[place as usize] = day as f32,
                None => odd += 1,
            }
        }
        json!({"name": name, "kind": "date", "at": columns.floats(&column), "odd": odd})
    }
}

/// The metadata of documents.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    fields: BTreeMap<String, Category>,
}

impl Metadata {
    pub(crate) fn add(&mut self, document: u32, metadata: &Map<String, Value>) {
        for (name, value) in metadata {
            if !self.fields.contains_key(name) && self.fields.len() >= MOST_FIELDS {
                continue;
            }
            let field = self
                .fields
                .entry(name.clone())
                .or_insert_with(|| Category { numbers: true, ..Category::default() });
            match value {
                Value::Null => {}
                Value::String(text) if text.len() <= LONGEST => {
                    field.numbers = false;
                    field.add(document, text);
                }
                Value::Number(number) => field.add(document, &number.to_string()),
                Value::Bool(truth) => {
                    field.numbers = false;
                    field.add(document, if *truth { "true" } else { "false" });
                }
                Value::String(_) | Value::Array(_) | Value::Object(_) => field.odd += 1,
            }
        }
    }

    /// The fields by which one can choose, as the page reads them.
    pub(crate) fn write(&self, places: &[Option<u32>], columns: &mut Columns) -> Vec<Value> {
        let fields = self.fields.iter().filter(|(_, field)| !field.is_empty());
        let written = fields.filter_map(|(name, field)| {
            if field.is_of_dates() {
                Some(field.write_dates(name, places, columns))
            } else if field.numbers && field.values.len() >= RANGE {
                Some(field.write_numbers(name, places, columns))
            } else if field.tells_apart() {
                Some(field.write(name, places, columns))
            } else {
                None
            }
        });
        written.collect()
    }
}

impl Category {
    /// Whether most of its values are dates.
    fn is_of_dates(&self) -> bool {
        let dates = self.values.iter().filter(|value| day(value).is_some()).count();
        !self.numbers && dates * 5 >= self.values.len() * 4
    }

    /// Whether documents share values: what nearly each has for itself, such as a title, is nothing to choose by.
    fn tells_apart(&self) -> bool {
        let values = self.values.len();
        values <= MOST_VALUES && (values <= RANGE || values * 2 <= self.of.len())
    }
}

/// The day of a date, from 1970 on: what begins with a date as ISO 8601 writes it, a month of a year, or a date of mail.
pub(crate) fn day(text: &str) -> Option<i32> {
    let text = text.trim();
    let date = iso(text).or_else(|| Some(rfc2822::parse(text).ok()?.date()))?;
    date.since(Date::constant(1970, 1, 1)).ok().map(|span| span.get_days())
}

fn iso(text: &str) -> Option<Date> {
    let separated = |at: usize| text.as_bytes().get(at).is_some_and(|&byte| byte == b'-' || byte == b'/');
    if !separated(4) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let year = text.get(..4)?.parse::<i16>().ok()?;
    let month = part(5, 7)?;
    let day = match text.len() {
        7 => 1,
        _ if separated(7) && !text.as_bytes().get(10).is_some_and(u8::is_ascii_digit) => part(8, 10)?,
        _ => return None,
    };
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, expected) in [
            ("1970-01-02", Some(1)),
            ("1970/02/01", Some(31)),
            ("1969-12-31T23:00:00Z", Some(-1)),
            ("1970-03", Some(59)),
            ("Fri, 02 Jan 1970 10:00:00 +0000", Some(1)),
            ("2024-13-01", None),
            ("2024-02-301", None),
            ("2024", None),
            ("٢٠٢٤-٠١-٠١", None),
            ("", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }
}
