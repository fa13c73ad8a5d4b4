//! The tables of a report as CSV (RFC 4180), for spreadsheets and data frames.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;
use textmill::Report;

use crate::error::Error;
use crate::output::Output;
use crate::shape::Shape;

/// A table: the names of its columns, and its rows.
#[derive(Debug, PartialEq)]
struct Table {
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// Makes the folder.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn create(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io(folder.display(), &error))
}

/// Writes a file for each table, which appears whole or not at all.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn write(folder: &Path, report: &Report) -> Result<(), Error> {
    for (name, table) in tables(report) {
        let mut output = Output::create(&folder.join(format!("{name}.csv")))?;
        output.write_whole(&table.to_csv().map_err(|error| Error::io(folder.display(), &error))?)?;
        output.publish()?;
    }
    Ok(())
}

impl Table {
    fn to_csv(&self) -> io::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// The tables by their names: `ANALYZER.FIELD` for what has rows of its own, `ANALYZER` for single numbers. The first
/// column is the group, empty for the whole.
fn tables(report: &Report) -> BTreeMap<String, Table> {
    let mut tables = Tables::default();
    let whole = report.analyzers.iter().map(|(name, section)| ("", name, section));
    let groups = report.groups.iter().flat_map(|(group, analyzers)| {
        analyzers.iter().map(move |(name, section)| (group.as_str(), name, section))
    });
    for (group, analyzer, section) in whole.chain(groups) {
        let place = Place { group, analyzer };
        tables.number(place, "documents", section.documents);
        tables.number(place, "faults", section.faults);
        tables.value(place, "", &section.output);
    }
    tables.0
}

/// Whose value it is.
#[derive(Clone, Copy)]
struct Place<'a> {
    group: &'a str,
    analyzer: &'a str,
}

#[derive(Default)]
struct Tables(BTreeMap<String, Table>);

impl Tables {
    fn value(&mut self, place: Place<'_>, field: &str, value: &Value) {
        match Shape::of(value) {
            Shape::Number(_) => self.number(place, field, value),
            Shape::Nothing => self.number(place, field, ""),
            Shape::Unknown(value) => self.number(place, field, value),
            Shape::Object(fields) => {
                for (name, value) in fields {
                    let joint = if field.is_empty() { "" } else { "." };
                    self.value(place, &format!("{field}{joint}{name}"), value);
                }
            }
            Shape::Counts(counts) => {
                self.number(place, &format!("{field}.total"), &value["total"]);
                self.number(place, &format!("{field}.distinct"), &value["distinct"]);
                for entry in counts.top {
                    let row =
                        vec![entry.key.to_owned(), entry.count.to_string(), entry.documents.to_string()];
                    self.row(place, field, &["group", "key", "count", "documents"], row);
                }
            }
            Shape::Stats(_) => {
                for part in ["count", "mean", "deviation", "min", "max"] {
                    self.number(place, &format!("{field}.{part}"), &value[part]);
                }
            }
            Shape::Distinct { .. } => {
                for part in ["estimate", "error"] {
                    self.number(place, &format!("{field}.{part}"), &value[part]);
                }
            }
            Shape::Histogram(histogram) => {
                for bin in histogram.bins {
                    let edge = |edge: Option<f64>| edge.map_or_else(String::new, |edge| edge.to_string());
                    let row = vec![edge(bin.from), edge(bin.to), bin.count.to_string()];
                    self.row(place, field, &["group", "from", "to", "count"], row);
                }
            }
            Shape::Quantiles(quantiles) => {
                for part in ["count", "min", "max"] {
                    self.number(place, &format!("{field}.{part}"), &value[part]);
                }
                for (at, value) in quantiles.quantiles {
                    self.row(
                        place,
                        field,
                        &["group", "at", "value"],
                        vec![at.to_string(), value.to_string()],
                    );
                }
            }
            Shape::Documents(documents) => {
                for (document, value) in documents {
                    let row = vec![document.to_owned(), text(value)];
                    self.row(place, field, &["group", "document", "value"], row);
                }
            }
        }
    }

    fn number(&mut self, place: Place<'_>, field: &str, value: impl Into<Number>) {
        let row = vec![field.to_owned(), value.into().0];
        self.row(place, "", &["group", "field", "value"], row);
    }

