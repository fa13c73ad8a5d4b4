//! Words and phrases with what they say, in one trie over levelled words.

use crate::hash::QuickMap;
use crate::spelling::level;
use crate::table::{rows, weight};

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct WordId(u32);

/// A place in the trie: a sequence of words that begins an entry or is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    const ROOT: Self = Self(0);
}

/// What a word or phrase says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    /// As the table spells it.
    pub(crate) term: Box<str>,
    /// From -4 to 4; 0 says nothing, and hides what a shorter entry or a stem would say.
    pub(crate) weight: f64,
    pub(crate) shift: Option<Shift>,
}

/// How a word changes what others say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shift {
    /// Turns a following word round, at most this many words away.
    Negation { reach: usize },
    /// Strengthens a neighbour by a factor, or weakens it where that is below 1.
    Degree { factor: f64, follows: bool },
    /// What stands before counts less, what follows more: but.
    Contrast,
    /// What follows, up to the end of the clause, counts less: although.
    Concession,
}

/// The vocabulary of both languages.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: QuickMap<Box<str>, WordId>,
    nodes: Vec<Node>,
    /// The node of each word as the first of an entry.
    first: Vec<Option<NodeId>>,
    edges: QuickMap<(NodeId, WordId), NodeId>,
    entries: Vec<Entry>,
    symbols: QuickMap<Box<str>, Entry>,
    /// By first byte, then the longer first, so that `:'(` is not read as `:'`.
    emoticons: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    entry: Option<u32>,
    leads_on: bool,
}

const ENGLISH: &str = include_str!("../lexicon/en.tsv");
const ARABIC: &str = include_str!("../lexicon/ar.tsv");
const ENGLISH_SHIFTERS: &str = include_str!("../lexicon/en-shifters.tsv");
const ARABIC_SHIFTERS: &str = include_str!("../lexicon/ar-shifters.tsv");
const EMOJI: &str = include_str!("../lexicon/emoji.tsv");
const EMOTICONS: &str = include_str!("../lexicon/emoticons.tsv");

impl Lexicon {
    /// The vocabulary that comes with the analyzer.
    ///
    /// # Errors
    /// The table and the line that are wrong. A test holds that there are none.
    pub(crate) fn built_in() -> Result<Self, String> {
        let mut lexicon = Self { nodes: vec![Node::default()], ..Self::default() };
        for (name, table) in [("en.tsv", ENGLISH), ("ar.tsv", ARABIC)] {
            lexicon.add_weights(table).map_err(|error| format!("{name}, {error}"))?;
        }
        for (name, table, follows) in
            [("en-shifters.tsv", ENGLISH_SHIFTERS, false), ("ar-shifters.tsv", ARABIC_SHIFTERS, true)]
        {
            lexicon.add_shifters(table, follows).map_err(|error| format!("{name}, {error}"))?;
        }
        lexicon.add_symbols(EMOJI).map_err(|error| format!("emoji.tsv, {error}"))?;
        lexicon.add_emoticons(EMOTICONS).map_err(|error| format!("emoticons.tsv, {error}"))?;
        Ok(lexicon)
    }

