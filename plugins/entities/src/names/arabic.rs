//! Names in Arabic script, which has no capitals: lists, words that announce a name, and the build of names.

mod namesake;
mod organization;
mod person;
pub(crate) mod vocabulary;

use std::ops::Range;

use super::segment::Segment;
use super::{Findings, NAMES, Reach, kind_of, match_report, prove, prove_as};
use crate::forms::class::{Class, Classes};
use crate::forms::lexeme::Traits;
use crate::kind::Kind;
use crate::page::Page;
use crate::text::piece::Form;

/// Classes of words that a name can begin with, or that announce one.
pub(super) const OPENERS: Classes = NAMES
    .or(Classes::PERSON)
    .or(Class::Particle.set())
    .or(Class::Title.set())
    .or(Class::Speech.set())
    .or(Class::OrganizationHead.set())
    .or(Class::LocationHead.set());

/// Finds the names of a segment.
pub(super) fn find(page: &mut Page<'_>, segment: &Segment, reach: Reach, findings: &mut Findings) {
    if !segment.has_arabic {
        return;
    }
    let mut end = segment.words.start;
    for index in segment.starts.clone() {
        let Some(at) = page.name_start(index) else { break };
        if at >= end && page.has(at, Traits::ARABIC_NAME) && page.is_free(at) {
            end = take(page, at, reach, findings);
        }
    }
}

/// Takes the name that begins at the word, if one does; gives the place to resume from.
fn take(page: &mut Page<'_>, at: usize, reach: Reach, findings: &mut Findings) -> usize {
    let listed = page.longest(at, NAMES);
    if reach == Reach::Lists {
        return match listed {
            Some((length, class, value)) => take_listed(page, at..at + length, class, value, findings),
            None => at + 1,
        };
    }
    if let Some((words, kind)) = namesake::pattern(page, at).filter(|(words, _)| fits(page, words, listed)) {
        let end = words.end;
        return match kind {
            Some(kind) => prove(page, words, kind, findings),
            None => {
                page.block(words);
                end
            }
        };
    }
    if let Some(words) = organization::pattern(page, at).filter(|words| fits(page, words, listed)) {
        return prove(page, words, Kind::Organization, findings);
    }
    if let Some(words) = place_pattern(page, at).filter(|words| fits(page, words, listed)) {
        return prove(page, words, Kind::Location, findings);
    }
    if let Some(words) = person::person(page, at, listed).filter(|words| page.all_free(words.clone())) {
        return prove(page, words, Kind::Person, findings);
    }
    match listed {
        Some((1, class, _)) if !is_place_here(page, at, class) || is_son(page, at) => at + 1,
        Some((length, Class::Organization, _)) if organization::lacks_proof(page, at, length) => at + length,
        Some((length, class, value)) => take_listed(page, at..at + length, class, value, findings),
        None => at + 1,
    }
}

/// Whether the words of a pattern are free and reach further than a listed name.
fn fits(page: &Page<'_>, words: &Range<usize>, listed: Option<(usize, Class, &'static str)>) -> bool {
    let is_longer = listed.is_none_or(|(length, class, _)| words.len() > length || kind_of(class).is_none());
    is_longer && page.all_free(words.clone())
}

fn take_listed(
    page: &mut Page<'_>,
    words: Range<usize>,
    class: Class,
    value: &str,
    findings: &mut Findings,
) -> usize {
    let end = words.end;
    match kind_of(class) {
        Some(kind) => {
            let plays = class == Class::City && match_report::plays(page, &words);
            let kind = if plays { Kind::Organization } else { kind };
            let name = page.name(value);
            prove_as(page, words, kind, name, findings)
        }
        None => {
            // A nationality stays free: it may be part of a name that is remembered.
            if matches!(class, Class::OtherName | Class::Product) {
                page.block(words);
            }
            end
        }
    }
}

/// الخليل بن أحمد: a place's name before the father's is a person's.
fn is_son(page: &Page<'_>, at: usize) -> bool {
    page.joins(at + 1)
        && page.key(at + 1) == "بن"
        && page.joins(at + 2)
        && page.proclitic(at) == 0
        && page.classes(at + 2).meets(Classes::PERSON.or(Class::Particle.set()))
        && !page.is(at, Class::Country)
}

/// Whether a word that is also one of the language's own is a place here: نجد after في, but not at أن نجد.
fn is_place_here(page: &Page<'_>, at: usize, class: Class) -> bool {
    // قبل المغرب is before sunset.
    let before = at.checked_sub(1).map_or("", |before| page.stem_key(before));
    if page.stem_key(at) == "المغرب" && matches!(before, "قبل" | "بعد" | "صلاه" | "اذان" | "وقت")
    {
        return false;
    }
    if is_adjective(page, at) {
        return false;
    }
    if !Classes::PLACE.has(class) || !page.is(at, Class::Common) {
        return true;
    }
    let before = at.checked_sub(1).map_or("", |before| page.stem_key(before));
    page.characters(at) > 3
        && page.proclitic(at) > 0
        && page.key(at).contains('ب')
        && page.stem_key(at).starts_with("ال")
        || matches!(
            before,
            "في" | "فى"
                | "من"
                | "الي"
                | "الى"
                | "بين"
                | "مدينه"
                | "محافظه"
                | "منطقه"
                | "شمال"
                | "جنوب"
                | "شرق"
                | "غرب"
        )
}

