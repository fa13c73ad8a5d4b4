//! Arabic names of organizations by their head words: وزارة الزراعة, جامعة القاهرة, الحزب الديمقراطي.

use std::ops::Range;

use super::{person, vocabulary};
use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;

/// The most words after a head.
const MAX_WORDS: usize = 4;

/// The organization whose head word stands at `at`.
pub(super) fn pattern(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let (length, strength) = page.entry(at, Class::OrganizationHead)?;
    if strength == "named" {
        return None;
    }
    let first = at + length;
    let is_definite = page.stem_key(at).starts_with("ال");
    let end = if is_definite {
        let adjectives = after_adjectives(page, first);
        let end = if adjectives > first { after_purpose(page, adjectives) } else { first };
        // المؤسسة الدينية is any: a head with one adjective is no name.
        let is_bare = end == first + 1 && !makes_names(page.stem_key(at), page, first);
        if is_bare { first } else { end }
    } else {
        let end = after_nouns(page, first, strength == "weak");
        if end > first { after_purpose(page, after_second_noun(page, first, end)) } else { first }
    };
    (end > first).then_some(at..end)
}

/// Whether a listed name is a word as often and nothing shows that it is the organization: الجزيرة is a channel after قالت
/// and قناة, in the brackets and before the colon of a dateline.
pub(super) fn lacks_proof(page: &Page<'_>, at: usize, length: usize) -> bool {
    if length > 1 || !page.is(at, Class::Doubtful) {
        return false;
    }
    let Some(before) = at.checked_sub(1) else { return true };
    let is_headed = page.is(before, Class::OrganizationHead) || stands_outside(page.stem_key(before));
    let is_quoted = page.is(before, Class::Speech)
        || matches!(
            page.stem_key(before).trim_start_matches('و'),
            "ذكرت" | "نقلت" | "بثت" | "نشرت" | "افادت" | "مراسل" | "مراسله" | "لقناه"
        );
    let is_dateline =
        page.form(before).is_mark() && matches!(page.form(at + length), Form::Mark(')' | ':' | '-'));
    !(is_headed || is_quoted || is_dateline)
}

/// Whether a definite head and one adjective are a name: الحزب الشيوعي, but not الهيئة الأكاديمية.
fn makes_names(head: &str, page: &Page<'_>, adjective: usize) -> bool {
    let is_of_nations = page.is(adjective, Class::Demonym);
    match head {
        "الحزب" | "المحكمه" | "الجبهه" | "الكنيسه" | "المعهد" | "البنك" | "المصرف" | "المفوضيه" => {
            true
        }
        "الجامعه" | "الاتحاد" | "البرلمان" | "الجمعيه" | "المجلس" => {
            !is_of_nations || !matches!(page.key(adjective), "الدولي" | "الدوليه")
        }
        _ => false,
    }
}

/// الحزب الديمقراطي المسيحي: adjectives with the article.
fn after_adjectives(page: &Page<'_>, first: usize) -> usize {
    let mut end = first;
    while end - first < MAX_WORDS && is_plain(page, end) && is_definite_adjective(page, end) {
        end += 1;
    }
    end
}

/// What a body is for, as its name goes on to say: المعهد الوطني لرصد الزلازل, البنك الآسيوي للتنمية.
pub(super) fn after_purpose(page: &Page<'_>, end: usize) -> usize {
    if !page.joins(end) || page.form(end) != Form::Arabic || !page.is_free(end) {
        return end;
    }
    let key = page.key(end);
    let is_listed = page.classes(end).meets(Classes::PLACE.or(Classes::PERSON).or(Class::Organization.set()));
    if let Some(noun) = key.strip_prefix("لل") {
        // للمواطنين: to whom, and no purpose.
        let is_people = noun.ends_with("ين") || noun.ends_with("ون");
        if is_listed || is_people || noun.chars().nth(2).is_none() || !is_purpose(noun) {
            return end;
        }
        let end = after_adjectives(page, end + 1).min(end + 3);
        // للغذاء والدواء
        let second = page.key(end).strip_prefix("وال").filter(|_| page.joins(end) && page.is_free(end));
        return if second.is_some_and(is_purpose) {
            after_adjectives(page, end + 1).min(end + 3)
        } else {
            end
        };
    }
    // مجلس التعاون لكرة القدم has its ball from elsewhere.
    let plays = || (end.saturating_sub(MAX_WORDS)..end).any(|at| is_league(page.stem_key(at)));
    let is_verbal = key.strip_prefix('ل').is_some_and(|noun| is_purpose(noun) && (noun != "كره" || plays()));
    let goes_on = page.joins(end + 1) && page.key(end + 1).starts_with("ال") && is_plain(page, end + 1);
    if is_verbal && goes_on && !is_listed { after_adjectives(page, end + 2).min(end + 4) } else { end }
}

/// Bodies of sports.
fn is_league(key: &str) -> bool {
    matches!(key, "الاتحاد" | "اتحاد" | "الرابطه" | "رابطه" | "اللجنه" | "لجنه" | "اكاديميه")
}

