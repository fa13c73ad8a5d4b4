//! Naive Bayes over the features of words, with the tables that `build/languages.rs` trains.

use super::features::{self, KINDS};
use super::layout;

mod tables {
    include!(concat!(env!("OUT_DIR"), "/language_tables.rs"));
}

static STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/language_model.bin"));

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

    /// Numbers for the candidates, with what fills the last vector of four.
    fn lanes(self) -> usize {
        self.count.next_multiple_of(4)
    }
}

/// Numbers for each candidate, and zeros up to a whole number of vectors.
type Line = [i32; 1 << layout::LANGUAGE_BITS];

/// Logarithms of how likely each candidate is, times [`layout::SCALE`].
#[derive(Debug)]
pub(super) struct Scores {
    candidates: Candidates,
    scores: Line,
    /// Whether any candidate has a feature of any word.
    known: bool,
    ahead: Ahead,
}

/// The two likeliest candidates, as far as weights were added one by one.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    first: usize,
    best: i32,
    second: i32,
}

/// What a word adds to the scores.
#[derive(Debug)]
pub(super) struct Votes {
    candidates: Candidates,
    /// The weights of the features that a candidate has, and what those cost that any candidate has.
    votes: Line,
    /// Features that any candidate has, by kind.
    known: [i32; KINDS],
}

/// Gives the candidates that have a word in lower case as a whole, and its weights.
pub(super) fn for_each_whole(candidates: Candidates, word: &str, mut take: impl FnMut(usize, i32)) {
    if let Some(hash) = features::of_word(word) {
        for_each_weight(candidates, hash, &mut take);
    }
}

/// What a word in lower case and its parts say.
pub(super) fn votes(candidates: Candidates, word: &str) -> Votes {
    let mut votes = Votes { candidates, votes: [0; _], known: [0; KINDS] };
    features::for_each(word, |kind, hash| {
        let mut known = false;
        for_each_weight(candidates, hash, |candidate, weight| {
            votes.votes[candidate] = votes.votes[candidate].wrapping_add(weight);
            known = true;
        });
        votes.known[kind] += i32::from(known);
    });
    votes.add_bases();
    votes
}

/// Gives the candidates that have a feature, and its weights.
fn for_each_weight(candidates: Candidates, hash: u32, mut take: impl FnMut(usize, i32)) {
    let bucket = layout::bucket(hash);
    let fingerprint = layout::fingerprint(hash);
    let (stored, _) = STORED.as_chunks::<{ layout::UNIT }>();
    let first = |bucket: usize| layout::first_unit(bucket, tables::OFFSETS[bucket]);
    let mut rest = &stored[first(bucket)..first(bucket + 1)];
    while let [feature, after @ ..] = rest {
        let other = layout::fingerprint_of(*feature);
        if other > fingerprint {
            return;
        }
        let (entries, after) = after.split_at(layout::entries_of(*feature).min(after.len()));
        rest = after;
        if other < fingerprint {
            continue;
        }
        for &[language, weight] in entries {
            let candidate = usize::from(language).wrapping_sub(candidates.first);
            if candidate < candidates.count {
                take(candidate, i32::from(weight));
            }
        }
    }
}

impl Votes {
    /// Each feature that any candidate has costs every candidate its base.
    fn add_bases(&mut self) {
        let bases = &tables::BASES[self.candidates.first..];
        for (vote, bases) in self.votes.iter_mut().zip(bases).take(self.candidates.count) {
            let base = self
                .known
                .iter()
                .zip(bases)
                .fold(0i32, |sum, (known, base)| sum.wrapping_add(known.wrapping_mul(*base)));
            *vote = vote.wrapping_add(base);
        }
    }

    /// A number for each candidate.
    pub(super) fn for_candidates(&self) -> &[i32] {
        &self.votes[..self.candidates.lanes()]
    }

    /// Whether any candidate has a feature of the word.
    pub(super) fn is_known(&self) -> bool {
        self.known.iter().any(|&known| known > 0)
    }
}

