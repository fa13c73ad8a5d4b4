//! Counts the phrases that come twice.
//!
//! A phrase that comes once and is no whole run is part of a longer one that comes as often, and so no candidate. One that
//! comes twice has parts that come twice. So phrases of two words are counted where both words come again, and those of
//! one word more where the two that overlap in it did: a phrase of n words is the pair of the phrases of n − 1 words that
//! begin and end it. Time and memory are linear in the words times the longest length, and in texts most words fall out at
//! once.

use super::Candidate;
use super::runs::Runs;

/// The phrases of a document that may come twice, and the runs that do not.
#[derive(Debug, Default)]
pub(super) struct Grams {
    all: Vec<Gram>,
    /// Where those are that come twice, of the length in hand: place, and number in `all`; of one word, its group.
    places: Vec<(u32, u32)>,
    next: Vec<(u32, u32)>,
    /// Runs of which some word comes once.
    once: Vec<Run>,
    /// Runs whose words all come again. What is found to be a phrase of `all` has no length any more.
    again: Vec<Run>,
    table: Table,
}

/// A run of two words or more, at most as many as a phrase may have.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: u32,
    length: u32,
}

#[derive(Clone, Copy, Debug)]
struct Gram {
    /// The phrases of one word less that begin and end it: numbers as in [`Grams::places`].
    parts: (u32, u32),
    candidate: Candidate,
    /// Whether it is somewhere a whole run.
    whole: bool,
    /// How often the most frequent phrase is that has one word more, of those that come twice.
    within: u32,
}

impl Grams {
    /// Counts phrases of up to `longest + 1` words; the longest only so that those one shorter know what they are part of.
    pub(super) fn count(&mut self, runs: &Runs, longest: u32) {
        self.all.clear();
        self.find_words(runs, longest);
        for length in 2..=longest + 1 {
            if self.places.len() < 2 {
                break;
            }
            let first = self.all.len();
            self.extend(length);
            self.note_runs(length);
            if length > 2 {
                self.note_parts(first);
            }
            let all = &self.all;
            self.next.retain(|&(_, gram)| all[gram as usize].candidate.count > 1);
            std::mem::swap(&mut self.places, &mut self.next);
        }
    }

    /// The candidates of at most `longest` words that are more than a part of one longer phrase: whole runs, or in
    /// different phrases.
    pub(super) fn standing_alone(&self, longest: u32) -> impl Iterator<Item = Candidate> {
        let stands = move |gram: &&Gram| {
            let Candidate { length, count, .. } = gram.candidate;
            length <= longest && (gram.whole || count > 1 && count > gram.within)
        };
        self.all.iter().filter(stands).map(|gram| gram.candidate)
    }

    /// The runs that are phrases, and none of those that may come twice.
    pub(super) fn once(&self) -> impl Iterator<Item = Candidate> {
        let again = self.again.iter().filter(|run| run.length > 0);
        self.once.iter().chain(again).map(|run| Candidate { start: run.start, length: run.length, count: 1 })
    }

    /// The groups of phrases of two words that come twice, with how often.
    pub(super) fn pairs(&self) -> impl Iterator<Item = ((u32, u32), u32)> {
        let pairs = self.all.iter().take_while(|gram| gram.candidate.length == 2);
        pairs.filter(|gram| gram.candidate.count > 1).map(|gram| (gram.parts, gram.candidate.count))
    }

    /// Finds the words that come again. Between the last of a run and the first of the next stands what no word follows.
    fn find_words(&mut self, runs: &Runs, longest: u32) {
        const BORDER: (u32, u32) = (u32::MAX, u32::MAX);
        self.places.clear();
        self.once.clear();
        self.again.clear();
        for (start, end) in runs.ranges() {
            let length = end - start;
            if length < 2 {
                continue;
            }
            let before = self.places.len();
            for place in start..end {
                if let Some(group) = runs.again(place) {
                    self.places.push((place, group));
                }
            }
            let again = self.places.len() - before;
            if again > 0 {
                self.places.push(BORDER);
            }
            if length <= longest {
                let runs = if again == length as usize { &mut self.again } else { &mut self.once };
                runs.push(Run { start, length });
            }
        }
    }

    /// Finds the phrases that two overlapping ones make.
    fn extend(&mut self, length: u32) {
        self.next.clear();
        self.table.begin(self.places.len());
        for pair in self.places.windows(2) {
            let ((start, left), (follows, right)) = (pair[0], pair[1]);
            if start.wrapping_add(1) != follows {
                continue;
            }
            let gram = self.table.find((left, right), &mut self.all, start, length);
            self.next.push((start, gram));
        }
    }

    /// Takes note of those that are whole runs.
    fn note_runs(&mut self, length: u32) {
        let mut places = self.next.iter().peekable();
        for run in self.again.iter_mut().filter(|run| run.length == length) {
            while places.next_if(|&&(place, _)| place < run.start).is_some() {}
            if let Some(&(_, gram)) = places.next_if(|&&(place, _)| place == run.start) {
                self.all[gram as usize].whole = true;
                run.length = 0;
            }
        }
    }

