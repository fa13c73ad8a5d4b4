//! The article and the particles that Arabic writes together with a word.
//!
//! `و ف ب ل ك` are words of their own, written to the next one: a phrase begins after them as it does after `and`
//! or `of`. Which first letter is a particle is often open: `وفاء` is a name, `وقال` is `and he said`. By the words of
//! two Arabic treebanks (PADT and PUD of Universal Dependencies), a `و` that is not of a listed stem is one in 97 of
//! 100 words and so is taken off, and so is `ل` before a consonant. The others are taken off only where the article
//! follows, or where the document has the word without it: right in 96 of 100, though they are then found in a third
//! of their words. This is a light stemmer's prefix step (Larkey and others, 2007, "Light stemming for Arabic
//! information retrieval") with lists and evidence in place of its length rules.

use textmill_text::Script;

use crate::lexicon::{self, Lists};

/// What an Arabic word is made of. Letters are counted in its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parts<'k> {
    /// It is a stop word, with or without a particle.
    StopWord,
    /// A word that counts.
    Word {
        /// Without particle and article.
        stem: &'k str,
        /// The letters before `stem`.
        before: usize,
        /// Whether a particle was taken off.
        particle: bool,
        /// Whether the article stands before `stem`.
        article: bool,
    },
}

/// Bytes of a letter in UTF-8; all letters of a key have as many.
const LETTER: usize = 2;
const ARTICLE: &str = "ال";

/// Takes a word apart, given as its key. `seen` tells whether the document has a word, with the article or without; it is
/// asked for one word at most.
pub(crate) fn parts<'k>(key: &'k str, lists: &Lists<'_>, mut seen: impl FnMut(&str) -> bool) -> Parts<'k> {
    let leave_out = |word: &str| lists.leave_out(word, Script::Arabic);
    if leave_out(key) {
        return Parts::StopWord;
    }
    let mut rest = key;
    if let Some(word) = conjunction(key).filter(|_| !is_word(key)) {
        if leave_out(word) {
            return Parts::StopWord;
        }
        if letters(word) >= 3 {
            rest = word;
        }
    }
    let Some((stem, article)) = noun(rest, lists, &mut seen) else { return Parts::StopWord };
    let prefix = &key[..key.len() - stem.len()];
    // In `لل` the article has lost its alef.
    let of_article = if !article {
        0
    } else if prefix.ends_with(ARTICLE) {
        2
    } else {
        1
    };
    let before = letters(prefix);
    Parts::Word { stem, before, particle: before > of_article, article }
}

/// What follows a `و`, where that may be a conjunction.
fn conjunction(key: &str) -> Option<&str> {
    key.strip_prefix('و').filter(|word| letters(word) >= 2)
}

/// The noun after `ب ل ك ف` and the article, and whether the article was there; nothing where a stop word remains.
fn noun<'k>(word: &'k str, lists: &Lists<'_>, mut seen: impl FnMut(&str) -> bool) -> Option<(&'k str, bool)> {
    if !word.starts_with(['ا', 'ب', 'ل', 'ك', 'ف']) || is_word(word) {
        return Some((word, false));
    }
    // `لل` is `ل` and the article, whose alef falls away, or `ل` before a word that begins with it: للجنة.
    if let Some(stem) = word.strip_prefix("لل").filter(|stem| letters(stem) >= 3) {
        let with_lam = &word[LETTER..];
        return if is_word(with_lam) || seen(with_lam) {
            Some((with_lam, false))
        } else {
            definite(stem, lists)
        };
    }
    let known = |word: &str| seen(word) || lists.is_generic(lists.of(word), Script::Arabic);
    let word = preposition(word, known).unwrap_or(word);
    if lists.leave_out(word, Script::Arabic) {
        return None;
    }
    match word.strip_prefix(ARTICLE).filter(|stem| letters(stem) >= 3 && !is_word(word)) {
        Some(stem) => definite(stem, lists),
        None => Some((word, false)),
    }
}

/// Whether a word is one as it stands: its first letter is its own, whatever it looks like.
fn is_word(key: &str) -> bool {
    lexicon::is_stem(key) || lexicon::is_known(key)
}

/// What follows a `ب ل ك ف`, where it is a particle. `known` tells whether a word is.
///
/// `ل` is one before nearly all consonants; foreign names begin with it before a long vowel (ليون, لوس). Three letters after
/// it have to be a word: لذيذ is one by itself, and ذيذ is none. Before the other three letters there are as many stems as
/// particles.
fn preposition(word: &str, known: impl FnOnce(&str) -> bool) -> Option<&str> {
    let rest = word.strip_prefix(['ب', 'ل', 'ك', 'ف'])?;
    let definite = rest.strip_prefix(ARTICLE).is_some_and(|stem| letters(stem) >= 3);
    let is_long = letters(rest) >= 4 || letters(rest) == 3 && lexicon::is_known(rest);
    let lam = word.starts_with('ل') && is_long && !rest.starts_with(['ا', 'و', 'ي']);
    (definite || lam || letters(rest) >= 4 && known(rest)).then_some(rest)
}

/// A noun with the article: `البعض` is a stop word because `بعض` is one, `الأحد` is a name.
fn definite<'k>(stem: &'k str, lists: &Lists<'_>) -> Option<(&'k str, bool)> {
    let listed = lists.of(stem);
    let left_out = lists.leaves_out(listed, Script::Arabic) && !listed.is_name();
    (!left_out).then_some((stem, true))
}

fn letters(key: &str) -> usize {
    key.len() / LETTER
}

#[cfg(test)]
mod tests;
