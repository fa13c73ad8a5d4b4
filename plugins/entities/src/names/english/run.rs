//! Runs of capitalized words.

use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;

/// The longest run that is read as one name.
const MAX_WORDS: usize = 12;

/// The end of the run of capitalized words that begins at `start`, with the small words and marks that stand inside
/// names: initials, hyphens, `&`, `van`. In a headline it ends before a common word.
pub(super) fn end(page: &Page<'_>, start: usize, is_headline: bool) -> usize {
    let mut end = start + 1;
    while end - start < MAX_WORDS {
        let Some(next) = next_capital(page, end) else {
            break;
        };
        // `Tim Cook`, where a headline says `Tim Cook Met …`.
        let is_family = page.is(next, Class::Family) && page.is(end - 1, Class::Given) && end == start + 1;
        if is_headline && page.is(next, Class::Common) && !is_family {
            break;
        }
        end = next + 1;
    }
    end
}

/// The capitalized word that continues with the name whose last word is before `at`.
fn next_capital(page: &Page<'_>, at: usize) -> Option<usize> {
    if !page.joins(at) {
        return None;
    }
    let continues = |word: usize| page.form(word).is_capital() && page.joins(word) && page.is_free(word);
    match page.form(at) {
        Form::Title | Form::Upper => page.is_free(at).then_some(at),
        Form::Mark('.') if takes_stop(page, at - 1) && continues(at + 1) => Some(at + 1),
        Form::Mark('-' | '–') if page.touches(at) && page.touches(at + 1) && continues(at + 1) => {
            Some(at + 1)
        }
        Form::Mark('&') if continues(at + 1) => Some(at + 1),
        Form::Lower if page.is(at, Class::Particle) => {
            // `van der Berg`, `al-Assad`.
            let second = usize::from(page.is(at + 1, Class::Particle) || page.is_mark(at + 1, '-'));
            continues(at + 1 + second).then_some(at + 1 + second)
        }
        _ => None,
    }
}

/// Whether a run may continue with a word, as [`next_capital`] has it.
pub(crate) fn may_link(form: Form, classes: Classes) -> bool {
    match form {
        Form::Title | Form::Upper | Form::Mark('.' | '-' | '–' | '&') => true,
        Form::Lower => classes.has(Class::Particle),
        _ => false,
    }
}

/// Whether a full stop after the word ends no sentence: an initial, `St`, `Mr`, `Gen`.
fn takes_stop(page: &Page<'_>, at: usize) -> bool {
    let is_initial = page.form(at) == Form::Title && page.characters(at) == 1;
    let is_abbreviation =
        page.written_len(at) <= 4 && (page.is(at, Class::Title) || page.is(at, Class::LocationHead));
    is_initial || is_abbreviation || matches!(page.key(at), "jr" | "sr")
}
