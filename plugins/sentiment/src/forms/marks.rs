//! Punctuation, symbols, emoji and emoticons, and what cuts a hashtag.

use std::ops::Range;

use crate::forms::class::Class;
use crate::lexicon::Lexicon;
use crate::lexicon::built_in;
use crate::sentence::rules::MAX_EXCLAMATIONS;

/// What a form says as a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) stands: Stands,
    /// Exclamation marks, as far as they count.
    pub(crate) exclamations: u8,
    pub(crate) questions: bool,
    /// Whether an emoticon may begin with it, so that the text must be looked at.
    pub(crate) may_be_emoticon: bool,
    /// Whether it is of backticks.
    pub(crate) is_of_code: bool,
    pub(crate) begins_with_low_line: bool,
}

/// What a mark is among words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Not at all.
    Joining,
    /// It ends a clause.
    Breaking,
    /// It is a pictograph, with the index of its entry where it has one.
    Symbol(Option<u32>),
}

impl Mark {
    pub(crate) fn of(lexicon: &Lexicon, written: &str) -> Self {
        let stands = if is_pictograph(written) {
            Stands::Symbol(lexicon.symbol(written, &mut String::new()))
        } else if joins(written) {
            Stands::Joining
        } else {
            Stands::Breaking
        };
        let (exclamations, questions) = exclamations_and_questions(written);
        let may_be_emoticon = built_in::may_begin_emoticon(written);
        let is_of_code = !written.is_empty() && written.bytes().all(|byte| byte == b'`');
        let begins_with_low_line = written.starts_with('_');
        Self { stands, exclamations, questions, may_be_emoticon, is_of_code, begins_with_low_line }
    }

    /// That of a form of letters: nearly all forms.
    pub(crate) fn of_letters(written: &str) -> Self {
        let may_be_emoticon = built_in::may_begin_emoticon(written);
        let stands = Stands::Breaking;
        let (is_of_code, begins_with_low_line) = (false, false);
        Self { stands, exclamations: 0, questions: false, may_be_emoticon, is_of_code, begins_with_low_line }
    }

    pub(crate) fn bits(&self) -> u8 {
        if self.is_of_code {
            return Class::BREAK | Class::CODE;
        }
        let bits = match self.stands {
            _ if self.exclamations > 0 || self.questions => return Class::SPECIAL,
            Stands::Joining if self.begins_with_low_line => Class::JOINS | Class::FOLLOWS | Class::LOW_LINE,
            Stands::Joining => Class::JOINS | Class::FOLLOWS,
            Stands::Breaking if self.begins_with_low_line => Class::BREAK | Class::LOW_LINE,
            Stands::Breaking => Class::BREAK,
            Stands::Symbol(_) => return Class::SPECIAL,
        };
        if self.may_be_emoticon { bits | Class::SPECIAL } else { bits }
    }
}

/// How many exclamation marks there are, as far as they count, and whether there is a question mark.
fn exclamations_and_questions(written: &str) -> (u8, bool) {
    let [first, second] = ARABIC_QUESTION;
    let (mut exclamations, mut questions, mut before) = (0, false, 0);
    for byte in written.bytes() {
        exclamations += usize::from(byte == b'!');
        questions |= byte == b'?' || (before, byte) == (first, second);
        before = byte;
    }
    (exclamations.min(MAX_EXCLAMATIONS) as u8, questions)
}

/// `؟` in UTF-8.
const ARABIC_QUESTION: [u8; 2] = [0xD8, 0x9F];

/// The emoticon that stands alone at an offset of a text, its length in bytes and the index of its entry: not `10:3`,
/// not `Note:Do`.
#[inline]
pub(crate) fn emoticon_at(text: &str, start: usize) -> Option<(usize, u32)> {
    if built_in::may_have_emoticon(text, start) { find_emoticon(text, start) } else { None }
}

#[cold]
fn find_emoticon(text: &str, start: usize) -> Option<(usize, u32)> {
    let (emoticon, entry) = built_in::emoticon(text, start)?;
    let (before, after) = (text.get(..start)?, text.get(start + emoticon.len()..)?);
    let is_face = stands_free(before, emoticon, after)
        && !(emoticon.ends_with('/') && is_of_link(before, after))
        && (!is_letter_of_list(emoticon) || ends_line(after));
    is_face.then_some((emoticon.len(), entry))
}

/// Whether an emoticon touches nothing that it may be a part of: `10:3`, `Note:Do`, `"count":3`, `(which he is):`, and marks of
/// programs, `begin:/\\b`, `list=[]`, `^^^^`.
fn stands_free(before: &str, emoticon: &str, after: &str) -> bool {
    let is_of_program = |mark: char| mark.is_ascii_punctuation() && !emoticon.ends_with(mark);
    let goes_on = |next: char| {
        next.is_alphanumeric()
            || next == '^'
            || is_of_program(next)
                && !matches!(next, '.' | ',' | '!' | '?' | ';' | ':' | '(' | ')' | '"' | '\'' | '<' | '*')
    };
    if after.starts_with(goes_on) || emoticon == "^^" && before.trim_end_matches(' ').ends_with('|') {
        return false;
    }
    match before.chars().next_back() {
        None => true,
        // More often it closes a bracket.
        Some(before) if emoticon.starts_with(')') => before.is_whitespace(),
        // Behind a word without a space stand round mouths, and seldom another.
        Some(before) if before.is_alphabetic() => {
            emoticon.ends_with(['(', ')', 'D', '*', '/']) || emoticon.starts_with('<')
        }
        Some(before) => {
            let is_of_sentence = matches!(before, '.' | ',' | '!' | '?' | ';' | ')' | '*' | '~' | '-')
                || before == ':' && !emoticon.starts_with(':');
            !before.is_numeric() && (!before.is_ascii_punctuation() || is_of_sentence)
        }
    }
}

