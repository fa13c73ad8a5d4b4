//! Naive Bayes over the features of words, with the tables that `build/languages.rs` trains.

use super::features::{self, KINDS};
use super::layout;

mod tables {
    include!(concat!(env!("OUT_DIR"), "/language_tables.rs"));
}

static ENTRIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/language_entries.bin"));

/// The languages of a script: a range of numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidates {
    first: usize,
    count: usize,
}

impl Candidates {
    /// Those of the script with this name, where the model knows any.
    pub(super) fn of(script: &str) -> Option<Self> {
        let &(_, first, end) = tables::SCRIPTS.iter().find(|(name, _, _)| *name == script)?;
        Some(Candidates { first, count: end - first })
    }
}

/// Logarithms of how likely each candidate is, times [`layout::SCALE`].
#[derive(Debug)]
pub(super) struct Scores {
    candidates: Candidates,
    /// Priors and the weights of the features that a candidate has.
    weights: [i32; 1 << layout::LANGUAGE_BITS],
    /// Features that any candidate has, by kind: each costs every candidate its base.
    known: [i32; KINDS],
}

impl Scores {
    pub(super) fn new(candidates: Candidates) -> Self {
        let mut weights = [0; 1 << layout::LANGUAGE_BITS];
        let range = candidates.first..candidates.first + candidates.count;
        weights[..candidates.count].copy_from_slice(&tables::PRIORS[range]);
        Scores { candidates, weights, known: [0; KINDS] }
    }

    /// Counts the features of a word in lower case.
    pub(super) fn add(&mut self, word: &str) {
        features::for_each(word, |kind, hash| {
            if self.add_feature(hash) {
                self.known[kind] += 1;
            }
        });
    }

    /// Counts a word in lower case as a whole: a look-up where [`Scores::add`] has some fifteen.
    pub(super) fn add_word(&mut self, word: &str) {
        if features::of_word(word).is_some_and(|hash| self.add_feature(hash)) {
            self.known[0] += 1;
        }
    }

    /// Adds the weights of a feature; whether any candidate has it.
    fn add_feature(&mut self, hash: u32) -> bool {
        let bucket = layout::bucket(hash);
        let start = tables::OFFSETS[bucket] as usize * layout::ENTRY;
        let end = tables::OFFSETS[bucket + 1] as usize * layout::ENTRY;
        let fingerprint = layout::fingerprint(hash);
        let mut known = false;
        for entry in ENTRIES[start..end].chunks_exact(layout::ENTRY) {
            let entry = u32::from_le_bytes([entry[0], entry[1], entry[2], 0]);
            if entry >> (layout::LANGUAGE_BITS + layout::WEIGHT_BITS) != fingerprint {
                continue;
            }
            let language = (entry >> layout::WEIGHT_BITS) as usize & ((1 << layout::LANGUAGE_BITS) - 1);
            let candidate = language.wrapping_sub(self.candidates.first);
            if candidate < self.candidates.count {
                self.weights[candidate] += (entry & ((1 << layout::WEIGHT_BITS) - 1)) as i32;
                known = true;
            }
        }
        known
    }

    /// How far the likeliest is ahead of the next.
    pub(super) fn lead(&self) -> i32 {
        let (mut best, mut second) = (i32::MIN / 2, i32::MIN / 2);
        for score in (0..self.candidates.count).map(|candidate| self.score(candidate)) {
            second = second.max(score.min(best));
            best = best.max(score);
        }
        best - second
    }

    /// The tag of the likeliest, the first of equals; `None` where no feature is known.
    pub(super) fn best(&self) -> Option<&'static str> {
        if self.known.iter().all(|&known| known == 0) {
            return None;
        }
        let likeliest = (0..self.candidates.count).rev().max_by_key(|&candidate| self.score(candidate))?;
        Some(tables::TAGS[self.candidates.first + likeliest])
    }

    fn score(&self, candidate: usize) -> i32 {
        let bases = &tables::BASES[self.candidates.first + candidate];
        let base: i32 = self.known.iter().zip(bases).map(|(known, base)| known * base).sum();
        self.weights[candidate] + base
    }
}
