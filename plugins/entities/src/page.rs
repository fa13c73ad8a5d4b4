//! A document as the rules see it: its words with what the lexicon says of them, and the entities found so far.

mod read;

use std::ops::Range;

use crate::class::{Class, Classes};
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Sense, WordId};
use crate::piece::Form;

/// What a tokenizer says of a token, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Running text: a word, a number, a sign.
    Text,
    /// An e-mail address.
    Email,
    /// The address of a page.
    Url,
    /// A hashtag, a mention, an emoji: no rule looks into it.
    Opaque,
}

/// A token of a document.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Its bytes in the document.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: TokenKind,
}

/// An entity found.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its words.
    pub(crate) words: Range<usize>,
    /// Its bytes in the document.
    pub(crate) range: Range<usize>,
    /// Canonical name or value.
    pub(crate) canonical: String,
}

/// How a word stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// They touch.
    None,
    /// Blanks, or the end of a line that was too long to go on.
    Space,
    /// A new sentence, line of a list, or paragraph.
    Break,
}

/// A piece of a token, looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    start: u32,
    end: u32,
    key_end: u32,
    /// What it is made of.
    pub(crate) form: Form,
    /// How it stands to the word before.
    pub(crate) gap: Gap,
    /// Whether a sentence begins with it (or with the marks before it), so that a capital says nothing.
    pub(crate) initial: bool,
    /// Bytes of Arabic proclitics before the word that the lexicon knows.
    proclitic: u8,
    /// The written word in the lexicon.
    id: WordId,
    /// The word without its proclitics.
    stem: WordId,
    /// What the lexicon says of the stem by itself.
    pub(crate) classes: Classes,
    /// The classes of all entries that begin with the stem.
    begins: Classes,
}

/// A document and what was found in it.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    words: Vec<Word>,
    keys: String,
    taken: Vec<bool>,
    wrap_column: Option<usize>,
    arabic_words: usize,
    other_words: usize,
    /// The entities found, in no order.
    pub(crate) found: Vec<Entity>,
}

impl<'a> Page<'a> {
    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word; `None` behind the last.
    pub(crate) fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// What a word is made of; a blank mark outside the document.
    pub(crate) fn form(&self, at: usize) -> Form {
        self.words.get(at).map_or(Form::Mark(' '), |word| word.form)
    }

