//! Writes the tables as Rust: flat arrays, each row's end beside the row before it.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use crate::hash::hash;
use crate::likeness::{Likeness, Triples};
use crate::trie::{Facts, Sense, Trie};

/// The most full slots in a row of the table of keys, so that no text can make a look-up long.
const MAX_PROBES: usize = 24;

/// The lexicon's words and entries; `src/lexicon.rs` has the types.
pub(crate) fn lexicon(trie: &Trie) -> String {
    let mut out = String::new();
    keys(trie, &mut out);
    facts(trie, &mut out);
    nodes(trie, &mut out);
    out
}

/// The keys, and an open table of them with linear probing: indexes of keys from 1, 0 where there is none.
fn keys(trie: &Trie, out: &mut String) {
    let mut text = String::new();
    let mut ends = vec![0];
    let size = (trie.ids.len() * 2).next_power_of_two();
    let mut slots = vec![0usize; size];
    for (index, key) in trie.ids.keys().enumerate() {
        text.push_str(key);
        ends.push(text.len());
        let mut slot = hash(key.as_bytes()) as usize % size;
        while slots[slot] != 0 {
            slot = (slot + 1) % size;
        }
        slots[slot] = index + 1;
    }
    let full = slots.split(|&slot| slot == 0).map(<[usize]>::len).max();
    assert!(full.is_some_and(|full| full <= MAX_PROBES), "{full:?} full slots in a row");
    let longest = trie.ids.keys().map(String::len).max().unwrap_or(0);
    writeln!(out, "static KEYS: &str = {text:?};").expect(WRITES);
    writeln!(out, "const LONGEST_KEY: usize = {longest};").expect(WRITES);
    array(out, "KEY_ENDS", "u32", ends);
    array(out, "KEY_WORDS", "u16", trie.ids.values());
    array(out, "SLOTS", "u16", slots);
}

/// What is known of each word: its sets of classes, and whether an entry continues with it, as an index into the different
/// ones, and its node.
fn facts(trie: &Trie, out: &mut String) {
    let bits = |facts: &Facts| {
        let [lower, title, upper] = facts.classes.map(|classes| classes.bits());
        let small = facts.begins_small.bits();
        [lower, title, upper, facts.begins.bits(), u64::from(facts.is_within), small]
    };
    let mut sets: BTreeMap<[u64; 6], usize> = trie.facts.iter().map(|facts| (bits(facts), 0)).collect();
    for (index, place) in sets.values_mut().enumerate() {
        *place = index;
    }
    array(out, "SETS", "[u64; 6]", sets.keys().map(|set| format!("{set:?}")));
    array(out, "WORD_SETS", "u16", trie.facts.iter().map(|facts| sets[&bits(facts)]));
    array(out, "WORD_NODES", "u16", trie.facts.iter().map(|facts| facts.node));
}

fn nodes(trie: &Trie, out: &mut String) {
    let (mut senses, mut sense_ends) = (Vec::new(), vec![0]);
    let (mut words, mut nodes, mut child_ends) = (Vec::<u32>::new(), Vec::<u32>::new(), vec![0]);
    for node in &trie.nodes {
        senses.extend(node.senses.iter().map(sense));
        words.extend(node.children.keys());
        nodes.extend(node.children.values());
        sense_ends.push(senses.len());
        child_ends.push(words.len());
    }
    array(out, "SENSES", "Sense", senses);
    array(out, "SENSE_ENDS", "u16", sense_ends);
    array(out, "CHILD_WORDS", "u16", words);
    array(out, "CHILD_NODES", "u16", nodes);
    array(out, "CHILD_ENDS", "u16", child_ends);
}

fn sense(sense: &Sense) -> String {
    let Sense { class, value, case } = sense;
    format!("Sense {{ class: Class::{class:?}, value: {value:?}, case: {case:?} }}")
}

/// The letter models: for each two letters the index of a row of counts, rows that are equal being one.
pub(crate) fn likeness(likeness: &Likeness) -> String {
    let mut out = String::new();
    model(&mut out, "NAME", &likeness.names);
    model(&mut out, "WORD", &likeness.words);
    out
}

fn model(out: &mut String, name: &str, triples: &Triples) {
    let mut rows: BTreeMap<_, usize> = triples.iter().map(|row| (row, 0)).collect();
    for (index, place) in rows.values_mut().enumerate() {
        *place = index;
    }
    array(out, &format!("{name}_PAIRS"), "u16", triples.iter().map(|row| rows[row]));
    array(out, &format!("{name}_ROWS"), "[u16; LETTERS]", rows.keys().map(|row| format!("{row:?}")));
}

const WRITES: &str = "a string takes what is written to it";

/// A number that does not fit its type does not compile.
fn array(out: &mut String, name: &str, kind: &str, entries: impl IntoIterator<Item: Display>) {
    let entries: Vec<String> = entries.into_iter().map(|entry| entry.to_string()).collect();
    writeln!(out, "static {name}: [{kind}; {}] = [{}];", entries.len(), entries.join(",")).expect(WRITES);
}
