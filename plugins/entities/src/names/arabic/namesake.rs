//! Bodies, places and prizes with the names of persons: مستشفى محمد السادس, مطار رفيق الحريري الدولي, جائزة محمود درويش.

use std::ops::Range;

use super::{organization, person};
use crate::forms::class::{Class, Classes};
use crate::kind::Kind;
use crate::page::Page;
use crate::text::piece::Form;

/// What has a person's name from the word on; its kind is nothing where it is no entity, but no person either.
#[inline]
pub(super) fn pattern(page: &Page<'_>, at: usize) -> Option<(Range<usize>, Option<Kind>)> {
    // Most words are no heads, and few heads have a name behind them.
    let heads = Class::LocationHead.set().or(Class::OrganizationHead.set());
    if page.begins(at).meets(heads) && page.classes(at + 1).meets(NAMES) { of_head(page, at) } else { None }
}

/// Classes of words with which the name behind a head begins.
const NAMES: Classes = Classes::PERSON.or(Class::Particle.set()).or(Class::Title.set());

#[inline(never)]
fn of_head(page: &Page<'_>, at: usize) -> Option<(Range<usize>, Option<Kind>)> {
    let kind = if let Some((1, value)) = page.entry(at, Class::LocationHead) {
        if value != "named" && value != "prize" && !is_place_of_persons(page, at) {
            return None;
        }
        Some(Kind::Location).filter(|_| value != "prize")
    } else {
        let (_, strength) = page.entry(at, Class::OrganizationHead).filter(|&(length, _)| length == 1)?;
        if strength != "named" && !is_body_of_persons(page.stem_key(at)) {
            return None;
        }
        Some(Kind::Organization)
    };
    // جائزة نوبل, مدينة أبو ظبي: lists know better.
    let is_listed =
        |at: usize, names: Classes| page.longest(at, names).is_some_and(|(length, ..)| length > 1);
    if is_listed(at, super::NAMES) || is_listed(at + 1, super::NAMES) {
        return None;
    }
    let end = person::namesake(page, at + 1, is_adjective)?;
    let end = after_adjectives(page, end);
    Some((at..organization::after_purpose(page, end), kind))
}

/// Kinds of places of which many have the names of persons: مدينة زايد, but not محافظة.
fn is_place_of_persons(page: &Page<'_>, at: usize) -> bool {
    let kind = page.stem_key(at);
    // عن طريق محمد is by way of him.
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    super::is_street(kind) && !(kind == "طريق" && matches!(before, "عن" | "من")) || kind == "مخيم"
}

/// Bodies that others have founded and named. A company, a team, a movement is rather the person's own.
fn is_body_of_persons(head: &str) -> bool {
    matches!(
        head,
        "جامعه"
            | "كليه"
            | "معهد"
            | "اكاديميه"
            | "مؤسسه"
            | "موسسه"
            | "جمعيه"
            | "مدرسه"
            | "مستشفي"
            | "مستشفى"
            | "مركز"
            | "متحف"
            | "صندوق"
            | "كتائب"
    )
}

/// الدولي, الطبية: what bodies and places are besides.
fn after_adjectives(page: &Page<'_>, first: usize) -> usize {
    let mut end = first;
    while end - first < 2 && page.joins(end) && page.is_free(end) && is_adjective(page, end) {
        end += 1;
    }
    end
}

/// An adjective of bodies and places, and none of persons, as الدولي and الطبية are.
pub(super) fn is_adjective(page: &Page<'_>, at: usize) -> bool {
    page.form(at) == Form::Arabic
        && matches!(
            page.key(at).trim_end_matches('ه'),
            "الدولي"
                | "الجامعي"
                | "التعليمي"
                | "التخصصي"
                | "الطبي"
                | "العلاجي"
                | "الصحي"
                | "العسكري"
                | "الجوي"
                | "البحري"
                | "الثقافي"
                | "الاسلامي"
                | "الخيري"
                | "الانساني"
                | "الاجتماعي"
                | "الرياضي"
                | "الوطني"
                | "المركزي"
                | "الثانوي"
                | "الابتدائي"
                | "الاعدادي"
                | "الحكومي"
                | "التذكاري"
                | "الادبي"
                | "العلمي"
                | "التقني"
                | "الحضري"
        )
        && !page.classes(at).meets(Classes::PLACE)
}

#[cfg(test)]
mod tests {
    use crate::names::{Reach, find};
    use crate::tests::found;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names = found(text, |page| find(page, Reach::Guesses));
        let names: Vec<&str> = names.iter().filter_map(|name| name.split(" = ").next()).collect();
        assert_eq!(names, expected, "{text:?}");
    }

    #[test]
    fn bodies_have_the_names_of_persons() {
        for (text, expected) in [
            ("نقل إلى مستشفى محمد الخامس أمس", "organization: مستشفى محمد الخامس"),
            ("تخرج في جامعة محمد السادس هناك", "organization: جامعة محمد السادس"),
            ("تبرعت مؤسسة ياسر عرفات بمبلغ", "organization: مؤسسة ياسر عرفات"),
            ("أعلنت مؤسسة حمد الطبية أمس", "organization: مؤسسة حمد الطبية"),
            ("افتتح مركز جابر الأحمد الثقافي هناك", "organization: مركز جابر الأحمد الثقافي"),
            ("درس بمدرسة محمد علي الثانوية هناك", "organization: مدرسة محمد علي الثانوية"),
            ("في مكتبة محمد حسين هناك", "organization: مكتبة محمد حسين"),
            ("صلى في مسجد جمال عبد الناصر أمس", "location: مسجد جمال عبد الناصر"),
            ("لعبوا على ملعب محمد بن زايد أمس", "location: ملعب محمد بن زايد"),
            ("في مطار رفيق الحريري الدولي أمس", "location: مطار رفيق الحريري الدولي"),
            ("في ساحة سعد زغلول أمس", "location: ساحة سعد زغلول"),
            ("في مدينة أبو ظبي أمس", "location: أبو ظبي"),
            ("على ملعب خليفة الدولي أمس", "location: ملعب خليفة الدولي"),
            ("في قاعدة محمد نجيب العسكرية أمس", "location: قاعدة محمد نجيب العسكرية"),
        ] {
            check(text, &[expected]);
        }
    }

    #[test]
    fn prizes_are_no_persons() {
        check("فازت بجائزة محمود درويش للإبداع", &[]);
    }

    #[test]
    fn other_words_before_persons_leave_them_alone() {
        check("جاء عن طريق محمد علي أمس", &["person: محمد علي"]);
        check("قالت شركة كبيرة في مسجد قديم وقصر جميل", &[]);
        check("بيع من حي بن يقظان نسختان", &["person: بن يقظان"]);
    }
}
