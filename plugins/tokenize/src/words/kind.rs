//! The kind of a segment that no tailoring claims.

use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The kind of a segment of UAX #29, `None` where it is no token: white space, controls, format characters.
pub(super) fn of(segment: &str) -> Option<Kind> {
    let mut numeral = false;
    let mut first = None;
    for character in segment.chars() {
        let properties = Properties::of(character);
        match properties.category() {
            Category::Letter => return Some(Kind::Word),
            Category::Number => numeral = true,
            Category::Mark | Category::Other => {}
            // A mark after a space is attached to it.
            Category::Space if first.is_none() => return None,
            category => first = first.or(Some((category, properties))),
        }
    }
    match first {
        _ if numeral => Some(Kind::Number),
        Some((Category::Punctuation, _)) => Some(Kind::Punctuation),
        Some((_, properties)) if properties.is_emoji_by_default() => Some(Kind::Emoji),
        Some(_) => Some(Kind::Symbol),
        None => {
            segment.chars().any(|c| Properties::of(c).category() == Category::Mark).then_some(Kind::Symbol)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_what_a_segment_holds() {
        for (segment, kind) in [
            ("word", Some(Kind::Word)),
            ("كلمة", Some(Kind::Word)),
            ("B2", Some(Kind::Word)),
            ("١٢٫٥", Some(Kind::Number)),
            ("½", Some(Kind::Number)),
            ("؟", Some(Kind::Punctuation)),
            ("€", Some(Kind::Symbol)),
            ("😀", Some(Kind::Emoji)),
            ("🇪🇬", Some(Kind::Emoji)),
            ("\u{3000}", None),
            (" \u{301}", None),
            ("\u{200F}", None),
            ("\u{0}", None),
        ] {
            assert_eq!(of(segment), kind, "{segment:?}");
        }
    }
}
