//! The pass over a text: words, numbers and marks by the classes of their characters, all else by the rules.

use super::follow::{Follow, Reach};
use super::letters;
use super::{Abbreviation, Found, Tokenizer, is_after_word, segment_end};
use crate::forms::{Forms, Key, eight};
use crate::token::{Kind, Token};
use crate::unicode::{Category, Class, Properties, Script, SentenceBreak};

/// A text on its way from its start to its end.
pub(super) struct Pass<'a> {
    pub(super) text: &'a str,
    pub(super) forms: &'a mut Forms,
    pub(super) tokenizer: Tokenizer,
    /// What is known of addresses ahead.
    pub(super) reach: Reach,
    found: &'a mut Found,
    latin: Plain,
    arabic: Plain,
}

/// Words of letters of one script alone, whose script and letters need not be looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Plain {
    words: u32,
    letters: u64,
}

impl Plain {
    #[inline(always)]
    fn add(&mut self, letters: usize) {
        self.words += 1;
        self.letters += letters as u64;
    }
}

/// Letters, digits and their marks, from a boundary on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The class of the first character, which is a letter or digit.
    pub(super) first: Class,
    /// The class of the last letter or digit.
    pub(super) last: Class,
    /// The classes of all.
    pub(super) seen: Class,
}

impl Run {
    /// Whether it is digits, and what joins them.
    pub(super) fn is_of_digits(&self) -> bool {
        self.seen == Class::DIGIT
    }
}

/// What may begin with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Letter,
    Digit,
    /// Horizontal white space, which is no token, with the marks behind it.
    Blank,
    /// A line break.
    Line,
    /// A mark that is a token, if not joined by the same or a mark.
    Punctuation,
    /// The same of a symbol.
    Symbol,
    /// A character of several bytes.
    Wide,
    /// What the rules are asked for.
    Other,
}

const STARTS: [Start; 256] = {
    let mut starts = [Start::Wide; 256];
    let mut byte = 0;
    while byte < 128 {
        starts[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Start::Letter,
            b'0'..=b'9' => Start::Digit,
            b' ' | b'\t' => Start::Blank,
            b'\n' | b'\r' => Start::Line,
            b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Start::Symbol,
            b'#' | b'@' | b'_' => Start::Other,
            b'!'..=b'/' | b':'..=b'?' | b'['..=b']' | b'{' | b'}' => Start::Punctuation,
            _ => Start::Other,
        };
        byte += 1;
    }
    starts
};

impl<'a> Pass<'a> {
    pub(super) fn new(
        tokenizer: Tokenizer,
        text: &'a str,
        forms: &'a mut Forms,
        found: &'a mut Found,
    ) -> Self {
        let (latin, arabic) = (Plain::default(), Plain::default());
        Pass { text, forms, tokenizer, reach: Reach::default(), found, latin, arabic }
    }

