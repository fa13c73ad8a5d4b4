//! What sources say of documents, by which a reader of the page chooses: each field as dates, numbers, or a few values.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use textmill_dates::{Dated, UNITS, Unit};

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
        let days: Vec<Option<f32>> = self.values.iter().map(|value| day(value)).collect();
        let mut column = vec![f32::NAN; columns.documents()];
        let mut odd = self.odd;
        for &(document, code) in &self.of {
            let Some(place) = places[document as usize] else { continue };
            match days[code as usize] {
                Some(day) => column[place as usize] = day,
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
    /// The field whose dates the report groups by.
    dated: Option<String>,
}

impl Metadata {
    pub(crate) fn new(report: &Value) -> Self {
        Self { fields: BTreeMap::new(), dated: dated(report).map(str::to_owned) }
    }

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
            if self.dated.as_ref() == Some(name) || field.is_of_dates() {
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
    /// Whether most of its values are dates, and no numbers that may be of anything.
    fn is_of_dates(&self) -> bool {
        let dates = self.values.iter().filter(|value| is_telling(value) && day(value).is_some()).count();
        dates * 5 >= self.values.len() * 4
    }

    /// Whether documents share values: what nearly each has for itself, such as a title, is nothing to choose by.
    fn tells_apart(&self) -> bool {
        let values = self.values.len();
        values <= MOST_VALUES && (values <= RANGE || values * 2 <= self.of.len())
    }
}

/// The field of a report that is grouped by the days, months or years of one.
fn dated(report: &Value) -> Option<&str> {
    let by = report.pointer("/provenance/selection/group_by")?.as_str()?;
    let (field, unit) = by.rsplit_once(':')?;
    UNITS.iter().any(|(name, _)| *name == unit).then_some(field)
}

/// Whether a value that is a date can hardly be anything else. A year, or seconds since 1970, may be a price or a number of
/// clicks as well; a number of eight digits that the calendar knows is hardly anything but a day.
fn is_telling(value: &str) -> bool {
    let value = value.trim();
    value.chars().any(|character| !character.is_numeric() && !matches!(character, '.' | '-'))
        || value.chars().filter(|&character| matches!(character, '.' | '-')).count() > 1
        || value.contains('-') && !value.starts_with('-')
        || value.chars().count() == 8
}

/// The first day of a date, in days from 1970 on, and what tells how exact it is: nothing more of a day, a quarter of one of a
/// month, half of one of a year. A float of 32 bits has all of that exactly up to the year 9999.
fn day(text: &str) -> Option<f32> {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    let date = Dated::read(text)?;
    let days = date.first_day()?.since(EPOCH).ok()?.get_days();
    let more = match date.unit() {
        Unit::Day => 0.0,
        Unit::Month => 0.25,
        _ => 0.5,
    };
    Some(days as f32 + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_and_as_exact_as_they_are_written() {
        for (text, expected) in [
            ("1970-01-02", Some(1.0)),
            ("1969-12-31T23:00:00Z", Some(-1.0)),
            ("1970-03", Some(59.25)),
            ("1971", Some(365.5)),
            ("١ يناير ١٩٧١", Some(365.0)),
            ("9999-12", Some(2_932_866.3)),
            ("0001", Some(-719_161.5)),
            ("2024-02-301", None),
            ("", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_dates_where_they_can_be_nothing_else() {
        for (value, expected) in [
            ("2024-05-01", true),
            ("2024-05", true),
            ("2024.05.01", true),
            ("20240501", true),
            ("٢٠٢٤-٠٥-٠١", true),
            ("May 2024", true),
            ("2024", false),
            ("1714521600", false),
            ("1714521600.5", false),
            ("-1714521600", false),
        ] {
            assert_eq!(is_telling(value), expected, "{value}");
        }
    }

    #[test]
    fn a_field_is_of_dates_where_the_report_says_so_or_its_values_do() {
        for (group_by, values, expected) in [
            (
                Value::Null,
                json!(["2024-05-01", "1 May 2024", "n/a", "2024/5/3", "3.5.2024", "2024-05"]),
                "category",
            ),
            (
                Value::Null,
                json!(["2024-05-01", "1 May 2024", "n/a", "2024/5/3", "20240503", "2024-05"]),
                "date",
            ),
            (Value::Null, json!([20_240_501, 20_240_502]), "date"),
            (Value::Null, json!([2023, 2024]), "category"),
            (json!("when:year"), json!([2023, 2024]), "date"),
            (json!("when"), json!([2023, 2024]), "category"),
            (json!("other:year"), json!([2023, 2024]), "category"),
            (json!("when:day"), json!([1_714_521_600, 1_714_621_600]), "date"),
        ] {
            let report = json!({"provenance": {"selection": {"group_by": group_by}}});
            let mut metadata = Metadata::new(&report);
            let values = values.as_array().unwrap();
            let places: Vec<Option<u32>> = (0..values.len() as u32).map(Some).collect();
            for (document, value) in (0..).zip(values) {
                metadata.add(document, json!({"when": value}).as_object().unwrap());
            }
            let written = metadata.write(&places, &mut Columns::new(values.len()));
            assert_eq!(written[0]["kind"], expected, "{group_by} {values:?}");
        }
    }
}
