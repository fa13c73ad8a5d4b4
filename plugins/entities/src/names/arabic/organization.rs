//! Arabic names of organizations by their head words: وزارة الزراعة, جامعة القاهرة, الحزب الديمقراطي.

use std::ops::Range;

use super::vocabulary;
use crate::class::{Class, Classes};
use crate::page::Page;
use crate::piece::Form;

/// The most words behind a head.
const MOST_WORDS: usize = 4;

/// The organization whose head word stands at `at`.
pub(super) fn pattern(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let (length, _) = page.entry(at, Class::OrganizationHead)?;
    let first = at + length;
    let is_definite = page.stem_key(at).starts_with("ال");
    let end = if is_definite { behind_adjectives(page, first) } else { behind_nouns(page, first) };
    (end > first).then_some(at..end)
}

/// الحزب الديمقراطي المسيحي: adjectives with the article.
fn behind_adjectives(page: &Page<'_>, first: usize) -> usize {
    let mut end = first;
    while end - first < MOST_WORDS && is_plain(page, end) && is_definite_adjective(page, end) {
        end += 1;
    }
    end
}

/// What a head in the construct state takes: a listed name, nouns with the article and their adjectives, or unknown
/// words, which are names from abroad.
fn behind_nouns(page: &Page<'_>, first: usize) -> usize {
    if !is_plain(page, first) {
        return first;
    }
    if let Some((length, class, _)) = page.longest(first, super::NAMES.or(Classes::PERSON)) {
        if class != Class::Demonym {
            return behind_adjectives(page, first + length);
        }
        return if page.key(first).starts_with("ال") { behind_adjectives(page, first) } else { first };
    }
    if page.key(first).starts_with("ال") {
        return behind_adjectives(page, first + 1);
    }
    let mut end = first;
    while end - first < 2 && is_plain(page, end) && is_foreign(page, end) {
        end += 1;
    }
    end
}

/// A word that may go on with a name: Arabic, free, with nothing attached.
fn is_plain(page: &Page<'_>, at: usize) -> bool {
    page.joins(at) && page.form(at) == Form::Arabic && page.is_free(at) && page.proclitic(at) == 0
}

fn is_definite_adjective(page: &Page<'_>, at: usize) -> bool {
    let key = page.key(at);
    let adjective = key.starts_with("ال")
        && (key.ends_with("ي")
            || key.ends_with("يه")
            || key.ends_with("ى")
            || matches!(
                key,
                "العام"
                    | "العامه"
                    | "الاعلي"
                    | "الاعلى"
                    | "العليا"
                    | "المتحده"
                    | "المتحد"
                    | "الاحمر"
                    | "الاسلاميه"
                    | "الشامل"
                    | "المستقله"
            ));
    adjective && !page.is(at, Class::Deictic)
}

/// An unknown word that does not agree with its head as an adjective would.
fn is_foreign(page: &Page<'_>, at: usize) -> bool {
    let key = page.key(at);
    key.chars().count() > 2
        && !key.ends_with('ه')
        && !key.starts_with("وال")
        && !key.starts_with("لل")
        && page.classes(at).is_empty()
        && !vocabulary::is_word(page, at)
}
