//! Which entry of the lexicon begins at a word: the longest.

use std::ops::Range;

use crate::forms::class::Class;
use crate::forms::classes::Classes;
use crate::forms::marks;
use crate::forms::sense::{Emphasis, Part, Word, in_one_spelling};
use crate::forms::tokens::Tokens;
use crate::lexicon::{Entry, Lexicon, NodeId};
use crate::sentence::heads::Head;
use crate::sentence::rules::is_peak;

/// The tokens of one sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentenceTokens<'t, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) tokens: &'t Tokens<'t>,
    /// The class of each token.
    pub(crate) classes: Classes<'t>,
    /// The index of the first token.
    pub(crate) first: usize,
    /// The document's text.
    pub(crate) text: &'t str,
    /// Where it starts in the call's.
    pub(crate) base: usize,
}

/// A word in a sentence: a token by its place there, or a part of a hashtag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) token: usize,
    pub(crate) part: usize,
}

/// What the words from a cursor on say together.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) entry: Option<Entry>,
    pub(crate) turned: bool,
    pub(crate) emphasis: Emphasis,
    pub(crate) last: Cursor,
    /// Behind the last word.
    pub(crate) end: Cursor,
}

impl<'t, 'l> SentenceTokens<'t, 'l> {
    /// The longest entry that begins with a word, or the word alone.
    pub(crate) fn phrase_at(&self, cursor: Cursor, word: &'t Word) -> Phrase {
        let mut longest = Phrase {
            entry: word.entry,
            turned: word.turned,
            emphasis: word.emphasis,
            last: cursor,
            end: self.after(cursor),
        };
        if let Some(next) = self.word_from(longest.end)
            && word.may_lead_to(self.lexicon, next.1)
        {
            let makes_comparative = word.entry.is_some_and(|entry| is_peak(entry.shift));
            let emphasis = if makes_comparative { Emphasis::COMPARATIVE } else { 0 } | word.emphasis.0;
            for form in word.reading.forms() {
                if let Some(node) = self.lexicon.first(form.word()) {
                    let path = Path { node, next, turned: form.turned(), emphasis: Emphasis(emphasis) };
                    self.extend(path, &mut longest);
                }
            }
        }
        longest
    }

    /// Goes on from a place in the trie with the next word.
    fn extend(&self, path: Path<'t>, longest: &mut Phrase) {
        let (cursor, word) = path.next;
        let mut next = None;
        for form in word.reading.forms() {
            let Some(node) = self.lexicon.next(path.node, form.word()) else { continue };
            let turned = path.turned ^ form.turned();
            let emphasis = Emphasis(path.emphasis.0 | word.emphasis.0);
            let end = self.after(cursor);
            if end > longest.end
                && let Some(entry) = self.lexicon.entry_at(node)
            {
                let entry = self.lexicon.entry(entry);
                *longest = Phrase { entry, turned, emphasis, last: cursor, end };
            }
            if self.lexicon.leads_on(node)
                && let Some(next) = *next.get_or_insert_with(|| self.word_from(end))
            {
                self.extend(Path { node, next, turned, emphasis }, longest);
            }
        }
    }

    /// Whether an entry of several words may begin with the token `at`, a word.
    #[inline]
    pub(crate) fn may_lead(&self, at: usize) -> bool {
        let class = |token: usize| self.classes.get(token).unwrap_or_default();
        let next = class(at + 1);
        if !class(at).leads_to(next) || !next.is_plain_word() || self.lexicon.has_own_phrases() {
            return class(at).leads_to(next);
        }
        self.are_tied(at)
    }

    /// Whether a built-in entry may begin with the words `at` and after it.
    #[inline]
    pub(crate) fn are_tied(&self, at: usize) -> bool {
        self.tokens.tie(self.first + at).may_lead_to(self.tokens.tie(self.first + at + 1))
    }

    /// Whether a word stands in a title or a name, as its capital and a neighbour's tell where words around have none:
    /// `their album, A Beautiful Lie`, `poets of the Great Emigration`.
    #[inline]
    pub(crate) fn is_in_title(&self, at: usize) -> bool {
        at > 0 && self.begins_with_capital(at) && self.is_among_capitals(at)
    }

    #[cold]
    fn is_among_capitals(&self, at: usize) -> bool {
        const AROUND: usize = 6;
        let before = |steps: usize| at > steps && self.is_capitalized(at - steps);
        self.is_capitalized(at)
            && (before(1)
                || self.is_capitalized(at + 1)
                || self.joins_titles(at - 1) && before(2)
                || self.joins_titles(at + 1) && self.is_capitalized(at + 2))
            && (at.saturating_sub(AROUND)..=at + AROUND).any(|token| self.is_small(token))
    }

    /// Whether a token is one of the words that titles write small: Crime and Punishment.
    fn joins_titles(&self, token: usize) -> bool {
        matches!(self.bytes_of(token), b"and" | b"of" | b"the" | b"in")
    }