    /// Goes to the end of the text.
    pub(super) fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut position = 0;
        while let Some(&byte) = bytes.get(position) {
            position = match STARTS[usize::from(byte)] {
                Start::Letter => self.letters(position),
                Start::Blank => position + 1,
                Start::Punctuation => self.mark(position, byte),
                Start::Wide => self.wide_letters(position),
                Start::Digit => self.digits(position),
                Start::Line => self.line_break(position + 1),
                Start::Symbol => self.mark_or_more(position, byte, Kind::Symbol),
                Start::Other => self.by_rules(position),
            };
        }
        for (script, plain) in [(Script::LATIN, self.latin), (Script::ARABIC, self.arabic)] {
            self.found.add_words(script, plain.words, plain.letters);
        }
    }

    /// What begins with an ASCII letter; where it ends, and the blank behind it.
    #[inline(always)]
    fn letters(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let first = eight(bytes, start);
        let letters = letters::ascii(first);
        if letters == 8 {
            return self.many_letters(start);
        }
        self.ascii_word(start, start + letters as usize, Key::of_short(first, letters))
    }

    /// The same, of eight letters or more.
    #[inline(never)]
    fn many_letters(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start + 8;
        loop {
            let letters = letters::ascii(eight(bytes, end));
            end += letters as usize;
            if letters < 8 {
                return self.ascii_word(start, end, Key::of(bytes, start, end));
            }
        }
    }

    /// The token that begins with ASCII letters alone.
    #[inline(always)]
    fn ascii_word(&mut self, start: usize, end: usize, key: Key) -> usize {
        let next = self.text.as_bytes().get(end).copied().unwrap_or(b'\n');
        if next < 0x80 && Class::of_ascii(next).ends(Class::LETTER) {
            self.latin.add(end - start);
            self.take_plain(start, end, key);
            return end + usize::from(next == b' ');
        }
        self.ascii_word_before(start, end)
    }

    #[inline(never)]
    fn ascii_word_before(&mut self, start: usize, end: usize) -> usize {
        if let Some(end) = self.end_of_joined(end) {
            self.latin.add(end - start);
            self.take_plain(start, end, Key::of(self.text.as_bytes(), start, end));
            return end;
        }
        match self.follow_letters(start, end) {
            Follow::Ends => {
                self.latin.add(end - start);
                self.take_plain(start, end, Key::of(self.text.as_bytes(), start, end));
                end
            }
            Follow::Abbreviates(end, class) => self.take_abbreviation(start, end, class),
            Follow::Joins(_) | Follow::Asks => self.run_of(start, end - start, Class::LETTER),
        }
    }

    /// Where the letters end that an apostrophe at `end` joins to those before it, if they are few and of ASCII, and nothing
    /// goes on behind them: `don't`.
    #[inline(always)]
    fn end_of_joined(&self, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let behind = match bytes[end..] {
            [b'\'', ..] => end + 1,
            [0xE2, 0x80, 0x99, ..] => end + '’'.len_utf8(),
            _ => return None,
        };
        let letters = letters::ascii(eight(bytes, behind));
        let end = behind + letters as usize;
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        let ends = next < 0x80 && Class::of_ascii(next).ends(Class::LETTER);
        (ends && matches!(letters, 1..8)).then_some(end)
    }

    /// Takes the word up to `end`, the full stop behind it included.
    fn take_abbreviation(&mut self, start: usize, end: usize, class: Abbreviation) -> usize {
        self.push(start, end, Kind::Word, Key::of(self.text.as_bytes(), start, end));
        self.found.note_abbreviation(end, class, self.text);
        end
    }

    /// What begins with a digit of ASCII: most often a number of up to seven of them.
    #[inline(never)]
    fn digits(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let first = eight(bytes, start);
        let digits = letters::digits(first);
        let end = start + digits as usize;
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        let behind = bytes.get(end + 1).copied().unwrap_or(b'\n');
        // What joins digits, and what an address may have, does neither before a blank.
        let ends = next < 0x80 && Class::of_ascii(next).ends(Class::DIGIT)
            || self.tokenizer.tailored && matches!((next, behind), (b'.' | b',', b' ' | b'\n'));
        if digits == 8 || !ends {
            return self.run_of(start, 1, Class::DIGIT);
        }
        self.take_bare(start, end, Kind::Number, Key::of_short(first, digits));
        end + usize::from(next == b' ')
    }

    /// The token of letters and digits at `start`, of which `known` bytes of the class `first` were read.
    fn run_of(&mut self, start: usize, known: usize, first: Class) -> usize {
        let mut run = Run { start, end: start + known, first, last: first, seen: first };
        loop {
            let (class, length) = self.take_in(&mut run);
            let follow = if class.ends(run.last) { Follow::Ends } else { self.follow(&run) };
            match follow {
                Follow::Joins(end) => run.end = end,
                Follow::Ends => return self.end_of_run(run, length),
                Follow::Abbreviates(end, class) => {
                    run.end = end;
                    let end = self.end_of_run(run, 0);
                    self.found.note_abbreviation(end, class, self.text);
                    return end;
                }
                Follow::Asks => return self.by_rules(start),
            }
        }
    }

    /// Takes in all letters, digits and marks to come. The class of what is behind them, and its length.
    #[inline]
    fn take_in(&mut self, run: &mut Run) -> (Class, usize) {
        loop {
            let ahead = eight(self.text.as_bytes(), run.end);
            let letters = if ahead & 0x80 == 0 { letters::ascii(ahead) } else { letters::arabic(ahead) };
            if letters > 0 {
                run.end += letters as usize;
                run.last = Class::LETTER;
                run.seen = run.seen.with(Class::LETTER);
                if letters == 8 {
                    continue;
                }
            }
            let (class, length) = Class::at(self.text, run.end);
            if !class.is(Class::WORD) {
                return (class, length);
            }
            run.end += length;
            run.seen = run.seen.with(class);
            if !class.is(Class::MARK) {
                run.last = class;
            }
        }
    }

    /// Where a run is a token, it ends here; `next` bytes behind it are one character.
    fn end_of_run(&mut self, run: Run, next: usize) -> usize {
        let Run { start, end, first, seen, .. } = run;
        let bytes = self.text.as_bytes();
        // An Arabic particle may stand before digits, and what marks make of a digit may be an emoji.
        let wide = bytes[start] >= 0x80;
        if first.is(Class::LETTER) && wide && seen.is(Class::DIGIT)
            || first.is(Class::DIGIT) && !wide && seen.is(Class::MARK)
        {
            return self.by_rules(start);
        }
        let kind = if seen.is(Class::LETTER) { Kind::Word } else { Kind::Number };
        self.push(start, end, kind, Key::of(bytes, start, end));
        end + usize::from(next == 1 && bytes[end] == b' ')
    }

    /// The ASCII punctuation mark at `position`; where it ends, and the blank behind it.
    #[inline(always)]
    fn mark(&mut self, position: usize, byte: u8) -> usize {
        let next = self.text.as_bytes().get(position + 1).copied().unwrap_or(b'\n');
        if next >= 0x80 || next == byte || crate::lexicon::may_begin_emoticon(byte) {
            return self.mark_or_more(position, byte, Kind::Punctuation);
        }
        self.take_mark(position, byte, next, Kind::Punctuation)
    }

    /// The ASCII punctuation mark or symbol at `position`, or what begins with it.
    #[inline(never)]
    fn mark_or_more(&mut self, position: usize, byte: u8, kind: Kind) -> usize {
        let next = self.text.as_bytes().get(position + 1).copied().unwrap_or(b'\n');
        if next >= 0x80 && !Class::at(self.text, position + 1).0.is_apart()
            || next == byte
            || self.tokenizer.tailored && crate::lexicon::may_be_emoticon(byte, next)
        {
            return self.by_rules(position);
        }
        self.take_mark(position, byte, next, kind)
    }

    #[inline(always)]
    fn take_mark(&mut self, position: usize, byte: u8, next: u8, kind: Kind) -> usize {
        let number = self.forms.number_of_single(byte, self.text, position);
        let (form, _) = self.forms.enter(number);
        self.found.kinds[kind as usize] += 1;
        self.found.tokens.push(Token::new(position, position + 1, kind, form));
        match byte {
            b'.' => {
                self.found.note_back(0);
                self.found.note_item(self.text);
            }
            b'!' | b'?' => self.found.note_back(0),
            b':' | b';' => self.found.note_script_mark(self.text),
            b')' => self.found.note_item(self.text),
            _ => {}
        }
        position + 1 + usize::from(next == b' ')
    }

    /// What begins with a character of several bytes: most often an Arabic word of up to seven letters.
    #[inline(always)]
    fn wide_letters(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut letters = letters::arabic(eight(bytes, start));
        if letters == 8 {
            letters += letters::arabic(eight(bytes, start + 8));
        }
        // A word that begins with a tatweel is of no script.
        if letters == 0 || letters == 16 || bytes[start..].starts_with("ـ".as_bytes()) {
            return self.wide(start, letters);
        }
        let end = start + letters as usize;
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        let key = Key::of_up_to_sixteen(bytes, start, letters as usize);
        if next < 0x80 && Class::of_ascii(next).ends(Class::LETTER) {
            self.arabic.add(letters as usize / 2);
            self.take_plain(start, end, key);
            return end + usize::from(next == b' ');
        }
        self.arabic_word_before(start, end)
    }

    #[inline(never)]
    fn arabic_word_before(&mut self, start: usize, end: usize) -> usize {
        match self.follow_letters(start, end) {
            Follow::Ends => {
                self.arabic.add((end - start) / 2);
                self.take_plain(start, end, Key::of(self.text.as_bytes(), start, end));
                end
            }
            Follow::Abbreviates(end, class) => self.take_abbreviation(start, end, class),
            Follow::Joins(_) | Follow::Asks => self.run_of(start, end - start, Class::LETTER),
        }
    }

    /// An Arabic word of eight letters or more.
    fn many_arabic_letters(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start + 16;
        loop {
            let letters = letters::arabic(eight(bytes, end));
            end += letters as usize;
            if letters < 8 {
                break;
            }
        }
        let key = Key::of(bytes, start, end);
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        if next < 0x80 && Class::of_ascii(next).ends(Class::LETTER) {
            self.arabic.add((end - start) / 2);
            self.take_plain(start, end, key);
            return end + usize::from(next == b' ');
        }
        self.arabic_word_before(start, end)
    }

    /// What begins with a character of several bytes.
    #[inline(never)]
    fn wide(&mut self, position: usize, letters: u32) -> usize {
        if letters == 16 && !self.text[position..].starts_with('ـ') {
            return self.many_arabic_letters(position);
        }
        let (class, length) = Class::at(self.text, position);
        if class.is(Class::LETTER.with(Class::DIGIT)) {
            return self.run_of(position, length, class);
        }
        self.wide_mark(position, class, length)
    }

    fn wide_mark(&mut self, position: usize, class: Class, length: usize) -> usize {
        let end = position + length;
        let bytes = self.text.as_bytes();
        if class.is(Class::LINE) {
            return self.line_break(end);
        }
        if !class.is_apart() && position > 0 && matches!(bytes[position - 1], b' ' | b'\t') {
            // A mark belongs to the blank before it, which was passed over.
            let end = segment_end(self.text, position - 1);
            if end > position {
                return end;
            }
        }
        let (next, next_length) = Class::at(self.text, end);
        if !next.is_apart() {
            return self.by_rules(position);
        }
        if class.is(Class::SPACE) {
            return end;
        }
        let same = next_length == length && bytes[position..end] == bytes[end..end + length];
        if class.is(Class::LONE) && !same {
            return self.lone_mark(position, end);
        }
        self.by_rules(position)
    }

    /// The mark or symbol of several bytes from `position` to `end`, which is a token by itself.
    fn lone_mark(&mut self, position: usize, end: usize) -> usize {
        let properties = self.text[position..].chars().next().map(Properties::of);
        let is_punctuation = properties.is_some_and(|one| one.category() == Category::Punctuation);
        let kind = if is_punctuation { Kind::Punctuation } else { Kind::Symbol };
        let key = Key::of_up_to_sixteen(self.text.as_bytes(), position, end - position);
        self.take_bare(position, end, kind, key);
        let ends =
            |one: Properties| matches!(one.sentence_break(), SentenceBreak::ATerm | SentenceBreak::STerm);
        if properties.is_some_and(ends) || self.text[position..].starts_with('…') {
            self.found.note_back(0);
        }
        end
    }

    #[inline]
    fn line_break(&mut self, end: usize) -> usize {
        self.found.note_line_break();
        end
    }

    /// Asks the rules for the token at `position`.
    #[inline(never)]
    fn by_rules(&mut self, position: usize) -> usize {
        let after_word = is_after_word(&self.found.tokens, position);
        let (end, kind) = self.tokenizer.token(self.text, position, after_word);
        if let Some(kind) = kind {
            self.push(position, end, kind, Key::of(self.text.as_bytes(), position, end));
            self.found.note_last(self.text);
        }
        end
    }

    /// Takes a word of plain letters, in the line where nine of ten tokens are taken.
    #[inline(always)]
    fn take_plain(&mut self, start: usize, end: usize, key: Key) {
        let number = self.forms.number(key, self.text, start, end);
        let (form, known) = self.forms.enter(number);
        known.words += 1;
        self.found.tokens.push(Token::new(start, end, Kind::Word, form));
    }

    /// Takes a token that is no word.
    #[inline(always)]
    fn take_bare(&mut self, start: usize, end: usize, kind: Kind, key: Key) {
        let number = self.forms.number(key, self.text, start, end);
        let (form, _) = self.forms.enter(number);
        self.found.kinds[kind as usize] += 1;
        self.found.tokens.push(Token::new(start, end, kind, form));
    }

    /// Takes a token.
    #[inline(never)]
    fn push(&mut self, start: usize, end: usize, kind: Kind, key: Key) {
        let number = self.forms.number(key, self.text, start, end);
        let (form, known) = self.forms.enter(number);
        self.found.kinds[kind as usize] += 1;
        if kind == Kind::Word {
            known.words += 1;
            if let Some(script) = known.script {
                self.found.scripts.add(script, 1, u64::from(known.letters));
            }
        }
        self.found.tokens.push(Token::new(start, end, kind, form));
    }
}
