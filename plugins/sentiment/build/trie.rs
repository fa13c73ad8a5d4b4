//! The trie of words and phrases, in the making.

use std::collections::BTreeMap;

use crate::spelling::level;
use crate::table::words_of;

/// Words and phrases over levelled words.
pub(crate) struct Trie {
    /// In the order of their first coming.
    words: Vec<String>,
    numbers: BTreeMap<String, usize>,
    nodes: Vec<Branch>,
}

#[derive(Default)]
struct Branch {
    entry: Option<usize>,
    children: BTreeMap<usize, usize>,
}

/// The finished trie: the places of single words, in the order of the words, then those of two words, and so on. What
/// continues from one place stands together, by word.
pub(crate) struct Places {
    pub(crate) words: Vec<String>,
    /// The entry of each place.
    pub(crate) entries: Vec<Option<usize>>,
    /// The last word of each place behind those of single words.
    pub(crate) last_words: Vec<usize>,
    /// Where the places stand that continue from each, and after the last place their end.
    pub(crate) first_next: Vec<usize>,
}

impl Default for Trie {
    /// A trie of nothing but its root.
    fn default() -> Self {
        Self { words: Vec::new(), numbers: BTreeMap::new(), nodes: vec![Branch::default()] }
    }
}

impl Trie {
    /// Where the entry of a term stands.
    ///
    /// # Errors
    /// Where the term has no word.
    pub(crate) fn entry_of(&mut self, term: &str) -> Result<&mut Option<usize>, String> {
        let mut at = 0;
        let mut levelled = String::new();
        for word in words_of(term) {
            level(word, &mut levelled);
            at = self.child(at, &levelled);
        }
        if at == 0 { Err(format!("{term:?} has no word")) } else { Ok(&mut self.nodes[at].entry) }
    }

    fn number_of(&mut self, levelled: &str) -> usize {
        *self.numbers.entry(levelled.to_string()).or_insert_with(|| {
            self.words.push(levelled.to_string());
            self.words.len() - 1
        })
    }

    fn child(&mut self, at: usize, levelled: &str) -> usize {
        let word = self.number_of(levelled);
        let after = self.nodes.len();
        let child = *self.nodes[at].children.entry(word).or_insert(after);
        if child == after {
            self.nodes.push(Branch::default());
        }
        child
    }

    /// The trie, its words by `key`.
    pub(crate) fn places<K: Ord>(&self, key: impl Fn(&String) -> K) -> Places {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by_key(|&word| key(&self.words[word]));
        let mut numbers = vec![0; order.len()];
        order.iter().enumerate().for_each(|(number, &word)| numbers[word] = number);
        let root = &self.nodes[0].children;
        // A word that begins no entry has a place too, from which nothing continues.
        let mut branches: Vec<Option<usize>> = order.iter().map(|word| root.get(word).copied()).collect();
        let (mut last_words, mut first_next, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        while at < branches.len() {
            first_next.push(branches.len());
            let branch = branches[at].map(|branch| &self.nodes[branch]);
            entries.push(branch.and_then(|branch| branch.entry));
            let next = branch.iter().flat_map(|branch| &branch.children);
            let mut next: Vec<(usize, usize)> = next.map(|(&word, &next)| (numbers[word], next)).collect();
            next.sort_unstable();
            last_words.extend(next.iter().map(|&(word, _)| word));
            branches.extend(next.iter().map(|&(_, next)| Some(next)));
            at += 1;
        }
        first_next.push(branches.len());
        let words = order.iter().map(|&word| self.words[word].clone()).collect();
        Places { words, entries, last_words, first_next }
    }
}
