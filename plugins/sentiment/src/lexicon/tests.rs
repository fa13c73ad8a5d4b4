//! Holds the tables of `lexicon/` to their conventions.

use std::collections::BTreeSet;

use crate::lexicon::built_in;
use crate::lexicon::table::{Row, rows, weight, words_of};
use crate::lexicon::{Lexicon, NodeId};
use crate::words::spelling::level;

const ENGLISH: &str = include_str!("../../lexicon/en.tsv");
const ARABIC: &str = include_str!("../../lexicon/ar.tsv");
const ENGLISH_SHIFTERS: &str = include_str!("../../lexicon/en-shifters.tsv");
const ARABIC_SHIFTERS: &str = include_str!("../../lexicon/ar-shifters.tsv");
const FACTS: [(&str, &str); 2] = [
    ("en-facts.tsv", include_str!("../../lexicon/en-facts.tsv")),
    ("ar-facts.tsv", include_str!("../../lexicon/ar-facts.tsv")),
];
const REGISTERS: [(&str, &str); 2] = [
    ("en-register.tsv", include_str!("../../lexicon/en-register.tsv")),
    ("ar-register.tsv", include_str!("../../lexicon/ar-register.tsv")),
];
const INVESTORS: &str = include_str!("../../lexicon/investors.tsv");
const EMOJI: &str = include_str!("../../lexicon/emoji.tsv");
const EMOTICONS: &str = include_str!("../../lexicon/emoticons.tsv");

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
    for (name, table) in [("en.tsv", ENGLISH), ("ar.tsv", ARABIC), ("investors.tsv", INVESTORS)] {
        check::<2>(name, table, levelled);
        for row in rows::<2>(table).map(Result::unwrap) {
            weight(row.columns[1]).unwrap_or_else(|error| panic!("{name}, line {}: {error}", row.line));
        }
    }
}

#[test]
fn tables_of_shifters_are_sorted_and_unique() {
    check::<3>("en-shifters.tsv", ENGLISH_SHIFTERS, levelled);
    check::<3>("ar-shifters.tsv", ARABIC_SHIFTERS, levelled);
}

#[test]
fn tables_of_facts_and_registers_are_sorted_and_unique() {
    for (name, table) in FACTS {
        check::<1>(name, table, levelled);
    }
    for (name, table) in REGISTERS {
        check::<2>(name, table, levelled);
    }
}

#[test]
fn tables_of_symbols_are_sorted_and_unique() {
    check::<2>("emoji.tsv", EMOJI, str::to_string);
    check::<2>("emoticons.tsv", EMOTICONS, str::to_string);
}

#[test]
fn a_wrong_table_is_named_by_its_line() {
    let mut lexicon = Lexicon::default();
    for (table, message) in [
        ("good\t1\nbad\tx", "line 2: \"x\" is not a number"),
        ("good\t9", "line 1: 9 is not between -4 and 4"),
        ("good 1", "line 1: expected 2 columns apart by tabs"),
        ("-\t1", "line 1: \"-\" has no word"),
    ] {
        assert_eq!(lexicon.add_weights(table), Err(message.to_string()), "in {table:?}");
    }
}

/// The place of a term.
fn node(lexicon: &Lexicon, term: &str) -> Option<NodeId> {
    let mut word_levelled = String::new();
    let mut words = words_of(term).map(|word| {
        level(word, &mut word_levelled);
        lexicon.word(&word_levelled)
    });
    let first = lexicon.first(words.next()??)?;
    words.try_fold(first, |node, word| lexicon.next(node, word?))
}

/// The weight and the spelling of a term's entry.
fn entry<'l>(lexicon: &'l Lexicon, term: &str) -> Option<(f64, &'l str)> {
    let entry = lexicon.entry(lexicon.entry_at(node(lexicon, term)?)?)?;
    Some((entry.weight, lexicon.term(&entry)))
}

