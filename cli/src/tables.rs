//! The tables of a report as CSV (RFC 4180), for spreadsheets and data frames.

mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Number, Value};
use textmill::{Merged, MergedError, Report, Section};

use crate::error::Error;
use crate::output::Output;
pub(crate) use crate::spreadsheet::Formulas;

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

/// Writes a file for each table, which appears whole or not at all. Of keys those that the report shows are written, or where
/// `partials` are given all that those count.
///
/// # Errors
/// Where that cannot be done, the report is not of its schemas, or a partial file cannot be read.
pub(crate) fn write(
    folder: &Path,
    report: &Report,
    partials: Option<&[PathBuf]>,
    formulas: Formulas,
) -> Result<(), Error> {
    let unwritten = |error: &io::Error| Error::io(folder.display(), error);
    let (mut of_keys, mut of_pairs) = (BTreeMap::new(), BTreeMap::new());
    for (name, (analyzer, field), table) in tables(report).map_err(|error| Error::new(error.to_string()))? {
        let mut output = Output::create(&folder.join(format!("{name}.csv")))?;
        let whole = match table.columns {
            KEY_COLUMNS => Some(&mut of_keys),
            PAIR_COLUMNS => Some(&mut of_pairs),
            _ => None,
        };
        match (field, whole.filter(|_| partials.is_some())) {
            (Some(field), Some(whole)) => {
                let mut writer = csv::Writer::from_writer(output);
                writer.write_record(table.columns).map_err(|error| unwritten(&error.into()))?;
                whole.insert((analyzer.to_owned(), field), writer);
            }
            _ => {
                output.write_whole(&table.to_csv(formulas).map_err(|error| unwritten(&error))?)?;
                output.publish()?;
            }
        }
    }
    let Some(partials) = partials else { return Ok(()) };
    whole::write_keys(partials, &mut of_keys, formulas)?;
    if !of_pairs.is_empty() {
        whole::write_pairs(partials, &mut of_pairs, formulas)?;
    }
    for writer in of_keys.into_values().chain(of_pairs.into_values()) {
        writer.into_inner().map_err(|error| unwritten(error.error()))?.publish()?;
    }
    Ok(())
}

/// A key's dispersion; empty where its field does not ask for that.
fn shown_dispersion(dispersion: Option<f64>) -> String {
    dispersion.map(|dispersion| dispersion.to_string()).unwrap_or_default()
}

/// The columns of a table of keys.
const KEY_COLUMNS: &[&str] = &["group", "key", "count", "documents", "dispersion"];

/// The columns of a table of pairs.
const PAIR_COLUMNS: &[&str] =
    &["group", "first", "second", "count", "documents", "expected", "g2", "pmi3", "log_dice"];

/// Whether `head` is how a table of a report begins.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.starts_with(b"group,")
}

/// Whether a table of one of these analyzers could have this path, as far as its name tells.
pub(crate) fn may_be_of(path: &Path, analyzers: &[&str]) -> bool {
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let Some(name) = path.file_stem().and_then(|name| name.to_str()).filter(|_| is_table) else {
        return false;
    };
    // Some file systems tell names apart by their letters alone.
    let name = name.to_lowercase();
    let rest =
        |analyzer: &&str| name.strip_prefix(&file_name(analyzer, "").to_lowercase()).map(str::to_owned);
    analyzers.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with(['.', '~']))
}

impl Table {
    fn to_csv(&self, formulas: Formulas) -> io::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| formulas.written(cell).into_owned()))?;
        }
        let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// The tables by their names: `ANALYZER.FIELD` for what has rows of its own, `ANALYZER` for single numbers. The first
/// column is the group, empty for the whole.
fn tables(report: &Report) -> Result<Vec<NamedTable<'_>>, MergedError> {
    let mut tables = Tables::default();
    for (name, section) in &report.analyzers {
        tables.section(Place { group: "", analyzer: name }, section, &report.merged(name)?);
    }
    for (group, sections) in &report.groups {
        for (name, section) in sections {
            tables.section(Place { group, analyzer: name }, section, &report.merged_in(group, name)?);
        }
    }
    Ok(tables.named())
}

