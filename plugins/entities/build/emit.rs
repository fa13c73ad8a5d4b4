//! Writes the tables as Rust: flat arrays, each row's end beside the row before it.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use crate::hash::{hash, slot_of};
use crate::likeness::{Likeness, Triples};
use crate::pack::pack;
use crate::trie::{Facts, Sense, Trie};

/// The most full slots in a row of the table of keys, so that no text can make a look-up long.
const MAX_PROBES: usize = 64;

/// Keys of a block, whose starts are counted from that of the first.
const BLOCK: usize = 256;

/// The lexicon's words and entries; `src/lexicon.rs` has the types.
pub(crate) fn lexicon(trie: &Trie) -> String {
    let mut out = String::new();
    let places = places(trie);
    keys(trie, &places, &mut out);
    facts(trie, &places, &mut out);
    nodes(trie, &places, &mut out);
    out
}

/// The new number of each word: words with which an entry of the trie begins come first, so that only they have a node.
fn places(trie: &Trie) -> Vec<usize> {
    let mut order: Vec<usize> = (0..trie.facts.len()).collect();
    order.sort_by_key(|&word| trie.facts[word].node == 0);
    let mut places = vec![0; order.len()];
    for (place, word) in order.into_iter().enumerate() {
        places[word] = place;
    }
    places
}

/// The keys, packed, in the order of their words, other spellings behind; and an open table of them with linear probing:
/// indexes of keys from 1, 0 where there is none.
fn keys(trie: &Trie, places: &[usize], out: &mut String) {
    let mut keys: Vec<Option<&str>> = vec![None; places.len()];
    let mut others = Vec::new();
    for (key, &id) in &trie.ids {
        match &mut keys[places[id as usize]] {
            first @ None => *first = Some(key),
            Some(_) => others.push((key.as_str(), places[id as usize])),
        }
    }
    let keys = keys.into_iter().map(|key| key.expect("every word has a key"));
    let keys: Vec<&str> = keys.chain(others.iter().map(|&(key, _)| key)).collect();
    let (mut text, mut bases, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    let size = keys.len() * 7 / 4;
    let mut slots = vec![0usize; size];
    for (index, key) in keys.iter().enumerate() {
        if index.is_multiple_of(BLOCK) {
            bases.push(text.len());
        }
        starts.push(text.len() - bases[index / BLOCK]);
        let packed = packed(key);
        let mut slot = slot_of(hash(&packed), size);
        while slots[slot] != 0 {
            slot = (slot + 1) % size;
        }
        slots[slot] = index + 1;
        text.extend(packed);
    }
    if keys.len().is_multiple_of(BLOCK) {
        bases.push(text.len());
    }
    starts.push(text.len() - bases[keys.len() / BLOCK]);
    let full = slots.split(|&slot| slot == 0).map(<[usize]>::len).max();
    assert!(full.is_some_and(|full| full <= MAX_PROBES), "{full:?} full slots in a row");
    let longest = keys.iter().map(|key| packed(key).len()).max().unwrap_or(0);
    array(out, "KEYS", "u8", text);
    writeln!(out, "const LONGEST_KEY: usize = {longest};").expect(WRITES);
    writeln!(out, "const BLOCK: usize = {BLOCK};").expect(WRITES);
    array(out, "KEY_BASES", "u32", bases);
    array(out, "KEY_STARTS", "u16", starts);
    array(out, "OTHER_WORDS", "u16", others.iter().map(|(_, word)| word));
    array(out, "SLOTS", "u16", slots);
}

fn packed(key: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    pack(key, |byte| packed.push(byte));
    packed
}

/// What is known of each word: its sets of classes, and whether an entry continues with it, as an index into the different
/// ones, and its node.
fn facts(trie: &Trie, places: &[usize], out: &mut String) {
    let bits = |facts: &Facts| {
        let [lower, title, upper] = facts.classes.map(|classes| classes.bits());
        let small = facts.begins_small.bits();
        [lower, title, upper, facts.begins.bits(), u64::from(facts.is_within), small]
    };
    let mut sets: BTreeMap<[u64; 6], usize> = trie.facts.iter().map(|facts| (bits(facts), 0)).collect();
    for (index, place) in sets.values_mut().enumerate() {
        *place = index;
    }
    let mut ordered = vec![&Facts::NONE; places.len()];
    for (facts, &place) in trie.facts.iter().zip(places) {
        ordered[place] = facts;
    }
    array(out, "SETS", "[u64; 6]", sets.keys().map(|set| format!("{set:?}")));
    array(out, "WORD_SETS", "u16", ordered.iter().map(|facts| sets[&bits(facts)]));
    array(out, "WORD_NODES", "u16", ordered.iter().map(|facts| facts.node).take_while(|&node| node > 0));
}

fn nodes(trie: &Trie, places: &[usize], out: &mut String) {
    let (mut senses, mut sense_ends) = (Vec::new(), vec![0]);
    let (mut words, mut nodes, mut child_ends) = (Vec::<usize>::new(), Vec::<u32>::new(), vec![0]);
    for node in &trie.nodes {
        senses.extend(node.senses.iter().map(sense));
        let mut children: Vec<(usize, u32)> =
            node.children.iter().map(|(&word, &child)| (places[word as usize], child)).collect();
        children.sort_unstable();
        words.extend(children.iter().map(|&(word, _)| word));
        nodes.extend(children.iter().map(|&(_, child)| child));
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
