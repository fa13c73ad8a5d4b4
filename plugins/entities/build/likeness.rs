//! What the letter models of names and words learn from the lexicon's own lists; `src/likeness.rs` says what for.

use crate::class::Class;

/// Letters that are told apart: those from hamza to yeh, one for all others, and the word's edge.
const LETTERS: usize = 46;

/// Endings that make more words of a common word.
const ENDINGS: [&str; 9] = ["ه", "ها", "هم", "ات", "ون", "ين", "ا", "يه", "نا"];

/// Beginnings that make more words of a common word.
const BEGINNINGS: [&str; 5] = ["ي", "ت", "سي", "ست", "ن"];

/// The two letter models: how often each letter comes after each two.
pub(crate) struct Likeness {
    pub(crate) names: Triples,
    pub(crate) words: Triples,
}

/// A row of counts for each two letters, one after the other.
pub(crate) type Triples = Vec<[u16; LETTERS]>;

impl Likeness {
    /// Models that know nothing.
    pub(crate) fn new() -> Self {
        let none = vec![[0; LETTERS]; LETTERS * LETTERS];
        Self { names: none.clone(), words: none }
    }

    /// Learns from the key of an entry.
    pub(crate) fn learn(&mut self, key: &str, class: Class) {
        if !key.starts_with(|letter| ('ء'..='ي').contains(&letter)) {
            return;
        }
        match class {
            Class::Given | Class::Family | Class::City | Class::Country => {
                learn(&mut self.names, key.strip_prefix("ال").unwrap_or(key));
            }
            Class::Common => self.learn_inflected(key),
            Class::Title | Class::Speech | Class::OrganizationHead | Class::LocationHead => {
                learn(&mut self.words, key);
            }
            _ => {}
        }
    }

    fn learn_inflected(&mut self, key: &str) {
        learn(&mut self.words, key);
        let stem = key.strip_suffix('ه').unwrap_or(key);
        for ending in ENDINGS {
            learn(&mut self.words, &format!("{stem}{ending}"));
        }
        for beginning in BEGINNINGS {
            learn(&mut self.words, &format!("{beginning}{stem}"));
        }
    }
}

/// Counts each letter of a word after the two before it, the edge of the word being a letter too.
fn learn(triples: &mut Triples, word: &str) {
    let (mut first, mut second) = (0, 0);
    for letter in word.chars().map(number).chain([0]) {
        triples[first * LETTERS + second][letter] += 1;
        (first, second) = (second, letter);
    }
}

fn number(letter: char) -> usize {
    match letter {
        'ء'..='ي' => letter as usize - 'ء' as usize + 1,
        _ => LETTERS - 1,
    }
}