/// A table with the name of its file, and what it is of: an analyzer, and a field where it is a field's own.
type NamedTable<'a> = (String, (&'a str, Option<String>), Table);

/// Whose value it is.
#[derive(Clone, Copy)]
struct Place<'a> {
    group: &'a str,
    analyzer: &'a str,
}

/// Tables by what they hold: an analyzer's single numbers, or one of its fields by the path of that.
#[derive(Default)]
struct Tables<'a>(BTreeMap<(&'a str, Option<String>), Table>);

impl<'a> Tables<'a> {
    fn section(&mut self, place: Place<'a>, section: &Section, output: &Merged<'_>) {
        self.cell(place, "documents", section.documents.to_string());
        self.cell(place, "faults", section.faults.to_string());
        for (path, value) in output.leaves() {
            let path = match path.to_string() {
                // As the section's own numbers are called.
                path if path == "documents" || path == "faults" => format!("[\"{path}\"]"),
                path => path,
            };
            self.value(place, &path, value);
        }
    }

    fn value(&mut self, place: Place<'a>, field: &str, value: &Merged<'_>) {
        match value {
            Merged::Sum(number) => self.cell(place, field, number.to_string()),
            Merged::Min(number) | Merged::Max(number) => self.cell(place, field, or_empty(*number)),
            Merged::Stats(stats) => {
                self.cell(place, &format!("{field}.count"), stats.count.to_string());
                self.cell(place, &format!("{field}.mean"), or_empty(stats.mean));
                self.cell(place, &format!("{field}.deviation"), or_empty(stats.deviation));
                self.cell(place, &format!("{field}.min"), or_empty(stats.min));
                self.cell(place, &format!("{field}.max"), or_empty(stats.max));
            }
            Merged::Counts(counts) => {
                self.cell(place, &format!("{field}.total"), counts.total.to_string());
                self.cell(place, &format!("{field}.distinct"), counts.distinct.to_string());
                let rows = counts.top.iter().map(|counted| {
                    [
                        counted.key.to_owned(),
                        counted.count.to_string(),
                        counted.documents.to_string(),
                        shown_dispersion(counted.dispersion),
                    ]
                });
                self.rows(place, field, KEY_COLUMNS, rows);
            }
            Merged::Pairs(pairs) => {
                self.cell(place, &format!("{field}.total"), pairs.total.to_string());
                self.cell(place, &format!("{field}.distinct"), pairs.distinct.to_string());
                let rows = pairs.all().into_iter().map(|pair| {
                    let words = [pair.first, pair.second].map(str::to_owned);
                    let counts = [pair.count, pair.documents].map(|count| count.to_string());
                    let figures = [pair.expected, pair.g2, pair.pmi3, pair.log_dice].map(Number::to_string);
                    let [first, second] = words;
                    let [count, documents] = counts;
                    let [expected, g2, pmi3, log_dice] = figures;
                    [first, second, count, documents, expected, g2, pmi3, log_dice]
                });
                self.rows(place, field, PAIR_COLUMNS, rows);
            }
            Merged::Histogram(histogram) => {
                let rows = histogram
                    .bins
                    .iter()
                    .map(|bin| [or_empty(bin.from), or_empty(bin.to), bin.count.to_string()]);
                self.rows(place, field, &["group", "from", "to", "count"], rows);
            }
            Merged::Quantiles(quantiles) => {
                self.cell(place, &format!("{field}.count"), quantiles.count.to_string());
                self.cell(place, &format!("{field}.min"), or_empty(quantiles.min));
                self.cell(place, &format!("{field}.max"), or_empty(quantiles.max));
                let quantiles = quantiles.quantiles.iter();
                let rows = quantiles.map(|quantile| [quantile.at.to_string(), or_empty(quantile.value)]);
                self.rows(place, field, &["group", "at", "value"], rows);
            }
            Merged::Distinct(distinct) => {
                self.cell(place, &format!("{field}.estimate"), distinct.estimate.to_string());
                self.cell(place, &format!("{field}.error"), distinct.error.to_string());
            }
            Merged::Set(set) => {
                self.cell(place, &format!("{field}.max"), set.max.to_string());
                self.cell(place, &format!("{field}.over"), set.keys.is_none().to_string());
                let rows = set.keys.iter().flatten().map(|key| [(*key).to_owned()]);
                self.rows(place, field, &["group", "key"], rows);
            }
            Merged::Sample(documents) => {
                let rows = documents.iter().map(|sampled| [sampled.document.to_owned(), text(sampled.value)]);
                self.rows(place, field, &["group", "document", "value"], rows);
            }
            Merged::Top(documents) => {
                let rows =
                    documents.iter().map(|scored| [scored.document.to_owned(), scored.score.to_string()]);
                self.rows(place, field, &["group", "document", "value"], rows);
                let payloads = documents.iter().filter_map(|scored| Some((scored.document, scored.payload?)));
                let rows = payloads.map(|(document, payload)| [document.to_owned(), text(payload)]);
                self.rows(place, &format!("{field}.payload"), &["group", "document", "payload"], rows);
            }
            // Of maps and records only those come here that have nothing in them.
            Merged::Map(_) | Merged::Record(_) | Merged::Each => {}
        }
    }

