//! What words say of the language, found out once for each form.
//!
//! The score of a language is a sum over the words of a text, and what a word adds depends on its form alone. So the
//! hundred look-ups that a new word takes come down to a line of numbers that is added.

use super::model::Scores;
use super::{folded, model};
use crate::forms::{Forms, Known};
use crate::unicode::Script;

/// Where a form's votes are kept, counted from 1; 0 where they were not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Votes {
    whole: u32,
    full: u32,
}

/// The votes of forms that were asked, each for the languages of its own script.
#[derive(Debug, Default)]
pub(crate) struct VoteTable {
    /// Votes of whole words: a candidate and a weight each.
    whole: Vec<(u8, u8)>,
    /// Where those of each form end.
    whole_ends: Vec<usize>,
    /// Votes of words and their parts: a number for each candidate.
    full: Vec<i32>,
    /// Where those of each form end, and whether the model knows any part of it.
    full_ends: Vec<(usize, bool)>,
    folded: String,
}

/// Bytes of votes that are kept, at most. What comes then is asked each time.
const MAX_KEPT: usize = 2 << 20;

impl VoteTable {
    /// Forgets all votes; forms that say where theirs are must be forgotten too.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Adds what the word of a code says as a whole.
    pub(super) fn add_whole(&mut self, scores: &mut Scores, forms: &mut Forms, code: u32) {
        let index = match forms.known(code).votes.whole {
            0 => self.ask_whole(scores, forms, code),
            asked => asked as usize,
        };
        let start = if index < 2 { 0 } else { self.whole_ends[index - 2] };
        for &(candidate, weight) in &self.whole[start..self.whole_ends[index - 1]] {
            scores.add_weight(usize::from(candidate), i32::from(weight));
        }
    }

    #[inline(never)]
    fn ask_whole(&mut self, scores: &Scores, forms: &mut Forms, code: u32) -> usize {
        let (known, text) = forms.known_and_text(code);
        let word = folded(text, script_of(known), &mut self.folded);
        let whole = &mut self.whole;
        model::for_each_whole(scores.candidates(), word, |candidate, weight| {
            whole.push((candidate as u8, weight as u8));
        });
        self.whole_ends.push(self.whole.len());
        known.votes.whole = self.whole_ends.len() as u32;
        self.whole_ends.len()
    }

    /// Adds what the word of a code and its parts say.
    pub(super) fn add_full(&mut self, scores: &mut Scores, forms: &mut Forms, code: u32) {
        let index = match forms.known(code).votes.full {
            0 => return self.ask_full(scores, forms, code),
            asked => asked as usize,
        };
        let start = if index < 2 { 0 } else { self.full_ends[index - 2].0 };
        let (end, is_known) = self.full_ends[index - 1];
        scores.add_votes(&self.full[start..end], is_known);
    }

    #[inline(never)]
    fn ask_full(&mut self, scores: &mut Scores, forms: &mut Forms, code: u32) {
        let (known, text) = forms.known_and_text(code);
        let word = folded(text, script_of(known), &mut self.folded);
        let votes = model::votes(scores.candidates(), word);
        scores.add_votes(votes.for_candidates(), votes.is_known());
        if self.full.len() * size_of::<i32>() < MAX_KEPT {
            self.full.extend_from_slice(votes.for_candidates());
            self.full_ends.push((self.full.len(), votes.is_known()));
            known.votes.full = self.full_ends.len() as u32;
        }
    }
}

/// That of a form, as folding has to know it.
fn script_of(known: &Known) -> Script {
    known.script.unwrap_or(Script::LATIN)
}
