//! What a form counts as, and what it is in a phrase.
//!
//! All of it follows from the form, its clitics, the language of the document and the settings.

use crate::keyness;

/// The number of the empty string, which is no term.
pub(crate) const NO_STRING: u32 = 0;

/// A form as it is counted. Numbers of strings are those of [`Glossary::strings`](crate::glossary::Glossary).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The term that is counted, or [`NO_STRING`].
    pub(crate) term: u32,
    pub(crate) step: Step,
}

impl Word {
    pub(crate) const LEFT_OUT: Self = Self::no_content(NO_STRING);

    /// A word that is counted and is in no phrase.
    pub(crate) const fn no_content(term: u32) -> Self {
        Self { term, step: Step::BREAK }
    }
}

/// What comes next in the sequence of words that phrases are made of, in 32 bits: the number of a [`Content`], or one of
/// the others here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step(u32);

impl Step {
    /// No phrase continues here: after a sentence, at a word that is left out or generic.
    pub(crate) const BREAK: Self = Self(u32::MAX);
    /// An ideograph, whose pairs are counted. What it means by itself is for hashtags alone.
    pub(crate) const IDEOGRAPH: Self = Self(u32::MAX - 1);
    /// An ideograph that is left out.
    pub(crate) const STOP_IDEOGRAPH: Self = Self(u32::MAX - 2);
    /// A break after which an English verb comes: `they`, `will`.
    pub(crate) const BEFORE_VERB: Self = Self(u32::MAX - 3);
    /// The same after which [`Marks::PAST`] is a verb, and another word the object: `has`.
    pub(crate) const BEFORE_PAST: Self = Self(u32::MAX - 4);

    /// The number of a content. There are fewer than 2³¹, since forms are: a batch is indexed with 32 bits, and a memo
    /// forgets long before.
    pub(crate) fn content(number: usize) -> Self {
        Self(number as u32)
    }

    /// The number of its content, where it is one.
    #[inline]
    pub(crate) fn as_content(self) -> Option<u32> {
        (self.0 < Self::BEFORE_PAST.0).then_some(self.0)
    }

    /// Whether a word with such marks is a verb after it, and no part of a phrase. Names are none.
    #[inline]
    pub(crate) fn is_before_verb(self, marks: Marks) -> bool {
        (self == Self::BEFORE_VERB || self == Self::BEFORE_PAST && marks.has(Marks::PAST))
            && !marks.has(Marks::CAPITAL)
    }

    #[inline]
    pub(crate) fn is_ideograph(self) -> bool {
        (Self::STOP_IDEOGRAPH.0..=Self::IDEOGRAPH.0).contains(&self.0)
    }
}

/// What a word is in a phrase, each mark a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(crate) const NONE: Self = Self(0);
    /// A phrase ends before it, because a particle was attached to it.
    pub(crate) const BEGINS: Self = Self(1);
    /// It is a generic word, which a phrase has only where the next [`Marks::FOLLOWS`]: the first of New York.
    pub(crate) const OPENS: Self = Self(1 << 1);
    pub(crate) const FOLLOWS: Self = Self(1 << 2);
    /// No phrase ends with it.
    pub(crate) const LEADS: Self = Self(1 << 3);
    /// It has the article, or a pronoun. In Arabic a noun with it is followed by adjectives with it, so that a word without
    /// it begins something else, what is said of the noun: البيت الكبير is the big house, البيت كبير says that the house is
    /// big.
    pub(crate) const DEFINITE: Self = Self(1 << 4);
    /// It is an Arabic word without an article, and so no adjective of one that has it.
    pub(crate) const BARE: Self = Self(1 << 5);

    /// It is an initial with its full stop, which is a part of a phrase after [`Marks::CAPITAL`] alone.
    pub(crate) const INITIAL: Self = Self(1 << 6);
    /// It begins with a capital, as names do.
    pub(crate) const CAPITAL: Self = Self(1 << 10);
    /// It is an Arabic noun with the article, and so no adjective of the one before it: المجلس الاجتماع.
    pub(crate) const NOUN: Self = Self(1 << 7);
    /// It is an Arabic verb in the past if it begins a sentence and the next is [`Marks::AGENT`], and else a noun. A verb is no
    /// part of the phrase after it.
    pub(crate) const VERB_OR_NOUN: Self = Self(1 << 8);
    /// It is an Arabic noun for who does something.
    pub(crate) const AGENT: Self = Self(1 << 9);
    /// It is an Arabic plural with the article that is an adjective of women alone, and so behind another noun with it none.
    pub(crate) const PLURAL: Self = Self(1 << 12);
    /// It looks like the past of an English verb.
    pub(crate) const PAST: Self = Self(1 << 11);

    /// Whether it has one of some marks.
    #[inline]
    pub(crate) const fn has(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    /// Both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These, where something holds.
    pub(crate) const fn only_if(self, holds: bool) -> Self {
        if holds { self } else { Self::NONE }
    }
}

/// A word of phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// What it counts as where it stands alone.
    pub(crate) term: u32,
    /// How it is written in a phrase: with its article.
    pub(crate) form: u32,
    /// The same for all words that make equal phrases.
    pub(crate) group: u32,
    pub(crate) marks: Marks,
    /// How common its term is in general; [`keyness::NEVER`] where it is no key term, however often it comes.
    pub(crate) common: u8,
    /// The same where it says how much a phrase tells that has the word; of a language without counts, as of a word that
    /// nobody knows.
    pub(crate) weight: u8,
}

impl Content {
    /// A word that is written in phrases as it counts, of a group.
    pub(crate) fn plain_in(term: u32, group: u32) -> Self {
        let (common, weight) = (keyness::NEVER, keyness::UNKNOWN);
        Self { term, form: term, group, marks: Marks::NONE, common, weight }
    }
}
