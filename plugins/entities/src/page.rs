//! A document as the rules see it: its words with what the lexicon says of them, and the entities found so far.

mod buffers;
mod filter;
mod read;
mod tidy;

use std::cell::OnceCell;
use std::ops::Range;

use textmill_text::fold::LOOKUP;

use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::{Lexeme, Lexemes, Pieces, Traits};
use crate::kind::Kind;
use crate::lexicon::Sense;
use crate::names::{Findings, Segment};
use crate::text::piece::Form;
use crate::values::{Alone, Numbers, Rules};
pub(crate) use buffers::{Buffers, Entity, Name};
use filter::Filter;
pub(crate) use tidy::tidy;

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

/// The tokens of a document, by columns.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Their bytes in the document.
    pub(crate) starts: Vec<u32>,
    pub(crate) ends: Vec<u32>,
    /// The pieces of their forms.
    pub(crate) pieces: Vec<Pieces>,
}

impl Tokens {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.starts.clear();
        self.ends.clear();
        self.pieces.clear();
    }

    /// Adds a token.
    pub(crate) fn push(&mut self, range: Range<usize>, pieces: Pieces) {
        self.starts.push(range.start as u32);
        self.ends.push(range.end as u32);
        self.pieces.push(pieces);
    }
}

/// A piece of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    start: u32,
    end: u32,
    /// The index of what is known of it.
    lexeme: u32,
    /// What is asked of each word, and how it stands to the word before.
    traits: Traits,
}

const BLOCKED: u32 = u32::MAX;

/// A document and what was found in it.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    text: &'a str,
    lexemes: &'a Lexemes,
    buffers: Buffers,
    wrap_column: OnceCell<Option<usize>>,
    is_arabic: OnceCell<bool>,
    is_technical: OnceCell<bool>,
    /// The words in small letters, where somebody has asked.
    small: OnceCell<Filter>,
    numbers: Numbers,
    /// How often a rule has looked at a word: what a test of growth counts.
    #[cfg(test)]
    pub(crate) steps: std::cell::Cell<u64>,
}