/// Whether it may be the letter or number of a list or a disk: `B) the price`, `C: the other`.
fn is_letter_of_list(emoticon: &str) -> bool {
    let [first, second] = emoticon.as_bytes() else { return false };
    first.is_ascii_alphanumeric() && second.is_ascii_punctuation()
}

fn ends_line(after: &str) -> bool {
    let after = after.trim_start_matches(' ');
    after.is_empty() || after.starts_with(['\n', '\r', '.', '!', ','])
}

/// Whether `:/` between two parts of a text belongs to a link, or points to one: الفيديوhttp://t.co, `link:/ http://t.co`.
fn is_of_link(before: &str, after: &str) -> bool {
    let starts_link = |text: &str| ["http", "www."].iter().any(|start| text.starts_with(start));
    after.starts_with('/')
        || starts_link(after.trim_start())
        || before.ends_with("http")
        || before.ends_with("https")
}

/// A hyphen joins what a phrase of the lexicon holds as two words; quotes and marks of web text do not part a clause.
fn joins(mark: &str) -> bool {
    matches!(
        mark,
        "-" | "/" | "_" | "'" | "\"" | "’" | "‘" | "“" | "”" | "«" | "»" | "*" | "#" | "@" | "&" | "%"
    )
}

/// Whether a mark may be in the table of emoji: hearts, stars and check marks are symbols to a tokenizer.
fn is_pictograph(mark: &str) -> bool {
    const FIRST: char = '\u{2600}';
    mark.chars().next().is_some_and(|first| first >= FIRST)
}

/// The parts of a hashtag as byte ranges, `#خدمة_سيئة`, `#SoHappy`: cut at underscores, and where a capital follows a
/// small letter.
pub(crate) fn hashtag_parts(written: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    let mut before = '_';
    let end = std::iter::once((written.len(), '_'));
    written.char_indices().chain(end).filter_map(move |(at, letter)| {
        let separator = matches!(letter, '_' | '#' | '＃');
        let cut = separator || (letter.is_uppercase() && before.is_lowercase());
        before = letter;
        if !cut {
            return None;
        }
        let part = start..at;
        start = if separator { at + letter.len_utf8() } else { at };
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::{Mark, Stands, emoticon_at, hashtag_parts};
    use crate::lexicon::Lexicon;

    #[test]
    fn a_hashtag_is_cut_at_underscores_and_capitals() {
        for (tag, parts) in [
            ("#SoHappy", vec!["So", "Happy"]),
            ("#خدمة_سيئة", vec!["خدمة", "سيئة"]),
            ("#fail", vec!["fail"]),
            ("#__", vec![]),
        ] {
            let found: Vec<_> = hashtag_parts(tag).map(|part| &tag[part]).collect();
            assert_eq!(found, parts, "in {tag:?}");
        }
    }

    #[test]
    fn an_emoticon_stands_alone() {
        for (text, start, length) in [
            (":) ok", 0, Some(2)),
            ("a :'( b", 2, Some(3)),
            ("10:3", 2, None),
            ("Note:Do", 4, None),
            ("so sad :/ now", 7, Some(2)),
            ("so sad:/", 6, Some(2)),
            ("thanks:)", 6, Some(2)),
            ("(as he is):", 9, None),
            ("(as he is, etc.):", 15, None),
            ("{\"count\":3}", 8, None),
            ("\"all\":[ 1", 5, None),
            ("all:[ 1", 3, None),
            ("part C: the rest", 5, None),
            ("B) the rest", 0, None),
            ("so happy C:", 9, Some(2)),
            ("what D:\nno", 5, Some(2)),
            ("الفيديوhttp://t.co/x", 18, None),
            ("https:// t.co/x", 5, None),
            ("http:/ /t.co/x", 4, None),
            ("link:/ http://t.co/x", 4, None),
            ("begin:/\\b", 5, None),
            ("list=[]", 4, None),
            ("end:/[{;=]/", 8, None),
            ("a = /=/[x]", 5, None),
            ("std::/ x", 4, None),
            ("2 | ^^^^^ here", 4, None),
            ("  |  ^^   ^^", 5, None),
            ("yes ^^ so", 4, Some(2)),
            ("wow!!:)", 5, Some(2)),
            ("ok :))))))", 3, Some(4)),
            ("so good :):)", 8, Some(2)),
            ("she said \"ok :)\"", 13, Some(2)),
            ("ok :)<br>", 3, Some(2)),
        ] {
            assert_eq!(emoticon_at(text, start).map(|(length, _)| length), length, "in {text:?}");
        }
    }

    #[test]
    fn marks_break_join_or_say_something() {
        let lexicon = Lexicon::default();
        let mark = |written: &str| Mark::of(&lexicon, written);
        assert_eq!(mark(",").stands, Stands::Breaking);
        assert_eq!(mark("-").stands, Stands::Joining);
        assert!(matches!(mark("❤️").stands, Stands::Symbol(Some(_))));
        assert_eq!((mark("!!!!!").exclamations, mark("?!").questions), (3, true));
        assert!(mark("؟").questions && !mark("ؠ").questions && !mark("،").questions);
        assert!(mark(":").may_be_emoticon && mark(".").may_be_emoticon && !mark(",").may_be_emoticon);
    }
}
