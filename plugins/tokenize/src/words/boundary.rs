//! Word boundaries by the default rules of UAX #29, section 4.1 (Unicode 18).
//!
//! Everything here looks forward only: a segment that starts at a boundary ends at a place that depends on
//! nothing before it, which lets the tailorings cut wherever they like and continue from there.

use super::steps;
use crate::unicode::{Properties, WordBreak};

/// Where the segment that starts at `start` ends; `text.len()` when `start` is there.
///
/// `start` is a word boundary of `text`, or any character boundary that is to be treated as one.
pub fn segment_end(text: &str, start: usize) -> usize {
    let end = find_end(text, start, None);
    steps::count(end - start);
    end
}

/// As [`segment_end`], but a segment ends too where `cuts` says so of the start of the segment and of a place between two
/// characters that the rules would join, the first of which is a letter and the second a letter, a full stop or a colon.
pub(super) fn cut_segment_end(text: &str, start: usize, cuts: Cuts) -> usize {
    let end = find_end(text, start, Some(cuts));
    steps::count(end - start);
    end
}

/// Says of the start of a segment and a place in it whether it is cut there.
type Cuts = fn(&str, usize, usize) -> bool;

fn find_end(text: &str, start: usize, cuts: Option<Cuts>) -> usize {
    let mut cursor = Cursor { text, position: start };
    let Some(first) = cursor.next() else { return start };
    match first.word_break() {
        // WB3, WB3a.
        WordBreak::Cr => return start + if text[cursor.position..].starts_with('\n') { 2 } else { 1 },
        WordBreak::Lf | WordBreak::Newline => return cursor.position,
        _ => {}
    }
    let mut segment = Segment { base: first.word_break(), last: first.word_break(), indicators: 1 };
    loop {
        let end = cursor.position;
        let Some(properties) = cursor.next() else { return end };
        let may_cut = segment.base == WordBreak::ALetter
            && matches!(
                properties.word_break(),
                WordBreak::ALetter | WordBreak::MidNumLet | WordBreak::MidLetter
            );
        if may_cut && cuts.is_some_and(|cuts| cuts(text, start, end))
            || !segment.extend(properties, &mut cursor)
        {
            return end;
        }
    }
}

/// The characters from a position on.
struct Cursor<'a> {
    text: &'a str,
    position: usize,
}

impl Cursor<'_> {
    #[inline]
    fn next(&mut self) -> Option<Properties> {
        let character = self.text[self.position..].chars().next()?;
        self.position += character.len_utf8();
        Some(Properties::of(character))
    }

    /// Passes over marks to the next character of class `wanted` and over it; stays where it is otherwise.
    fn take_after_marks(&mut self, wanted: impl Fn(WordBreak) -> bool) -> Option<WordBreak> {
        let start = self.position;
        while let Some(properties) = self.next() {
            let class = properties.word_break();
            if wanted(class) {
                return Some(class);
            }
            if !is_mark(class) {
                break;
            }
        }
        self.position = start;
        None
    }
}

/// What the rules must know of a segment to tell whether it continues.
struct Segment {
    /// The class of the last character that WB4 does not pass over.
    base: WordBreak,
    /// The class of the last character.
    last: WordBreak,
    /// Regional indicators so far, for WB15: a flag is two.
    indicators: u32,
}

impl Segment {
    /// Whether the character with `properties`, just read, belongs to the segment; takes it in if so.
    #[inline]
    fn extend(&mut self, properties: Properties, cursor: &mut Cursor<'_>) -> bool {
        let class = properties.word_break();
        // WB4.
        if is_mark(class) {
            self.last = class;
            return true;
        }
        let joins = match class {
            _ if self.last == WordBreak::Zwj && properties.is_pictographic() => true, // WB3c
            WordBreak::WSegSpace => self.last == WordBreak::WSegSpace,                // WB3d
            WordBreak::RegionalIndicator => self.completes_a_flag(),
            _ => match self.join(class, cursor) {
                Some(base) => {
                    self.base = base;
                    self.last = base;
                    return true;
                }
                None => false,
            },
        };
        if joins {
            self.base = class;
            self.last = class;
        }
        joins
    }

    /// WB15, WB16.
    fn completes_a_flag(&mut self) -> bool {
        let joins = self.base == WordBreak::RegionalIndicator && self.indicators == 1;
        self.indicators += 1;
        joins
    }

    /// WB5 to WB13b: the class that the segment then ends with, if `class` joins it. Where a rule asks for what
    /// follows (WB6, WB7b, WB12), that is taken in too.
    #[inline]
    fn join(&self, class: WordBreak, cursor: &mut Cursor<'_>) -> Option<WordBreak> {
        use WordBreak::*;
        match (self.base, class) {
            (ALetter | HebrewLetter, ALetter | HebrewLetter | Numeric)
            | (Numeric, ALetter | HebrewLetter | Numeric)
            | (Katakana, Katakana)
            | (ALetter | HebrewLetter | Numeric | Katakana | ExtendNumLet, ExtendNumLet)
            | (ExtendNumLet, ALetter | HebrewLetter | Numeric | Katakana) => Some(class),
            (ALetter | HebrewLetter, MidLetter | MidNumLet | SingleQuote) => {
                let letter = cursor.take_after_marks(|next| matches!(next, ALetter | HebrewLetter));
                let lone_geresh = self.base == HebrewLetter && class == SingleQuote;
                letter.or(lone_geresh.then_some(SingleQuote))
            }
            (HebrewLetter, DoubleQuote) => cursor.take_after_marks(|next| next == HebrewLetter),
            (Numeric, MidNum | MidNumLet | SingleQuote) => cursor.take_after_marks(|next| next == Numeric),
            _ => None,
        }
    }
}

/// What WB4 passes over.
#[inline]
fn is_mark(class: WordBreak) -> bool {
    matches!(class, WordBreak::Extend | WordBreak::Format | WordBreak::Zwj)
}

#[cfg(test)]
mod tests {
    use super::segment_end;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut segments = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = segment_end(text, start);
            segments.push(&text[start..end]);
            start = end;
        }
        assert_eq!(segments, expected, "in {text:?}");
    }

    #[test]
    fn letters_join_over_an_apostrophe_only_before_a_letter() {
        check("can't 'tis dogs'", &["can't", " ", "'", "tis", " ", "dogs", "'"]);
    }

    #[test]
    fn arabic_words_keep_their_diacritics_and_tatweel() {
        check("مُحَمَّد ســـلام", &["مُحَمَّد", " ", "ســـلام"]);
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("١٬٢٠٤٫٥ 1,204.5.", &["١٬٢٠٤٫٥", " ", "1,204.5", "."]);
    }

    #[test]
    fn flags_are_pairs() {
        check("🇪🇬🇸🇦🇶", &["🇪🇬", "🇸🇦", "🇶"]);
    }

    #[test]
    fn line_breaks_stand_alone() {
        check("a\r\nb\r\u{301}", &["a", "\r\n", "b", "\r", "\u{301}"]);
    }

    #[test]
    fn a_joined_emoji_is_one() {
        check("👩‍👩‍👧!", &["👩‍👩‍👧", "!"]);
    }
}
