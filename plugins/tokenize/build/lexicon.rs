//! Sorts the lists under `lexicon` into arrays that are searched where they lie: an instance has nothing to build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use textmill_text::list::List;

/// Source text of the tables that `src/lexicon.rs` includes.
pub(crate) fn tables() -> String {
    let mut source = String::new();
    let abbreviations = abbreviations();
    let count = abbreviations.len();
    writeln!(source, "pub(crate) static ABBREVIATIONS: [(&str, Abbreviation); {count}] = [").expect("memory");
    for (word, class) in abbreviations {
        writeln!(source, "({word:?}, Abbreviation::{class}),").expect("memory");
    }
    source.push_str("];\n");
    write_list(&mut source, "STARTERS", &sorted("starters"));
    write_list(&mut source, "PREFIXES", &sorted("prefixes"));
    write_list(&mut source, "CONNECTORS", &sorted("connectors"));
    write_list(&mut source, "SPEECH", &sorted("speech"));
    let mut emoticons = sorted("emoticons");
    emoticons.sort_by_key(|emoticon| std::cmp::Reverse(emoticon.len()));
    write_list(&mut source, "EMOTICONS", &emoticons);
    source
}

/// Each abbreviation with the name of its class. One that is in several tables is of the last.
fn abbreviations() -> BTreeMap<String, &'static str> {
    let tables = [("Title", "title"), ("Plain", "plain"), ("Number", "number")];
    let entries = |(class, table)| {
        let of_class = move |entry| (entry, class);
        entries(&format!("abbreviations/{table}")).into_iter().map(of_class)
    };
    tables.into_iter().flat_map(entries).collect()
}

fn sorted(table: &str) -> Vec<String> {
    let mut entries = entries(table);
    entries.sort();
    entries
}

/// The entries of a table.
fn entries(table: &str) -> Vec<String> {
    let path = format!("lexicon/{table}.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    List::new(&text).entries().map(|entry| entry.text.trim().to_owned()).collect()
}

fn write_list(source: &mut String, name: &str, entries: &[String]) {
    let count = entries.len();
    writeln!(source, "pub(crate) static {name}: [&str; {count}] = {entries:?};").expect("memory");
}