    /// Tells the parts of those that come twice how often they do.
    fn note_parts(&mut self, first: usize) {
        let (shorter, longer) = self.all.split_at_mut(first);
        for gram in longer.iter().filter(|gram| gram.candidate.count > 1) {
            for part in [gram.parts.0, gram.parts.1] {
                let within = &mut shorter[part as usize].within;
                *within = gram.candidate.count.max(*within);
            }
        }
    }
}

/// The numbers of phrases of one length, by their parts. Emptying it costs nothing.
#[derive(Debug, Default)]
struct Table {
    /// A power of two. A slot is taken if it has the stamp.
    slots: Vec<Slot>,
    stamp: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    stamp: u32,
    gram: u32,
}

impl Table {
    /// Begins with no phrase, and room for so many.
    fn begin(&mut self, phrases: usize) {
        let room = (2 * phrases).next_power_of_two();
        if self.slots.len() < room || self.stamp == u32::MAX {
            self.slots.clear();
            self.slots.resize(room.max(64), Slot::default());
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    /// The number of a phrase, which comes once more, at a place.
    #[inline]
    fn find(&mut self, parts: (u32, u32), all: &mut Vec<Gram>, start: u32, length: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = hash(parts) as usize & mask;
        while self.slots[slot].stamp == self.stamp {
            let number = self.slots[slot].gram;
            let gram = &mut all[number as usize];
            if gram.parts == parts {
                gram.candidate.count += 1;
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let gram = all.len() as u32;
        self.slots[slot] = Slot { stamp: self.stamp, gram };
        let candidate = Candidate { start, length, count: 1 };
        all.push(Gram { parts, candidate, whole: false, within: 0 });
        gram
    }
}

/// Numbers that come one after the other have hashes far from each other (Fibonacci hashing).
#[inline]
fn hash((left, right): (u32, u32)) -> u32 {
    let both = u64::from(left) << 32 | u64::from(right);
    (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::runs::Runs;
    use super::{Candidate, Grams};

    /// The candidates of runs of groups, by their words: how often they are.
    fn candidates(runs: &[Vec<u32>], longest: u32) -> BTreeMap<Vec<u32>, u32> {
        let groups = runs.concat();
        let taken = Runs::of_groups(runs);
        let mut grams = Grams::default();
        grams.count(&taken, longest);
        let phrases: Vec<Candidate> = grams.standing_alone(longest).chain(grams.once()).collect();
        let words = taken.words_alone(grams.pairs());
        let mut found = BTreeMap::new();
        for Candidate { start, length, count } in phrases.into_iter().chain(words) {
            let phrase = groups[start as usize..(start + length) as usize].to_vec();
            let first = groups
                .windows(length as usize)
                .enumerate()
                .find(|(place, words)| **words == phrase && is_within_run(runs, *place, length as usize));
            assert_eq!(first.map(|(place, _)| place), Some(start as usize), "{phrase:?} is elsewhere first");
            // A run of words that come again may be met twice, each time once.
            *found.entry(phrase).or_default() += count;
        }
        found
    }

    fn is_within_run(runs: &[Vec<u32>], place: usize, length: usize) -> bool {
        let mut start = 0;
        for run in runs {
            if (start..start + run.len()).contains(&place) {
                return place + length <= start + run.len();
            }
            start += run.len();
        }
        false
    }

    /// The same by the definition: what is somewhere a whole run, or comes more often than each phrase of one word more that
    /// it begins or ends.
    fn expected(runs: &[Vec<u32>], longest: usize) -> BTreeMap<Vec<u32>, u32> {
        let mut counts = BTreeMap::<&[u32], u32>::new();
        for words in runs.iter().flat_map(|run| (1..=longest + 1).flat_map(|length| run.windows(length))) {
            *counts.entry(words).or_default() += 1;
        }
        let within = |phrase: &[u32]| {
            let longer = counts.iter().filter(|(longer, _)| longer.len() == phrase.len() + 1);
            let part = |longer: &[u32]| longer.starts_with(phrase) || longer.ends_with(phrase);
            longer.filter(|(longer, _)| part(longer)).map(|(_, count)| *count).max().unwrap_or(0)
        };
        let stands =
            |phrase: &[u32], count: u32| runs.iter().any(|run| run == phrase) || count > within(phrase);
        let short = counts.iter().filter(|(phrase, _)| phrase.len() <= longest);
        short
            .filter(|(phrase, count)| stands(phrase, **count))
            .map(|(phrase, count)| (phrase.to_vec(), *count))
            .collect()
    }

    #[test]
    fn a_phrase_knows_what_it_is_part_of() {
        let runs = [vec![1, 2, 3], vec![2, 3], vec![1, 2, 3], vec![4, 5]];
        let found = candidates(&runs, 3);
        let expected = [(vec![1, 2, 3], 2), (vec![2, 3], 3), (vec![4, 5], 1)];
        assert_eq!(found, expected.into_iter().collect());
    }

    proptest! {
        #[test]
        fn candidates_are_those_of_the_definition(
            runs in proptest::collection::vec(proptest::collection::vec(0u32..5, 1..8), 0..20),
            longest in 1u32..6,
        ) {
            prop_assert_eq!(candidates(&runs, longest), expected(&runs, longest as usize));
        }
    }
}