    /// Whether the word is this mark.
    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.form(at) == Form::Mark(mark)
    }

    /// Whether the lexicon says this of the word; false outside the document.
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.classes(at).has(class)
    }

    /// What the lexicon says of the word.
    pub(crate) fn classes(&self, at: usize) -> Classes {
        self.words.get(at).map_or(Classes::NONE, |word| word.classes)
    }

    /// Whether the word goes on from the one before it, in the same sentence and line.
    pub(crate) fn joins(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap != Gap::Break)
    }

    /// Whether the word touches the one before it.
    pub(crate) fn touches(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::None)
    }

    /// The word as written.
    pub(crate) fn written(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| &self.text[word.start as usize..word.end as usize])
    }

    /// The words as written, from the first's start to the last's end.
    pub(crate) fn written_range(&self, words: Range<usize>) -> &'a str {
        &self.text[self.bytes(words)]
    }

    /// The written word's key.
    pub(crate) fn key(&self, at: usize) -> &str {
        let Some(word) = self.words.get(at) else {
            return "";
        };
        let start = at.checked_sub(1).map_or(0, |at| self.words[at].key_end);
        &self.keys[start as usize..word.key_end as usize]
    }

    /// The word's key without the proclitics that were taken off.
    pub(crate) fn stem_key(&self, at: usize) -> &str {
        let key = self.key(at);
        let cut = self.proclitic(at);
        key.get(cut..).unwrap_or(key)
    }

    /// Bytes of Arabic proclitics before the word that the lexicon knows.
    pub(crate) fn proclitic(&self, at: usize) -> usize {
        self.words.get(at).map_or(0, |word| word.proclitic.into())
    }

    /// Whether an Arabic conjunction و or ف is attached to the word.
    pub(crate) fn has_conjunction(&self, at: usize) -> bool {
        self.proclitic(at) > 0 && self.key(at).starts_with(['و', 'ف'])
    }

    /// Whether no entity owns the word.
    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    /// Whether no entity owns any of the words.
    pub(crate) fn all_free(&self, words: Range<usize>) -> bool {
        self.taken.get(words).is_some_and(|taken| taken.iter().all(|&taken| !taken))
    }

    /// What the lexicon says of a key in Arabic script.
    pub(crate) fn key_classes(&self, key: &str) -> Classes {
        self.lexicon.classes(self.lexicon.id(key), Form::Arabic)
    }

    /// The logarithm of the odds that the word is a name, by its letters: above 0, it looks like one.
    pub(crate) fn likeness(&self, at: usize) -> f64 {
        self.lexicon.likeness().of(self.key(at))
    }

    /// Whether most words of the page are in Arabic script.
    pub(crate) fn is_arabic(&self) -> bool {
        self.arabic_words > self.other_words
    }

    /// The longest entry of one of the classes that begins at the word: its words, class and value.
    pub(crate) fn longest(&self, at: usize, classes: Classes) -> Option<(usize, Class, &'static str)> {
        if !self.begins(at).meets(classes) {
            return None;
        }
        let mut longest: Option<(usize, Class, &'static str)> = None;
        self.entries_at(at, |length, sense| {
            if classes.has(sense.class) && longest.is_none_or(|(best, ..)| best < length) {
                longest = Some((length, sense.class, sense.value));
            }
        });
        longest
    }

    /// As [`Page::longest`] of one class.
    pub(crate) fn entry(&self, at: usize, class: Class) -> Option<(usize, &'static str)> {
        let (length, _, value) = self.longest(at, class.set())?;
        Some((length, value))
    }

    /// The classes of all entries that begin with the word, however they go on.
    pub(crate) fn begins(&self, at: usize) -> Classes {
        self.words.get(at).map_or(Classes::NONE, |word| word.begins)
    }

    /// Calls `found` with every entry that begins at the word and crosses no break, shortest first.
    fn entries_at(&self, at: usize, found: impl FnMut(usize, Sense)) {
        let words = self.words[at..]
            .iter()
            .enumerate()
            .take_while(|&(index, word)| index == 0 || word.gap != Gap::Break)
            .map(|(index, word)| {
                let id = if index == 0 { word.stem } else { word.id };
                (id, word.form)
            });
        self.lexicon.entries_at(words, found);
    }

    /// Records an entity over the words and takes them; nothing where another has one of them.
    pub(crate) fn add(&mut self, words: Range<usize>, kind: Kind, canonical: String) {
        if words.is_empty() || !self.all_free(words.clone()) {
            return;
        }
        self.taken[words.clone()].fill(true);
        let range = self.bytes(words.clone());
        self.found.push(Entity { kind, words, range, canonical });
    }

    /// As [`Page::add`], under the name as written with its blanks made one.
    pub(crate) fn add_written(&mut self, words: Range<usize>, kind: Kind) {
        let name = tidy(self.written_range(words.clone()));
        self.add(words, kind, name);
    }

    /// Takes words that are no entity, so that no later rule sees them.
    pub(crate) fn block(&mut self, words: Range<usize>) {
        if let Some(taken) = self.taken.get_mut(words) {
            taken.fill(true);
        }
    }

    /// Bytes of the words, without the proclitics of the first.
    fn bytes(&self, words: Range<usize>) -> Range<usize> {
        let first = &self.words[words.start];
        let start = first.start as usize + self.written_proclitic(words.start);
        start..self.words[words.end - 1].end as usize
    }

    /// Bytes of the proclitics as written; vowel signs among them keep the whole word.
    fn written_proclitic(&self, at: usize) -> usize {
        let cut = self.proclitic(at);
        let same = self.written(at).get(..cut) == self.key(at).get(..cut);
        if same { cut } else { 0 }
    }
}

/// A name as written, its blanks and line ends made one blank each.
pub(crate) fn tidy(name: &str) -> String {
    let mut tidy = String::with_capacity(name.len());
    for part in name.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(part);
    }
    tidy
}
