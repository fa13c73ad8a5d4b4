//! What the unit tests of the rules share.

use crate::forms::class;
use crate::forms::lexeme::Lexemes;
use crate::page::{Buffers, Page, Tokens};

#[allow(dead_code, reason = "the build script asks for more of it")]
#[path = "../build/tables.rs"]
mod tables;

/// Gives `run` a page of a text of which every word between blanks is a token, and every full stop before a blank ends a
/// sentence.
pub(crate) fn with_page<T>(text: &str, run: impl FnOnce(Page<'_>) -> T) -> T {
    let mut lexemes = Lexemes::default();
    let mut tokens = Tokens::default();
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        tokens.push(start..start + word.len(), lexemes.make(word));
    }
    let sentences = std::iter::once(0).chain(text.match_indices(". ").map(|(at, _)| at + 2));
    let sentences: Vec<u32> = sentences
        .filter(|&at| {
            !text[..at].ends_with("b. ")
                && !text[..at].ends_with(".. ")
                && !text[..at].ends_with("m. ")
                && !text[..at].ends_with("S. ")
                && !text[..at].ends_with("Inc. ")
        })
        .map(|at| at as u32)
        .collect();
    run(Page::new(text, &lexemes, Buffers::default(), &tokens, sentences.into_iter()))
}

/// The entities that `find` finds in a text as `label: surface = canonical`, in order.
pub(crate) fn found(text: &str, find: impl FnOnce(&mut Page<'_>)) -> Vec<String> {
    let buffers = with_page(text, |mut page| {
        find(&mut page);
        page.into_buffers()
    });
    let found = buffers.found.iter().map(|entity| {
        let (label, written) = (entity.kind.label(), &text[entity.range.clone()]);
        format!("{label}: {written} = {}", buffers.names.get(entity.name))
    });
    found.collect()
}

mod growth;

mod lexicon_files {
    use textmill_texts::Spelling;

    use super::tables::{Layout, TABLES, entries};
    use crate::text::normal::key_of;

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

    #[test]
    fn names_have_their_keys_in_any_encoding() {
        let forms = TABLES.iter().flat_map(|table| entries(table.text, table.layout));
        for (form, _) in forms {
            for spelling in Spelling::all(form).iter().filter(|spelling| spelling.is_encoding) {
                assert_eq!(key_of(&spelling.text), key_of(form), "{form:?}: {}", spelling.name);
            }
        }
    }

    fn is_numeric(path: &str) -> bool {
        ["numbers", "scales", "ordinals", "months", "weekdays", "day-parts"]
            .iter()
            .any(|name| path.contains(name))
    }
}
