//! The tables as Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};

use crate::entries::{Entry, Lexicon};
use crate::hash::{hash, parts_of_pair, place_of_pair};
use crate::packed::Packed;
use crate::trie::Places;

/// Source text of the tables that `src/lexicon/built_in` includes.
///
/// Words of Arabic letters alone come first, so that the number of such a word is its place among them. An entry has the
/// number of its place in the trie; behind the places come the emoji, then the emoticons.
pub(crate) fn tables(lexicon: &Lexicon) -> String {
    let places = lexicon.trie.places(|word| packed(word).is_none());
    let mut source = String::new();
    let arabic: Vec<Packed> = places.words.iter().map_while(|word| packed(word)).collect();
    packed_words(&arabic, &mut source);
    words(&places.words, arabic.len(), &mut source);
    table(&mut source, "FIRST_NEXT", "u16", &places.first_next);
    table(&mut source, "LAST_WORDS", "u16", &places.last_words);
    seconds(&places, &mut source);
    pairs(&places, &mut source);
    registers(lexicon, &places.words, &mut source);
    entries(lexicon, &places, &mut source);
    signs("SYMBOLS", lexicon, &lexicon.symbols, &mut source);
    signs("EMOTICONS", lexicon, &lexicon.emoticons, &mut source);
    emoticon_groups(lexicon, &mut source);
    source
}

fn table<V: Display>(source: &mut String, name: &str, element: &str, values: &[V]) {
    writeln!(source, "static {name}: [{element}; {}] = [", values.len()).expect("memory");
    for value in values {
        writeln!(source, "{value},").expect("memory");
    }
    source.push_str("];\n");
}

/// A word of Arabic letters alone.
fn packed(word: &str) -> Option<Packed> {
    Packed::of(word).filter(|packed| packed.chars().eq(word.chars()))
}

/// The words of Arabic letters alone by their codes: a hash table with open addresses, where 0 is a free place and others
/// are a word and one; and before it a bit for each hash, by which most of what is no word is told.
fn packed_words(words: &[Packed], source: &mut String) {
    let mut bits = vec![0_u64; 1 << 10];
    let mut places = vec![0; (words.len() * 2).next_power_of_two()];
    for (number, word) in words.iter().enumerate() {
        let hash = word.hash();
        bits[(hash >> 54) as usize] |= 1 << (hash >> 48 & 63);
        take_place(&mut places, (hash >> 32) as usize, number);
    }
    let codes: Vec<u64> = words.iter().map(|word| word.code()).collect();
    table(source, "PACKED_WORDS", "u64", &codes);
    table(source, "PACKED_PLACES", "u16", &places);
    table(source, "PACKED_BITS", "u64", &bits);
    let mut starts = vec![0_u64; 1 << 9];
    for start in words.iter().flat_map(|word| [Some(*word), word.respelled()]).flatten().map(Packed::start) {
        starts[start as usize / 64] |= 1 << (start % 64);
    }
    table(source, "PACKED_STARTS", "u64", &starts);
}

/// The other words back to back, and a hash table of the same kind.
fn words(words: &[String], first: usize, source: &mut String) {
    let others = &words[first..];
    writeln!(source, "static WORDS: &str = {:?};", others.concat()).expect("memory");
    let (mut start, mut bases, mut starts) = (0, Vec::new(), Vec::new());
    for length in others.iter().map(String::len).chain([0]) {
        if starts.len().is_multiple_of(WORDS_OF_A_BASE) {
            bases.push(start);
        }
        starts.push(start - bases[starts.len() / WORDS_OF_A_BASE]);
        start += length;
    }
    table(source, "WORD_BASES", "u32", &bases);
    table(source, "WORD_STARTS", "u8", &starts);
    writeln!(source, "const WORDS_OF_A_BASE: usize = {WORDS_OF_A_BASE};").expect("memory");
    let mut places = vec![0; (others.len() * 2).next_power_of_two()];
    for (number, word) in others.iter().enumerate() {
        take_place(&mut places, hash(word.as_bytes()) as usize, number);
    }
    table(source, "WORD_PLACES", "u16", &places);
    let longest = others.iter().map(String::len).max().unwrap_or_default();
    writeln!(source, "const LONGEST_WORD: usize = {longest};").expect("memory");
}

