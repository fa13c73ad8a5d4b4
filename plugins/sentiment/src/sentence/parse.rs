//! From the tokens of a sentence to its elements.

use crate::forms::class::Class;
use crate::forms::classes::Classes;
use crate::forms::marks::Stands;
use crate::forms::sense::Word;
use crate::lexicon::{Entry, Negated, Shift};
use crate::sentence::phrases::{Cursor, SentenceTokens};
use crate::sentence::{Sentence, heads, homographs, relative};

/// What is looked at beyond its class wherever it stands; a mark that joins is passed as none of the sentence's elements.
const LOOKED_AT: u8 = Class::CUE | Class::JOINS | Class::SPECIAL;

/// Reads the tokens of one sentence into `sentence`, which is cleared first.
///
/// Most tokens say nothing, and are done after one look at the classes of eight.
pub(crate) fn parse(tokens: &SentenceTokens<'_, '_>, sentence: &mut Sentence) {
    sentence.clear();
    let has_own_phrases = tokens.lexicon.has_own_phrases();
    let (mut words, mut has_small) = (0, false);
    // Where reading continues; and how many more elements there are than tokens, mostly fewer, so it wraps.
    let (mut after, mut more) = (0, 0_usize);
    let mut first = 0;
    while first < tokens.classes.len() {
        let group = tokens.classes.group(first);
        words += group.words();
        has_small |= group.has(Class::SMALL);
        let alone = group.lanes_with(LOOKED_AT);
        let telling = alone | group.lanes_that_lead();
        let breaks = group.lanes_with(Class::BREAK);
        // Most that lead by their classes do not, as the ties of the two words tell.
        let tied = if has_own_phrases { 0 } else { group.lanes_that_lead_to_words() };
        // Where there is no clause to be ended, an end changes nothing.
        let mut lanes = if sentence.is_in_clause() { telling | breaks } else { telling };
        while lanes != 0 {
            let lane = lanes.trailing_zeros() & !7;
            lanes &= !(0xFF << lane);
            let at = first + (lane / u8::BITS) as usize;
            let says_nothing_alone = (alone | breaks) >> lane & 0xFF == 0 && tied >> lane & 0xFF != 0;
            if at < after || says_nothing_alone && !tokens.are_tied(at) {
                continue;
            }
            sentence.places = at.wrapping_add(more);
            after = look_at(tokens, at, sentence);
            more = sentence.places.wrapping_sub(after);
            let left = !(0xFF << lane) & u64::MAX << lane;
            lanes = left & if sentence.is_in_clause() { telling | breaks } else { telling };
        }
        first += Classes::LANES;
    }
    sentence.words = words - sentence.in_emoticons;
    sentence.places = tokens.classes.len().wrapping_add(more);
    sentence.capitals_tell = has_small && (sentence.in_emoticons == 0 || has_small_letters(tokens));
}

/// Whether a word outside of emoticons has a small letter.
#[cold]
fn has_small_letters(tokens: &SentenceTokens<'_, '_>) -> bool {
    let mut at = 0;
    while let Some(class) = tokens.classes.get(at) {
        if class.has(Class::SMALL) {
            return true;
        }
        let emoticon = if is_mark(class) { tokens.emoticon_at(at) } else { None };
        at = emoticon.map_or(at + 1, |(end, _)| tokens.after_emoticon(at, end));
    }
    false
}

/// Whether it is a mark that may be an emoticon, or says something.
fn is_mark(class: Class) -> bool {
    class.has(Class::SPECIAL) && !class.has(Class::WORD)
}