    /// Adds the rows of a table `word or phrase, weight`. A later row stands over an earlier one.
    ///
    /// # Errors
    /// The line that is wrong. The rows before it stand.
    pub(crate) fn add_weights(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [term, cell] = row.columns;
            let weight = weight(cell).map_err(|error| format!("line {}: {error}", row.line))?;
            self.add_weight(term, weight).map_err(|error| format!("line {}: {error}", row.line))?;
        }
        Ok(())
    }

    /// Adds a word or phrase, or gives one that is there another weight.
    ///
    /// # Errors
    /// Where the term has no word.
    pub(crate) fn add_weight(&mut self, term: &str, weight: f64) -> Result<(), String> {
        let entry = self.entry_of(term)?;
        entry.term = term.into();
        entry.weight = weight;
        Ok(())
    }

    fn add_shifters(&mut self, table: &str, follows: bool) -> Result<(), String> {
        for row in rows::<3>(table) {
            let row = row?;
            let [term, kind, value] = row.columns;
            let shift = shift(kind, value, follows).map_err(|error| format!("line {}: {error}", row.line))?;
            let entry = self.entry_of(term).map_err(|error| format!("line {}: {error}", row.line))?;
            if entry.term.is_empty() {
                entry.term = term.into();
            }
            entry.shift = Some(shift);
        }
        Ok(())
    }

    fn add_symbols(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [symbol, cell] = row.columns;
            let weight = weight(cell).map_err(|error| format!("line {}: {error}", row.line))?;
            self.symbols.insert(symbol.into(), Entry { term: symbol.into(), weight, shift: None });
        }
        Ok(())
    }

    fn add_emoticons(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [term, cell] = row.columns;
            let weight = weight(cell).map_err(|error| format!("line {}: {error}", row.line))?;
            self.emoticons.push(Entry { term: term.into(), weight, shift: None });
        }
        self.emoticons
            .sort_by_key(|emoticon| (first_byte(&emoticon.term), std::cmp::Reverse(emoticon.term.len())));
        Ok(())
    }

    /// The entry of a term, made where there is none.
    fn entry_of(&mut self, term: &str) -> Result<&mut Entry, String> {
        let mut node = NodeId::ROOT;
        let mut levelled = String::new();
        for word in words_of(term) {
            level(word, &mut levelled);
            let word = self.word_or_new(&levelled);
            node = self.child_or_new(node, word);
        }
        if node == NodeId::ROOT {
            return Err(format!("{term:?} has no word"));
        }
        let node = &mut self.nodes[node.0 as usize];
        let entry = *node.entry.get_or_insert_with(|| {
            self.entries.push(Entry::default());
            self.entries.len() as u32 - 1
        });
        Ok(&mut self.entries[entry as usize])
    }

    fn word_or_new(&mut self, levelled: &str) -> WordId {
        if let Some(&word) = self.words.get(levelled) {
            return word;
        }
        let word = WordId(self.words.len() as u32);
        self.words.insert(levelled.into(), word);
        self.first.push(None);
        word
    }

    fn child_or_new(&mut self, node: NodeId, word: WordId) -> NodeId {
        let known = if node == NodeId::ROOT { self.first(word) } else { self.next(node, word) };
        if let Some(child) = known {
            return child;
        }
        let child = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node::default());
        if node == NodeId::ROOT {
            self.first[word.0 as usize] = Some(child);
        } else {
            self.nodes[node.0 as usize].leads_on = true;
            self.edges.insert((node, word), child);
        }
        child
    }

    /// A levelled word of the vocabulary.
    pub(crate) fn word(&self, levelled: &str) -> Option<WordId> {
        self.words.get(levelled).copied()
    }

    /// Whether a word alone is an entry, and not only a part of phrases.
    pub(crate) fn is_entry(&self, word: WordId) -> bool {
        self.first(word).is_some_and(|node| self.entry(node).is_some())
    }

    /// The place of the entries that begin with a word.
    pub(crate) fn first(&self, word: WordId) -> Option<NodeId> {
        self.first.get(word.0 as usize).copied().flatten()
    }

    /// The place of the entries that go on with a word.
    pub(crate) fn next(&self, node: NodeId, word: WordId) -> Option<NodeId> {
        self.edges.get(&(node, word)).copied()
    }

    /// Whether any entry goes on from here.
    pub(crate) fn leads_on(&self, node: NodeId) -> bool {
        self.nodes[node.0 as usize].leads_on
    }

    /// The entry that ends here.
    pub(crate) fn entry(&self, node: NodeId) -> Option<&Entry> {
        self.nodes[node.0 as usize].entry.map(|entry| &self.entries[entry as usize])
    }

    /// What an emoji or another symbol says, without regard to variation selectors and skin tones.
    pub(crate) fn symbol(&self, symbol: &str, scratch: &mut String) -> Option<&Entry> {
        scratch.clear();
        scratch.extend(symbol.chars().filter(|&part| !is_variant(part)));
        self.symbols.get(scratch.as_str()).or_else(|| {
            // A sequence such as a couple of emoji joined says what its first part says.
            let first = scratch.chars().next()?;
            self.symbols.get(first.encode_utf8(&mut [0; 4]))
        })
    }

    /// The emoticon at the start of `text`.
    pub(crate) fn emoticon(&self, text: &str) -> Option<&Entry> {
        let byte = first_byte(text);
        let first = self.emoticons.partition_point(|emoticon| first_byte(&emoticon.term) < byte);
        let same = self.emoticons[first..].iter().take_while(|emoticon| first_byte(&emoticon.term) == byte);
        same.into_iter().find(|emoticon| text.starts_with(&*emoticon.term))
    }

    /// All entries of words and phrases, in the order in which they came.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// The words of a term. A tokenizer cuts at hyphens and slashes, so these cut here.
pub(crate) fn words_of(term: &str) -> impl Iterator<Item = &str> {
    term.split([' ', '-', '/']).filter(|word| !word.is_empty())
}

fn first_byte(text: &str) -> u8 {
    text.as_bytes().first().copied().unwrap_or_default()
}

fn is_variant(part: char) -> bool {
    matches!(part, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn shift(kind: &str, value: &str, follows: bool) -> Result<Shift, String> {
    let number = |what: &str| value.parse::<f64>().map_err(|_| format!("{what} {value:?} is not a number"));
    match kind {
        "negator" => Ok(Shift::Negation { reach: number("the reach")? as usize }),
        "intensifier" => Ok(Shift::Degree { factor: number("the factor")?, follows }),
        "contrast" => Ok(Shift::Contrast),
        "concession" => Ok(Shift::Concession),
        _ => Err(format!("{kind:?} is no kind of shifter")),
    }
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;