    /// A row of the table of single numbers.
    fn cell(&mut self, place: Place<'a>, field: &str, value: String) {
        self.add(place, None, &["group", "field", "value"], [[field.to_owned(), value]]);
    }

    /// Rows of a field's own table.
    fn rows<const CELLS: usize>(
        &mut self,
        place: Place<'a>,
        field: &str,
        columns: &'static [&'static str],
        rows: impl IntoIterator<Item = [String; CELLS]>,
    ) {
        self.add(place, Some(field.to_owned()), columns, rows);
    }

    fn add<const CELLS: usize>(
        &mut self,
        place: Place<'a>,
        field: Option<String>,
        columns: &'static [&'static str],
        rows: impl IntoIterator<Item = [String; CELLS]>,
    ) {
        let rows = rows.into_iter().map(|row| [place.group.to_owned()].into_iter().chain(row).collect());
        let mut rows = rows.peekable();
        // Without a row there is no table.
        if rows.peek().is_some() {
            let table = self.0.entry((place.analyzer, field));
            table.or_insert_with(|| Table { columns, rows: Vec::new() }).rows.extend(rows);
        }
    }

    /// The tables by the names of their files. Two that come to one name, be it in other letters only, have numbers after
    /// it.
    fn named(self) -> Vec<NamedTable<'a>> {
        let mut taken = BTreeSet::new();
        let named = self.0.into_iter().map(|((analyzer, field), table)| {
            let name = file_name(analyzer, field.as_deref().unwrap_or_default());
            let names =
                std::iter::once(name.clone()).chain((2..).map(|number: u64| format!("{name}~{number}")));
            let free = names.into_iter().find(|name| taken.insert(name.to_lowercase()));
            (free.unwrap_or(name), (analyzer, field), table)
        });
        let mut named: Vec<NamedTable<'a>> = named.collect();
        named.sort_by(|(ours, ..), (theirs, ..)| ours.cmp(theirs));
        named
    }
}

