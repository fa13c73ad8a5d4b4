//! The tables as Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::entries::{Entry, Lexicon};
use crate::hash::hash;
use crate::packed::Packed;

/// Source text of the tables that `src/lexicon/built_in.rs` includes.
pub(crate) fn tables(lexicon: &Lexicon) -> String {
    let mut source = String::new();
    entries(lexicon, &mut source);
    words(&lexicon.trie.words, &mut source);
    packed_words(&lexicon.trie.words, &mut source);
    nodes(lexicon, &mut source);
    registers(lexicon, &mut source);
    symbols(lexicon, &mut source);
    emoticons(lexicon, &mut source);
    source
}

fn table(source: &mut String, name: &str, element: &str, values: impl ExactSizeIterator<Item = String>) {
    writeln!(source, "static {name}: [{element}; {}] = [", values.len()).expect("memory");
    for value in values {
        writeln!(source, "{value},").expect("memory");
    }
    source.push_str("];\n");
}

/// Entries of one term, such as the emoticon ✌ and the emoji, have one counter.
fn entries(lexicon: &Lexicon, source: &mut String) {
    let mut counters = BTreeMap::new();
    let rows: Vec<String> = lexicon
        .entries
        .iter()
        .map(|entry| {
            let next = counters.len();
            let counter = *counters.entry(&entry.term).or_insert(next);
            let shift = entry.shift.as_ref().map_or("None".into(), |shift| format!("Some({shift})"));
            let Entry { term, weight, is_fact, .. } = entry;
            format!(
                "Entry {{ term: Cow::Borrowed({term:?}), weight: {weight:?}, shift: {shift}, counter: {counter}, \
                 is_fact: {is_fact} }}"
            )
        })
        .collect();
    source.push_str("pub(crate) ");
    table(source, "ENTRIES", "Entry", rows.into_iter());
    writeln!(source, "pub(crate) const COUNTERS: u32 = {};", counters.len()).expect("memory");
}

/// The words back to back, and a hash table with open addresses: 0 is a free place, others are a word and one.
fn words(words: &[String], source: &mut String) {
    writeln!(source, "static WORDS: &str = {:?};", words.concat()).expect("memory");
    let mut end = 0;
    let ends = words.iter().map(|word| {
        end += word.len();
        end.to_string()
    });
    table(source, "WORD_ENDS", "u32", ends);
    let mut places = vec![0; (words.len() * 2).next_power_of_two()];
    for (number, word) in words.iter().enumerate() {
        let mut place = hash(word.as_bytes()) as usize % places.len();
        while places[place] != 0 {
            place = (place + 1) % places.len();
        }
        places[place] = u16::try_from(number + 1).expect("fewer than 65,535 words");
    }
    table(source, "WORD_PLACES", "u16", places.iter().map(u16::to_string));
    let longest = words.iter().map(String::len).max().unwrap_or_default();
    writeln!(source, "const LONGEST_WORD: usize = {longest};").expect("memory");
}

/// The words of Arabic letters alone by their codes: a hash table as that of all words, and before it a bit for each hash,
/// by which most of what is no word is told.
fn packed_words(words: &[String], source: &mut String) {
    let mut bits = vec![0_u64; 1 << 10];
    let pack = |word: &String| Packed::of(word).filter(|packed| packed.chars().eq(word.chars()));
    let packed: Vec<(Packed, usize)> =
        (words.iter().enumerate()).filter_map(|(number, word)| Some((pack(word)?, number))).collect();
    let mut places = vec![0; (packed.len() * 2).next_power_of_two()];
    for (number, (word, _)) in packed.iter().enumerate() {
        let hash = word.hash();
        bits[(hash >> 54) as usize] |= 1 << (hash >> 48 & 63);
        let mut place = (hash >> 32) as usize % places.len();
        while places[place] != 0 {
            place = (place + 1) % places.len();
        }
        places[place] = u16::try_from(number + 1).expect("fewer than 65,535 words");
    }
    let rows = packed.iter().map(|(word, number)| format!("({}, {number})", word.code()));
    table(source, "PACKED_WORDS", "(u64, u16)", rows);
    table(source, "PACKED_PLACES", "u16", places.iter().map(u16::to_string));
    table(source, "PACKED_BITS", "u64", bits.iter().map(u64::to_string));
}

fn nodes(lexicon: &Lexicon, source: &mut String) {
    let nodes = lexicon.trie.nodes();
    let rows = nodes.iter().map(|node| {
        let entry = node.entry.map_or(0, |entry| entry + 1);
        let (word, first_child, children) = (node.word, node.first_child, node.children);
        format!("Node {{ word: {word}, entry: {entry}, first_child: {first_child}, children: {children} }}")
    });
    table(source, "NODES", "Node", rows);
    let root = &nodes[0];
    let mut first = vec![0; lexicon.trie.words.len()];
    for node in root.first_child..root.first_child + root.children {
        first[nodes[node].word] = node;
    }
    table(source, "FIRST_NODES", "u16", first.iter().map(usize::to_string));
    let mut seconds = vec![0_u64; lexicon.trie.words.len().div_ceil(64)];
    for node in nodes[root.first_child..].iter().take(root.children) {
        for second in &nodes[node.first_child..node.first_child + node.children] {
            seconds[second.word / 64] |= 1 << (second.word % 64);
        }
    }
    table(source, "SECOND_WORDS", "u64", seconds.iter().map(u64::to_string));
}

fn registers(lexicon: &Lexicon, source: &mut String) {
    let of = |word: usize| lexicon.registers.get(&word).copied().unwrap_or("RegisterCue::Open");
    let rows: Vec<String> = (0..lexicon.trie.words.len()).map(|word| of(word).to_string()).collect();
    table(source, "REGISTERS", "RegisterCue", rows.into_iter());
}

fn symbols(lexicon: &Lexicon, source: &mut String) {
    let rows =
        lexicon.symbols.iter().map(|&symbol| format!("({:?}, {symbol})", lexicon.entries[symbol].term));
    table(source, "SYMBOLS", "(&str, u32)", rows);
}

/// The emoticons, and for each first byte which of them begin with it and the bytes that come second, as bits.
fn emoticons(lexicon: &Lexicon, source: &mut String) {
    let term = |emoticon: &usize| lexicon.entries[*emoticon].term.as_str();
    let rows = lexicon.emoticons.iter().map(|emoticon| format!("({:?}, {emoticon})", term(emoticon)));
    table(source, "EMOTICONS", "(&str, u32)", rows);
    let groups = (0..=u8::MAX).map(|byte| {
        let before = |first: u8| first < byte;
        let starts = |emoticon: &usize| term(emoticon).as_bytes()[0];
        let start = lexicon.emoticons.iter().filter(|emoticon| before(starts(emoticon))).count();
        let group: Vec<&[u8]> = lexicon
            .emoticons
            .iter()
            .filter(|emoticon| starts(emoticon) == byte)
            .map(|emoticon| term(emoticon).as_bytes())
            .collect();
        let mut seconds = [0_u64; 4];
        for second in group.iter().map(|emoticon| emoticon[1]) {
            seconds[usize::from(second / 64)] |= 1 << (second % 64);
        }
        format!("EmoticonGroup {{ start: {start}, length: {}, seconds: {seconds:?} }}", group.len())
    });
    let groups: Vec<String> = groups.collect();
    table(source, "EMOTICON_GROUPS", "EmoticonGroup", groups.into_iter());
}
