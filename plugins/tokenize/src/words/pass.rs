//! The pass over a text: words, numbers and marks by the classes of their characters, all else by the rules.

use super::alphabet::Alphabet;
use super::follow::{Follow, Reach};
use super::letter_run::{ARABIC, ASCII, Run, letters_of};
use super::letters;
use super::{Abbreviation, Found, Tokenizer, cut, is_after_word, kind, segment_end};
use crate::forms::{Forms, Key, eight};
use crate::token::{Kind, Token};
use crate::unicode::{Category, Class, Properties, SentenceBreak};

/// A text on its way from its start to its end.
pub(super) struct Pass<'a> {
    pub(super) text: &'a str,
    pub(super) forms: &'a mut Forms,
    pub(super) tokenizer: Tokenizer,
    /// What is known of addresses ahead.
    pub(super) reach: Reach,
    found: &'a mut Found,
    /// By alphabet.
    plain: [Plain; 2],
    /// Up to where letters are known to be of several scripts: to ask that of each token anew would take the square of their
    /// number.
    mixed_until: usize,
}

/// Words of letters of one alphabet alone, whose script and letters need not be looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Plain {
    words: u32,
    bytes: u64,
}

/// The tatweel as the first two bytes of a word have it, the first one low: a word that begins with it is of no script.
const TATWEEL: u16 = 0x80D9;

/// What may begin with a byte of ASCII that is no letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Digit,
    /// Horizontal white space, which is no token, with the marks after it.
    Blank,
    /// A line break.
    Line,
    /// A mark that is a token, if not joined by the same or a mark.
    Punctuation,
    /// The same of a mark that may begin an emoticon.
    Ornament,
    /// The same of a symbol.
    Symbol,
    /// What the rules are asked for.
    Other,
}

