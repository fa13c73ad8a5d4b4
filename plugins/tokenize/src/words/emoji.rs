//! Emoji sequences and emoticons.
//!
//! The default rules keep a sequence whole (joiners, flags, skin tones, keycaps); what is left is to tell an emoji
//! from a symbol or a digit, and to keep emoticons of ASCII characters together.

use crate::lexicon;
use crate::token::Kind;
use crate::unicode::Properties;

const EMOJI_PRESENTATION: char = '\u{FE0F}';
const TEXT_PRESENTATION: char = '\u{FE0E}';
const KEYCAP: char = '\u{20E3}';

/// Below this, pictographs are marks of text (`©`, `™`, arrows) unless a variation selector says otherwise.
const FIRST_PICTOGRAPH: char = '\u{2600}';

/// Whether the segment from `position` to `end` is an emoji.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let segment = &text[position..end];
    let mut characters = segment.chars();
    let first = characters.next()?;
    let properties = Properties::of(first);
    let second = characters.next();
    let pictograph = properties.is_pictographic()
        && second != Some(TEXT_PRESENTATION)
        && (first >= FIRST_PICTOGRAPH || second == Some(EMOJI_PRESENTATION));
    let keycap = matches!(first, '0'..='9' | '#' | '*') && segment.ends_with(KEYCAP);
    (properties.is_emoji_by_default() || pictograph || keycap).then_some((end, Kind::Emoji))
}

/// The emoticon of ASCII characters at `position`, if a whole one stands there: no letter or digit follows it. One that is
/// written together with a word before it (`after_word`) begins with a colon or semicolon and ends in no letter, since
/// `a:D` or `a<3` mean something else.
pub(super) fn emoticon_at(text: &str, position: usize, after_word: bool) -> Option<(usize, Kind)> {
    let rest = &text[position..];
    match rest.as_bytes() {
        &[first, second, ..] if lexicon::may_be_emoticon(first, second) => {}
        _ => return None,
    }
    let emoticon = lexicon::EMOTICONS.iter().find(|emoticon| rest.starts_with(**emoticon))?;
    let next = rest[emoticon.len()..].chars().next();
    let letter_last = emoticon.ends_with(|last: char| last.is_ascii_alphanumeric());
    let fits = !after_word || emoticon.starts_with([':', ';']) && !letter_last;
    (fits && !next.is_some_and(char::is_alphanumeric)).then_some((position + emoticon.len(), Kind::Emoji))
}