/// What bodies are for, without the article.
fn is_purpose(noun: &str) -> bool {
    matches!(
        noun,
        "تنميه"
            | "بحوث"
            | "ابحاث"
            | "دراسات"
            | "علوم"
            | "تكنولوجيا"
            | "طيران"
            | "طاقه"
            | "نفط"
            | "بترول"
            | "غاز"
            | "كهرباء"
            | "مياه"
            | "تامين"
            | "سيارات"
            | "اغاثه"
            | "ثقافه"
            | "فنون"
            | "اتصالات"
            | "اعلام"
            | "صحافه"
            | "انباء"
            | "استثمار"
            | "استثمارات"
            | "تجاره"
            | "صناعه"
            | "زراعه"
            | "اغذيه"
            | "ادويه"
            | "صحه"
            | "تعليم"
            | "تربيه"
            | "رياضه"
            | "شباب"
            | "احصاء"
            | "انتخابات"
            | "دفاع"
            | "امن"
            | "سلام"
            | "سلامه"
            | "ارصاد"
            | "طب"
            | "هندسه"
            | "اداره"
            | "نقل"
            | "سياحه"
            | "اثار"
            | "بيئه"
            | "فضاء"
            | "زلازل"
            | "كتاب"
            | "نشر"
            | "ترجمه"
            | "مقاولات"
            | "انشاءات"
            | "بناء"
            | "تحرير"
            | "دعم"
            | "حمايه"
            | "رعايه"
            | "رصد"
            | "مكافحه"
            | "تطوير"
            | "تنظيم"
            | "مراقبه"
            | "ادارة"
            | "تمويل"
            | "نزاهه"
            | "شفافيه"
            | "عداله"
            | "مساواه"
            | "حقوق"
            | "شوون"
            | "شؤون"
            | "تنسيق"
            | "تقنيه"
            | "معلومات"
            | "ملكيه"
            | "انقاذ"
            | "هجره"
            | "عمل"
            | "اسكان"
            | "مهندسين"
            | "محامين"
            | "صحفيين"
            | "معلمين"
            | "كتب"
            | "سينما"
            | "موسيقى"
            | "مسرح"
            | "غذاء"
            | "دواء"
            | "قضاء"
            | "كره"
            | "العاب"
            | "فروسيه"
            | "سباحه"
            | "تضامن"
            | "تعاون"
            | "تعمير"
            | "اعمار"
            | "اتصال"
            | "جمارك"
            | "ضرائب"
            | "طرق"
            | "موانئ"
            | "سكك"
            | "تمور"
            | "ازياء"
            | "معارض"
            | "موتمرات"
            | "مؤتمرات"
    )
}

/// وزارة التربية والتعليم, منظمة الأغذية والزراعة: a second field that the name has beside its first.
fn after_second_noun(page: &Page<'_>, first: usize, end: usize) -> usize {
    let is_field = |key: &str| is_purpose(key) || matches!(key, "صناعات" | "معادن" | "ري" | "سكان" | "ماليه");
    let second = page.key(end).strip_prefix("وال").filter(|_| page.joins(end) && page.is_free(end));
    let is_first_field = page.key(first).strip_prefix("ال").is_some_and(is_field);
    if end == first + 1 && is_first_field && second.is_some_and(is_field) {
        return after_adjectives(page, end + 1);
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
    // محكمة الإغلاق is shut tight.
    if page.stem_key(first - 1) == "محكمه" && matches!(page.key(first), "الاغلاق" | "الغلق" | "الصنع" | "القفل")
    {
        return first;
    }
    if let Some((length, class, _)) = page.longest(first, super::NAMES.or(Classes::PERSON)) {
        return match class {
            Class::Demonym if is_definite && !is_weak => after_adjectives(page, first),
            Class::Demonym => first,
            _ if is_weak && super::kind_of(class).is_none() => first,
            // The paper, the club, the company stay outside of a name that stands by itself.
            Class::Organization if stands_outside(page.stem_key(first - 1)) => first,
            // بنك أبوظبي الأول
            _ if matches!(page.stem_key(first - 1), "بنك" | "مصرف") => {
                after_bank(page, first + length)
            }
            _ => first + length,
        };
    }
    if is_definite {
        let end = after_adjectives(page, first + 1);
        return if is_weak && !is_fund_of_field(page, first, end) { first } else { end };
    }
    let mut end = first;
    while end - first < 2 && is_plain(page, end) && is_foreign(page, end) {
        end += 1;
    }
    end
}

/// صندوق الاستثمارات العامة: of what a fund or an office is, and what that is like, rather than any of a mere field.
fn is_fund_of_field(page: &Page<'_>, first: usize, end: usize) -> bool {
    let takes_field =
        matches!(page.stem_key(first - 1), "صندوق" | "دائره" | "مصلحه" | "غرفه" | "ديوان" | "مجموعه");
    let is_field = page.key(first).strip_prefix("ال").is_some_and(is_purpose);
    takes_field && is_field && end > first + 1 && !page.is(end - 1, Class::Demonym)
}

/// What banks of a place are besides.
fn after_bank(page: &Page<'_>, end: usize) -> usize {
    let is_kind = matches!(
        page.key(end),
        "الاول"
            | "التجاري"
            | "الاسلامي"
            | "الوطني"
            | "المركزي"
            | "الدولي"
            | "الاهلي"
            | "المتحد"
            | "الصناعي"
    );
    end + usize::from(is_kind && is_plain(page, end))
}

/// جامعة الملك سعود, مستشفى الأمير حمزة.
pub(super) fn after_ruler(page: &Page<'_>, first: usize) -> Option<usize> {
    if !person::is_ruler(page.key(first)) || !is_plain(page, first) || !is_plain(page, first + 1) {
        return None;
    }
    let (length, ..) = page.longest(first + 1, Classes::PERSON)?;
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