#[test]
fn the_built_in_tables_have_every_row() {
    let lexicon = Lexicon::default();
    // Shifters come last and take no weight away, Arabic stands over English.
    for row in rows::<2>(ENGLISH).chain(rows(ARABIC)).map(Result::unwrap) {
        let [term, cell] = row.columns;
        assert_eq!(entry(&lexicon, term), weight(cell).ok().map(|weight| (weight, term)), "of {term:?}");
    }
    for row in rows::<3>(ENGLISH_SHIFTERS).chain(rows(ARABIC_SHIFTERS)).map(Result::unwrap) {
        let node = node(&lexicon, row.columns[0]).unwrap();
        let entry = lexicon.entry_at(node).and_then(|entry| lexicon.entry(entry));
        assert!(entry.is_some_and(|entry| entry.shift.is_some()), "of {:?}", row.columns[0]);
    }
    let mut scratch = String::new();
    for row in rows::<2>(EMOJI).map(Result::unwrap) {
        let [term, cell] = row.columns;
        let entry = lexicon.symbol(term, &mut scratch).and_then(|entry| lexicon.entry(entry)).unwrap();
        assert_eq!((lexicon.term(&entry), Some(entry.weight)), (term, weight(cell).ok()));
    }
    for row in rows::<2>(EMOTICONS).map(Result::unwrap) {
        let [term, cell] = row.columns;
        let (found, entry) = built_in::emoticon(term, 0).unwrap();
        let entry = lexicon.entry(entry).unwrap();
        assert_eq!((found, lexicon.term(&entry), Some(entry.weight)), (term, term, weight(cell).ok()));
    }
}

#[test]
fn the_longest_emoticon_is_found() {
    assert_eq!(built_in::emoticon("oh :'( oh", 3).map(|(emoticon, _)| emoticon), Some(":'("));
    assert_eq!(built_in::emoticon("(a)", 0), None);
    assert_eq!(built_in::emoticon(":", 0), None);
    assert!(built_in::may_begin_emoticon(":") && built_in::may_begin_emoticon(":)!"));
    assert!(!built_in::may_begin_emoticon(",") && !built_in::may_begin_emoticon(""));
}

#[test]
fn signs_of_one_spelling_are_counted_together() {
    let lexicon = Lexicon::default();
    let counter =
        |entry: Option<u32>| entry.and_then(|entry| lexicon.entry(entry)).map(|entry| entry.counter);
    let emoji = counter(lexicon.symbol("✌", &mut String::new()));
    assert!(emoji.is_some());
    assert_eq!(counter(built_in::emoticon("✌", 0).map(|(_, entry)| entry)), emoji);
    assert_eq!(built_in::counter_of_sign("✌"), emoji);
}

#[test]
fn what_a_user_adds_stands_over_the_built_in() {
    let mut lexicon = Lexicon::default();
    for (term, weight) in
        [("Good", -1.0), ("not", 1.0), ("good morrow", 2.0), ("xyzzy plugh", 3.0), ("plugh", 1.0)]
    {
        assert_eq!(entry(&lexicon, "plugh xyzzy"), None);
        lexicon.add_weight(term, weight).unwrap();
        assert_eq!(entry(&lexicon, term), Some((weight, term)));
    }
    assert_eq!(entry(&lexicon, "good"), Some((-1.0, "Good")));
    assert!(lexicon.leads_on(node(&lexicon, "good").unwrap()));
    assert!(lexicon.leads_on(node(&lexicon, "xyzzy").unwrap()));
    let negation = lexicon.entry_at(node(&lexicon, "not").unwrap()).and_then(|entry| lexicon.entry(entry));
    assert!(negation.is_some_and(|entry| entry.shift.is_some()));
    lexicon.add_weight("GOOD", 4.0).unwrap();
    assert_eq!(entry(&lexicon, "good"), Some((4.0, "GOOD")));
    assert_eq!(lexicon.counters(), built_in::COUNTERS + 5);
}
