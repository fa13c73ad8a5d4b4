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

mod lexicon_files {
    use crate::normal::key_of;
    use crate::tables::{Layout, TABLES, entries};

    #[test]
    fn tables_have_headers_and_are_sorted() {
        for table in TABLES {
            let lines: Vec<_> = table.text.lines().collect();
            let rows = lines.iter().position(|line| !line.starts_with('#')).unwrap_or(lines.len());
            assert!(rows >= 2, "{} does not name source and licence", table.path);
            for pair in lines[rows..].windows(2) {
                assert!(pair[0] < pair[1], "{}: {:?} stands before {:?}", table.path, pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn forms_have_keys_and_tables_of_numbers_have_numbers() {
        for table in TABLES {
            for (form, value) in entries(table.text, table.layout) {
                assert!(!key_of(form).trim().is_empty(), "{}: {form:?}", table.path);
                assert!(!value.is_empty(), "{}: {form:?} has no value", table.path);
                assert_eq!(form, form.trim(), "{}: {form:?}", table.path);
            }
        }
        for table in TABLES.iter().filter(|table| is_numeric(table.path)) {
            assert_eq!(table.layout, Layout::Forms);
            for (form, value) in entries(table.text, table.layout) {
                assert!(value.parse::<f64>().is_ok(), "{}: {form:?} = {value:?}", table.path);
            }
        }
    }

    fn is_numeric(path: &str) -> bool {
        ["numbers", "scales", "ordinals", "months", "weekdays", "day-parts"]
            .iter()
            .any(|name| path.contains(name))
    }
}
