//! Tables that are written and read back.

use std::fs::{self, File};

use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::printer::print_schema;
use serde_json::json;

use super::*;

fn table(lines: &str, analyzers: &[&str], layers: &[&str]) -> SerializedFileReader<bytes::Bytes> {
    let layers: Vec<String> = layers.iter().map(|layer| (*layer).to_owned()).collect();
    let mut table = Vec::new();
    write_table(lines.as_bytes(), &mut table, analyzers, &layers).unwrap();
    SerializedFileReader::new(table.into()).unwrap()
}

fn rows(table: &SerializedFileReader<bytes::Bytes>) -> Vec<String> {
    table.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

#[track_caller]
fn check(line: &str, expected: &str) {
    let table = table(&format!("{line}\n"), &["keywords", "mood"], &["tokens"]);
    assert_eq!(rows(&table), [expected]);
}

#[test]
fn a_row_holds_what_its_line_says() {
    check(
        r#"{"id":"a.txt","analyzers":{"keywords":{"terms":{"مدينة":2}},"mood":{"score":0.5}},"layers":{"tokens":[{"start":0,"end":5,"label":"word","lemma":"x","rank":1.0},{"start":6,"end":7}]}}"#,
        r#"{id: "a.txt", source: "a.txt", keywords: "{"terms":{"مدينة":2}}", mood: "{"score":0.5}", layer.tokens: [{start: 0, end: 5, label: "word", attributes: "{"lemma":"x","rank":1.0}"}, {start: 6, end: 7, label: null, attributes: null}], faults: null}"#,
    );
    check(
        r#"{"id":"a\"b","source":"x.jsonl#12","analyzers":{"mood":{}},"layers":{"tokens":[]},"faults":[{"analyzer":"keywords","kind":"trap","message":"m"}]}"#,
        r#"{id: "a"b", source: "x.jsonl#12", keywords: null, mood: "{}", layer.tokens: [], faults: "[{"analyzer":"keywords","kind":"trap","message":"m"}]"}"#,
    );
    check(
        r#"{"id":""}"#,
        r#"{id: "", source: "", keywords: null, mood: null, layer.tokens: null, faults: null}"#,
    );
}

#[test]
fn columns_are_known_without_a_row() {
    let table = table("", &["keywords", "mood"], &["tokens", "tokens"]);
    assert_eq!(rows(&table), [""; 0]);
    let mut schema = Vec::new();
    print_schema(&mut schema, table.metadata().file_metadata().schema());
    insta::assert_snapshot!(String::from_utf8(schema).unwrap(), @r"
    message document {
      REQUIRED BYTE_ARRAY id (STRING);
      REQUIRED BYTE_ARRAY source (STRING);
      OPTIONAL BYTE_ARRAY keywords (JSON);
      OPTIONAL BYTE_ARRAY mood (JSON);
      OPTIONAL group layer.tokens (LIST) {
        REPEATED group list {
          REQUIRED group element {
            REQUIRED INT32 start (INTEGER(32,false));
            REQUIRED INT32 end (INTEGER(32,false));
            OPTIONAL BYTE_ARRAY label (STRING);
            OPTIONAL BYTE_ARRAY attributes (JSON);
          }
        }
      }
      OPTIONAL BYTE_ARRAY faults (JSON);
    }
    ");
}

#[test]
fn rows_keep_their_order_over_row_groups() {
    let lines: Vec<String> = (0..100_000).map(|row| line(row, row % 3)).collect();
    let table = table(&lines.concat(), &["mood"], &["tokens"]);
    let groups: Vec<i64> = table.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [65_536, 34_464]);
    let compressed = |column: usize| table.metadata().row_group(0).column(column).compression();
    assert!((0..8).all(|column| matches!(compressed(column), Compression::ZSTD(_))));
    for (row, read) in rows(&table).iter().enumerate() {
        assert_eq!(*read, expected(row, row % 3));
    }
}

/// A document with `spans` spans, the last of which has a label.
fn line(row: usize, spans: usize) -> String {
    let mut layer: Vec<_> = (0..spans).map(|span| json!({"start": span, "end": row})).collect();
    if let Some(last) = layer.last_mut() {
        last["label"] = json!(format!("label {row}"));
    }
    let line = json!({"id": row.to_string(), "analyzers": {"mood": row}, "layers": {"tokens": layer}});
    format!("{line}\n")
}

fn expected(row: usize, spans: usize) -> String {
    let label = |span| if span + 1 == spans { format!("\"label {row}\"") } else { "null".to_owned() };
    let span = |span| format!("{{start: {span}, end: {row}, label: {}, attributes: null}}", label(span));
    let layer: Vec<String> = (0..spans).map(span).collect();
    format!(
        "{{id: \"{row}\", source: \"{row}\", mood: \"{row}\", layer.tokens: [{}], faults: null}}",
        layer.join(", ")
    )
}

#[test]
fn a_row_group_ends_where_memory_does() {
    let output = "x".repeat(10 << 20);
    let lines: Vec<String> = (0..10)
        .map(|row| format!("{}\n", json!({"id": row.to_string(), "analyzers": {"mood": output}})))
        .collect();
    let table = table(&lines.concat(), &["mood"], &[]);
    let groups: Vec<i64> = table.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [7, 3]);
}

#[test]
fn what_is_no_line_is_no_table() {
    let error = write_table("{\"id\":1}\n".as_bytes(), &mut Vec::new(), &[], &[]).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: integer `1`, expected a string at line 1 column 7");
}

fn report(analyzers: &[&str]) -> Report {
    let section = json!({"version": "1.0.0", "documents": 1, "faults": 0, "output": {}});
    let sections: serde_json::Map<String, serde_json::Value> =
        analyzers.iter().map(|name| ((*name).to_owned(), section.clone())).collect();
    let report = json!({
        "format": 1,
        "complete": true,
        "corpus": {"documents": 1, "bytes": 9, "unread": 0, "replaced": 0, "fingerprint": ""},
        "analyzers": sections,
        "faults": {"total": 0, "by": {}, "first": []},
        "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": {}},
        "run": {"started": "", "seconds": 0.1, "threads": 2, "batch_bytes": 1, "host": "", "sources": []},
    });
    serde_json::from_value(report).expect("the form of a report")
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_table_has_its_name_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.Parquet");
    let mut documents = Documents::create(&path).unwrap();
    assert_eq!(documents.temporary_paths().len(), 2);
    assert!(documents.temporary_paths().iter().all(|path| path.exists()));
    documents.write_all(b"{\"id\":\"a\",\"analyzers\":{\"mood\":1}}\n").unwrap();
    let output = documents.finish(&mut report(&["mood"]), &[]).unwrap();
    assert_eq!(names(folder.path()).len(), 1, "the lines are gone");
    assert!(!path.exists());
    output.publish().unwrap();
    assert_eq!(names(folder.path()), ["found.Parquet"]);
    let table = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
    assert_eq!(table.metadata().file_metadata().num_rows(), 1);
}

#[test]
fn a_table_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut documents = Documents::create(&folder.path().join("found.parquet")).unwrap();
    documents.write_all(b"half a li").unwrap();
    let error = documents.finish(&mut report(&[]), &[]).unwrap_err().to_string();
    assert_eq!(error, "the documents' results: expected value at line 1 column 1");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn other_names_ask_for_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parquet");
    let mut documents = Documents::create(&path).unwrap();
    documents.write_all(b"{}\n").unwrap();
    documents.finish(&mut report(&[]), &[]).unwrap().publish().unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "{}\n");
}
