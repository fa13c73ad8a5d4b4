//! What the character after a word or number makes of it, where its class does not say.

use super::letter_run::Run;
use super::pass::Pass;
use super::{Abbreviation, abbreviation, hyphen, steps};
use crate::forms::Key;
use crate::unicode::Class;

/// What follows a run of letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// The run is the token.
    Ends,
    /// The run continues with the letter at this position.
    Joins(usize),
    /// The token is this abbreviation, and ends here, after its own full stop.
    Abbreviates(usize, Abbreviation),
    /// The rules know.
    Asks,
}

/// How far characters of a mail address or host are known to stand, and whether they lead to a sign of one.
///
/// Kept, so that a long line of words with hyphens between is read once and not once for each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    end: usize,
    signed: bool,
}

impl Pass<'_> {
    /// What the character at the end of `run`, which neither belongs to it nor ends it whatever comes, makes of it.
    pub(super) fn follow(&mut self, run: &Run) -> Follow {
        let rest = &self.text.as_bytes()[run.end..];
        let next = rest.get(1).copied().unwrap_or(b'\n');
        match rest {
            [b'\'', ..] => self.apostrophe(run, 1),
            [0xE2, 0x80, 0x99, ..] => self.apostrophe(run, '’'.len_utf8()),
            // No host is written in digits alone: `3.5`, `1,204`.
            [b'.' | b',', ..] if run.is_of_digits() && next.is_ascii_digit() => Follow::Joins(run.end + 1),
            _ if !self.tokenizer.tailored => Follow::Asks,
            [b'.', ..] => self.full_stop(run, next),
            [b'-', ..] => self.hyphen(run, next),
            _ if next >= 0x80 => Follow::Asks,
            [b':', ..] if !next.is_ascii_alphanumeric() && next != b'/' => Follow::Ends,
            // Behind a digit: what stands after a letter ends the word.
            [b',' | b';' | b'/', ..] if !next.is_ascii_digit() => Follow::Ends,
            [b'`', ..] if !next.is_ascii_alphabetic() => Follow::Ends,
            [b'%' | b'+', ..] if !self.leads_to_address(run.end) => Follow::Ends,
            _ => Follow::Asks,
        }
    }

    /// An apostrophe joins two letters (WB6, WB7), or two digits (WB11, WB12).
    fn apostrophe(&self, run: &Run, length: usize) -> Follow {
        let after = run.end + length;
        let next = self.text.as_bytes().get(after).copied().unwrap_or(b'\n');
        if run.last.is(Class::LETTER) && Class::at(self.text, after).0.is(Class::LETTER) {
            Follow::Joins(after)
        } else if next < 0x80 && !next.is_ascii_alphanumeric() {
            Follow::Ends
        } else {
            Follow::Asks
        }
    }

    /// A full stop joins as an apostrophe does, makes a host of words, and belongs to an abbreviation.
    fn full_stop(&mut self, run: &Run, next: u8) -> Follow {
        if let Some(end) = self.end_of_initials(run) {
            let number = self.number(run.start, end);
            return match self.abbreviation(run.start, end, number) {
                None | Some(Abbreviation::Number) => Follow::Asks,
                Some(class) => Follow::Abbreviates(end + 1, class),
            };
        }
        let parts = Class::at(self.text, run.end + 1).0.ends(Class::LETTER);
        if next >= 0x80 && !parts || self.leads_to_address(run.end) {
            return Follow::Asks;
        }
        // `etc...` is an omission after a word.
        if next == b'.' || !run.first.is(Class::LETTER) {
            return Follow::Ends;
        }
        let number = self.number(run.start, run.end);
        self.stopped(run.start, run.end, number)
    }

    /// What a full stop that belongs to no address makes of the word before it, whose form has the number `number`.
    #[inline(always)]
    pub(super) fn stopped(&mut self, start: usize, end: usize, number: u32) -> Follow {
        match self.abbreviation(start, end, number) {
            None => Follow::Ends,
            Some(Abbreviation::Number) if !self.numbers(start, end) => Follow::Ends,
            Some(class) => Follow::Abbreviates(end + 1, class),
        }
    }

    /// Whether the abbreviation from `start` to `end`, before its full stop, comes before a number.
    fn numbers(&self, start: usize, end: usize) -> bool {
        abbreviation::comes_before_number(&self.text[start..end], &self.text[end + 1..])
    }

    /// Whether a full stop after letters, itself before `rest` at `after`, joins nothing to them and is of no address, by
    /// the next character alone.
    #[inline(always)]
    pub(super) fn stops(&self, after: usize, rest: &[u8]) -> bool {
        match *rest {
            [] => true,
            [next @ ..0x80, ..] => !belongs(next) && next != b'@',
            _ => Class::at(self.text, after).0.ends(Class::LETTER),
        }
    }

    /// Where the last of initials with full stops between ends (`U.S.A.`), if `run` is the first of some, and what is after
    /// their last full stop belongs to no word and no address.
    fn end_of_initials(&self, run: &Run) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if run.end - run.start != 1 || !bytes[run.start].is_ascii_alphabetic() {
            return None;
        }
        let mut end = run.end;
        while let [b'.', letter, b'.', ..] = bytes[end..]
            && letter.is_ascii_alphabetic()
        {
            end += 2;
        }
        let stands_apart = matches!(bytes[end..], [b'.', b' ' | b'\n' | b',' | b')', ..] | [b'.']);
        (end > run.end && stands_apart).then_some(end)
    }

    /// The abbreviation that the word would be with a full stop, found out once for each form.
    #[inline(always)]
    fn abbreviation(&mut self, start: usize, end: usize, number: u32) -> Option<Abbreviation> {
        let known = self.forms.by_number(number);
        let word = &self.text[start..end];
        *known.abbreviation.get_or_insert_with(|| abbreviation::before_stop(word))
    }

    fn number(&mut self, start: usize, end: usize) -> u32 {
        self.forms.number(Key::of(self.text.as_bytes(), start, end), self.text, start, end)
    }

    /// A hyphen binds a prefix, the digits of a date, Cyrillic words, and the parts of a word that a line break divides.
    fn hyphen(&mut self, run: &Run, next: u8) -> Follow {
        let binds = next >= 0x80
            || matches!(next, b'\n' | b'\r')
                && hyphen::end_of_divided(self.text, run.start, run.end).is_some()
            || next.is_ascii_digit() && run.first.is(Class::DIGIT)
            || next.is_ascii_alphabetic() && hyphen::is_prefix(&self.text[run.start..run.end]);
        if binds || self.leads_to_address(run.end) { Follow::Asks } else { Follow::Ends }
    }

    /// Whether characters of an address, from `position` on, lead to an `@` or a full stop inside of them: without one,
    /// there is no address.
    fn leads_to_address(&mut self, position: usize) -> bool {
        if position >= self.reach.end {
            self.reach = self.reach_from(position);
        }
        self.reach.signed
    }

    fn reach_from(&self, position: usize) -> Reach {
        let bytes = self.text.as_bytes();
        let mut end = position;
        loop {
            let signed = match bytes[end..] {
                [b'@', ..] => true,
                [b'.', next, ..] if belongs(next) && next != b'.' => true,
                [byte, ..] if belongs(byte) => {
                    end += 1;
                    continue;
                }
                _ => false,
            };
            steps::count(end - position);
            return Reach { end: end + 1, signed };
        }
    }
}

/// Whether the local part of a mail address may have a byte; a host has fewer.
fn belongs(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}