/// Reads the token `at`, and what belongs to it. Gives the place of the next.
fn look_at(tokens: &SentenceTokens<'_, '_>, at: usize, sentence: &mut Sentence) -> usize {
    let class = tokens.classes.get(at).unwrap_or_default();
    if class.has(Class::WORD) {
        return read_word(tokens, at, class, sentence);
    }
    if class.has(Class::SPECIAL)
        && let Some((end, entry)) = tokens.emoticon_at(at)
    {
        sentence.push_symbol(tokens.start(at)..end, Some(entry));
        let after = tokens.after_emoticon(at, end);
        let inside = tokens.classes.range(at + 1, after);
        sentence.in_emoticons += inside.filter(|class| class.has(Class::WORD)).count();
        return after;
    }
    if class.has(Class::BREAK) {
        // Behind the last token there is nothing to be kept apart.
        if at + 1 < tokens.classes.len() {
            sentence.push_break();
        }
    } else if !class.has(Class::JOINS) {
        read_mark(tokens, at, sentence);
    }
    at + 1
}

/// Reads a word or a hashtag, with the words that make a phrase with it. Gives the place of the next token.
fn read_word(tokens: &SentenceTokens<'_, '_>, at: usize, class: Class, sentence: &mut Sentence) -> usize {
    if class.has(Class::SPECIAL) || tokens.may_lead(at) {
        return read_phrases(tokens, at, sentence);
    }
    let sense = if class.has(Class::CUE) { tokens.tokens.sense(tokens.first + at) } else { None };
    match sense.and_then(|sense| Some((sense.word, sense.word.entry?))) {
        Some((word, entry)) if says_something(tokens, at, &word, &entry) => {
            let range = tokens.range(Cursor { token: at, part: 0 });
            sentence.push_word(range, entry, word.turned, word.emphasis);
        }
        _ => sentence.pass_word(),
    }
    at + 1
}

/// Whether a word says what the lexicon has for it: not in a name, and not where it only looks like a negation or like praise.
fn says_something(tokens: &SentenceTokens<'_, '_>, at: usize, word: &Word, entry: &Entry) -> bool {
    let weight = entry.weight;
    let may_be_relative = matches!(entry.shift, Some(Shift::Negation { of: Negated::Verb, .. }));
    let says_nothing = tokens.is_in_title(at)
        || word.with_article && weight != 0.0 && heads::announces(tokens, at, weight)
        || may_be_relative && relative::begins_at(tokens, at)
        || word.is_homograph && homographs::is_one(tokens, at);
    !says_nothing
}

/// Reads phrases until one ends with a token, and not inside of a hashtag. Gives the place of the next token.
fn read_phrases(tokens: &SentenceTokens<'_, '_>, at: usize, sentence: &mut Sentence) -> usize {
    let mut cursor = Cursor { token: at, part: 0 };
    // Nothing where a hashtag has no part.
    while let Some(word) = tokens.word(cursor) {
        let phrase = tokens.phrase_at(cursor, word);
        let is_one_word = phrase.last == cursor && cursor.part == 0;
        let entry = phrase.entry.filter(Entry::is_telling);
        match entry.filter(|entry| !is_one_word || says_something(tokens, cursor.token, word, entry)) {
            Some(entry) => {
                let range = tokens.range(cursor).start..tokens.range(phrase.last).end;
                sentence.push_word(range, entry, phrase.turned, phrase.emphasis);
            }
            None => sentence.pass_word(),
        }
        cursor = phrase.end;
        if cursor.part == 0 {
            return cursor.token;
        }
    }
    cursor.token + 1
}

/// Reads a mark that is no emoticon.
fn read_mark(tokens: &SentenceTokens<'_, '_>, at: usize, sentence: &mut Sentence) {
    let Some(mark) = tokens.tokens.sense(tokens.first + at).map(|sense| sense.mark) else { return };
    sentence.exclamations += usize::from(mark.exclamations);
    sentence.questions |= mark.questions;
    match mark.stands {
        Stands::Joining => {}
        Stands::Breaking => sentence.push_break(),
        Stands::Symbol(entry) => {
            let entry = entry.and_then(|entry| tokens.lexicon.entry(entry));
            sentence.push_symbol(tokens.range(Cursor { token: at, part: 0 }), entry);
        }
    }
}
