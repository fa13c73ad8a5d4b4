//! What each word of a document counts as.

use textmill_sdk::Counts;

use crate::clitics::{self, Parts};
use crate::english;
use crate::lexicon::Lists;
use crate::normalize::arabic::{Letters, is_mark};
use crate::script::Script;
use crate::settings::{Alef, Settings};
use crate::strings::Strings;
use crate::verbs;
use crate::vocabulary::{Vocabulary, Word};

/// A term has at most as many characters: what is longer was never a word (encoded data, text without spaces).
const LONGEST_TERM: usize = 64;

/// What a word is in phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Left out; a phrase ends before it.
    LeftOut,
    /// Counted as a term, but a phrase ends before it.
    Generic,
    /// A word of phrases.
    Content(Content),
}

/// A word of phrases. The numbers are those of [`Meanings::strings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// What it counts as where it stands alone.
    pub(crate) term: u32,
    /// How it is written in a phrase: with its article.
    pub(crate) form: u32,
    /// The same for all words that make equal phrases.
    pub(crate) group: u32,
    /// Whether a phrase ends before it, because a particle was attached to it.
    pub(crate) begins: bool,
    /// Whether a phrase may end with it.
    pub(crate) closes: bool,
}

/// The senses of all words of a vocabulary.
pub(crate) struct Meanings {
    /// By the number of the word.
    pub(crate) senses: Vec<Sense>,
    pub(crate) strings: Strings,
    /// The terms with their counts, in the order in which the document has them.
    pub(crate) terms: Counts,
}

/// Finds the senses of all words of a document.
pub(crate) fn meanings(
    vocabulary: &Vocabulary<'_>,
    letters: Letters,
    lists: &Lists<'_>,
    settings: &Settings,
) -> Meanings {
    let words = vocabulary.words();
    let mut reader = Reader {
        vocabulary,
        lists,
        settings,
        meanings: Meanings {
            senses: Vec::with_capacity(words.len()),
            strings: Strings::default(),
            terms: Counts::new(),
        },
        scratch: String::new(),
    };
    for word in words {
        let sense = match (word.script, letters) {
            (Script::Arabic, Letters::Arabic) => reader.arabic(&word),
            _ => reader.plain(&word),
        };
        reader.meanings.senses.push(sense);
    }
    reader.meanings
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary<'a>,
    lists: &'a Lists<'a>,
    settings: &'a Settings,
    meanings: Meanings,
    scratch: String,
}

impl Reader<'_> {
    /// A word whose beginning is its own.
    fn plain(&mut self, word: &Word<'_>) -> Sense {
        let elided = self.lists.without_elision(word.term, word.script);
        let (term, key) = elided.map_or((word.term, word.key), |rest| (rest, rest));
        if self.lists.leave_out(key, word.script) || !self.has_length(term) {
            return Sense::LeftOut;
        }
        self.meanings.terms.add(term, word.count);
        if self.lists.is_generic(key, word.script) {
            return Sense::Generic;
        }
        let number = self.meanings.strings.add(term);
        let group = if self.lists.is_english(word.script) {
            self.scratch.clear();
            english::singular(term, &mut self.scratch);
            self.meanings.strings.add(&self.scratch)
        } else {
            number
        };
        let past = self.lists.is_english(word.script) && verbs::is_past(term);
        let closes = !past && !self.lists.is_link(key);
        Sense::Content(Content { term: number, form: number, group, begins: elided.is_some(), closes })
    }

    fn arabic(&mut self, word: &Word<'_>) -> Sense {
        let parts = clitics::parts(word.key, self.lists, |key| self.vocabulary.has(key));
        let Parts::Word { stem: key, before, particle, article } = parts else { return Sense::LeftOut };
        let settings = &self.settings.arabic;
        if particle && !settings.drop_particles {
            return self.whole(word);
        }
        let stem = after_letters(word.term, before);
        if !self.has_length(stem) {
            return Sense::LeftOut;
        }
        let standard = match settings.alef {
            Alef::Standard => self.lists.arabic().standard_spelling(stem),
            Alef::Plain | Alef::Keep => None,
        };
        let stem = standard.unwrap_or(stem);
        let definite = article && (!settings.drop_article || self.lists.arabic().names.contains(key));
        self.scratch.clear();
        self.scratch.push_str("ال");
        self.scratch.push_str(stem);
        let term = if definite { &self.scratch } else { stem };
        self.meanings.terms.add(term, word.count);
        let verb = !article && verbs::has_verbal_shape(key, self.lists.arabic());
        if verb || self.lists.is_generic(key, Script::Arabic) {
            return Sense::Generic;
        }
        let number = self.meanings.strings.add(term);
        let form = if article { self.meanings.strings.add(&self.scratch) } else { number };
        let closes = !self.lists.is_link(key);
        Sense::Content(Content { term: number, form, group: number, begins: particle, closes })
    }

    /// A word with a particle that stays attached.
    fn whole(&mut self, word: &Word<'_>) -> Sense {
        if !self.has_length(word.term) {
            return Sense::LeftOut;
        }
        self.meanings.terms.add(word.term, word.count);
        let term = self.meanings.strings.add(word.term);
        Sense::Content(Content { term, form: term, group: term, begins: true, closes: true })
    }

    fn has_length(&self, term: &str) -> bool {
        // A character has 1 to 4 bytes, so most words need no counting.
        let (least, bytes) = (self.settings.min_length, term.len());
        if (4 * least..=LONGEST_TERM).contains(&bytes) {
            return true;
        }
        (least..=LONGEST_TERM).contains(&term.chars().count())
    }
}

/// What follows the first `count` letters and their marks.
fn after_letters(term: &str, count: usize) -> &str {
    let mut rest = term.chars();
    for _ in 0..count {
        rest.by_ref().find(|&character| !is_mark(character) && character != 'ـ');
    }
    if count == 0 {
        term
    } else {
        rest.as_str().trim_start_matches(|character| is_mark(character) || character == 'ـ')
    }
}

#[cfg(test)]
mod tests {
    use super::after_letters;

    #[test]
    fn letters_are_passed_with_their_marks() {
        assert_eq!(after_letters("والكتاب", 3), "كتاب");
        assert_eq!(after_letters("وَالْكِتاب", 3), "كِتاب");
        assert_eq!(after_letters("ـكِتاب", 0), "ـكِتاب");
        assert_eq!(after_letters("و", 3), "");
    }
}
