//! The words of a document that phrases are made of, run by run.

use hashbrown::{HashMap, HashSet};

use super::Candidate;
use crate::word::{Content, Marks, Step};

/// Phrases are sought among the first words of a document: what a text is about is said by then, and memory and time
/// have a bound.
const WORDS: usize = 50_000;

/// The words that phrases are made of. A run is words between which no phrase ends.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) words: Vec<RunWord>,
    /// Where each run ends in `words`.
    ends: Vec<u32>,
    /// Where the run in hand starts.
    start: usize,
    /// Where its last word ends that may close a phrase, at least `start`, and that word's term.
    closed: usize,
    last: u32,
    /// Whether its last word is definite.
    is_definite: bool,
    /// Whether it is a plural as those of women.
    is_plural: bool,
    /// Whether it has a capital.
    is_capital: bool,
    /// By the number of a string, as a group: how often the document in hand has it.
    counts: Vec<GroupCount>,
    /// The terms that are somewhere a run by themselves, each by the number of the content of its first such word.
    pub(super) alone: Vec<u32>,
    /// By the number of a string, as a term: the last document in which it was one of these.
    alone_in: Vec<u32>,
    /// The document in hand.
    stamp: u32,
}

/// A word in a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunWord {
    /// The number of its content.
    pub(crate) content: u32,
    /// Its group.
    pub(super) group: u32,
}

/// How often the document of a stamp has a group.
#[derive(Clone, Copy, Debug, Default)]
struct GroupCount {
    stamp: u32,
    count: u32,
}

impl Runs {
    /// Takes the words of a document, cut where phrases end. `strings` is how many numbers of strings there are.
    pub(super) fn take(&mut self, sequence: &[Step], contents: &[Content], strings: usize) {
        self.begin(strings, sequence.len());
        let mut before = Step::BREAK;
        for (place, step) in sequence.iter().enumerate() {
            let word = step.as_content().map(|number| (number, &contents[number as usize]));
            let word = word.filter(|(_, content)| !before.is_before_verb(content.marks));
            before = *step;
            let next = || sequence.get(place + 1).is_some_and(|&next| follows(next, contents));
            let word = word.filter(|(_, content)| {
                let marks = content.marks;
                !marks.has(Marks::OPENS.and(Marks::INITIAL))
                    || marks.has(Marks::OPENS) && next()
                    || marks.has(Marks::INITIAL) && self.is_capital && self.start < self.words.len()
            });
            if word.is_none_or(|(_, content)| self.ends_before(content.marks)) {
                self.end();
            }
            if let Some((number, content)) = word {
                self.add(number, content);
                if self.words.len() == WORDS {
                    break;
                }
            }
        }
        self.end_last();
    }

    /// Whether the run in hand ends before a word with such marks.
    #[inline]
    fn ends_before(&self, marks: Marks) -> bool {
        let is_noun = marks.has(Marks::NOUN) || marks.has(Marks::PLURAL) && !self.is_plural;
        marks.has(Marks::BEGINS) || self.is_definite && (is_noun || marks.has(Marks::BARE))
    }

    /// Begins a document, of at most so many words.
    fn begin(&mut self, strings: usize, words: usize) {
        self.words.clear();
        self.words.reserve(words.min(WORDS));
        self.ends.clear();
        self.alone.clear();
        (self.start, self.closed, self.is_definite) = (0, 0, false);
        if self.stamp == u32::MAX {
            self.counts.clear();
            self.alone_in.clear();
            self.stamp = 0;
        }
        self.counts.resize(strings.max(self.counts.len()), GroupCount::default());
        self.alone_in.resize(strings.max(self.alone_in.len()), 0);
        self.stamp += 1;
    }

    /// Adds a word to the run in hand.
    #[inline]
    fn add(&mut self, number: u32, content: &Content) {
        self.is_definite = content.marks.has(Marks::DEFINITE);
        self.is_plural = content.marks.has(Marks::PLURAL);
        self.is_capital = content.marks.has(Marks::CAPITAL);
        let group = &mut self.counts[content.group as usize];
        let before = if group.stamp == self.stamp { group.count } else { 0 };
        *group = GroupCount { stamp: self.stamp, count: before + 1 };
        self.words.push(RunWord { content: number, group: content.group });
        if !content.marks.has(Marks::LEADS) {
            (self.closed, self.last) = (self.words.len(), content.term);
        }
    }

