//! What is asked of every token, as bits.

/// How a token is read, by its label in the layer `tokens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words and numbers.
    Word,
    /// A hashtag, which is taken apart.
    Hashtag,
    /// Punctuation, symbols and emoji. An emoticon may come as one token or as several.
    Mark,
    /// What says nothing: an address, a mention.
    Other,
}

/// The bits of a form as a token of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(pub(crate) u8);

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Word, Self::Hashtag, Self::Mark, Self::Other];

    /// The kind of a label.
    pub(crate) fn of(label: &str) -> Self {
        match label {
            "word" | "number" => Self::Word,
            "hashtag" => Self::Hashtag,
            "emoji" | "punctuation" | "symbol" => Self::Mark,
            _ => Self::Other,
        }
    }

    /// By how many bits the class of this kind is shifted in a form's [`classes`](crate::forms::sense::Known::classes).
    pub(crate) fn shift(self) -> u8 {
        self as u8 * 8
    }
}

impl Class {
    /// It counts as a word of the text.
    pub(crate) const WORD: u8 = 1;
    /// It has a small letter of ASCII, so that capitals elsewhere tell something.
    pub(crate) const SMALL: u8 = 1 << 1;
    /// It is an entry that can have an effect.
    pub(crate) const CUE: u8 = 1 << 2;
    /// Of a mark: it opens or closes code.
    pub(crate) const CODE: u8 = 1 << 2;
    /// It begins entries of several words.
    pub(crate) const LEADS: u8 = 1 << 3;
    /// Of a mark: it begins with a low line.
    pub(crate) const LOW_LINE: u8 = 1 << 3;
    /// An entry of several words may continue with it: a word of the vocabulary, a hashtag, a mark that joins. One place
    /// above [`Class::LEADS`].
    pub(crate) const FOLLOWS: u8 = 1 << 4;
    /// Of a mark: it ends a clause.
    pub(crate) const BREAK: u8 = 1 << 5;
    /// Of a mark: it stands between the words of a phrase and is not seen, as a hyphen or a quotation mark.
    pub(crate) const JOINS: u8 = 1 << 6;
    /// Of a word: plain reports tell of it, or say by it who said something.
    pub(crate) const REPORTS: u8 = 1 << 5;
    /// Of a word: somebody speaks, for himself or, where it also [`Class::REPORTS`], in a report.
    pub(crate) const SPEAKS: u8 = 1 << 6;
    /// A hashtag; a mark that ends a clause or joins, but may be an emoticon; or any other mark that says something.
    pub(crate) const SPECIAL: u8 = 1 << 7;

    /// It without what a word tells of the register: the bits that are a mark's otherwise.
    #[inline]
    pub(crate) fn without_register(self) -> Self {
        let register = if self.0 & Self::WORD != 0 { Self::REPORTS | Self::SPEAKS } else { 0 };
        Self(self.0 & !register)
    }

    /// Whether it is a word, and no hashtag.
    #[inline]
    pub(crate) fn is_plain_word(self) -> bool {
        self.0 & (Self::WORD | Self::SPECIAL) == Self::WORD
    }

    /// Whether it is a mark that opens or closes code.
    pub(crate) fn is_of_code(self) -> bool {
        self.0 & (Self::WORD | Self::CODE) == Self::CODE
    }

    /// Whether it has any of these bits.
    #[inline]
    pub(crate) fn has(self, bits: u8) -> bool {
        self.0 & bits != 0
    }

    /// Whether an entry may begin with it and continue with a token of the class `next`.
    #[inline]
    pub(crate) fn leads_to(self, next: Self) -> bool {
        const { assert!(Self::LEADS << 1 == Self::FOLLOWS) }
        self.0 & Self::LEADS & next.0 >> 1 != 0
    }
}
