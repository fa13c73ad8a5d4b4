//! Hashtags and mentions: `#وسم_مركب`, `@user.name`.

use super::steps;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The hashtag or mention at `position`, if one starts there. That nothing is written together with its sign is
/// the caller's to see to.
pub(super) fn match_at(text: &str, position: usize) -> Option<(usize, Kind)> {
    let rest = &text[position..];
    let sign = rest.chars().next()?;
    let kind = match sign {
        '#' | '＃' => Kind::Hashtag,
        '@' | '＠' => Kind::Mention,
        _ => return None,
    };
    let name = name_length(&rest[sign.len_utf8()..], kind);
    (name > 0).then_some((position + sign.len_utf8() + name, kind))
}

/// Bytes of the name that `text` begins with: letters, marks, digits, underscores, and inside a mention full stops;
/// 0 where it has no letter, as in `#1`.
fn name_length(text: &str, kind: Kind) -> usize {
    let mut length = 0;
    let mut letter = false;
    for (at, character) in text.char_indices() {
        steps::count(1);
        match Properties::of(character).category() {
            Category::Letter => letter = true,
            Category::Number | Category::Mark => {}
            _ if matches!(character, '_' | '\u{200C}') => {}
            _ if kind == Kind::Mention && character == '.' => continue,
            _ => break,
        }
        length = at + character.len_utf8();
    }
    if letter { length } else { 0 }
}