impl<'a> Page<'a> {
    /// The number of words.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.buffers.words.len()
    }

    /// A word; `None` after the last.
    #[inline]
    fn word(&self, at: usize) -> Option<&Word> {
        #[cfg(test)]
        self.steps.update(|steps| steps + 1);
        self.buffers.words.get(at)
    }

    /// What is known of a word by its text.
    #[inline]
    fn lexeme(&self, at: usize) -> Option<&'a Lexeme> {
        self.word(at).map(|word| self.lexemes.get(word.lexeme))
    }

    /// What a word is made of; a blank mark outside the document.
    #[inline]
    pub(crate) fn form(&self, at: usize) -> Form {
        self.lexeme(at).map_or(Form::Mark(' '), |lexeme| lexeme.form)
    }

    /// Whether the word is any of this.
    #[inline]
    pub(crate) fn has(&self, at: usize, traits: Traits) -> bool {
        self.word(at).is_some_and(|word| word.traits.meets(traits))
    }

    /// Whether the word is this mark.
    #[inline]
    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.form(at) == Form::Mark(mark)
    }

    /// Whether the lexicon says this of the word; false outside the document.
    #[inline]
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.classes(at).has(class)
    }

    /// What the lexicon says of the word.
    #[inline]
    pub(crate) fn classes(&self, at: usize) -> Classes {
        self.lexeme(at).map_or(Classes::NONE, |lexeme| lexeme.classes)
    }

    /// The classes of the words, and of all entries that begin with them.
    pub(crate) fn classes_of_all(&self, words: Range<usize>) -> (Classes, Classes) {
        #[cfg(test)]
        self.steps.update(|steps| steps + words.len() as u64);
        let words = self.buffers.words.get(words).unwrap_or_default();
        let lexemes = words.iter().map(|word| self.lexemes.get(word.lexeme));
        lexemes.fold((Classes::NONE, Classes::NONE), |(classes, begins), lexeme| {
            (classes.or(lexeme.classes), begins.or(lexeme.begins))
        })
    }

    /// The classes of all entries that begin with the word, however they continue.
    #[inline]
    pub(crate) fn begins(&self, at: usize) -> Classes {
        self.lexeme(at).map_or(Classes::NONE, |lexeme| lexeme.begins)
    }

    /// Whether the word continues from the one before it, in the same sentence and line.
    #[inline]
    pub(crate) fn joins(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| !word.traits.meets(Traits::BROKEN))
    }

    /// Whether the word touches the one before it: nothing that has any width is between them.
    #[inline]
    pub(crate) fn touches(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.buffers.words.get(before));
        match (before, self.word(at)) {
            (Some(before), Some(word)) if !word.traits.meets(Traits::BROKEN) => {
                // No sign without width has one byte, as a blank has.
                before.end >= word.start
                    || word.start - before.end > 1 && self.is_invisible(before.end..word.start)
            }
            _ => false,
        }
    }

    fn is_invisible(&self, bytes: Range<u32>) -> bool {
        let between = self.text.get(bytes.start as usize..bytes.end as usize);
        between.is_some_and(|between| between.chars().all(textmill_text::is_invisible))
    }

    /// Whether a sentence begins with the word, or with the marks before it, so that a capital says nothing.
    pub(crate) fn is_initial(&self, mut at: usize) -> bool {
        loop {
            let Some(word) = self.word(at) else { return false };
            if word.traits.meets(Traits::BROKEN) {
                return true;
            }
            let Some(before) = at.checked_sub(1) else { return false };
            at = before;
            match self.buffers.words.get(at) {
                Some(word) if word.traits.meets(Traits::OPENS) => return true,
                Some(word) if word.traits.meets(Traits::PASSES) => {}
                _ => return false,
            }
        }
    }

    /// The word as written.
    #[inline]
    pub(crate) fn written(&self, at: usize) -> &'a str {
        let range = self.word(at).map_or(0..0, |word| word.start as usize..word.end as usize);
        self.text.get(range).unwrap_or_default()
    }

    /// The length of the word as written, in bytes.
    #[inline]
    pub(crate) fn written_len(&self, at: usize) -> usize {
        self.word(at).map_or(0, |word| (word.end - word.start) as usize)
    }

    /// The length of the word as written, in characters without marks.
    pub(crate) fn characters(&self, at: usize) -> usize {
        let Some(word) = self.word(at) else { return 0 };
        let lexeme = self.lexemes.get(word.lexeme);
        // A full stop that was given back to it is not known of it.
        lexeme.characters as usize
            + usize::from(word.end - word.start > lexeme.end - lexeme.start && lexeme.form != Form::Opaque)
    }

    /// The words as written, from the first's start to the last's end.
    pub(crate) fn written_range(&self, words: Range<usize>) -> &'a str {
        self.text.get(self.bytes(words)).unwrap_or_default()
    }

    /// The written word's key.
    #[inline]
    pub(crate) fn key(&self, at: usize) -> &'a str {
        self.lexeme(at).map_or("", |lexeme| self.lexemes.key(lexeme))
    }

    /// The word's key without the proclitics that were taken off.
    pub(crate) fn stem_key(&self, at: usize) -> &'a str {
        let Some(lexeme) = self.lexeme(at) else { return "" };
        let key = self.lexemes.key(lexeme);
        if lexeme.proclitic == 0 {
            return key;
        }
        key.get(lexeme.proclitic.into()..).unwrap_or(key)
    }

    /// The hash of [`Page::stem_key`].
    #[inline]
    pub(crate) fn stem_hash(&self, at: usize) -> u64 {
        self.lexeme(at).map_or(0, |lexeme| lexeme.stem_hash)
    }

    /// Bytes of Arabic proclitics before the word that the lexicon knows.
    #[inline]
    pub(crate) fn proclitic(&self, at: usize) -> usize {
        self.lexeme(at).map_or(0, |lexeme| lexeme.proclitic.into())
    }

    /// Whether an Arabic conjunction و or ف is attached to the word.
    pub(crate) fn has_conjunction(&self, at: usize) -> bool {
        self.proclitic(at) > 0 && self.key(at).starts_with(['و', 'ف'])
    }

    /// The value of a number of at most `most` plain digits, four at most.
    #[inline]
    pub(crate) fn digits(&self, at: usize, most: usize) -> Option<u32> {
        self.lexeme(at)?.digits(most)
    }

    /// The numbers that rules have read at the words that are looked at now.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Whether no entity owns the word.
    #[inline]
    pub(crate) fn is_free(&self, at: usize) -> bool {
        #[cfg(test)]
        self.steps.update(|steps| steps + 1);
        self.buffers.owners.get(at) == Some(&0)
    }

    /// The first Arabic word from a place on that no entity owns, that a name elsewhere may explain, and whose stem has a
    /// hash that `is_known`.
    pub(crate) fn open_word(&self, from: usize, is_known: impl Fn(u64) -> bool) -> Option<usize> {
        let mut words = self.buffers.words.get(from..)?.iter().enumerate();
        let is_open = |&(place, word): &(usize, &Word)| {
            word.traits.meets(Traits::OPEN)
                && is_known(self.lexemes.get(word.lexeme).stem_hash)
                && self.buffers.owners.get(from + place) == Some(&0)
        };
        words.find(is_open).map(|(place, _)| from + place)
    }

    /// Whether no entity owns any of the words.
    pub(crate) fn all_free(&self, words: Range<usize>) -> bool {
        #[cfg(test)]
        self.steps.update(|steps| steps + words.len() as u64);
        self.buffers.owners.get(words).is_some_and(|owners| owners.iter().all(|&owner| owner == 0))
    }

    /// The entity that ends with the word, if one does.
    pub(crate) fn ending_with(&self, at: usize) -> Option<&Entity> {
        let owner = *self.buffers.owners.get(at)? as usize;
        self.buffers.found.get(owner.checked_sub(1)?).filter(|entity| entity.words.end == at + 1)
    }

    /// The logarithm of the odds that the word is a name, by its letters: above 0, it looks like one.
    pub(crate) fn likeness(&self, at: usize) -> f64 {
        self.lexeme(at).map_or(0.0, |lexeme| self.lexemes.likeness(lexeme))
    }

    /// Whether the page has the word, which has some length, in small letters too. Of a few words in a thousand that it has
    /// not, this is said as well.
    pub(crate) fn has_small(&self, at: usize) -> bool {
        if !self.has(at, Traits::LONG) {
            return false;
        }
        let hash = self.stem_hash(at);
        let small = self.small.get_or_init(|| {
            let is_small = |word: &&Word| word.traits.meets(Traits::SMALL) && word.traits.meets(Traits::LONG);
            let words = self.buffers.words.iter().filter(is_small);
            Filter::new(words.map(|word| self.lexemes.get(word.lexeme).stem_hash), self.len())
        });
        small.may_have(hash)
    }

    /// Whether the Arabic word is a listed one with affixes, whatever else it is: الأسد is a family and a lion.
    pub(crate) fn has_stem(&self, at: usize) -> bool {
        self.lexeme(at).is_some_and(|lexeme| self.lexemes.has_stem(lexeme))
    }

    /// Whether most words of the page are in Arabic script.
    pub(crate) fn is_arabic(&self) -> bool {
        *self.is_arabic.get_or_init(|| {
            let forms = self.buffers.words.iter().map(|word| self.lexemes.get(word.lexeme).form);
            let (arabic, all) = forms
                .filter(|form| form.is_word())
                .fold((0, 0), |(arabic, all), form| (arabic + usize::from(form == Form::Arabic), all + 1));
            arabic > all - arabic
        })
    }

    /// The longest entry of one of the classes that begins at the word: its words, class and value.
    #[inline]
    pub(crate) fn longest(&self, at: usize, classes: Classes) -> Option<(usize, Class, &'static str)> {
        if !self.begins(at).meets(classes) {
            return None;
        }
        let (length, sense) = self.longest_from(at, classes)?;
        Some((length, sense.class, sense.value()))
    }

    fn longest_from(&self, at: usize, classes: Classes) -> Option<(usize, Sense)> {
        if !self.leads_on(at) {
            return Some((1, self.alone(at, classes)?));
        }
        let mut longest: Option<(usize, Sense)> = None;
        self.for_entries(at, classes, |length, sense| {
            if longest.is_none_or(|(found, _)| found < length) {
                longest = Some((length, sense));
            }
        });
        longest
    }

    /// The entry of one of the classes that is the word alone.
    fn alone(&self, at: usize, classes: Classes) -> Option<Sense> {
        let lexeme = self.lexeme(at)?;
        let known = lexeme.classes.and(classes);
        if known.without(Classes::BARE).is_empty() {
            return bare(known);
        }
        let mut senses = lexeme.node.senses(known);
        senses.find(|sense| sense.case.allows(std::iter::once(lexeme.form))).or_else(|| bare(known))
    }

    /// Whether an entry may continue with the word from the one before it.
    #[inline]
    pub(crate) fn goes_on(&self, at: usize) -> bool {
        let word = self.word(at);
        word.is_some_and(|word| word.traits.meets(Traits::WITHIN) && !word.traits.meets(Traits::BROKEN))
    }

    /// Whether an entry begins with the word and continues with the next.
    #[inline]
    pub(crate) fn leads_on(&self, at: usize) -> bool {
        if !self.has(at, Traits::LEADS) || !self.goes_on(at + 1) {
            return false;
        }
        let (first, next) = (self.lexeme(at), self.lexeme(at + 1));
        first.zip(next).is_some_and(|(first, next)| first.node.child(next.id).is_some())
    }

    /// The classes, of these, of all entries that begin at the word and are in the text.
    #[inline]
    pub(crate) fn matched(&self, at: usize, classes: Classes) -> Classes {
        if !self.begins(at).meets(classes) {
            return Classes::NONE;
        }
        // Where none continues, it is what the word is by itself.
        if self.goes_on(at + 1) { self.matched_from(at, classes) } else { self.classes(at).and(classes) }
    }

    fn matched_from(&self, at: usize, classes: Classes) -> Classes {
        let mut matched = Classes::NONE;
        self.for_entries(at, classes, |_, sense| matched = matched.or(sense.class.set()));
        matched
    }

    /// Calls `found` with every entry of the classes that begins at the word and crosses no break, shortest first.
    #[inline]
    fn for_entries(&self, at: usize, classes: Classes, mut found: impl FnMut(usize, Sense)) {
        let Some(first) = self.lexeme(at) else { return };
        let mut node = first.node;
        for length in 1.. {
            let words = self.buffers.words.get(at..at + length).unwrap_or_default();
            for sense in node.senses(classes) {
                if sense.case.allows(words.iter().map(|word| self.lexemes.get(word.lexeme).form)) {
                    found(length, sense);
                }
            }
            if let Some(sense) = bare(first.classes.and(classes)).filter(|_| length == 1) {
                found(1, sense);
            }
            let next = self.word(at + length).filter(|_| self.goes_on(at + length));
            match next.and_then(|word| node.child(self.lexemes.get(word.lexeme).id)) {
                Some(child) => node = child,
                None => return,
            }
        }
    }

    /// As [`Page::longest`] of one class.
    #[inline]
    pub(crate) fn entry(&self, at: usize, class: Class) -> Option<(usize, &'static str)> {
        let (length, _, value) = self.longest(at, class.set())?;
        Some((length, value))
    }

    /// A segment of the page.
    pub(crate) fn segment(&self, index: usize) -> Option<Segment> {
        self.buffers.segments.get(index).cloned()
    }

    /// The word with which a value may begin, by the index of all such words.
    #[inline]
    pub(crate) fn value_start(&self, index: usize) -> Option<usize> {
        self.buffers.value_starts.get(index).map(|&at| at as usize)
    }

    /// The word with which a name may begin, by the index of all such words.
    #[inline]
    pub(crate) fn name_start(&self, index: usize) -> Option<usize> {
        self.buffers.name_starts.get(index).map(|&at| at as usize)
    }

    /// The rules of values that can begin with the word whatever is after it.
    #[inline]
    pub(crate) fn rules(&self, at: usize) -> Rules {
        self.lexeme(at).map_or_else(Rules::default, |lexeme| lexeme.rules)
    }

    /// The rules of values that can begin with the word where no entry of the lexicon continues after it.
    #[inline]
    pub(crate) fn alone_rules(&self, at: usize) -> Alone {
        self.lexeme(at).map_or_else(Alone::default, |lexeme| lexeme.alone)
    }

    /// The rules of values that can continue with the word after a number.
    #[inline]
    pub(crate) fn rules_after(&self, at: usize) -> Rules {
        self.lexeme(at).map_or_else(Rules::default, |lexeme| lexeme.after)
    }

    /// Whether the words of the text are those of technology or science: three at least, and one of fifty.
    pub(crate) fn is_technical(&self) -> bool {
        *self.is_technical.get_or_init(|| {
            let words = &self.buffers.words;
            let count = words.iter().filter(|word| word.traits.meets(Traits::TECHNICAL)).count();
            count >= (words.len() / 50).max(3)
        })
    }

    /// The entities found, in no order.
    pub(crate) fn found(&self) -> &[Entity] {
        &self.buffers.found
    }

    /// An entity found, to be changed.
    pub(crate) fn entity(&mut self, index: usize) -> Option<&mut Entity> {
        self.buffers.found.get_mut(index)
    }

    /// Keeps the entities that `is_kept` says. Words of others stay taken: no rule looks at them after this.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Self, &Entity) -> bool) {
        let mut found = std::mem::take(&mut self.buffers.found);
        found.retain(|entity| is_kept(self, entity));
        self.buffers.found = found;
    }

    /// A name for an entity.
    pub(crate) fn name(&mut self, name: &str) -> Name {
        self.buffers.names.push(name)
    }

    /// The name of words as written, its blanks and line ends made one blank each.
    pub(crate) fn tidied(&mut self, words: Range<usize>) -> Name {
        let written = self.written_range(words);
        self.buffers.names.push_tidy(written)
    }

    /// The name of words in capitals, with the first letter of each large and the others small.
    pub(crate) fn capitalized(&mut self, words: Range<usize>) -> Name {
        let mut name = String::new();
        for at in words {
            if !name.is_empty() {
                name.push(' ');
            }
            let mut letters = self.written(at).chars();
            name.extend(letters.next());
            name.extend(letters.flat_map(char::to_lowercase));
        }
        self.buffers.names.push(&name)
    }

    /// What the document has said of its names, for [`Page::return_findings`].
    pub(crate) fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.buffers.findings)
    }

    /// Keeps the room that findings have.
    pub(crate) fn return_findings(&mut self, findings: Findings) {
        self.buffers.findings = findings;
    }

    /// Records an entity over the words and takes them; nothing where another has one of them.
    pub(crate) fn add(&mut self, words: Range<usize>, kind: Kind, name: Name) {
        if words.is_empty() || !self.all_free(words.clone()) {
            return;
        }
        let range = self.bytes(words.clone());
        let owner = self.buffers.found.len() as u32 + 1;
        self.own(words.clone(), owner);
        self.buffers.found.push(Entity { kind, words, range, name });
    }

    /// Takes words that are no entity, so that no later rule sees them.
    pub(crate) fn block(&mut self, words: Range<usize>) {
        self.own(words, BLOCKED);
    }

    /// The buffers, with the entities found in the order of the text.
    pub(crate) fn into_buffers(self) -> Buffers {
        let mut buffers = self.buffers;
        buffers.found.sort_by_key(|entity| entity.range.start);
        buffers
    }

    fn own(&mut self, words: Range<usize>, owner: u32) {
        self.buffers.owners.get_mut(words).unwrap_or_default().fill(owner);
    }

    /// Bytes of the words, without the proclitics of the first.
    fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match (self.word(words.start), self.word(words.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => {
                first.start as usize + self.written_proclitic(words.start)..last.end as usize
            }
            _ => 0..0,
        }
    }

    /// Bytes of the proclitics as written; none where one is a character with a letter of the word, as in ﻷ.
    fn written_proclitic(&self, at: usize) -> usize {
        let cut = self.proclitic(at);
        if cut == 0 {
            return 0;
        }
        let (written, key) = (self.written(at), self.key(at));
        if written.get(..cut) == key.get(..cut) {
            return cut;
        }
        // A key has no full stops.
        if written.contains('.') { 0 } else { LOOKUP.mapped(written).source(cut..key.len()).start }
    }
}

/// The sense of a word by itself that has none in the lexicon but its classes.
fn bare(known: Classes) -> Option<Sense> {
    [Class::Given, Class::Family, Class::Common, Class::Doubtful, Class::Technical]
        .into_iter()
        .find(|&class| known.has(class))
        .map(Sense::bare)
}
