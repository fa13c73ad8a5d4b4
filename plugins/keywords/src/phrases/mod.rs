//! The key terms of one document: its words and phrases, those that tell most about it first.
//!
//! A phrase is words that stand together between stop words, generic words, punctuation and sentence ends, as in RAKE
//! (Rose and others, 2010, "Automatic keyword extraction from individual documents"). How they are ranked is said in
//! [`rank`].

mod fragments;
mod grams;
mod rank;
mod runs;

use hashbrown::HashSet;

use crate::glossary::Glossary;
use crate::word::{Content, Marks, Step};
use grams::Grams;
use runs::{RunWord, Runs};

/// Finds the phrases of documents, with room that is kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    runs: Runs,
    grams: Grams,
    found: Vec<Candidate>,
    ranked: Vec<rank::Ranked>,
    weights: rank::Weights,
    /// Room for the best of those that were found.
    best: Vec<Candidate>,
}

/// A word or phrase that may be a key term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The place of its first word among the words of the document, where it comes first.
    pub(crate) start: u32,
    /// How many words it has.
    pub(crate) length: u32,
    /// How often it is in the document.
    pub(crate) count: u32,
}

/// A word or phrase of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyTerm<'a> {
    words: &'a [RunWord],
    glossary: &'a Glossary,
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
        let strings = &self.glossary.strings;
        match self.words {
            [word] => out.push_str(strings.get(self.content(word).term)),
            words => {
                for (index, word) in words.iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    out.push_str(strings.get(self.content(word).form));
                }
            }
        }
    }

    /// It as the document has it first.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Whether another phrase of the document may be written alike.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.words.iter().any(|word| self.glossary.is_ambiguous(self.content(word).form))
    }

    fn content(&self, word: &RunWord) -> &Content {
        &self.glossary.contents[word.content as usize]
    }
}

impl Phrases {
    /// Takes the words of a document, cut where phrases end.
    pub(crate) fn begin(&mut self, sequence: &[Step], glossary: &Glossary) {
        self.runs.take(sequence, &glossary.contents, glossary.strings.len());
    }

    /// The terms of the document that stand somewhere alone, each by the number of a content, in the order of the text: a
    /// word that does not is a part of phrases.
    pub(crate) fn alone(&self) -> &[u32] {
        &self.runs.alone
    }

    /// Finds the phrases of two to `longest` words, and of them the `most` that tell most, in no order.
    pub(crate) fn find_phrases(&mut self, longest: usize, most: usize, glossary: &Glossary) {
        self.found.clear();
        if longest < 2 || most == 0 {
            return;
        }
        self.grams.count(&self.runs, longest as u32);
        self.add_phrases(longest as u32, glossary);
        if self.found.len() > most {
            self.rank(&HashSet::new(), glossary);
            self.ranked.select_nth_unstable(most);
            self.take_ranked(most);
        }
    }

    /// Finds the words, and the phrases of up to `longest` words, the best first; equals in the order of the text.
    pub(crate) fn find_all(&mut self, longest: usize, glossary: &Glossary) {
        self.found.clear();
        self.grams.count(&self.runs, longest as u32);
        self.add_phrases(longest as u32, glossary);
        let words = self.runs.words_alone(self.grams.pairs());
        self.found.extend(words.filter(|word| closes(word, &self.runs.words, glossary)));
        self.rank(&self.runs.single_words(), glossary);
        self.ranked.sort_unstable();
        self.take_ranked(self.found.len());
        fragments::put_behind(&mut self.found, &self.runs);
    }

    /// What was found.
    pub(crate) fn found<'p>(&'p self, glossary: &'p Glossary) -> impl Iterator<Item = KeyTerm<'p>> {
        self.found.iter().map(move |candidate| {
            let words = self.runs.words_of(candidate);
            KeyTerm { words, glossary, count: candidate.count.into() }
        })
    }

    fn add_phrases(&mut self, longest: u32, glossary: &Glossary) {
        let Self { runs, grams, found, .. } = self;
        let mut add = |candidate: Candidate| {
            if closes(&candidate, &runs.words, glossary) {
                found.push(candidate);
            }
        };
        grams.standing_alone(longest).for_each(&mut add);
        grams.once().for_each(&mut add);
    }

    /// Ranks what was found, where the words of some groups stand somewhere alone.
    fn rank(&mut self, alone: &HashSet<u32>, glossary: &Glossary) {
        let Self { runs, found, weights, ranked, .. } = self;
        let rank = rank::Rank::new(runs.words.len());
        ranked.clear();
        ranked.extend((0..).zip(&*found).map(|(index, candidate)| {
            let words = runs.words_of(candidate);
            let common = words.iter().map(|word| glossary.contents[word.content as usize].weight);
            let stands_alone = candidate.length > 1 || alone.contains(&words[0].group);
            rank.ranked(index, candidate, weights.of(common, stands_alone))
        }));
    }

    /// Leaves the first of the ranked of what was found.
    fn take_ranked(&mut self, most: usize) {
        self.best.clear();
        self.best.extend(self.ranked.iter().take(most).map(|&(.., index)| self.found[index as usize]));
        std::mem::swap(&mut self.found, &mut self.best);
    }
}

/// Whether a candidate may end where it does.
#[inline]
fn closes(candidate: &Candidate, words: &[RunWord], glossary: &Glossary) -> bool {
    let last = &words[(candidate.start + candidate.length - 1) as usize];
    !glossary.contents[last.content as usize].marks.has(Marks::LEADS)
}