impl Scores {
    pub(super) fn new(candidates: Candidates) -> Self {
        // What stands for no candidate is less likely than any.
        let mut scores = [NEVER; _];
        let priors = &tables::PRIORS[candidates.first..candidates.first + candidates.count];
        scores[..candidates.count].copy_from_slice(priors);
        // The first is the most written language, and those that follow are likelier than the rest.
        let ahead = Ahead { first: 0, best: scores[0], second: scores[1] };
        Scores { candidates, scores, known: false, ahead }
    }

    pub(super) fn candidates(&self) -> Candidates {
        self.candidates
    }

    /// Adds the weight of a feature that a candidate has, of a kind that costs nothing.
    #[inline]
    pub(super) fn add_weight(&mut self, candidate: usize, weight: i32) {
        let score = self.scores[candidate].wrapping_add(weight);
        self.scores[candidate] = score;
        self.ahead.rise(candidate, score);
        self.known = true;
    }

    /// Adds a number for each candidate.
    #[inline]
    pub(super) fn add_votes(&mut self, votes: &[i32], known: bool) {
        for (score, vote) in self.scores.iter_mut().zip(votes) {
            *score = score.wrapping_add(*vote);
        }
        self.known |= known;
    }

    /// How far the likeliest is ahead of the next, where only weights were added.
    pub(super) fn lead_of_weights(&self) -> i32 {
        self.ahead.best - self.ahead.second
    }

    /// The tag of the likeliest, where only weights were added, and give it a lead.
    pub(super) fn first_by_weights(&self) -> &'static str {
        tables::TAGS[self.candidates.first + self.ahead.first]
    }

    /// How far the likeliest is ahead of the next.
    pub(super) fn lead(&self) -> i32 {
        let scores = &self.scores[..self.candidates.lanes()];
        let best = scores.iter().fold(NEVER, |best, &score| best.max(score));
        let (mut equals, mut second) = (0, NEVER);
        for &score in scores {
            equals += i32::from(score == best);
            second = second.max(if score == best { NEVER } else { score });
        }
        if equals > 1 { 0 } else { best.wrapping_sub(second) }
    }

    /// How far the likeliest is ahead of the first candidate, the most written language of the script.
    pub(super) fn lead_over_first(&self) -> i32 {
        let scores = &self.scores[..self.candidates.lanes()];
        scores.iter().fold(NEVER, |best, &score| best.max(score)).wrapping_sub(scores[0])
    }

    /// Whether the likeliest, the first of equals, is one of those that are likelier where nothing else is said.
    pub(super) fn best_is_wide(&self) -> bool {
        tables::PRIORS[self.candidates.first + self.likeliest()] > 0
    }

    fn likeliest(&self) -> usize {
        (0..self.candidates.count).rev().max_by_key(|&candidate| self.scores[candidate]).unwrap_or(0)
    }

    /// The tag of the likeliest, the first of equals; `None` where no feature is known.
    pub(super) fn best(&self) -> Option<&'static str> {
        if !self.known {
            return None;
        }
        Some(tables::TAGS[self.candidates.first + self.likeliest()])
    }
}

impl Ahead {
    /// Takes a score that is not less than the candidate's last.
    #[inline]
    fn rise(&mut self, candidate: usize, score: i32) {
        if candidate == self.first {
            self.best = score;
        } else if score > self.best {
            *self = Ahead { first: candidate, best: score, second: self.best };
        } else {
            self.second = self.second.max(score);
        }
    }
}

/// Less than any score.
const NEVER: i32 = i32::MIN / 2;

#[cfg(test)]
mod tests {
    use super::{Candidates, Scores, tables};

    #[test]
    fn the_likeliest_come_first() {
        for (script, ..) in tables::SCRIPTS {
            let scores = Scores::new(Candidates::of(script).expect("a script of the model"));
            assert_eq!(scores.lead_of_weights(), scores.lead(), "{script}");
        }
    }

    #[test]
    fn leads_are_the_same_however_they_are_told() {
        let mut scores = Scores::new(Candidates::of("Latin").expect("a script of the model"));
        for step in 0..500 {
            scores.add_weight(step * step % 11, (step * 7 % 90) as i32);
            assert_eq!(scores.lead_of_weights(), scores.lead(), "at {step}");
            if scores.lead() > 0 {
                assert_eq!(Some(scores.first_by_weights()), scores.best(), "at {step}");
            }
        }
    }
}
