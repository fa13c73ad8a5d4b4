//! Signs that stand for an apostrophe: `don´t`, ``don`t``, `isn′t`, `isn＇t`.
//!
//! UAX #29 joins letters over `'` and `’` alone. The others are accents, primes and quotes as well, so they join what a
//! contraction of English has, and nothing else.

use super::boundary::segment_end;
use crate::token::Kind;

/// Whether a character may stand for an apostrophe.
pub(super) fn is_one(character: char) -> bool {
    matches!(character, '`' | '´' | '‘' | '‛' | '′' | '＇')
}

/// What stands after the apostrophe of a contraction.
const ENDINGS: [&str; 7] = ["d", "ll", "m", "re", "s", "t", "ve"];

/// The word at `position`, which ends at `end` by the default rules, with the rest of a contraction after it.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let sign = text[end..].chars().next().filter(|&sign| is_one(sign))?;
    let rest = end + sign.len_utf8();
    let joins = |character: char| character.is_ascii_alphabetic();
    if !text[position..end].ends_with(joins) || !text[rest..].starts_with(joins) {
        return None;
    }
    let after = segment_end(text, rest);
    let ending = &text[rest..after];
    let is_ending = ending.len() <= 2 && ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    // `t` is "not": `wasn´t`.
    let fits = !ending.eq_ignore_ascii_case("t") || text[position..end].ends_with(['n', 'N']);
    // What closes a quotation of one letter is no apostrophe: ``see `s` ``.
    let closes = text[after..].starts_with(sign);
    (is_ending && fits && !closes).then_some((after, Kind::Word))
}
