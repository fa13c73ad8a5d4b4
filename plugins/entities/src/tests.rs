//! What the unit tests of the rules share.

use std::sync::LazyLock;

use crate::lexicon::Lexicon;
use crate::page::{Page, Token, TokenKind};

/// One lexicon for all tests.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
    &LEXICON
}

/// A page of a text of which every word between blanks is a token, and every full stop before a blank ends a sentence.
pub(crate) fn page_of<'a>(text: &'a str, lexicon: &'a Lexicon) -> Page<'a> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        tokens.push(Token { range: start..start + word.len(), kind: TokenKind::Text });
    }
    let sentences = std::iter::once(0).chain(text.match_indices(". ").map(|(at, _)| at + 2));
    let sentences: Vec<usize> = sentences
        .filter(|&at| {
            !text[..at].ends_with("b. ")
                && !text[..at].ends_with(".. ")
                && !text[..at].ends_with("m. ")
                && !text[..at].ends_with("S. ")
                && !text[..at].ends_with("Inc. ")
        })
        .collect();
    Page::new(text, lexicon, tokens.into_iter(), sentences.into_iter())
}

/// The entities of a page as `label: surface = canonical`, in order.
pub(crate) fn found(page: &Page<'_>, text: &str) -> Vec<String> {
    let mut entities: Vec<_> = page.found.iter().collect();
    entities.sort_by_key(|entity| entity.range.start);
    entities
        .into_iter()
        .map(|entity| {
            format!("{}: {} = {}", entity.kind.label(), &text[entity.range.clone()], entity.canonical)
        })
        .collect()
}
