//! The key terms of one document: its words and phrases, those that tell most about it first.
//!
//! A phrase is words that stand together between stop words, generic words, punctuation and sentence ends, as in RAKE
//! (Rose and others, 2010, "Automatic keyword extraction from individual documents"). How they are ranked is said in
//! [`rank`].

mod candidates;
mod rank;

use crate::meaning::{Content, Meanings, Sense};
use crate::reading::BREAK;
use crate::strings::Strings;
use candidates::Candidate;

/// Phrases are sought among the first words of a document: what a text is about is said by then, and memory and time
/// have a bound.
const WORDS: usize = 50_000;

/// A word or phrase of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyTerm<'a> {
    words: &'a [Content],
    strings: &'a Strings,
    /// How often it is in the document.
    pub(crate) count: u64,
}

impl KeyTerm<'_> {
    /// How many words it has.
    pub(crate) fn length(&self) -> usize {
        self.words.len()
    }

    /// Appends it to `out` as the document has it first: a word as its term, a phrase with its articles.
    pub(crate) fn write(&self, out: &mut String) {
        match self.words {
            [word] => out.push_str(self.strings.get(word.term)),
            words => {
                for (index, word) in words.iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    out.push_str(self.strings.get(word.form));
                }
            }
        }
    }
}

/// The words of a document that phrases are made of, run by run.
pub(crate) struct Runs<'a> {
    words: Vec<Content>,
    /// The group of each word.
    groups: Vec<u32>,
    /// Where each run ends in `words`.
    ends: Vec<usize>,
    strings: &'a Strings,
}

impl<'a> Runs<'a> {
    /// Cuts a sequence of words where phrases end.
    pub(crate) fn new(sequence: &[u32], meanings: &'a Meanings) -> Self {
        let mut runs =
            Self { words: Vec::new(), groups: Vec::new(), ends: Vec::new(), strings: &meanings.strings };
        for &number in sequence {
            let sense = if number == BREAK { Sense::LeftOut } else { meanings.senses[number as usize] };
            match sense {
                Sense::Content(content) => runs.push(content),
                Sense::LeftOut | Sense::Generic => runs.end(),
            }
            if runs.words.len() == WORDS {
                break;
            }
        }
        runs.end();
        runs
    }

    /// The key terms of at most `longest` words, the best first; equals in the order of the text.
    pub(crate) fn key_terms(&self, longest: usize) -> Vec<KeyTerm<'_>> {
        let candidates = candidates::count(&self.groups, &self.ends, longest);
        let listed = candidates.into_iter().filter(|candidate| self.may_stand(candidate, longest));
        let mut scored: Vec<(f64, Candidate)> =
            listed.map(|candidate| (rank::score(&candidate, self.words.len()), candidate)).collect();
        scored.sort_unstable_by(|(score, candidate), (other_score, other)| {
            other_score
                .total_cmp(score)
                .then(candidate.start.cmp(&other.start))
                .then(other.length.cmp(&candidate.length))
        });
        scored.into_iter().map(|(_, candidate)| self.key_term(&candidate)).collect()
    }

    fn may_stand(&self, candidate: &Candidate, longest: usize) -> bool {
        let last = self.words[candidate.start + candidate.length - 1];
        candidate.length <= longest && candidate.stands_alone() && last.closes
    }

    fn key_term(&self, candidate: &Candidate) -> KeyTerm<'_> {
        KeyTerm {
            words: &self.words[candidate.start..candidate.start + candidate.length],
            strings: self.strings,
            count: u64::from(candidate.count),
        }
    }

    fn push(&mut self, word: Content) {
        if word.begins {
            self.end();
        }
        self.words.push(word);
        self.groups.push(word.group);
    }

    fn end(&mut self) {
        let end = self.words.len();
        if self.ends.last().copied().unwrap_or(0) < end {
            self.ends.push(end);
        }
    }
}
