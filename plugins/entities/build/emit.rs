//! Writes the tables as Rust: flat arrays, each row's end beside the row before it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write};

use crate::likeness::{Likeness, Triples};
use crate::pack::pack;
use crate::perfect::Perfect;
use crate::trie::{Facts, Sense, Trie};

/// Rows of a block, whose starts are counted from that of the first: so few that a start has 8 bits.
const BLOCK: usize = 16;

/// The lexicon's words and entries; `src/lexicon.rs` has the types.
pub(crate) fn lexicon(trie: &Trie) -> String {
    let mut out = String::new();
    let slots = keys(trie, &mut out);
    let nodes = first_nodes(trie, &slots, &mut out);
    entries(trie, &slots.of_words, nodes, &mut out);
    out
}

/// Where the words stand: a word is numbered by the slot of its key, and some slots are of another spelling of a word.
struct Slots {
    /// The slot of each word.
    of_words: Vec<usize>,
    /// The word of each slot that is a word's own.
    words: Vec<Option<usize>>,
}

/// The keys, packed, by their slots, and what is known of the word of each.
fn keys(trie: &Trie, out: &mut String) -> Slots {
    let keys: Vec<(&str, usize)> = trie.ids.iter().map(|(key, &id)| (key.as_str(), id as usize)).collect();
    let packed: Vec<Vec<u8>> = keys.iter().map(|(key, _)| packed(key)).collect();
    // A slot without a key is told from that of an empty one, the full stop's, by nothing: there has to be one.
    assert!(trie.ids.contains_key(""), "entries end with full stops, which keys have not");
    let perfect = Perfect::new(&packed);
    let count = perfect.keys.len();
    assert!(count < usize::from(u16::MAX), "{count} words and spellings need larger numbers");
    let mut slots = Slots { of_words: vec![0; trie.facts.len()], words: vec![None; count] };
    let mut others = Vec::new();
    let mut has_slot = vec![false; trie.facts.len()];
    for (slot, key) in perfect.keys.iter().enumerate() {
        let Some(key) = *key else { continue };
        let word = keys[key].1;
        if has_slot[word] {
            others.push((slot, word));
        } else {
            (has_slot[word], slots.of_words[word], slots.words[slot]) = (true, slot, Some(word));
        }
    }
    let texts = perfect.keys.iter().map(|key| key.map_or(&[][..], |key| packed[key].as_slice()));
    starts(out, "KEY", texts.clone().map(<[u8]>::len));
    array(out, "KEYS", "u8", texts.flatten());
    let longest = packed.iter().map(Vec::len).max().unwrap_or(0);
    writeln!(out, "const LONGEST_KEY: usize = {longest};").expect(WRITES);
    writeln!(out, "const BLOCK: usize = {BLOCK};").expect(WRITES);
    writeln!(out, "const SLOTS: usize = {count};").expect(WRITES);
    array(out, "TURNS", "u16", perfect.turns);
    facts(trie, &slots, &others, out);
    slots
}

fn packed(key: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    pack(key, |byte| packed.push(byte));
    packed
}

/// What is known of each word: its sets of classes, and whether an entry continues with it, as an index into the different
/// ones; behind those the indexes of other spellings, with the words that they stand for.
fn facts(trie: &Trie, slots: &Slots, others: &[(usize, usize)], out: &mut String) {
    let bits = |facts: &Facts| {
        let [lower, title, upper] = facts.classes.map(|classes| classes.bits());
        let small = facts.begins_small.bits();
        [lower, title, upper, facts.begins.bits(), u64::from(facts.is_within), small]
    };
    let mut sets: BTreeMap<[u64; 6], usize> = trie.facts.iter().map(|facts| (bits(facts), 0)).collect();
    for (index, place) in sets.values_mut().enumerate() {
        *place = index;
    }
    let set_of = |word: &Option<usize>| word.map_or(0, |word| sets[&bits(&trie.facts[word])]);
    let mut word_sets: Vec<usize> = slots.words.iter().map(set_of).collect();
    for (index, &(slot, _)) in others.iter().enumerate() {
        word_sets[slot] = sets.len() + index;
    }
    // Sets differ in a column or two, so that there are fewer different numbers than sets.
    let numbers: BTreeSet<u64> = sets.keys().flatten().copied().collect();
    let numbers: Vec<u64> = numbers.into_iter().collect();
    let place = |number: &u64| numbers.binary_search(number).expect("a number of a set");
    array(out, "SETS", "[u16; 6]", sets.keys().map(|set| format!("{:?}", set.each_ref().map(place))));
    array(out, "SET_BITS", "u64", &numbers);
    array(out, "WORD_SETS", "u16", word_sets);
    array(out, "OTHER_WORDS", "u16", others.iter().map(|&(_, word)| slots.of_words[word]));
}

/// The nodes of single words, in the order of their slots from 1: a bit for each slot that has one, and how many stand before
/// each 64 of them. Gives the nodes of the trie in that order.
fn first_nodes(trie: &Trie, slots: &Slots, out: &mut String) -> Vec<u32> {
    let node = |word: &Option<usize>| word.map_or(0, |word| trie.facts[word].node);
    let by_slot: Vec<u32> = slots.words.iter().map(node).collect();
    let mut nodes = vec![0];
    nodes.extend(by_slot.iter().filter(|&&node| node > 0));
    ranks(out, ["FIRST_BITS", "FIRSTS_BEFORE"], by_slot.iter().map(|&node| node > 0));
    nodes
}