/// Whether a town that has its name of a colour is the colour of the noun before it: أزقتها الزرقاء.
fn is_adjective(page: &Page<'_>, at: usize) -> bool {
    if !matches!(page.key(at), "الزرقاء" | "البيضاء" | "الحمراء" | "الخضراء" | "السوداء") || !page.joins(at)
    {
        return false;
    }
    let noun = at.checked_sub(1).map_or("", |before| page.stem_key(before));
    noun.starts_with("ال") || ["ها", "هم", "نا", "ته"].iter().any(|pronoun| noun.ends_with(pronoun))
}

/// A place by its kind: قرية اللجون, and نابلس of مدينة نابلس.
fn place_pattern(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    if let Some(place) = ruler_place(page, at) {
        return Some(place);
    }
    let (length, value) = page.entry(at, Class::LocationHead)?;
    // Of some kinds only what a person gave the name to is a place.
    if page.stem_key(at) == "طريق" || matches!(value, "named" | "prize") {
        return None;
    }
    if let Some(end) = after_day(page, at) {
        return Some(at..end);
    }
    let first = at + length;
    if !page.joins(first)
        || page.form(first) != Form::Arabic
        || !page.is_free(first)
        || page.proclitic(first) > 0
    {
        return None;
    }
    let start = if is_part_of_name(page.stem_key(at)) { at } else { first };
    if let Some((length, ..)) = page.longest(first, Classes::PLACE) {
        return Some(start..first + length);
    }
    // سهل القياس is easy to measure.
    if page.stem_key(at) == "سهل" {
        return None;
    }
    let compound = matches!(
        page.key(first),
        "بيت"
            | "دير"
            | "كفر"
            | "عين"
            | "تل"
            | "ام"
            | "ابو"
            | "بني"
            | "بئر"
            | "خان"
            | "راس"
            | "وادي"
            | "جبل"
            | "باب"
    );
    let compound = compound && page.joins(first + 1) && page.form(first + 1) == Form::Arabic;
    if !compound && !may_name_place(page, first, page.stem_key(at)) {
        return None;
    }
    Some(start..first + 1 + usize::from(compound))
}

/// شارع 26 يوليو, مدينة السادس من أكتوبر: places that are named after a day.
fn after_day(page: &Page<'_>, at: usize) -> Option<usize> {
    let day = at + 1;
    if !is_street(page.stem_key(at)) || !page.joins(day) {
        return None;
    }
    let end = match page.entry(day, Class::Ordinal) {
        Some((length, _)) => day + length,
        None => page.digits(day, 2).map(|_| day + 1)?,
    };
    let month = end + usize::from(page.key(end) == "من");
    let (length, _) = page.entry(month, Class::Month).filter(|_| page.joins(end) && page.joins(month))?;
    Some(month + length)
}

/// طريق الملك عبدالعزيز, شارع الأمير سلطان: places that are named after a ruler.
fn ruler_place(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    if !page.has(at, Traits::STREET) {
        return None;
    }
    let end = organization::after_ruler(page, at + 1)?;
    page.all_free(at..end).then_some(at..end)
}

/// Whether places of a kind are named after rulers.
pub(crate) fn is_street(kind: &str) -> bool {
    matches!(kind, "طريق" | "شارع" | "ميدان" | "جسر" | "مدينه" | "مطار" | "حي" | "ساحه" | "ميناء")
}

/// Kinds that stay outside of the name: one says نابلس for مدينة نابلس, but not اللجون for قرية اللجون.
fn is_part_of_name(kind: &str) -> bool {
    !matches!(
        kind,
        "مدينه"
            | "محافظه"
            | "منطقه"
            | "اقليم"
            | "ولايه"
            | "مقاطعه"
            | "ميناء"
            | "ضاحيه"
            | "ناحيه"
    )
}

/// Whether an unlisted word can be the name of a place after its kind.
fn may_name_place(page: &Page<'_>, at: usize, kind: &str) -> bool {
    // Villages have names of plain words with other endings: قرية زرعين, مخيم بلاطة.
    let is_settled = matches!(kind, "قريه" | "بلده" | "مخيم");
    page.key(at).chars().nth(2).is_some()
        && !page.classes(at).meets(Class::Demonym.set().or(Class::Title.set()).or(Class::Ordinal.set()))
        && !(if is_settled { page.is(at, Class::Common) } else { vocabulary::is_word(page, at) })
        && page.likeness(at) > -6.0
}