fn or_empty(number: Option<&Number>) -> String {
    number.map(Number::to_string).unwrap_or_default()
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
    use crate::summary::fixture::{every_kind, kind, report, section};

    #[test]
    fn tables_are_called_after_analyzers() {
        let analyzers = ["keywords", "a/b"];
        let may = |name: &str| may_be_of(&Path::new("c").join(name), &analyzers);
        for name in ["keywords.csv", "Keywords.terms.CSV", "keywords~2.csv", "a_b.x.csv"] {
            assert!(may(name), "{name}");
        }
        for name in ["keywords.txt", "keywords2.csv", "data.csv", "keywords", ".csv"] {
            assert!(!may(name), "{name}");
        }
    }

    fn shown(report: &Report) -> String {
        let tables = tables(report).unwrap();
        tables
            .iter()
            .map(|(name, _, table)| format!("--- {name}.csv\n{}", table.to_csv(Formulas::Guarded).unwrap()))
            .collect()
    }

    fn shouting() -> Report {
        let fields = json!({
            "words": kind("counts"),
            "length": kind("stats"),
            "loudness": {"kind": "histogram", "edges": [0]},
            "loudest": kind("top"),
            "cities": {"kind": "map", "of": kind("sum"), "top": 1},
            "least": kind("min"),
        });
        let of_all = json!({
            "words": {"total": 3, "distinct": 2, "top": [
                {"key": "a,\"b", "count": 2, "documents": 1}, {"key": "مهم", "count": 1, "documents": 1}
            ]},
            "length": {"count": 1, "mean": 2.5, "deviation": 0.0, "min": 2.5, "max": 2.5},
            "loudness": {"count": 1, "bins": [{"from": null, "to": 0, "count": 0}, {"from": 0, "to": null, "count": 1}]},
            "loudest": [{"document": "a.txt", "score": 0.5}],
            "cities": {"a/b": 4},
            "least": null,
        });
        let of_group = json!({
            "words": {"total": 0, "distinct": 0, "top": []},
            "length": {"count": 0, "mean": null, "deviation": null, "min": null, "max": null},
            "loudness": {"count": 0, "bins": [{"from": null, "to": 0, "count": 0}, {"from": 0, "to": null, "count": 0}]},
            "loudest": [],
            "cities": {},
            "least": -1,
        });
        let mut report = report(json!({"shouting": section(fields, of_all)}));
        let whole = report.analyzers.get_mut("shouting").unwrap();
        (whole.documents, whole.faults) = (3, 1);
        let of_group = Section { schema: None, output: of_group, ..whole.clone() };
        report.groups = [("ar".to_owned(), [("shouting".to_owned(), of_group)].into())].into();
        report
    }

    #[test]
    fn a_report_is_a_few_tables() {
        insta::assert_snapshot!(shown(&shouting()), @r#"
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
        ar,least,-1
        ar,length.count,0
        ar,length.mean,
        ar,length.deviation,
        ar,length.min,
        ar,length.max,
        ar,words.total,0
        ar,words.distinct,0
        --- shouting.loudest.csv
        group,document,value
        ,a.txt,0.5
        --- shouting.loudness.csv
        group,from,to,count
        ,,0,0
        ,0,,1
        ar,,0,0
        ar,0,,0
        --- shouting.words.csv
        group,key,count,documents,dispersion
        ,"a,""b",2,1,
        ,مهم,1,1,
        "#);
    }

    #[test]
    fn every_kind_under_any_name() {
        // What turns the line around is made visible.
        let shown = shown(&report(json!({"hostile": every_kind()}))).replace('\u{202e}', "⟲");
        insta::assert_snapshot!(shown, @r#"
        --- hostile.csv
        group,field,value
        ,documents,60
        ,faults,0
        ,"[""""]",8
        ,"[""\u001b[2J\n⟲""]",11
        ,X_Y.total,1
        ,X_Y.distinct,1
        ,"a[""""].estimate",3
        ,"a[""""].error",0
        ,a.b,10
        ,"[""a.b""]",9
        ,abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab,12
        ,deviation,
        ,like-counts.distinct.estimate,12345
        ,like-counts.distinct.error,0.008
        ,like-counts.total.total,1e+30
        ,like-counts.total.distinct,2
        ,like-distinct.estimate.estimate,1
        ,like-distinct.estimate.exact.count,16
        ,like-distinct.estimate.exact.mean,3.25
        ,like-distinct.estimate.exact.deviation,1.5
        ,like-distinct.estimate.exact.min,2
        ,like-distinct.estimate.exact.max,11
        ,like-distinct.exact.estimate,2
        ,like-distinct.exact.exact.count,0
        ,like-distinct.exact.exact.mean,
        ,like-distinct.exact.exact.deviation,
        ,like-distinct.exact.exact.min,
        ,like-distinct.exact.exact.max,
        ,like-documents.document.total,1
        ,like-documents.document.distinct,1
        ,"like-documents[""example.com""].total",1
        ,"like-documents[""example.com""].distinct",1
        ,like-histogram.count,18446744073709551615
        ,like-quantiles.quantiles.count,9
        ,like-quantiles.quantiles.min,1
        ,like-quantiles.quantiles.max,90
        ,like-set.keys.max,9
        ,like-set.keys.over,false
        ,like-set.over.max,1
        ,like-set.over.over,true
        ,like-stats.count,1
        ,like-stats.deviation,
        ,like-stats.max.count,16
        ,like-stats.max.mean,3.25
        ,like-stats.max.deviation,1.5
        ,like-stats.max.min,2
        ,like-stats.max.max,11
        ,like-stats.mean,1e+30
        ,like-stats.min,-3
        ,mean,7
        ,x/y.total,1
        ,x/y.distinct,1
        ,x_y.total,1
        ,x_y.distinct,1
        ,القاهرة.total,1
        ,القاهرة.distinct,1
        --- hostile.X_Y.csv
        group,key,count,documents,dispersion
        ,great,1,1,
        --- hostile.like-counts.top.csv
        group,document,value
        ,a.txt,0.5
        ,ب.txt,0.25
        --- hostile.like-counts.total.csv
        group,key,count,documents,dispersion
        ,WOW,1e+30,5,
        ,NO,7,5,
        --- hostile.like-documents.document.csv
        group,key,count,documents,dispersion
        ,score,1,1,
        --- hostile.like-documents__example.com__.csv
        group,key,count,documents,dispersion
        ,value,1,1,
        --- hostile.like-histogram.bins.csv
        group,document,value
        ,a.txt,"{""from"":null}"
        --- hostile.like-quantiles.count.csv
        group,from,to,count
        ,,0,1
        ,0,2.5,0
        ,2.5,,3
        --- hostile.like-quantiles.quantiles.csv
        group,at,value
        ,0.5,3
        ,0.95,81.5
        --- hostile.like-set.keys.csv
        group,key
        ,a
        ,⟲b
        ,ب
        --- hostile.like-set.max.csv
        group,document,value
        ,a.txt,2
        ,b.txt,1
        --- hostile.like-set.max.payload.csv
        group,document,payload
        ,a.txt,"{""why"":""ب""}"
        --- hostile.x_y~2.csv
        group,key,count,documents,dispersion
        ,slash,1,1,
        --- hostile.x_y~3.csv
        group,key,count,documents,dispersion
        ,line,1,1,
        --- hostile.القاهرة.csv
        group,key,count,documents,dispersion
        ,مهم,1,1,
        "#);
    }

    #[test]
    fn what_is_not_of_its_schema_is_refused() {
        let report = report(json!({"a": section(json!({"x": kind("sum")}), json!({"x": "1"}))}));
        let error = tables(&report).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the report does not fit its schemas: `analyzers.a.output.x`: expected a number, found a string"
        );
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert_eq!(file_name("a", "../../b/c"), "a..._.._b_c");
        assert_eq!(file_name("a", ""), "a");
        assert_eq!(file_name("a", &"س".repeat(500)).len(), 200);
        assert_eq!(file_name("a", &"語".repeat(500)).len(), 200);
    }
}
