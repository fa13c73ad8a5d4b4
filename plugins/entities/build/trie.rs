//! The lexicon in the making: all tables as one trie over words.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::class::{Class, Classes};
use crate::likeness::Likeness;
use crate::nation::masculines;
use crate::normal::key_of;
use crate::piece::{Form, pieces};
use crate::tables::{Table, entries};

/// One meaning of an entry.
#[derive(Clone, Copy)]
pub(crate) struct Sense {
    pub(crate) class: Class,
    pub(crate) value: &'static str,
    pub(crate) case: Case,
}

/// The words of the entries that begin with certain words.
#[derive(Default)]
pub(crate) struct Node {
    /// The meanings of those words themselves.
    pub(crate) senses: Vec<Sense>,
    /// The node after each next word.
    pub(crate) children: BTreeMap<u32, u32>,
}

/// What is known of a word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Facts {
    /// Classes of the word as an entry of its own, when written `lower`, `Title`, `UPPER`.
    pub(crate) classes: [Classes; 3],
    /// Classes of all entries that begin with the word, of whatever length and spelling.
    pub(crate) begins: Classes,
    /// The same without entries that ask for a capital there.
    pub(crate) begins_small: Classes,
    /// Whether some entry continues with the word.
    pub(crate) is_within: bool,
    /// Its node; 0 when no entry begins with it.
    pub(crate) node: u32,
}

/// All tables.
pub(crate) struct Trie {
    /// Words by key; another spelling may share its word.
    pub(crate) ids: BTreeMap<String, u32>,
    pub(crate) facts: Vec<Facts>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) likeness: Likeness,
}

impl Trie {
    /// Reads all tables.
    pub(crate) fn new(tables: &[Table]) -> Self {
        let mut trie = Self {
            ids: BTreeMap::new(),
            facts: Vec::new(),
            nodes: vec![Node::default()],
            likeness: Likeness::new(),
        };
        for table in tables {
            trie.read(table);
        }
        trie.inflect();
        trie.add_yeh_spellings();
        trie
    }

    fn read(&mut self, table: &Table) {
        for (form, value) in entries(table.text, table.layout) {
            self.add(form, table.class, value);
        }
    }

    /// Gives words of the lexicon that are inflections of an Arabic nationality that class: a text's other words are told
    /// when they are met.
    fn inflect(&mut self) {
        let nations: Vec<(u32, &'static str)> = self
            .ids
            .iter()
            .filter_map(|(key, &id)| {
                let stem = masculines(key).find_map(|stem| self.ids.get(stem))?;
                let senses = &self.nodes[self.facts[*stem as usize].node as usize].senses;
                let nation = senses.iter().find(|sense| sense.class == Class::Demonym)?;
                Some((id, nation.value))
            })
            .collect();
        for (word, value) in nations {
            self.add_entry(&[word], Class::Demonym, value, Case::default());
        }
    }

    fn add(&mut self, form: &str, class: Class, value: &'static str) {
        let mut words = Vec::new();
        let mut forms = Vec::new();
        for token in form.split(' ') {
            pieces(token, |range, piece| {
                let key = key_of(&token[range]);
                self.likeness.learn(&key, class);
                words.push(self.intern(key));
                forms.push(piece);
            });
        }
        let case = case(&forms);
        self.add_entry(&words, class, value, case);
    }

    fn add_entry(&mut self, words: &[u32], class: Class, value: &'static str, case: Case) {
        let Some(&first) = words.first() else { return };
        let facts = &mut self.facts[first as usize];
        facts.begins = facts.begins.or(class.set());
        if !case.first_capital && !case.all_upper {
            facts.begins_small = facts.begins_small.or(class.set());
        }
        if let [word] = *words {
            self.add_word(word, class, case);
            // What is known of the word says all there is to such an entry.
            if Classes::BARE.has(class) {
                return;
            }
        }
        let Some(node) = self.node(words) else { return };
        let senses = &mut self.nodes[node as usize].senses;
        if !senses.iter().any(|known| known.class == class && known.case == case) {
            senses.push(Sense { class, value, case });
        }
    }

    /// Gives a word a class in the ways of writing that its entry allows.
    fn add_word(&mut self, word: u32, class: Class, case: Case) {
        let columns = match case {
            Case { all_upper: true, .. } => 2..3,
            Case { first_capital: true, .. } => 1..3,
            _ => 0..3,
        };
        for column in &mut self.facts[word as usize].classes[columns] {
            *column = column.or(class.set());
        }
    }

    fn intern(&mut self, key: String) -> u32 {
        let next = self.facts.len() as u32;
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.facts.push(Facts::default());
        }
        id
    }

    /// The node of an entry's words, made where it is missing.
    fn node(&mut self, words: &[u32]) -> Option<u32> {
        let (&first, rest) = words.split_first()?;
        if self.facts[first as usize].node == 0 {
            self.facts[first as usize].node = self.new_node();
        }
        let mut node = self.facts[first as usize].node;
        for &word in rest {
            self.facts[word as usize].is_within = true;
            node = match self.nodes[node as usize].children.get(&word) {
                Some(&next) => next,
                None => {
                    let next = self.new_node();
                    self.nodes[node as usize].children.insert(word, next);
                    next
                }
            };
        }
        Some(node)
    }

    fn new_node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        self.nodes.len() as u32 - 1
    }

    /// Writers in Egypt leave the dots of a final ي out, others add them to ى: each spelling stands for the other
    /// where the lexicon does not hold both (it does hold على beside علي).
    fn add_yeh_spellings(&mut self) {
        let swap = |key: &str| {
            let stem = key.strip_suffix('ي').map(|stem| format!("{stem}ى"));
            stem.or_else(|| key.strip_suffix('ى').map(|stem| format!("{stem}ي")))
        };
        let spellings: Vec<(String, u32)> =
            self.ids.iter().filter_map(|(key, &id)| Some((swap(key)?, id))).collect();
        for (key, id) in spellings {
            self.ids.entry(key).or_insert(id);
        }
    }
}

/// Which capitals an entry of such pieces asks of a text.
fn case(forms: &[Form]) -> Case {
    let mut words = forms.iter().filter(|form| form.is_word());
    Case {
        first_capital: forms.first().is_some_and(|form| form.is_capital()),
        some_capital: forms.iter().any(|form| form.is_capital()),
        all_upper: words.clone().next().is_some() && words.all(|&form| form == Form::Upper),
    }
}
