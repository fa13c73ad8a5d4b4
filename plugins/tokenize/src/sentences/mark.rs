//! What a token says about the end of a sentence, by itself.

use crate::token::{Kind, Token};
use crate::unicode::{Properties, SentenceBreak};
use crate::words::{Abbreviation, classify};

/// How surely a sentence ends after a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `.`, which may be something else.
    Stop,
    /// `!`, `?`, `؟`, `。`, `।`, `۔`.
    Strong,
    /// `...`, `…`: an end or an omission.
    Ellipsis,
    /// An abbreviation with its own full stop.
    Abbreviation(Abbreviation),
}

impl Mark {
    /// The mark that `token` is, if it is one.
    pub(super) fn of(token: &Token, text: &str) -> Option<Self> {
        let characters = token.text(text);
        match token.kind {
            Kind::Punctuation => punctuation(characters),
            Kind::Word => token.abbreviation.or_else(|| classify(characters)).map(Mark::Abbreviation),
            _ => None,
        }
    }
}

fn punctuation(token: &str) -> Option<Mark> {
    let first = token.chars().next()?;
    match first {
        '…' => return Some(Mark::Ellipsis),
        '.' if token.len() > 1 && token.ends_with('.') => return Some(Mark::Ellipsis),
        _ => {}
    }
    match Properties::of(first).sentence_break() {
        SentenceBreak::ATerm => Some(Mark::Stop),
        SentenceBreak::STerm => Some(Mark::Strong),
        _ => None,
    }
}

/// What a sentence would begin with: the class of a token's first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A capital letter.
    Upper,
    /// A small letter.
    Lower,
    /// A letter of a script without case, but for those of [`Start::Ideograph`].
    Uncased,
    /// A character of a script that writes no space between sentences.
    Ideograph,
    /// A digit.
    Digit,
    /// A quotation mark or opening bracket.
    Opening,
    /// A comma, colon, dash or other mark that continues.
    Continuing,
    /// Anything else: a symbol, an emoji, an address.
    Other,
}

impl Start {
    /// What `token` begins with.
    pub(super) fn of(token: &Token, text: &str) -> Self {
        match token.kind {
            Kind::Url | Kind::Email | Kind::Hashtag | Kind::Mention | Kind::Emoji => return Start::Other,
            _ => {}
        }
        match text.as_bytes()[token.start()] {
            b'A'..=b'Z' => return Start::Upper,
            b'a'..=b'z' => return Start::Lower,
            b'0'..=b'9' => return Start::Digit,
            _ => {}
        }
        let Some(first) = token.text(text).chars().next() else { return Start::Other };
        match Properties::of(first).sentence_break() {
            SentenceBreak::Upper => Start::Upper,
            SentenceBreak::Lower => Start::Lower,
            SentenceBreak::OLetter if is_ideograph(first) => Start::Ideograph,
            SentenceBreak::OLetter => Start::Uncased,
            SentenceBreak::Numeric => Start::Digit,
            SentenceBreak::Close if is_closing(first) => Start::Continuing,
            SentenceBreak::Close => Start::Opening,
            SentenceBreak::SContinue => Start::Continuing,
            _ if matches!(first, ';' | '؛' | '/' | '=' | '&') => Start::Continuing,
            _ => Start::Other,
        }
    }
}

/// Han, kana and the like.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Closing brackets and quotes that never open.
pub(super) fn is_closing(character: char) -> bool {
    matches!(
        character,
        ')' | ']' | '}' | '”' | '»' | '›' | '」' | '』' | '）' | '】' | '》' | '〉' | '］' | '﴾' | '〕'
    )
}

/// Quotation marks that close.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '’' | '”' | '“' | '‘' | '»' | '›')
}

/// Quotes that open in one place and close in another.
pub(super) fn is_neutral_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '’' | '“' | '‘' | '*' | '_')
}