    /// A word of the sentence as it is written.
    pub(crate) fn written(&self, token: usize) -> Option<&'t str> {
        str::from_utf8(self.bytes_of(token)).ok().filter(|word| !word.is_empty())
    }

    /// A word of the sentence in the one spelling, nothing where it is no word.
    pub(crate) fn levelled(&self, token: Option<usize>) -> String {
        token.and_then(|token| self.written(token)).map(in_one_spelling).unwrap_or_default()
    }

    /// Whether a token is a word that announces a name.
    pub(crate) fn head(&self, token: usize) -> Option<Head> {
        let class = self.classes.get(token)?;
        if class.has(Class::WORD) { self.tokens.head(self.first + token) } else { None }
    }

    /// Whether a word's first letter is a capital of ASCII: of most this says that they stand in no title.
    #[inline]
    fn begins_with_capital(&self, token: usize) -> bool {
        self.text.as_bytes().get(self.start(token)).is_some_and(u8::is_ascii_uppercase)
    }

    /// Whether a token is a word of a capital and small letters.
    fn is_capitalized(&self, token: usize) -> bool {
        matches!(self.bytes_of(token), [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
    }

    /// Whether a token is a word of small letters, and none of those that titles write small.
    fn is_small(&self, token: usize) -> bool {
        const SHORTEST: usize = 4;
        let bytes = self.bytes_of(token);
        bytes.len() >= SHORTEST && bytes.iter().all(u8::is_ascii_lowercase)
    }

    /// The bytes of a word, none of what is no word of the sentence.
    fn bytes_of(&self, token: usize) -> &'t [u8] {
        if !self.classes.get(token).is_some_and(|class| class.has(Class::WORD)) {
            return &[];
        }
        let end = self.tokens.end(self.first + token).saturating_sub(self.base);
        self.text.as_bytes().get(self.start(token)..end).unwrap_or_default()
    }

    /// The word at a cursor, where that is one.
    pub(crate) fn word(&self, cursor: Cursor) -> Option<&'t Word> {
        match self.is_hashtag(cursor.token) {
            true => self.parts(cursor.token).get(cursor.part).map(|part| &part.word),
            false => self.tokens.sense(self.first + cursor.token).map(|sense| &sense.word),
        }
    }

    /// The next word at or after a cursor, where nothing that is seen stands between.
    fn word_from(&self, mut cursor: Cursor) -> Option<(Cursor, &'t Word)> {
        loop {
            let class = self.classes.get(cursor.token)?;
            if class.has(Class::WORD) {
                if let Some(word) = self.word(cursor) {
                    return Some((cursor, word));
                }
            } else if !self.joins(cursor.token, class) {
                return None;
            }
            // A mark that joins, or a hashtag without a part.
            cursor = Cursor { token: cursor.token + 1, part: 0 };
        }
    }

    fn joins(&self, token: usize, class: Class) -> bool {
        class.has(Class::JOINS) && !(class.has(Class::SPECIAL) && self.emoticon_at(token).is_some())
    }

    /// The parts of a hashtag.
    pub(crate) fn parts(&self, token: usize) -> &'t [Part] {
        let token = self.first + token;
        let sense = self.tokens.sense(token);
        sense.map_or(&[], |sense| sense.parts(self.lexicon, self.tokens.scripts, self.tokens.form(token)))
    }

    /// The emoticon that begins with a token: where it ends in the document's text, and its entry.
    pub(crate) fn emoticon_at(&self, token: usize) -> Option<(usize, Entry)> {
        let start = self.start(token);
        let (length, entry) = marks::emoticon_at(self.text, start)?;
        Some((start + length, self.lexicon.entry(entry)?))
    }

    /// The place of the first token after an emoticon that begins with the token `at` and ends there.
    pub(crate) fn after_emoticon(&self, at: usize, end: usize) -> usize {
        let after = (at + 1..self.classes.len()).find(|&token| self.start(token) >= end);
        after.unwrap_or(self.classes.len())
    }

    /// Where a token starts in the document's text.
    pub(crate) fn start(&self, token: usize) -> usize {
        self.tokens.start(self.first + token).saturating_sub(self.base)
    }

    /// Where a word stands in the document's text.
    pub(crate) fn range(&self, cursor: Cursor) -> Range<usize> {
        let start = self.start(cursor.token);
        let part = || self.parts(cursor.token).get(cursor.part);
        match self.is_hashtag(cursor.token).then(part).flatten() {
            Some(part) => start + part.range.start..start + part.range.end,
            None => start..self.tokens.end(self.first + cursor.token).saturating_sub(self.base),
        }
    }

    /// The cursor after a word.
    fn after(&self, cursor: Cursor) -> Cursor {
        let Cursor { token, part } = cursor;
        match self.is_hashtag(token) && part + 1 < self.parts(token).len() {
            true => Cursor { token, part: part + 1 },
            false => Cursor { token: token + 1, part: 0 },
        }
    }

    fn is_hashtag(&self, token: usize) -> bool {
        const HASHTAG: u8 = Class::WORD | Class::SPECIAL;
        self.classes.get(token).is_some_and(|class| class.0 & HASHTAG == HASHTAG)
    }
}

/// A way into the trie along the words of a sentence.
#[derive(Clone, Copy)]
struct Path<'t> {
    node: NodeId,
    next: (Cursor, &'t Word),
    turned: bool,
    emphasis: Emphasis,
}
