//! Where a sentence ends, given the tokens around.

use super::closing::Closings;
use super::fold::{Folds, columns};
use super::mark::{Mark, Start, is_quote};
use crate::lexicon;
use crate::token::{Kind, Token};
use crate::unicode::Script;
use crate::words::{Abbreviation, LONGEST_ITEM_NUMBER, SHORTEST_RULE};

/// The tokens of a text, as the rules look at them.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// What follows a possible end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Following {
    /// The token's place.
    index: usize,
    /// Whether nothing stands between.
    touches: bool,
    begins: Start,
}

/// What stands after the last token of a sentence, if it is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behind {
    breaks_line: bool,
    /// `None` where the text ends.
    following: Option<Following>,
}

impl Context<'_> {
    /// The last token of the sentence that begins with token `first`, if it ends with the mark at `index` and what
    /// closes it.
    pub(super) fn end(&self, first: usize, index: usize, closings: &mut Closings) -> Option<usize> {
        let mark = self.mark(index)?;
        let Some(next) = self.tokens.get(index + 1) else { return Some(index) };
        let (last, mark, after) = match next.kind {
            // Neither closes a sentence.
            Kind::Word | Kind::Number => (index, mark, self.after(index)),
            _ => closings.close(self, index, mark),
        };
        let Some(following) = after.following else { return Some(last) };
        let ends = after.breaks_line && !self.is_list_number(first, index)
            || self.ends_before(first, index, mark, last, following);
        ends.then_some(last)
    }

    /// Whether the sentence from token `first` ends at `index` for certain: a mark after which, over a blank, a word begins
    /// with a capital or an Arabic letter, and is no more than a word. The rules say so too, of nine marks of ten.
    pub(super) fn plainly_ends(&self, first: usize, index: usize) -> bool {
        let Some([token, next]) = self.tokens.get(index..index + 2) else { return false };
        if token.kind != Kind::Punctuation || next.kind != Kind::Word || next.start() == token.end() {
            return false;
        }
        let bytes = self.text.as_bytes();
        let is_end = match bytes[token.start()..token.end()] {
            // The number of a list item would be among the first two tokens.
            [b'.'] => index > first + 2,
            [b'!' | b'?'] | [0xD8, 0x9F] => true,
            _ => false,
        };
        let begins = matches!(
            bytes[next.start()..next.end()],
            [b'A'..=b'Z', _, ..] | [0xD8, 0xA0..=0xBF, _, ..] | [0xD9, 0x81..=0x8A, _, ..]
        );
        is_end && begins && self.numbers_no_item(next)
    }

    /// Whether the sentence from token `first` ends after `index` without a mark: at a line break, at a rule
    /// (`=====`), before the next item of a list, after an emoji.
    pub(super) fn ends_unmarked(&self, first: usize, index: usize, folds: &mut Folds) -> bool {
        let Some(next) = self.tokens.get(index + 1) else { return false };
        let token = &self.tokens[index];
        let is_rule_or_emoji = token.end() - token.start() >= SHORTEST_RULE || token.kind == Kind::Emoji;
        if next.kind == Kind::Word && self.numbers_no_item(next) && !is_rule_or_emoji {
            return self.breaks_line(index) && !self.is_wrapped(index, folds);
        }
        self.breaks_line(index) && !self.is_wrapped(index, folds)
            || self.is_rule(token)
            || self.is_rule(next)
            || token.kind == Kind::Emoji
                && next.start() > token.end()
                && Start::of(next, self.text) == Start::Upper
            || self.begins_next_item(first, index + 1)
    }

    /// A run of at least five of the same mark.
    fn is_rule(&self, token: &Token) -> bool {
        token.end() - token.start() >= SHORTEST_RULE
            && matches!(token.kind, Kind::Punctuation | Kind::Symbol)
            && token.text(self.text).starts_with(['=', '-', '_', '*', '~', '#'])
    }

    /// Whether the item of a list that token `first` begins ends before `index`, where the next item begins.
    fn begins_next_item(&self, first: usize, index: usize) -> bool {
        // Few sentences begin with a number, so that is asked first, and of words at a glance.
        let begins = &self.tokens[first];
        if begins.kind == Kind::Word && self.numbers_no_item(begins) {
            return false;
        }
        self.item_number(first).is_some_and(|number| self.item_number(index) == Some(number + 1))
    }

    /// `(a)`, `(iv)`, `(12)` at `index`; `(2019)` is a year.
    fn is_parenthesized_label(&self, index: usize) -> bool {
        let Some([open, label, close]) = self.tokens.get(index..index + 3) else { return false };
        self.text.as_bytes()[open.start()] == b'('
            && open.text(self.text) == "("
            && label.end() - label.start() < LONGEST_ITEM_NUMBER + usize::from(label.kind == Kind::Word)
            && close.text(self.text) == ")"
    }

    /// Whether a word is not even by its last character, and what follows it, the number of a list item.
    fn numbers_no_item(&self, word: &Token) -> bool {
        let bytes = self.text.as_bytes();
        bytes[word.end() - 1] != b'.' && !matches!(bytes.get(word.end()), Some(b'.' | b')'))
    }

    /// The number of the list item that begins with token `index`: `2.`, `2)`, `b.)`, `• 2.`.
    fn item_number(&self, index: usize) -> Option<u32> {
        let first = &self.tokens[index];
        if first.kind == Kind::Word && self.numbers_no_item(first) {
            return None;
        }
        let bullet = matches!(first.kind, Kind::Punctuation | Kind::Symbol)
            && matches!(first.text(self.text), "•" | "⁃" | "-" | "(");
        let index = if bullet { index + 1 } else { index };
        let number = self.tokens.get(index)?;
        if number.end() - number.start() > LONGEST_ITEM_NUMBER
            || !matches!(number.kind, Kind::Number | Kind::Word)
        {
            return None;
        }
        let mark = self.tokens.get(index + 1)?;
        let text = number.text(self.text);
        let (text, marked) = match text.strip_suffix('.') {
            Some(letter) => (letter, true),
            None => (text, number.end() == mark.start() && matches!(mark.text(self.text), "." | ")")),
        };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(letter @ ('a'..='z' | 'A'..='Z')), None) if marked => {
                Some(u32::from(letter.to_ascii_lowercase()))
            }
            _ if marked && text.len() <= 3 => text.parse().ok(),
            _ => None,
        }
    }

    /// The mark at `index`. Two scripts end their sentences with marks that others continue after.
    fn mark(&self, index: usize) -> Option<Mark> {
        let token = &self.tokens[index];
        match (token.kind, &self.text.as_bytes()[token.start()..token.end()]) {
            (Kind::Punctuation, b".") => Some(Mark::Stop),
            (Kind::Punctuation, b";") => self.mark_of("Greek", index),
            (Kind::Punctuation, b":") => self.mark_of("Armenian", index),
            (Kind::Punctuation, _) => Mark::of(token, self.text),
            (Kind::Word, _) if !self.is_plain_word(token) => Mark::of(token, self.text),
            _ => None,
        }
    }

    /// A mark that ends a sentence where a word of a script stands before it.
    fn mark_of(&self, script: &str, index: usize) -> Option<Mark> {
        let before = self.tokens[index.checked_sub(1)?].text(self.text).chars().next()?;
        (!before.is_ascii() && Script::of(before).name() == script).then_some(Mark::Strong)
    }

    /// Whether `token` is a word that ends in an ASCII letter or digit, or in a letter of two bytes, and so in no full
    /// stop and no control of writing direction after one.
    #[inline]
    fn is_plain_word(&self, token: &Token) -> bool {
        let bytes = self.text.as_bytes();
        let last = bytes[token.end() - 1];
        last.is_ascii_alphanumeric()
            || last >= 0x80
                && token.end() - token.start() >= 2
                && matches!(bytes[token.end() - 2], 0xC3..=0xDF)
    }

    /// What stands after token `last`.
    pub(super) fn after(&self, last: usize) -> Behind {
        Behind { breaks_line: self.breaks_line(last), following: self.following(last) }
    }

    fn following(&self, last: usize) -> Option<Following> {
        let next = self.tokens.get(last + 1)?;
        let mut start = Start::of(next, self.text);
        let mut index = last + 1;
        // What is quoted tells more than the quotation mark.
        while start == Start::Opening {
            let Some(inner) = self.tokens.get(index + 1) else { break };
            index += 1;
            start = Start::of(inner, self.text);
        }
        Some(Following { index, touches: next.start() == self.tokens[last].end(), begins: start })
    }

    fn ends_before(&self, first: usize, index: usize, mark: Mark, last: usize, next: Following) -> bool {
        // What stands in brackets after an abbreviation is a year or a reference: `et al. (12)`.
        let is_label = || !matches!(mark, Mark::Abbreviation(_)) && self.is_parenthesized_label(last + 1);
        if self.begins_next_item(first, last + 1) || is_label() {
            return !next.touches;
        }
        if next.begins == Start::Continuing || last > index && self.is_said(last, next.index) {
            return false;
        }
        if next.touches {
            return self.ends_without_space(first, index, mark, next);
        }
        match mark {
            Mark::Strong => {
                next.begins != Start::Lower
                    || last == index && (self.is_question(index) || self.begins_small(first))
            }
            Mark::Ellipsis => !matches!(next.begins, Start::Lower | Start::Digit),
            Mark::Stop => match next.begins {
                // What closed is within a sentence: `(He was late.) at the`.
                Start::Lower => last == index && self.writes_small(first, index),
                Start::Digit if self.is_number_sign(index) => false,
                _ => !self.is_list_number(first, index) && !self.is_spaced_abbreviation(index, last + 1),
            },
            Mark::Abbreviation(class) => self.ends_after_abbreviation(first, index, class, next),
        }
    }

    /// `done.Next`, `تم!ثم`: a space was forgotten; but `Y!J` is a name.
    fn ends_without_space(&self, first: usize, index: usize, mark: Mark, next: Following) -> bool {
        let long_before = index > 0
            && self.tokens[index - 1].end() == self.tokens[index].start()
            && self.tokens[index - 1].text(self.text).chars().nth(2).is_some();
        if self.tokens[index].text(self.text).starts_with(UNSPACED_ENDS) {
            return !self.is_bracketed(first, index);
        }
        match next.begins {
            Start::Ideograph => {
                matches!(mark, Mark::Strong | Mark::Stop)
                    && !self.is_bracketed(first, index)
                    && !self.is_list_number(first, index)
            }
            Start::Upper | Start::Uncased => long_before && !matches!(mark, Mark::Abbreviation(_)),
            _ => false,
        }
    }

    /// Whether an East Asian bracket that opened in this sentence is still open at `index`.
    fn is_bracketed(&self, first: usize, index: usize) -> bool {
        let near = first.max(index.saturating_sub(LONGEST_QUOTATION));
        let depth = |depth: usize, token: &Token| match token.text(self.text) {
            "（" | "「" | "『" | "《" | "【" => depth + 1,
            "）" | "」" | "』" | "》" | "】" => depth.saturating_sub(1),
            _ => depth,
        };
        self.tokens[near..index].iter().fold(0, depth) > 0
    }

    fn ends_after_abbreviation(
        &self,
        first: usize,
        index: usize,
        class: Abbreviation,
        next: Following,
    ) -> bool {
        let starts =
            next.begins == Start::Upper && lexicon::begins_sentences(self.tokens[next.index].text(self.text));
        let is_title = || {
            let mark = Mark::of(&self.tokens[next.index], self.text);
            next.begins == Start::Upper && mark == Some(Mark::Abbreviation(Abbreviation::Title))
        };
        match class {
            Abbreviation::Title | Abbreviation::Number => false,
            Abbreviation::Plain => starts || is_title(),
            Abbreviation::Initial => index > first && starts && !self.is_initial(index - 1),
        }
    }

    /// `N°.` before its number.
    fn is_number_sign(&self, index: usize) -> bool {
        index > 0 && matches!(self.tokens[index - 1].text(self.text), "°" | "№" | "º")
    }

    fn is_initial(&self, index: usize) -> bool {
        Mark::of(&self.tokens[index], self.text) == Some(Mark::Abbreviation(Abbreviation::Initial))
    }

    fn is_question(&self, index: usize) -> bool {
        !self.tokens[index].text(self.text).starts_with('!')
    }

    /// `1.` where a sentence would begin: the number of what follows.
    fn is_list_number(&self, first: usize, index: usize) -> bool {
        index <= first + 2 && self.item_number(first).is_some()
    }

    /// Whether a small letter after the full stop at `index` begins a sentence: in a text without capitals, where
    /// this one begins with a small letter too, or after a word that is too long for an abbreviation.
    fn writes_small(&self, first: usize, index: usize) -> bool {
        if index <= first + 1 {
            return false;
        }
        let letters = self.tokens[index - 1].text(self.text).chars().count();
        letters > if self.begins_small(first) { 1 } else { LONGEST_ABBREVIATION }
    }

    /// Whether the sentence from token `first` begins with a small letter.
    fn begins_small(&self, first: usize) -> bool {
        Start::of(&self.tokens[first], self.text) == Start::Lower
    }

    /// `z. B.`, `т. е.`: a letter with its full stop, and another.
    fn is_spaced_abbreviation(&self, index: usize, next: usize) -> bool {
        let single = |index: usize| {
            let token = &self.tokens[index];
            // Most words are longer, which saves reading them.
            if token.end() - token.start() > '\u{10FFFF}'.len_utf8()
                && self.text.as_bytes()[token.end() - 1] != b'.'
            {
                return false;
            }
            let mut characters = token.text(self.text).trim_end_matches('.').chars();
            characters.next().is_some() && characters.next().is_none()
        };
        index > 0 && single(index - 1) && single(next) && self.is_initial(next)
    }

    /// Whether the white space after token `index` holds a line break.
    pub(super) fn breaks_line(&self, index: usize) -> bool {
        let end = self.tokens[index].end();
        let next = self.tokens.get(index + 1).map_or(self.text.len(), |next| next.start());
        if next - end <= 1 {
            return next > end && matches!(self.text.as_bytes()[end], b'\n' | b'\r');
        }
        self.text[end..next].contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'])
    }

    /// Whether the line break after token `index` is one of a text that was folded to a width: in a paragraph of which
    /// the other lines say so, or a full line, not ended by a mark or colon, and a small letter after it.
    fn is_wrapped(&self, index: usize, folds: &mut Folds) -> bool {
        let next = &self.tokens[index + 1];
        let end = self.tokens[index].end();
        let gap = &self.text[end..next.start()];
        if gap.matches('\n').count() > 1 || self.tokens[index].text(self.text) == ":" {
            return false;
        }
        self.is_full_line(end) && Start::of(next, self.text) == Start::Lower
            || next.kind == Kind::Word && lexicon::goes_on(self.tokens[index].text(self.text))
            || folds.is_fold(self.text, end)
    }

    /// Whether token `last` closes a quotation that is said to be so by what begins with token `next`: a verb of speech, or
    /// a name and one.
    fn is_said(&self, last: usize, next: usize) -> bool {
        let closes = self.tokens[last].text(self.text).chars().all(is_quote);
        let word = |index: usize| self.tokens.get(index).filter(|token| token.kind == Kind::Word);
        let is_speech =
            |index: usize| word(index).is_some_and(|word| lexicon::is_speech(word.text(self.text)));
        let is_name = |index: usize| {
            word(index).is_some_and(|word| {
                Start::of(word, self.text) == Start::Upper && !lexicon::begins_sentences(word.text(self.text))
            })
        };
        let names = (next..).take(LONGEST_NAME).take_while(|&index| is_name(index)).count();
        closes && is_speech(next + names)
    }

    /// Whether the line that ends at `end` is as long as lines that were folded.
    fn is_full_line(&self, end: usize) -> bool {
        let line = self.text[..end].chars().rev().take_while(|&character| character != '\n');
        (FULL_LINE..=LONGEST_LINE).contains(&columns(line))
    }
}

/// Characters of a line that may have been folded.
pub(super) const FULL_LINE: usize = 50;
pub(super) const LONGEST_LINE: usize = 100;

/// Words of a name before a verb of speech.
const LONGEST_NAME: usize = 3;

/// Marks that end a sentence without a blank after them: East Asian ones, and those of Burmese and Khmer.
const UNSPACED_ENDS: [char; 7] = ['。', '！', '？', '｡', '．', '။', '។'];

/// Letters of an abbreviation that no table has, before a small letter.
const LONGEST_ABBREVIATION: usize = 5;

/// Tokens in which a bracket is looked for; one that never closes shall not swallow a text.
const LONGEST_QUOTATION: usize = 200;
