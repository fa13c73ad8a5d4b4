//! How well words are cut.

use std::fmt;

use textmill_tokenize::clitics::split::Split;

use super::gold::{Gold, cuts};

/// Cuts that are found, that are right, and that there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Score {
    found: usize,
    right: usize,
    there: usize,
}

impl Score {
    /// Of words of a gold, cut by `split`.
    pub(super) fn of(gold: &Gold, split: impl Fn(&[u8]) -> Split) -> Self {
        let mut score = Score::default();
        for word in &gold.words {
            let found = cuts(split(&word.letters), &word.letters, word.article);
            score.found += found.len();
            score.there += word.cuts.len();
            score.right += found.iter().filter(|cut| word.cuts.contains(cut)).count();
        }
        score
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let (precision, recall) = (share(self.found), share(self.there));
        let f1 = 200.0 * self.right as f64 / (self.found + self.there).max(1) as f64;
        write!(formatter, "precision {precision:.1}, recall {recall:.1}, F1 {f1:.1}")
    }
}