const STARTS: [Start; 128] = {
    let mut starts = [Start::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        starts[byte as usize] = match byte {
            b'0'..=b'9' => Start::Digit,
            b' ' | b'\t' => Start::Blank,
            b'\n' | b'\r' => Start::Line,
            b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Start::Symbol,
            b'#' | b'@' | b'_' => Start::Other,
            b'!'..=b'/' | b':'..=b'?' | b'['..=b']' | b'{' | b'}' => {
                if crate::lexicon::may_begin_emoticon(byte) { Start::Ornament } else { Start::Punctuation }
            }
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
        Pass {
            text,
            forms,
            tokenizer,
            reach: Reach::default(),
            found,
            plain: Default::default(),
            mixed_until: 0,
        }
    }

    /// Goes to the end of the text.
    pub(super) fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut position = 0;
        while position < bytes.len() {
            let ahead = eight(bytes, position);
            // Most tokens are words, so that is asked before what else a byte may begin.
            position = if ahead & 0x80 != 0 {
                self.wide_letters(position, ahead)
            } else {
                match letters::ascii(ahead) {
                    0 => self.no_letters(position, ahead),
                    8 => self.long_word(position, ahead, Alphabet::Latin),
                    letters => self.short_word(position, ahead, letters, Alphabet::Latin),
                }
            };
        }
        for alphabet in [Alphabet::Latin, Alphabet::Arabic] {
            let plain = self.plain[alphabet as usize];
            self.found.add_words(alphabet.script(), plain.words, plain.bytes / alphabet.bytes_of_a_letter());
        }
    }

    /// What begins with the ASCII character at the low end of `ahead`, which is no letter.
    #[inline(always)]
    fn no_letters(&mut self, position: usize, ahead: u64) -> usize {
        let [byte, next, ..] = ahead.to_le_bytes();
        match STARTS[usize::from(byte & 0x7F)] {
            Start::Blank => position + 1,
            Start::Punctuation => self.mark(position, byte, next),
            Start::Digit => self.digits(position, ahead),
            Start::Line => self.line_break(position + 1),
            Start::Ornament => self.mark_or_more(position, byte, Kind::Punctuation),
            Start::Symbol => self.mark_or_more(position, byte, Kind::Symbol),
            Start::Other => self.by_rules(position),
        }
    }

    /// What begins with up to seven bytes of letters of an alphabet, which stand in `ahead`; where it ends, and the blank
    /// after it.
    #[inline(always)]
    fn short_word(&mut self, start: usize, ahead: u64, letters: u32, alphabet: Alphabet) -> usize {
        // 0 after the text, which ends a word too.
        let next = (ahead >> ((8 * letters) & 63)) as u8;
        self.word(start, start + letters as usize, Key::of_short(ahead, letters), next, alphabet)
    }

    /// The same of eight bytes or more, of which `ahead` is the first eight.
    #[inline(always)]
    fn long_word(&mut self, start: usize, ahead: u64, alphabet: Alphabet) -> usize {
        let after = eight(self.text.as_bytes(), start + 8);
        let letters = alphabet.letters(after);
        if letters == 8 {
            return self.longest_word(start, alphabet);
        }
        let next = (after >> ((8 * letters) & 63)) as u8;
        let key = Key::of_two(ahead, after, letters);
        self.word(start, start + 8 + letters as usize, key, next, alphabet)
    }

    /// The same of sixteen bytes or more.
    #[inline(never)]
    fn longest_word(&mut self, start: usize, alphabet: Alphabet) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start + 16;
        loop {
            let letters = alphabet.letters(eight(bytes, end));
            end += letters as usize;
            if letters < 8 {
                break;
            }
        }
        let next = bytes.get(end).copied().unwrap_or(0);
        self.word(start, end, Key::of(bytes, start, end), next, alphabet)
    }

    /// The token that begins with letters of an alphabet, before the byte `next`.
    #[inline(always)]
    fn word(&mut self, start: usize, end: usize, key: Key, next: u8, alphabet: Alphabet) -> usize {
        let resumes = if next == b' ' {
            end + 1
        } else if next < 0x80 && Class::of_ascii(next).ends(Class::LETTER) {
            end
        } else {
            return self.word_before(start, end, alphabet);
        };
        self.take_plain(start, end, key, alphabet);
        resumes
    }

    /// The same, before what does not end letters whatever comes after it.
    #[inline(never)]
    fn word_before(&mut self, start: usize, end: usize, alphabet: Alphabet) -> usize {
        let bytes = self.text.as_bytes();
        let letters = |end| Run::new(start, end, Class::LETTER, Some(alphabet));
        let follow = match bytes[end..] {
            [b'.', ref rest @ ..] if self.tokenizer.tailored && self.stops(end + 1, rest) => {
                let number = self.forms.number(Key::of(bytes, start, end), self.text, start, end);
                match self.stopped(start, end, number) {
                    Follow::Ends => {
                        self.take_numbered(start, end, number, alphabet);
                        return end;
                    }
                    follow => follow,
                }
            }
            [b'\'', ..] | [0xE2, 0x80, 0x99, ..] if let Some(end) = self.end_of_joined(end, alphabet) => {
                self.take_plain(start, end, Key::of(bytes, start, end), alphabet);
                return end;
            }
            [0xD9, 0x8B..=0x92, ..] if let Some((end, signs)) = self.end_of_vowelled(end, alphabet) => {
                self.take_plain(start, end, Key::of(bytes, start, end), alphabet);
                self.plain[alphabet as usize].bytes -= signs as u64;
                return end + usize::from(bytes.get(end) == Some(&b' '));
            }
            // What is no letter, digit or mark may join two words, or bind them.
            [next @ 0..0x80, ..] if !next.is_ascii_alphanumeric() => self.follow(&letters(end)),
            [0x80..=0xFF, ..] if Class::at(self.text, end).0.ends(Class::LETTER) => Follow::Ends,
            _ => Follow::Joins(end),
        };
        match follow {
            Follow::Ends => {
                self.take_plain(start, end, Key::of(bytes, start, end), alphabet);
                end
            }
            Follow::Abbreviates(end, class) => self.take_abbreviation(start, end, class),
            Follow::Joins(end) => self.run_of(letters(end)),
            Follow::Asks => self.by_rules(start),
        }
    }

    /// Where the letters end that an apostrophe at `end` joins to those before it, if they are few and of ASCII as those are,
    /// and nothing continues after them: `don't`.
    #[inline(always)]
    fn end_of_joined(&self, end: usize, alphabet: Alphabet) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let after = end + if bytes[end] == b'\'' { 1 } else { '’'.len_utf8() };
        let letters = letters::ascii(eight(bytes, after));
        let end = after + letters as usize;
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        let ends = next < 0x80 && Class::of_ascii(next).ends(Class::LETTER);
        (ends && matches!(letters, 1..8) && alphabet == Alphabet::Latin).then_some(end)
    }

    /// Where Arabic letters with vowel signs end, of which a sign at `end` is the first, if nothing continues after them, and
    /// the bytes of the signs: `جنيهاً`.
    #[inline(always)]
    fn end_of_vowelled(&self, mut end: usize, alphabet: Alphabet) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut signs = 0;
        loop {
            match bytes[end..] {
                // U+064B to U+0652.
                [0xD9, 0x8B..=0x92, ..] => signs += 2,
                [0xD8, 0xA0..=0xBF, ..] | [0xD9, 0x80..=0x8A, ..] => {}
                [next @ 0..0x80, ..] if !Class::of_ascii(next).ends(Class::LETTER) => return None,
                [] | [0..0x80, ..] => return (alphabet == Alphabet::Arabic).then_some((end, signs)),
                _ => return None,
            }
            end += 2;
        }
    }

    /// Takes the word up to `end`, the full stop after it included.
    fn take_abbreviation(&mut self, start: usize, end: usize, class: Abbreviation) -> usize {
        self.push(start, end, Kind::Word, Key::of(self.text.as_bytes(), start, end));
        self.found.note_abbreviation(end, class, self.text);
        end
    }

    /// What begins with a digit of ASCII: most often a number of up to seven of them, which stand in `ahead`.
    #[inline(never)]
    fn digits(&mut self, start: usize, ahead: u64) -> usize {
        let digits = letters::digits(ahead);
        let end = start + digits as usize;
        let bytes = self.text.as_bytes();
        let next = bytes.get(end).copied().unwrap_or(b'\n');
        let after = bytes.get(end + 1).copied().unwrap_or(b'\n');
        // What joins digits, and what an address may have, does neither before a blank.
        let ends = next < 0x80 && Class::of_ascii(next).ends(Class::DIGIT)
            || self.tokenizer.tailored && matches!((next, after), (b'.' | b',', b' ' | b'\n'));
        if digits == 8 || !ends {
            return self.run_of(Run::new(start, start + 1, Class::DIGIT, None));
        }
        self.take_bare(start, end, Kind::Number, Key::of_short(ahead, digits));
        end + usize::from(next == b' ')
    }

    /// The token of letters and digits that begins with `run`.
    fn run_of(&mut self, mut run: Run) -> usize {
        let start = run.start;
        if start < self.mixed_until {
            return self.by_rules(start);
        }
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

    /// Takes in all letters, digits and marks to come. The class of what is after them, and its length.
    #[inline]
    fn take_in(&mut self, run: &mut Run) -> (Class, usize) {
        loop {
            let ahead = eight(self.text.as_bytes(), run.end);
            let (letters, whose) = if ahead & 0x80 == 0 {
                (letters::ascii(ahead), ASCII)
            } else {
                (letters::arabic(ahead), ARABIC)
            };
            if letters > 0 {
                run.letters |= whose;
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
            if class.is(Class::MARK) {
                run.marks += length;
            } else {
                run.last = class;
                run.letters |=
                    if class.is(Class::LETTER) { letters_of(&self.text.as_bytes()[run.end..]) } else { 0 };
            }
            run.end += length;
            run.seen = run.seen.with(class);
        }
    }

    /// Where a run is a token, it ends here; `next` bytes after it are one character.
    fn end_of_run(&mut self, run: Run, next: usize) -> usize {
        let Run { start, end, first, seen, alphabet, .. } = run;
        let marks = if alphabet == Some(Alphabet::Arabic) { run.marks } else { 0 };
        let bytes = self.text.as_bytes();
        // An Arabic particle may stand before digits, and what marks make of a digit may be an emoji.
        let wide = bytes[start] >= 0x80;
        if first.is(Class::LETTER) && wide && seen.is(Class::DIGIT)
            || first.is(Class::DIGIT) && !wide && seen.is(Class::MARK)
        {
            return self.by_rules(start);
        }
        if self.tokenizer.tailored
            && run.may_mix_scripts()
            && let Some(mix) = cut::last_mix(&self.text[start..end])
        {
            self.mixed_until = start + mix;
            return self.by_rules(start);
        }
        let key = Key::of(bytes, start, end);
        match alphabet {
            // As many letters are weighed as its bytes are letters of the first one's length, and vowel signs are none.
            Some(alphabet) if ((end - start - marks) as u64).is_multiple_of(alphabet.bytes_of_a_letter()) => {
                self.take_plain(start, end, key, alphabet);
                let plain = &mut self.plain[alphabet as usize];
                plain.bytes -= marks as u64;
            }
            _ => {
                let kind = if seen.is(Class::LETTER) { Kind::Word } else { Kind::Number };
                self.push(start, end, kind, key);
            }
        }
        end + usize::from(next == 1 && bytes[end] == b' ')
    }

    /// The ASCII punctuation mark at `position`, before the byte `next`; where it ends, and the blank after it.
    #[inline(always)]
    fn mark(&mut self, position: usize, byte: u8, next: u8) -> usize {
        if next >= 0x80 || next == byte {
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
        self.found.push_other(Token::new(position, position + 1, kind, form));
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

    /// What begins with a character of several bytes: most often an Arabic word.
    #[inline(always)]
    fn wide_letters(&mut self, start: usize, ahead: u64) -> usize {
        match letters::arabic(ahead) {
            letters if letters == 0 || ahead as u16 == TATWEEL => self.wide(start),
            8 => self.long_word(start, ahead, Alphabet::Arabic),
            letters => self.short_word(start, ahead, letters, Alphabet::Arabic),
        }
    }

    /// What begins with a character of several bytes.
    #[inline(never)]
    fn wide(&mut self, position: usize) -> usize {
        let (class, length) = Class::at(self.text, position);
        if class.is(Class::LETTER.with(Class::DIGIT)) {
            let run = Run::new(position, position + length, class, None);
            return self.run_of(run.with_letters(&self.text.as_bytes()[position..]));
        }
        if self.tokenizer.by_dictionary
            && class.promises_nothing()
            && let Some(end) = self.by_dictionary(position)
        {
            return end;
        }
        self.wide_mark(position, class, length)
    }

    /// Takes the words of a script without blanks that begin at `position`, where one does; where they end.
    fn by_dictionary(&mut self, position: usize) -> Option<usize> {
        let mut cutter = std::mem::take(&mut self.found.cutter);
        let mut start = position;
        for &end in cutter.words(self.text, position).unwrap_or_default() {
            let kind = kind::of(&self.text[start..end]).unwrap_or(Kind::Word);
            self.push(start, end, kind, Key::of(self.text.as_bytes(), start, end));
            start = end;
        }
        self.found.cutter = cutter;
        (start > position).then_some(start)
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
        let key = Key::of_short(eight(self.text.as_bytes(), position), (end - position) as u32);
        self.take_bare(position, end, kind, key);
        let ends =
            |one: Properties| matches!(one.sentence_break(), SentenceBreak::ATerm | SentenceBreak::STerm);
        if properties.is_some_and(ends) || self.text[position..].starts_with('…') {
            self.found.note_back(0);
        }
        end + usize::from(self.text.as_bytes().get(end) == Some(&b' '))
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

    /// Takes a word of letters of one alphabet, in the line where nine of ten tokens are taken.
    #[inline(always)]
    fn take_plain(&mut self, start: usize, end: usize, key: Key, alphabet: Alphabet) {
        let form = match self.forms.take_known(key, true) {
            Some(form) => form,
            None => self.take_rare(start, end, true),
        };
        self.add_plain(start, end, form, alphabet);
    }

    /// The same, of a form whose number is known.
    #[inline(always)]
    fn take_numbered(&mut self, start: usize, end: usize, number: u32, alphabet: Alphabet) {
        let (form, known) = self.forms.enter(number);
        known.words += 1;
        self.add_plain(start, end, form, alphabet);
    }

    #[inline(always)]
    fn add_plain(&mut self, start: usize, end: usize, form: u32, alphabet: Alphabet) {
        let plain = &mut self.plain[alphabet as usize];
        plain.words += 1;
        plain.bytes += (end - start) as u64;
        self.found.tokens.push(Token::new(start, end, Kind::Word, form));
    }

    /// The code of a form that comes in the call for the first time, or is not where it is looked for first.
    #[inline(never)]
    fn take_rare(&mut self, start: usize, end: usize, word: bool) -> u32 {
        let number = self.forms.number(Key::of(self.text.as_bytes(), start, end), self.text, start, end);
        let (form, known) = self.forms.enter(number);
        known.words += u32::from(word);
        form
    }

    /// Takes a token that is no word.
    #[inline(always)]
    fn take_bare(&mut self, start: usize, end: usize, kind: Kind, key: Key) {
        let form = match self.forms.take_known(key, false) {
            Some(form) => form,
            None => self.take_rare(start, end, false),
        };
        self.found.push_other(Token::new(start, end, kind, form));
    }

    /// Takes a token.
    #[inline(never)]
    fn push(&mut self, start: usize, end: usize, kind: Kind, key: Key) {
        let number = self.forms.number(key, self.text, start, end);
        let (form, known) = self.forms.enter(number);
        let token = Token::new(start, end, kind, form);
        if kind != Kind::Word {
            return self.found.push_other(token);
        }
        known.words += 1;
        self.found.kinds[kind as usize] += 1;
        if let Some(script) = known.script {
            self.found.scripts.add(script, 1, u64::from(known.letters));
        }
        self.found.tokens.push(token);
    }
}
