//! Line breaks of texts that were folded to a width, as mail and plain text of books are.

use std::ops::Range;

use super::rules::{FULL_LINE, LONGEST_LINE};
use crate::unicode::{Category, Properties};

/// Where the lines of a text were folded, paragraph by paragraph in their order.
///
/// A line is folded where the first word of the next one would not have fitted on it. Lines end so by chance too, so most
/// of a paragraph have to.
#[derive(Debug, Default)]
pub(super) struct Folds {
    /// The paragraph in hand: lines without an empty one between.
    paragraph: Range<usize>,
    /// The width to which it is folded.
    width: Option<usize>,
    /// The width to which the last one was that has one.
    last_width: Option<usize>,
}

impl Folds {
    /// Whether the line that ends after `end`, over blanks, was folded there. Asked in the order of the text.
    pub(super) fn is_fold(&mut self, text: &str, end: usize) -> bool {
        while self.paragraph.end <= end && self.paragraph.end < text.len() {
            self.take_paragraph(text);
        }
        let Some(width) = self.width else { return false };
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let Some(line_end) = text[end..].find('\n') else { return false };
        is_full(&text[start..end], &text[end + line_end + 1..], width)
    }

    fn take_paragraph(&mut self, text: &str) {
        let start = self.paragraph.end;
        let mut end = start;
        for line in text[start..].split_inclusive('\n') {
            end += line.len();
            if line.trim().is_empty() {
                break;
            }
        }
        self.paragraph = start..end;
        self.width = width(&text[start..end], self.last_width);
        self.last_width = self.width.or(self.last_width);
    }
}

/// The width to which a paragraph was folded, in a text of which others were folded to `usual`.
fn width(paragraph: &str, usual: Option<usize>) -> Option<usize> {
    let lines = || paragraph.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let mut longest = 0;
    for line in lines() {
        longest = longest.max(columns(line.chars()));
        // The paragraphs of most texts are a line each, however long.
        if longest > LONGEST_LINE {
            return None;
        }
    }
    let lines: Vec<&str> = lines().collect();
    let breaks = lines.len().checked_sub(1).filter(|&breaks| breaks > 0)?;
    let width = usual.filter(|&usual| longest <= usual).unwrap_or(longest);
    if !(NARROW_LINE..=LONGEST_LINE).contains(&width) || width < FULL_LINE && !reads_on(&lines) {
        return None;
    }
    let full = lines.windows(2).filter(|pair| is_full(pair[0], pair[1], width)).count();
    let enough = full >= FEWEST_FULL || full > 0 && usual.is_some_and(|usual| usual == width);
    (enough && full * 4 >= breaks * 3).then_some(width)
}

/// Full lines that tell a width.
const FEWEST_FULL: usize = 2;

/// Characters of a line of a narrow column.
const NARROW_LINE: usize = 28;

/// Whether sentences go over the ends of lines, as in no list, menu or poem: most lines have no mark at their end, and there
/// are marks inside of lines, or small letters at the beginning of most.
fn reads_on(lines: &[&str]) -> bool {
    let breaks = lines.len() - 1;
    let is_end = |character: char| matches!(character, '.' | '!' | '?' | '؟' | '،' | ',' | ';' | '؛' | ':');
    let unmarked = lines[..breaks].iter().filter(|line| !line.ends_with(is_end)).count();
    let ends_inside = |line: &&str| {
        let mut characters = line.chars().peekable();
        let mut letters = 0;
        while let Some(character) = characters.next() {
            // The number of an item is followed by a full stop too, and so are initials.
            if matches!(character, '.' | '!' | '?' | '؟') && letters > 2 && characters.peek() == Some(&' ') {
                return true;
            }
            letters = if character.is_alphabetic() { letters + 1 } else { 0 };
        }
        false
    };
    let small = lines[1..].iter().filter(|line| line.starts_with(char::is_lowercase)).count();
    unmarked * 3 >= breaks * 2 && (small * 2 >= breaks || lines.iter().any(ends_inside))
}

/// Whether the first word of the `next` line would not have fitted on a line.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let length = columns(line.trim_end().chars());
    let word = columns(next.trim_start().chars().take_while(|character| !character.is_whitespace()));
    (width / 2..=width).contains(&length) && length + 1 + word > width
}

/// How many letters wide a line is, one more than a long line at most. Vowel signs and tatweel are spelling: the width of
/// a text is the same with them and without.
pub(super) fn columns(line: impl Iterator<Item = char>) -> usize {
    let width = |character: char| match character {
        'ـ' => 0,
        // The ligatures of lam and alef are two letters.
        '\u{FEF5}'..='\u{FEFC}' => 2,
        _ if character.is_ascii() => 1,
        _ => usize::from(!matches!(Properties::of(character).category(), Category::Mark | Category::Other)),
    };
    let mut columns = 0;
    for character in line {
        columns += width(character);
        if columns > LONGEST_LINE {
            break;
        }
    }
    columns
}