    /// Ends a run. Words at its end that close no phrase are none of it.
    #[inline]
    fn end(&mut self) {
        let end = self.words.len();
        if self.start < end {
            if self.closed == self.start + 1 {
                self.note_alone();
            }
            if self.start < self.closed && self.closed < end {
                self.ends.push(self.closed as u32);
            }
            self.ends.push(end as u32);
            (self.start, self.closed, self.is_definite) = (end, end, false);
        }
    }

    /// Ends the last run of the document.
    #[inline(never)]
    fn end_last(&mut self) {
        self.end();
    }

    /// Takes note of the first word of the run in hand, which is all of it.
    fn note_alone(&mut self) {
        let stamp = &mut self.alone_in[self.last as usize];
        if *stamp != self.stamp {
            *stamp = self.stamp;
            self.alone.push(self.words[self.start].content);
        }
    }

    /// The group of a word, where it comes again, it or another of the group.
    #[inline]
    pub(super) fn again(&self, place: u32) -> Option<u32> {
        let group = self.words[place as usize].group;
        (self.counts[group as usize].count > 1).then_some(group)
    }

    /// The groups of words that are somewhere a run by themselves.
    pub(super) fn single_words(&self) -> HashSet<u32> {
        let single = self.ranges().filter(|(start, end)| end - start == 1);
        single.map(|(start, _)| self.words[start as usize].group).collect()
    }

    /// The words of a candidate.
    pub(super) fn words_of(&self, candidate: &Candidate) -> &[RunWord] {
        let start = candidate.start as usize;
        &self.words[start..start + candidate.length as usize]
    }

    /// The groups of a candidate's words.
    pub(super) fn groups_of(&self, candidate: &Candidate) -> impl ExactSizeIterator<Item = u32> + Clone {
        self.words_of(candidate).iter().map(|word| word.group)
    }

    /// The runs in order: where they start and end.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied())
    }

    /// The words that are more than parts of one phrase: whole runs, or in different phrases. Given are the groups of pairs
    /// that come twice, with how often.
    pub(super) fn words_alone(
        &self,
        pairs: impl Iterator<Item = ((u32, u32), u32)>,
    ) -> impl Iterator<Item = Candidate> {
        let mut within = HashMap::<u32, u32>::new();
        for ((left, right), count) in pairs {
            for group in [left, right] {
                let most = within.entry(group).or_default();
                *most = count.max(*most);
            }
        }
        // As a run a word stands alone, however often it is part of a pair.
        within.extend(self.single_words().into_iter().map(|group| (group, 0)));
        let mut met = HashSet::new();
        (0..).zip(&self.words).filter_map(move |(start, &RunWord { group, .. })| {
            let count = self.counts[group as usize].count;
            // A word that comes once and is no run is part of a pair that comes once.
            let stands_alone = match within.get(&group) {
                Some(&within) => count > within,
                None => count > 1,
            };
            (met.insert(group) && stands_alone).then_some(Candidate { start, length: 1, count })
        })
    }
}

/// Whether a step makes a name with the generic word before it.
fn follows(step: Step, contents: &[Content]) -> bool {
    step.as_content().is_some_and(|number| contents[number as usize].marks.has(Marks::FOLLOWS))
}

#[cfg(test)]
impl Runs {
    /// Runs of plain words, each of the group of its number, of which there are ten.
    pub(super) fn of_groups(runs: &[Vec<u32>]) -> Self {
        let contents: Vec<Content> = (0..10).map(|group| Content::plain_in(group, group)).collect();
        let steps = |run: &Vec<u32>| run.iter().map(|&group| Step::content(group as usize)).collect();
        let runs: Vec<Vec<Step>> = runs.iter().map(steps).collect();
        let mut taken = Self::default();
        taken.take(&runs.join(&Step::BREAK), &contents, contents.len());
        taken
    }
}