/// The start of every so many words is kept, and those between are counted from it.
const WORDS_OF_A_BASE: usize = 16;

fn take_place(places: &mut [usize], hash: usize, number: usize) {
    let mut place = hash % places.len();
    while places[place] != 0 {
        place = (place + 1) % places.len();
    }
    places[place] = number + 1;
}

/// A bit for each pair of words with which an entry begins: of other pairs some one in twenty has the bit of one of these.
fn pairs(places: &Places, source: &mut String) {
    let words = places.words.len();
    let mut bits = vec![0_u64; 1 << 11];
    for first in 0..words {
        for place in places.first_next[first]..places.first_next[first + 1] {
            let ([of_first, _], [_, of_second]) =
                (parts_of_pair(first as u32), parts_of_pair(places.last_words[place - words] as u32));
            let bit = place_of_pair(of_first, of_second);
            bits[bit / 64] |= 1 << (bit % 64);
        }
    }
    table(source, "PAIRS", "u64", &bits);
}

/// The words that come second in any entry, as bits.
fn seconds(places: &Places, source: &mut String) {
    let words = places.words.len();
    let mut seconds = vec![0_u64; words.div_ceil(64)];
    let of_two_words = places.first_next[0]..places.first_next[words];
    for second in &places.last_words[of_two_words.start - words..of_two_words.end - words] {
        seconds[second / 64] |= 1 << (second % 64);
    }
    table(source, "SECOND_WORDS", "u64", &seconds);
}

fn registers(lexicon: &Lexicon, words: &[String], source: &mut String) {
    let of = |word| lexicon.registers.get(word).copied().unwrap_or("RegisterCue::Open");
    let registers: Vec<&str> = words.iter().map(of).collect();
    table(source, "REGISTERS", "RegisterCue", &registers);
}

/// What the entries say, by the number of one of the few things that there are to say, tenths and kind; terms back to back, without those of signs.
fn entries(lexicon: &Lexicon, places: &Places, source: &mut String) {
    let mut shifts = vec!["None".to_string()];
    let of_places: Vec<Option<&Entry>> =
        places.entries.iter().map(|entry| entry.map(|entry| &lexicon.entries[entry])).collect();
    let signs = [&lexicon.symbols, &lexicon.emoticons];
    let of_signs = signs.into_iter().flatten().map(|&sign| Some(&lexicon.entries[sign]));
    let entries: Vec<Option<&Entry>> = of_places.iter().copied().chain(of_signs).collect();
    let meaning = |entry: &Option<&Entry>| {
        entry.map_or((0, 0), |entry| (tenths(entry.weight), kind(entry, &mut shifts)))
    };
    let meanings: Vec<(i8, u8)> = entries.iter().map(meaning).collect();
    let different: BTreeSet<(i8, u8)> = meanings.iter().copied().collect();
    let different: Vec<(i8, u8)> = different.into_iter().collect();
    let numbers = meanings.iter().map(|meaning| different.binary_search(meaning).expect("one of them"));
    table(source, "MEANINGS_OF_PLACES", "u8", &numbers.collect::<Vec<_>>());
    let different = different.iter().map(|meaning| format!("{meaning:?}"));
    table(source, "MEANINGS", "(i8, u8)", &different.collect::<Vec<_>>());
    table(source, "SHIFTS", "Option<Shift>", &shifts);
    let term = |entry: &Option<&Entry>| entry.map_or("", |entry| &entry.term).to_string();
    let terms: Vec<String> = of_places.iter().map(term).collect();
    writeln!(source, "static TERMS: &str = {:?};", terms.concat()).expect("memory");
    let lengths: Vec<usize> = terms.iter().map(String::len).collect();
    table(source, "TERM_LENGTHS", "u8", &lengths);
    let mut start = 0;
    let starts = lengths.chunks(TERMS_OF_A_START).map(|lengths| {
        start += lengths.iter().sum::<usize>();
        start - lengths.iter().sum::<usize>()
    });
    table(source, "TERM_STARTS", "u32", &starts.collect::<Vec<_>>());
    writeln!(source, "const TERMS_OF_A_START: usize = {TERMS_OF_A_START};").expect("memory");
    counters(&entries, of_places.len(), source);
}