/// A bit for each of some places, and how many are set before each 64 of them.
fn ranks(out: &mut String, [bits, before]: [&str; 2], are_set: impl Iterator<Item = bool>) {
    let are_set: Vec<bool> = are_set.collect();
    let blocks = are_set.chunks(64);
    let bits_of =
        |block: &[bool]| block.iter().rev().fold(0u64, |bits, &is_set| bits << 1 | u64::from(is_set));
    array(out, bits, "u64", blocks.clone().map(bits_of));
    let mut count = 0;
    let counts = blocks.map(|block| {
        count += block.iter().filter(|&&is_set| is_set).count();
        count - block.iter().filter(|&&is_set| is_set).count()
    });
    array(out, before, "u16", counts);
}

/// The senses and children of each node: those of single words come first, then the children of each in turn, so that a
/// child's number is told by its place among all children.
fn entries(trie: &Trie, slots: &[usize], first: Vec<u32>, out: &mut String) {
    writeln!(out, "const FIRST_CHILD: usize = {};", first.len()).expect(WRITES);
    let mut nodes = first;
    let mut values = Values::default();
    let (mut senses, mut sense_counts) = (Vec::new(), Vec::new());
    let (mut words, mut child_ends, mut has_children) = (Vec::<usize>::new(), vec![0], Vec::new());
    let mut index = 0;
    while let Some(&node) = nodes.get(index) {
        let node = &trie.nodes[node as usize];
        senses.extend(node.senses.iter().map(|sense| values.sense(sense)));
        let mut children: Vec<(usize, u32)> =
            node.children.iter().map(|(&word, &child)| (slots[word as usize], child)).collect();
        children.sort_unstable();
        words.extend(children.iter().map(|&(word, _)| word));
        nodes.extend(children.iter().map(|&(_, child)| child));
        sense_counts.push(node.senses.len());
        has_children.push(!children.is_empty());
        if !children.is_empty() {
            child_ends.push(words.len());
        }
        index += 1;
    }
    array(out, "SENSES", "u32", senses);
    starts(out, "SENSE", sense_counts.into_iter());
    array(out, "CHILD_WORDS", "u16", words);
    // Few nodes have any.
    ranks(out, ["PARENT_BITS", "PARENTS_BEFORE"], has_children.into_iter());
    array(out, "CHILD_ENDS", "u16", child_ends);
    writeln!(out, "static VALUES: &str = {:?};", values.text).expect(WRITES);
}

/// The values of senses, each once, back to back. They start at even bytes, so that half of the place has 16 bits.
#[derive(Default)]
struct Values {
    text: String,
    places: BTreeMap<&'static str, u32>,
}

impl Values {
    /// A sense as a number: from the lowest bits on its class in 6, its case in 3, the length of its value in 7, and half of
    /// the value's place in 16.
    fn sense(&mut self, sense: &Sense) -> u32 {
        let place = *self.places.entry(sense.value).or_insert_with(|| {
            if !self.text.len().is_multiple_of(2) {
                self.text.push(' ');
            }
            let half = u32::try_from(self.text.len() / 2).expect("a place has 16 bits");
            self.text.push_str(sense.value);
            assert!(half < 1 << 16 && sense.value.len() < 1 << 7, "{}: too far, or too long", sense.value);
            half << 16 | (sense.value.len() as u32) << 9
        });
        place | u32::from(sense.case.bits()) << 6 | sense.class as u32
    }
}

/// Where rows start that stand back to back, and where the last ends: for each block that of the first, and those of all from
/// there.
fn starts(out: &mut String, name: &str, lengths: impl Iterator<Item = usize>) {
    let (mut at, mut bases, mut starts) = (0, Vec::new(), Vec::new());
    for length in lengths.chain([0]) {
        if starts.len().is_multiple_of(BLOCK) {
            bases.push(at);
        }
        starts.push(at - bases[starts.len() / BLOCK]);
        at += length;
    }
    array(out, &format!("{name}_BASES"), "u32", bases);
    array(out, &format!("{name}_STARTS"), "u8", starts);
}

/// The letter models: for each two letters the letters that come after them, and how often.
pub(crate) fn likeness(likeness: &Likeness) -> String {
    let mut out = String::new();
    model(&mut out, "NAME", &likeness.names);
    model(&mut out, "WORD", &likeness.words);
    out
}

fn model(out: &mut String, name: &str, triples: &Triples) {
    let (mut letters, mut counts, mut ends) = (Vec::new(), Vec::new(), vec![0]);
    for row in triples {
        for (letter, &count) in row.iter().enumerate().filter(|&(_, &count)| count > 0) {
            letters.push(letter);
            counts.push(count);
        }
        ends.push(letters.len());
    }
    array(out, &format!("{name}_LETTERS"), "u8", letters);
    array(out, &format!("{name}_COUNTS"), "u16", counts);
    array(out, &format!("{name}_ENDS"), "u16", ends);
}

const WRITES: &str = "a string takes what is written to it";

/// A number that does not fit its type does not compile.
fn array(out: &mut String, name: &str, kind: &str, entries: impl IntoIterator<Item: Display>) {
    let entries: Vec<String> = entries.into_iter().map(|entry| entry.to_string()).collect();
    writeln!(out, "static {name}: [{kind}; {}] = [{}];", entries.len(), entries.join(",")).expect(WRITES);
}
