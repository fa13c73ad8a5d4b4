//! Holds the tables of `lexicon/` to their conventions.

use std::collections::BTreeSet;

use crate::lexicon::{Lexicon, words_of};
use crate::spelling::level;
use crate::table::{Row, rows, weight};

fn terms<const COLUMNS: usize>(name: &str, table: &'static str) -> Vec<&'static str> {
    let rows = rows::<COLUMNS>(table).collect::<Result<Vec<Row<'_, COLUMNS>>, _>>();
    rows.unwrap_or_else(|error| panic!("{name}, {error}")).iter().map(|row| row.columns[0]).collect()
}

fn levelled(term: &str) -> String {
    let mut word_levelled = String::new();
    let words = words_of(term).map(|word| {
        level(word, &mut word_levelled);
        word_levelled.clone()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check<const COLUMNS: usize>(name: &str, table: &'static str, one: impl Fn(&str) -> String) {
    assert!(
        table.starts_with("# ") && table.contains("Licence:"),
        "{name} has no head with source and licence"
    );
    let terms = terms::<COLUMNS>(name, table);
    for pair in terms.windows(2) {
        assert!(pair[0] < pair[1], "{name}: {:?} stands before {:?}", pair[0], pair[1]);
    }
    let mut seen = BTreeSet::new();
    for term in terms {
        assert!(seen.insert(one(term)), "{name}: {term:?} is there twice, once levelled");
    }
}

#[test]
fn tables_of_weights_are_sorted_unique_and_in_range() {
    for (name, table) in [("en.tsv", super::ENGLISH), ("ar.tsv", super::ARABIC)] {
        check::<2>(name, table, levelled);
        for row in rows::<2>(table).map(Result::unwrap) {
            weight(row.columns[1]).unwrap_or_else(|error| panic!("{name}, line {}: {error}", row.line));
        }
    }
}

#[test]
fn tables_of_shifters_are_sorted_and_unique() {
    check::<3>("en-shifters.tsv", super::ENGLISH_SHIFTERS, levelled);
    check::<3>("ar-shifters.tsv", super::ARABIC_SHIFTERS, levelled);
}

#[test]
fn tables_of_symbols_are_sorted_and_unique() {
    check::<2>("emoji.tsv", super::EMOJI, str::to_string);
    check::<2>("emoticons.tsv", super::EMOTICONS, str::to_string);
}

#[test]
fn the_built_in_tables_load() {
    let lexicon = Lexicon::built_in().unwrap();
    assert!(lexicon.entries().len() > 9_000);
}

#[test]
fn a_wrong_table_is_named_by_its_line() {
    let mut lexicon = Lexicon::built_in().unwrap();
    for (table, message) in [
        ("good\t1\nbad\tx", "line 2: \"x\" is not a number"),
        ("good\t9", "line 1: 9 is not between -4 and 4"),
        ("good 1", "line 1: expected 2 columns apart by tabs"),
        ("-\t1", "line 1: \"-\" has no word"),
    ] {
        assert_eq!(lexicon.add_weights(table), Err(message.to_string()), "in {table:?}");
    }
}

#[test]
fn the_longest_phrase_is_found_and_the_longest_emoticon() {
    let lexicon = Lexicon::built_in().unwrap();
    let node = |words: &[&str]| {
        let mut words = words.iter().map(|word| lexicon.word(word).unwrap());
        let first = lexicon.first(words.next().unwrap()).unwrap();
        words.fold(first, |node, word| lexicon.next(node, word).unwrap())
    };
    assert_eq!(&*lexicon.entry(node(&["waste", "of", "time"])).unwrap().term, "waste of time");
    assert_eq!(&*lexicon.emoticon(":'( oh").unwrap().term, ":'(");
    assert_eq!(lexicon.emoticon("(a)"), None);
}
