//! Words that begin sentences far more often than they follow an abbreviation inside one.

use std::collections::HashSet;

use crate::lexicon;

/// Capitalized words such as `The`, `But`, `Он`.
#[derive(Debug)]
pub(super) struct Starters {
    words: HashSet<&'static str>,
}

impl Starters {
    pub(super) fn new() -> Self {
        Starters { words: lexicon::entries(include_str!("../../lexicon/starters.txt")).collect() }
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}
