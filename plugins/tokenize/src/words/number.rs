//! Numbers that UAX #29 would part: times (`10:30`), dates (`12/05/2004`, `2004-05-12`), telephone numbers.
//!
//! Thousands and decimals with full stop, comma, `٫`, `٬` and `،` are whole by the default rules already.

use super::steps;
use crate::token::Kind;
use crate::unicode::{Properties, WordBreak};

/// Digits of the groups, and the sign between them.
struct Pattern {
    sign: char,
    groups: &'static [std::ops::RangeInclusive<usize>],
}

/// The longer of two that begin alike comes first.
const PATTERNS: [Pattern; 10] = [
    Pattern { sign: ':', groups: &[1..=2, 2..=2, 2..=2] },
    Pattern { sign: ':', groups: &[1..=2, 2..=2] },
    Pattern { sign: '/', groups: &[1..=2, 1..=2, 2..=4] },
    Pattern { sign: '/', groups: &[4..=4, 1..=2, 1..=2] },
    Pattern { sign: '/', groups: &[4..=4, 2..=2] },
    Pattern { sign: '-', groups: &[4..=4, 2..=2, 2..=2] },
    Pattern { sign: '-', groups: &[1..=2, 1..=2, 4..=4] },
    Pattern { sign: '-', groups: &[1..=3, 2..=4, 3..=4, 3..=4] },
    Pattern { sign: '-', groups: &[3..=3, 3..=3, 4..=4] },
    Pattern { sign: '-', groups: &[3..=3, 4..=4] },
];

/// The number at `position`, which ends at `end` by the default rules, where it continues after a sign of
/// [`PATTERNS`].
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let sign = text[end..].chars().next().filter(|sign| matches!(sign, ':' | '/' | '-'))?;
    PATTERNS
        .iter()
        .filter(|pattern| pattern.sign == sign)
        .find_map(|pattern| pattern.match_at(text, position))
        .map(|end| (end, Kind::Number))
}

impl Pattern {
    /// Where the number ends, if its groups are all there and no further digit or group follows.
    fn match_at(&self, text: &str, position: usize) -> Option<usize> {
        let mut end = position;
        for (index, group) in self.groups.iter().enumerate() {
            if index > 0 {
                end += text[end..].starts_with(self.sign).then_some(1)?;
            }
            let (count, length) = digits(&text[end..]);
            end += group.contains(&count).then_some(length)?;
        }
        let mut rest = text[end..].chars();
        let goes_on = match rest.next() {
            Some(next) if next == self.sign => rest.next().is_some_and(is_digit),
            Some(next) => matches!(
                Properties::of(next).word_break(),
                WordBreak::Numeric | WordBreak::ALetter | WordBreak::HebrewLetter
            ),
            None => false,
        };
        (!goes_on).then_some(end)
    }
}

/// How many digits `text` begins with, and their bytes.
fn digits(text: &str) -> (usize, usize) {
    let digits = text
        .chars()
        .take_while(|&character| is_digit(character))
        .fold((0, 0), |(count, length), character| (count + 1, length + character.len_utf8()));
    steps::count(digits.1);
    digits
}

fn is_digit(character: char) -> bool {
    // U+066B is Numeric too, though a separator.
    character != '٫' && Properties::of(character).word_break() == WordBreak::Numeric
}
