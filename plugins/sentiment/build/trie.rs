//! The trie of words and phrases, in the making.

use std::collections::{BTreeMap, VecDeque};

use crate::spelling::level;
use crate::table::words_of;

/// Words and phrases over levelled words.
pub(crate) struct Trie {
    /// In the order of their first coming.
    pub(crate) words: Vec<String>,
    numbers: BTreeMap<String, usize>,
    nodes: Vec<Branch>,
}

#[derive(Default)]
struct Branch {
    entry: Option<usize>,
    children: BTreeMap<usize, usize>,
}

/// A place in the finished trie. The children of one stand together, by word.
#[derive(Default)]
pub(crate) struct Node {
    /// The word that leads here.
    pub(crate) word: usize,
    pub(crate) entry: Option<usize>,
    pub(crate) first_child: usize,
    pub(crate) children: usize,
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

    /// The number of a word, whether any term has it or not.
    pub(crate) fn number_of(&mut self, word: &str) -> usize {
        let mut levelled = String::new();
        level(word, &mut levelled);
        self.number_of_levelled(&levelled)
    }

    fn number_of_levelled(&mut self, levelled: &str) -> usize {
        *self.numbers.entry(levelled.to_string()).or_insert_with(|| {
            self.words.push(levelled.to_string());
            self.words.len() - 1
        })
    }

    fn child(&mut self, at: usize, levelled: &str) -> usize {
        let word = self.number_of_levelled(levelled);
        let after = self.nodes.len();
        let child = *self.nodes[at].children.entry(word).or_insert(after);
        if child == after {
            self.nodes.push(Branch::default());
        }
        child
    }

    /// The nodes, the root first.
    pub(crate) fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![Node::default()];
        let mut waiting = VecDeque::from([(0, 0)]);
        while let Some((place, branch)) = waiting.pop_front() {
            let Branch { entry, children } = &self.nodes[branch];
            let first_child = nodes.len();
            nodes[place] = Node { entry: *entry, first_child, children: children.len(), ..nodes[place] };
            for (&word, &child) in children {
                waiting.push_back((nodes.len(), child));
                nodes.push(Node { word, ..Node::default() });
            }
        }
        nodes
    }
}
