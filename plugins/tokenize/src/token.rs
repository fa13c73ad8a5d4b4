//! What a text is cut into.

use crate::words::Abbreviation;

/// The kind of a token: its label in the layer `tokens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Holds a letter: a word of any language, an abbreviation with its full stop, an identifier.
    Word,
    /// Holds a digit or another numeral, and no letter.
    Number,
    /// Punctuation (General_Category P): a mark, or a run of the same mark.
    Punctuation,
    /// A symbol (General_Category S) or anything else that is seen and is no emoji.
    Symbol,
    /// A web address, with a scheme, `www.`, or a well-known top-level domain.
    Url,
    /// An electronic mail address.
    Email,
    /// `#` and the word after it.
    Hashtag,
    /// `@` and the name after it.
    Mention,
    /// An emoji sequence or an emoticon of ASCII characters.
    Emoji,
}

impl Kind {
    /// Every kind, in the order of their discriminants.
    pub const ALL: [Kind; 9] = [
        Kind::Word,
        Kind::Number,
        Kind::Punctuation,
        Kind::Symbol,
        Kind::Url,
        Kind::Email,
        Kind::Hashtag,
        Kind::Mention,
        Kind::Emoji,
    ];

    /// The label in the layer `tokens` and the key in the output.
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Word => "word",
            Kind::Number => "number",
            Kind::Punctuation => "punctuation",
            Kind::Symbol => "symbol",
            Kind::Url => "url",
            Kind::Email => "email",
            Kind::Hashtag => "hashtag",
            Kind::Mention => "mention",
            Kind::Emoji => "emoji",
        }
    }
}

/// A token: a span of the text, in UTF-8 bytes, and its kind. Tokens of a text are in order and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    // Offsets of 32 bits, as layers have them, so that a token is two machine words.
    start: u32,
    end: u32,
    /// The code of its text among the different ones of its call.
    pub form: u32,
    /// What it is.
    pub kind: Kind,
    /// The abbreviation that it is, where the tokenizer came to know that.
    pub(crate) abbreviation: Option<Abbreviation>,
}

impl Token {
    /// The token from `start` to `end` of a text of less than 4 GiB, which is all that a call can carry.
    #[inline]
    pub fn new(start: usize, end: usize, kind: Kind, form: u32) -> Self {
        Token { start: start as u32, end: end as u32, form, kind, abbreviation: None }
    }

    /// Where it starts.
    #[inline]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Where it ends; greater than where it starts.
    #[inline]
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Its characters; `text` is the text that it was cut from.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start()..self.end()]
    }
}