/// The start of every so many terms is kept; those between are found by the lengths before them.
const TERMS_OF_A_START: usize = 16;

fn tenths(weight: f64) -> i8 {
    let tenths = (weight * 10.0).round() as i8;
    assert!(f64::from(tenths) / 10.0 == weight, "the weight {weight} has more than one decimal");
    tenths
}

/// The number of its shift, and one, for 0 is no entry; the highest bit for a fact.
fn kind(entry: &Entry, shifts: &mut Vec<String>) -> u8 {
    let shift = entry.shift.as_ref().map_or("None".into(), |shift| format!("Some({shift})"));
    let known = shifts.iter().position(|known| *known == shift);
    let number = known.unwrap_or_else(|| {
        shifts.push(shift);
        shifts.len() - 1
    });
    let kind = u8::try_from(number + 1).expect("few kinds of shift");
    assert!(kind < 1 << 7, "few kinds of shift");
    kind | u8::from(entry.is_fact) << 7
}

/// The counters of signs. Another entry is counted under its own number; those of one term, such as the emoticon ✌ and the
/// emoji, under that of the first.
fn counters(entries: &[Option<&Entry>], first_sign: usize, source: &mut String) {
    let mut counters = BTreeMap::new();
    let entries = entries.iter().enumerate().filter_map(|(number, entry)| Some((number, (*entry)?)));
    let of_signs = entries.filter_map(|(number, entry)| {
        let counter = *counters.entry(&entry.term).or_insert(number);
        assert!(number >= first_sign || counter == number, "two entries of the term {:?}", entry.term);
        (number >= first_sign).then_some(counter)
    });
    table(source, "SIGN_COUNTERS", "u16", &of_signs.collect::<Vec<_>>());
}

fn signs(name: &str, lexicon: &Lexicon, signs: &[usize], source: &mut String) {
    let terms = signs.iter().map(|&sign| format!("{:?}", lexicon.entries[sign].term));
    table(source, name, "&str", &terms.collect::<Vec<_>>());
}

/// For each first byte the number of its group: which of the emoticons begin with it, and the bytes that come second, as bits.
/// The first group is of the bytes that no emoticon begins with.
fn emoticon_groups(lexicon: &Lexicon, source: &mut String) {
    let terms: Vec<&[u8]> =
        lexicon.emoticons.iter().map(|&emoticon| lexicon.entries[emoticon].term.as_bytes()).collect();
    let group = |start: usize, length: usize, seconds: [u64; 4]| {
        format!("EmoticonGroup {{ start: {start}, length: {length}, seconds: {seconds:?} }}")
    };
    let mut groups = vec![group(0, 0, [0; 4])];
    let of_bytes = (0..=u8::MAX).map(|byte| {
        let of_byte = terms.iter().filter(|term| term[0] == byte);
        let count = of_byte.clone().count();
        if count == 0 {
            return 0;
        }
        let start = terms.iter().filter(|term| term[0] < byte).count();
        let mut seconds = [0_u64; 4];
        for second in of_byte.map(|term| term[1]) {
            seconds[usize::from(second / 64)] |= 1 << (second % 64);
        }
        groups.push(group(start, count, seconds));
        groups.len() - 1
    });
    table(source, "EMOTICON_GROUPS_OF_BYTES", "u8", &of_bytes.collect::<Vec<_>>());
    table(source, "EMOTICON_GROUPS", "EmoticonGroup", &groups);
}
