//! The tokens of a text, as a pattern sees them.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::folded;
use super::pattern::Spelling;
use crate::error::Error;
use crate::layer::AttributeValue;
use crate::results::{DocumentResult, Span};

/// A token of a text.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) bytes: Range<usize>,
    pub(super) written: &'t str,
    /// As it is compared: folded, or as it is written.
    pub(super) spelled: Cow<'t, str>,
    /// How an Arabic word is made up, where the tokenizer says it.
    pub(super) clitics: Option<Clitics>,
}

/// How many letters before and after the stem of an Arabic word are not of it, as the attribute `clitics` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clitics {
    /// Conjunctions, prepositions and the article.
    pub(super) before: usize,
    pub(super) has_article: bool,
    /// Of the pronoun.
    pub(super) after: usize,
}

impl Clitics {
    /// By the value of the attribute, such as `و+ال+_`.
    fn of(value: &str) -> Option<Self> {
        let (before, after) = value.split_once('_')?;
        let letters = |part: &str| part.chars().filter(|&letter| letter != '+').count();
        let has_article = before.ends_with("ال+") || before.ends_with("ل+ل+");
        Some(Self { before: letters(before), has_article, after: letters(after) })
    }
}

/// The tokens of a document. `has_arabic` says whether it matters how Arabic words are made up.
pub(super) fn tokens(
    result: &DocumentResult,
    spelling: Spelling,
    has_arabic: bool,
) -> Result<Vec<Token<'_>>, Error> {
    let spans = result.layer("tokens")?.into_iter().flat_map(|layer| layer.spans());
    let token = |span: Span<'_>| Some((span.bytes()?, has_arabic.then(|| clitics(&span)).flatten()));
    let text = result.text();
    let tokens = spans.filter_map(token).map(|(bytes, clitics)| {
        let written = &text[bytes.clone()];
        Token { bytes, written, spelled: spelling.of(written), clitics }
    });
    Ok(tokens.collect())
}

/// A tokenizer of somebody else may have no such attribute.
fn clitics(span: &Span<'_>) -> Option<Clitics> {
    match span.attribute("clitics") {
        Ok(Some(AttributeValue::Text(value))) => Clitics::of(value),
        _ => None,
    }
}

#[cfg(test)]
impl<'t> Token<'t> {
    /// A word by itself, and what the tokenizer says of it.
    pub(super) fn of_word(written: &'t str, clitics: Option<&str>) -> Self {
        let clitics = clitics.and_then(Clitics::of);
        Self { bytes: 0..written.len(), written, spelled: folded(written), clitics }
    }
}

impl Spelling {
    /// A word as it is compared.
    pub(super) fn of(self, written: &str) -> Cow<'_, str> {
        match self {
            Self::Folded => folded(written),
            Self::Exact => Cow::Borrowed(written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Clitics;

    #[test]
    fn letters_before_and_after_a_stem_are_counted() {
        for (value, before, has_article, after) in
            [("_", 0, false, 0), ("و+ب+ال+_", 4, true, 0), ("و+ل+ل+_", 3, true, 0), ("ل+_+هما", 1, false, 3)]
        {
            assert_eq!(Clitics::of(value), Some(Clitics { before, has_article, after }), "{value}");
        }
        assert_eq!(Clitics::of(""), None);
    }
}