    fn row(&mut self, place: Place<'_>, field: &str, columns: &'static [&'static str], row: Vec<String>) {
        // Two fields may come to one name: a table of other columns then has a number behind it.
        let name = file_name(place.analyzer, field);
        let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}~{number}")));
        let is_free = |name: &String| self.0.get(name).is_none_or(|table| table.columns == columns);
        let name = names.into_iter().find(is_free).unwrap_or(name);
        let table = self.0.entry(name).or_insert_with(|| Table { columns, rows: Vec::new() });
        table.rows.push([vec![place.group.to_owned()], row].concat());
    }
}

/// A single value as a cell.
struct Number(String);

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<&Value> for Number {
    fn from(value: &Value) -> Self {
        Self(text(value))
    }
}

impl From<&str> for Number {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Names of fields come from plugins, and keys of maps from documents: what a file's name may not have is left out.
fn file_name(analyzer: &str, field: &str) -> String {
    // In bytes: a file system takes 255, of which some are for a number and the ending.
    const LONGEST: usize = 200;
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    let plain = |character| if is_plain(character) { character } else { '_' };
    let joint = if field.is_empty() { "" } else { "." };
    let mut name: String = format!("{analyzer}{joint}{field}").chars().map(plain).collect();
    name.truncate(name.floor_char_boundary(LONGEST));
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn section(output: Value) -> Value {
        json!({"version": "1.0.0", "documents": 3, "faults": 1, "output": output})
    }

    fn report() -> Report {
        let shouting = section(json!({
            "words": {"total": 3, "distinct": 2, "top": [
                {"key": "a,\"b", "count": 2, "documents": 1}, {"key": "مهم", "count": 1, "documents": 1}
            ]},
            "length": {"count": 1, "mean": 2.5, "deviation": 0.0, "min": 2.5, "max": 2.5},
            "loudness": {"count": 1, "bins": [{"from": null, "to": 0, "count": 0}, {"from": 0, "to": null, "count": 1}]},
            "loudest": [{"document": "a.txt", "score": 0.5}],
            "cities": {"a/b": 4},
            "least": null,
        }));
        let report = json!({
            "format": 1,
            "complete": true,
            "corpus": {"documents": 3, "bytes": 9, "unread": 0, "replaced": 0, "fingerprint": ""},
            "analyzers": {"shouting": shouting},
            "groups": {"ar": {"shouting": section(json!({"words": {"total": 0, "distinct": 0, "top": []}}))}},
            "faults": {"total": 0, "by": {}, "first": []},
            "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": {}},
            "run": {"started": "", "seconds": 0.1, "threads": 2, "batch_bytes": 1, "host": "", "sources": []},
        });
        serde_json::from_value(report).expect("the form of a report")
    }

    #[test]
    fn a_report_is_a_few_tables() {
        let shown: Vec<String> = tables(&report())
            .iter()
            .map(|(name, table)| format!("--- {name}.csv\n{}", table.to_csv().unwrap()))
            .collect();
        insta::assert_snapshot!(shown.concat(), @r#"
        --- shouting.csv
        group,field,value
        ,documents,3
        ,faults,1
        ,cities.a/b,4
        ,least,
        ,length.count,1
        ,length.mean,2.5
        ,length.deviation,0.0
        ,length.min,2.5
        ,length.max,2.5
        ,words.total,3
        ,words.distinct,2
        ar,documents,3
        ar,faults,1
        ar,words.total,0
        ar,words.distinct,0
        --- shouting.loudest.csv
        group,document,value
        ,a.txt,0.5
        --- shouting.loudness.csv
        group,from,to,count
        ,,0,0
        ,0,,1
        --- shouting.words.csv
        group,key,count,documents
        ,"a,""b",2,1
        ,مهم,1,1
        "#);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert_eq!(file_name("a", "../../b/c"), "a..._.._b_c");
        assert_eq!(file_name("a", ""), "a");
        assert_eq!(file_name("a", &"س".repeat(500)).len(), 200);
        assert_eq!(file_name("a", &"語".repeat(500)).len(), 200);
    }
}
