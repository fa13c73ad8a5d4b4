//! Arabic names of organizations by their head words: وزارة الزراعة, جامعة القاهرة, الحزب الديمقراطي.

use std::ops::Range;

use super::vocabulary;
use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;

/// The most words after a head.
const MAX_WORDS: usize = 4;

/// The organization whose head word stands at `at`.
pub(super) fn pattern(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let (length, strength) = page.entry(at, Class::OrganizationHead)?;
    let first = at + length;
    let is_definite = page.stem_key(at).starts_with("ال");
    let end = if is_definite {
        after_adjectives(page, first)
    } else {
        after_nouns(page, first, strength == "weak")
    };
    (end > first).then_some(at..end)
}

/// الحزب الديمقراطي المسيحي: adjectives with the article.
fn after_adjectives(page: &Page<'_>, first: usize) -> usize {
    let mut end = first;
    while end - first < MAX_WORDS && is_plain(page, end) && is_definite_adjective(page, end) {
        end += 1;
    }
    end
}

/// What a head in the construct state takes: a listed name, nouns with the article and their adjectives, or unknown
/// words, which are names from abroad. A weak head, which makes more phrases than names, takes no mere noun.
fn after_nouns(page: &Page<'_>, first: usize, is_weak: bool) -> usize {
    if !is_plain(page, first) {
        return first;
    }
    if let Some(end) = after_ruler(page, first) {
        return end;
    }
    let is_definite = page.key(first).starts_with("ال");
    if let Some((length, class, _)) = page.longest(first, super::NAMES.or(Classes::PERSON)) {
        return match class {
            Class::Demonym if is_definite && !is_weak => after_adjectives(page, first),
            Class::Demonym => first,
            _ if is_weak && super::kind_of(class).is_none() => first,
            // The paper, the club, the company stay outside of a name that stands by itself.
            Class::Organization if stands_outside(page.stem_key(first - 1)) => first,
            _ => first + length,
        };
    }
    if is_definite {
        return if is_weak { first } else { after_adjectives(page, first + 1) };
    }
    let mut end = first;
    while end - first < 2 && is_plain(page, end) && is_foreign(page, end) {
        end += 1;
    }
    end
}

/// جامعة الملك سعود, مستشفى الأمير حمزة.
fn after_ruler(page: &Page<'_>, first: usize) -> Option<usize> {
    let is_ruler = matches!(
        page.key(first),
        "الملك"
            | "الملكه"
            | "الامير"
            | "الاميره"
            | "الامام"
            | "الشيخ"
            | "السلطان"
            | "الرئيس"
            | "الشهيد"
    );
    let (length, ..) =
        page.longest(first + 1, Classes::PERSON).filter(|_| is_ruler && is_plain(page, first + 1))?;
    Some(first + 1 + length)
}

fn stands_outside(head: &str) -> bool {
    matches!(
        head,
        "صحيفه"
            | "جريده"
            | "مجله"
            | "وكاله"
            | "حركه"
            | "نادي"
            | "شركه"
            | "فريق"
            | "شبكه"
            | "قناه"
            | "تنظيم"
            | "جماعه"
    )
}

/// A word that may continue with a name: Arabic, free, with nothing attached.
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
    adjective && !page.classes(at).meets(Class::Deictic.set().or(Class::Common.set()))
}

/// An unknown word that does not agree with its head as an adjective would.
fn is_foreign(page: &Page<'_>, at: usize) -> bool {
    let key = page.key(at);
    key.chars().nth(2).is_some()
        && page.likeness(at) > 1.0
        && !key.ends_with('ه')
        && !key.starts_with("وال")
        && !key.starts_with("لل")
        && page.classes(at).is_empty()
        && !vocabulary::is_word(page, at)
}
