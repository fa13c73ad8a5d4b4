//! The lexicon: tables of names and words, as one trie over words.

use crate::class::{Class, Classes};
use crate::hash::Map;
use crate::likeness::Likeness;
use crate::normal::key_of;
use crate::piece::{Form, pieces};
use crate::tables::{Layout, TABLES, Table, entries};

/// A word of the lexicon.
pub(crate) type WordId = u32;

/// The id of a word that the lexicon does not hold.
pub(crate) const UNKNOWN: WordId = u32::MAX;

/// One meaning of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    /// The table it comes from.
    pub(crate) class: Class,
    /// What the table gives for it: a number, a code, or the canonical name.
    pub(crate) value: &'static str,
    /// Which capitals a text must show for it.
    case: Case,
}

/// Which capitals an entry asks of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Case {
    first_capital: bool,
    some_capital: bool,
    all_upper: bool,
}

impl Case {
    fn of(forms: &[Form]) -> Self {
        let mut words = forms.iter().filter(|form| form.is_word());
        Self {
            first_capital: forms.first().is_some_and(|form| form.is_capital()),
            some_capital: forms.iter().any(|form| form.is_capital()),
            all_upper: words.clone().next().is_some() && words.all(|&form| form == Form::Upper),
        }
    }

    fn allows(self, mut forms: impl Iterator<Item = Form> + Clone) -> bool {
        if self.all_upper {
            return forms.all(|form| !form.is_word() || form == Form::Upper);
        }
        let first_right = !self.first_capital || forms.clone().next().is_some_and(Form::is_capital);
        first_right && (!self.some_capital || forms.any(Form::is_capital))
    }
}

#[derive(Debug, Default)]
struct Node {
    senses: Vec<Sense>,
    /// Whether longer entries begin with these words.
    goes_on: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct WordFacts {
    /// Classes of the word as an entry of its own, when written `lower`, `Title`, `UPPER`.
    classes: [Classes; 3],
    /// Classes of all entries that begin with the word, of whatever length and spelling.
    begins: Classes,
    /// Its node under the root; 0 when no entry begins with it.
    node: u32,
}

/// All tables, looked up by word.
#[derive(Debug)]
pub(crate) struct Lexicon {
    ids: Map<Box<str>, WordId>,
    facts: Vec<WordFacts>,
    nodes: Vec<Node>,
    edges: Map<(u32, WordId), u32>,
    likeness: Likeness,
}

impl Lexicon {
    /// Reads the tables that are part of the plugin.
    pub(crate) fn new() -> Self {
        let mut lexicon = Self {
            ids: Map::default(),
            facts: Vec::new(),
            nodes: vec![Node::default()],
            edges: Map::default(),
            likeness: Likeness::new(),
        };
        for table in TABLES {
            lexicon.read(table);
        }
        lexicon.add_yeh_spellings();
        lexicon
    }

    /// What tells names from words where no entry does.
    pub(crate) fn likeness(&self) -> &Likeness {
        &self.likeness
    }

    /// The id of a word by its key, or [`UNKNOWN`].
    pub(crate) fn id(&self, key: &str) -> WordId {
        self.ids.get(key).copied().unwrap_or(UNKNOWN)
    }

    /// What a word written in `form` is by itself.
    pub(crate) fn classes(&self, id: WordId, form: Form) -> Classes {
        let column = match form {
            Form::Title => 1,
            Form::Upper => 2,
            _ => 0,
        };
        self.facts.get(id as usize).map_or(Classes::NONE, |facts| facts.classes[column])
    }

    /// The classes of all entries that begin with the word.
    pub(crate) fn begins(&self, id: WordId) -> Classes {
        self.facts.get(id as usize).map_or(Classes::NONE, |facts| facts.begins)
    }

    /// Calls `found` with the number of words and the meaning of each entry that the words begin with, shortest first.
    pub(crate) fn entries_at(
        &self,
        words: impl Iterator<Item = (WordId, Form)> + Clone,
        mut found: impl FnMut(usize, Sense),
    ) {
        let mut rest = words.clone();
        let Some((first, _)) = rest.next() else {
            return;
        };
        let mut node = self.facts.get(first as usize).map_or(0, |facts| facts.node);
        let mut length = 1;
        while node != 0 {
            let Node { senses, goes_on } = &self.nodes[node as usize];
            for &sense in senses {
                if sense.case.allows(words.clone().take(length).map(|(_, form)| form)) {
                    found(length, sense);
                }
            }
            let Some((word, _)) = rest.next().filter(|_| *goes_on) else {
                return;
            };
            node = self.edges.get(&(node, word)).copied().unwrap_or(0);
            length += 1;
        }
    }

    fn read(&mut self, table: &Table) {
        for (form, value) in entries(table.text, table.layout) {
            match table.layout {
                Layout::Demonyms => self.add_demonym(form),
                _ => self.add(form, table.class, value),
            }
        }
    }

    /// The inflections of an Arabic adjective of nationality: gender, number, and the article.
    fn add_demonym(&mut self, stem: &'static str) {
        for ending in ["", "ة", "ا", "ون", "ين", "ات", "تان", "ان"] {
            for article in ["", "ال"] {
                self.add(&format!("{article}{stem}{ending}"), Class::Demonym, stem);
            }
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
        let case = Case::of(&forms);
        let Some(node) = self.node(&words) else { return };
        let begins = &mut self.facts[words[0] as usize].begins;
        *begins = begins.or(class.set());
        let sense = Sense { class, value, case };
        let senses = &mut self.nodes[node as usize].senses;
        if !senses.iter().any(|known| known.class == class && known.case == case) {
            senses.push(sense);
        }
        if let [word] = words[..] {
            let classes = &mut self.facts[word as usize].classes;
            let columns = match case {
                Case { all_upper: true, .. } => 2..3,
                Case { first_capital: true, .. } => 1..3,
                _ => 0..3,
            };
            for column in &mut classes[columns] {
                *column = column.or(class.set());
            }
        }
    }

    fn intern(&mut self, key: String) -> WordId {
        let next = self.facts.len() as WordId;
        let id = *self.ids.entry(key.into_boxed_str()).or_insert(next);
        if id == next {
            self.facts.push(WordFacts::default());
        }
        id
    }

    /// The node of an entry's words, made where it is missing.
    fn node(&mut self, words: &[WordId]) -> Option<u32> {
        let (&first, rest) = words.split_first()?;
        if self.facts[first as usize].node == 0 {
            self.facts[first as usize].node = self.new_node();
        }
        let mut node = self.facts[first as usize].node;
        for &word in rest {
            self.nodes[node as usize].goes_on = true;
            node = match self.edges.get(&(node, word)) {
                Some(&next) => next,
                None => {
                    let next = self.new_node();
                    self.edges.insert((node, word), next);
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
        let mut spellings: Vec<(Box<str>, WordId)> =
            self.ids.iter().filter_map(|(key, &id)| Some((swap(key)?.into_boxed_str(), id))).collect();
        spellings.sort_unstable();
        for (key, id) in spellings {
            self.ids.entry(key).or_insert(id);
        }
    }
}
