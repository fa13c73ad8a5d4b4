//! Numbers of four digits that are no years: what they count, and what they number.

use crate::page::Page;
use crate::text::piece::Form;

/// Whether the number is that of a room, a page, a flight: `room 2010`, صفحة 1999.
pub(super) fn numbers(page: &Page<'_>, at: usize) -> bool {
    let stop = at.checked_sub(1).filter(|&stop| page.is_mark(stop, '.') || page.is_mark(stop, '#'));
    let Some(before) = stop.unwrap_or(at).checked_sub(1).filter(|_| page.joins(at)) else { return false };
    let key = page.stem_key(before);
    stop.is_some_and(|stop| page.is_mark(stop, '#'))
        || matches!(
            key,
            "room"
                | "rooms"
                | "page"
                | "pages"
                | "p"
                | "pp"
                | "no"
                | "nos"
                | "number"
                | "flight"
                | "suite"
                | "apartment"
                | "apt"
                | "box"
                | "gate"
                | "channel"
                | "extension"
                | "ext"
                | "route"
                | "highway"
                | "section"
                | "paragraph"
                | "article"
                | "line"
                | "chapter"
                | "verse"
                | "code"
                | "pin"
                | "رقم"
                | "صفحه"
                | "الصفحه"
                | "ص"
                | "غرفه"
                | "الغرفه"
                | "رحله"
                | "الرحله"
                | "ماده"
                | "الماده"
                | "الفقره"
                | "البند"
                | "شقه"
                | "هاتف"
                | "لوحه"
                | "البوابه"
                | "رمز"
                | "الرمز"
        )
}

/// Whether the number counts what comes after it: `2000 people`, 2000 شخص. Where a determiner, a preposition or a word for
/// a year is before it, it is a year all the same: `the 1998 winners`, `in 1998 workers left`.
pub(super) fn counts(page: &Page<'_>, at: usize, end: usize) -> bool {
    if !page.joins(end) {
        return false;
    }
    let before = at.checked_sub(1).filter(|_| page.joins(at));
    let key = before.map_or("", |before| page.key(before));
    match page.form(end) {
        Form::Lower => {
            let noun = page.key(end);
            let is_plural = noun.len() > 3
                && noun.ends_with('s')
                && !noun.ends_with("ss")
                && !matches!(
                    noun,
                    "this" | "does" | "thus" | "plus" | "versus" | "always" | "perhaps" | "was"
                );
            is_quantifier(key) && (is_plural || is_counted(noun))
                || is_counted(noun) && !before.is_some_and(|before| is_determiner(page, before))
        }
        Form::Arabic => {
            let noun = page.key(end);
            // After hundreds the noun is in the singular: شخص, شخصا.
            let is_noun = is_counted_arabic(noun) || noun.strip_suffix('ا').is_some_and(is_counted_arabic);
            is_noun && !matches!(key, "في" | "فى" | "عام" | "سنه" | "العام" | "حتي" | "حتى" | "خلال")
        }
        _ => false,
    }
}

fn is_quantifier(key: &str) -> bool {
    matches!(
        key,
        "about"
            | "over"
            | "some"
            | "nearly"
            | "almost"
            | "roughly"
            | "approximately"
            | "around"
            | "than"
            | "least"
            | "only"
            | "another"
            | "all"
            | "estimated"
            | "these"
            | "those"
    )
}

/// Whether a year may stand behind the word as an attribute of the noun.
fn is_determiner(page: &Page<'_>, before: usize) -> bool {
    page.form(before) == Form::Possessive
        || matches!(
            page.key(before),
            "the"
                | "a"
                | "an"
                | "its"
                | "his"
                | "her"
                | "their"
                | "our"
                | "my"
                | "your"
                | "that"
                | "this"
                | "by"
                | "in"
                | "on"
                | "during"
                | "before"
                | "after"
                | "of"
                | "and"
                | "early"
                | "late"
                | "mid"
        )
}

/// Nouns of those who are counted: people, by their number or by what they do.
fn is_counted(noun: &str) -> bool {
    let is_agent = noun.len() > 6
        && ["ers", "ors", "ists", "ents", "ants", "ees", "ians"].iter().any(|ending| noun.ends_with(ending));
    let is_event = [
        "elections",
        "numbers",
        "papers",
        "orders",
        "powers",
        "offers",
        "events",
        "documents",
        "payments",
        "agreements",
        "investments",
        "statements",
        "developments",
        "tournaments",
        "amendments",
        "arguments",
        "incidents",
        "accidents",
        "grants",
        "restaurants",
        "quarters",
        "disasters",
        "errors",
        "mirrors",
        "doctors",
    ]
    .contains(&noun);
    is_agent && !is_event
        || matches!(
            noun,
            "people"
                | "persons"
                | "men"
                | "women"
                | "children"
                | "boys"
                | "girls"
                | "soldiers"
                | "troops"
                | "students"
                | "pupils"
                | "families"
                | "households"
                | "homes"
                | "houses"
                | "guests"
                | "fans"
                | "users"
                | "jobs"
                | "seats"
                | "votes"
                | "copies"
                | "words"
                | "vehicles"
                | "cars"
                | "animals"
                | "sheep"
                | "doctors"
                | "nurses"
                | "dead"
                | "deaths"
                | "patients"
                | "others"
        )
}

/// Nouns that are counted in Arabic, in the singular.
fn is_counted_arabic(noun: &str) -> bool {
    matches!(
        noun,
        "شخص"
            | "فرد"
            | "نسمه"
            | "رجل"
            | "امراه"
            | "طفل"
            | "طفله"
            | "شاب"
            | "مواطن"
            | "جندي"
            | "ضابط"
            | "عسكري"
            | "شرطي"
            | "مقاتل"
            | "مسلح"
            | "عنصر"
            | "قتيل"
            | "جريح"
            | "ضحيه"
            | "شهيد"
            | "اسير"
            | "معتقل"
            | "سجين"
            | "لاجئ"
            | "نازح"
            | "مهاجر"
            | "عامل"
            | "موظف"
            | "طالب"
            | "طالبه"
            | "تلميذ"
            | "معلم"
            | "مدرس"
            | "طبيب"
            | "ممرض"
            | "مهندس"
            | "صحفي"
            | "مشارك"
            | "متظاهر"
            | "متطوع"
            | "ناخب"
            | "مرشح"
            | "زائر"
            | "سائح"
            | "حاج"
            | "راكب"
            | "مسافر"
            | "مريض"
            | "مصاب"
            | "حاله"
            | "اصابه"
            | "وفاه"
            | "اسره"
            | "عائله"
            | "منزل"
            | "بيت"
            | "مسكن"
            | "سياره"
            | "نسخه"
            | "كلمه"
            | "وظيفه"
            | "مقعد"
            | "صاروخ"
            | "شجره"
            | "راس"
            | "مشجع"
            | "متفرج"
            | "عضو"
            | "لاعب"
            | "مستخدم"
            | "قطعه"
    )
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn what_counts_is_no_year() {
        for text in [
            "there were 2000 people",
            "1914 soldiers died there",
            "over 2000 villages burnt",
            "for 2010 workers",
            "حضر 2000 شخص الحفل",
            "قتل 1914 جنديا هناك",
        ] {
            check(text, &[]);
        }
        for text in ["the 1998 winners", "in 1998 workers left", "in 1998 sales rose", "the 1998 elections"] {
            check(text, &["date: 1998 = 1998"]);
        }
        check("في 2010 شخص واحد", &["date: 2010 = 2010"]);
        check("انتخابات 2010 شهدت", &["date: 2010 = 2010"]);
    }

    #[test]
    fn what_numbers_is_no_year() {
        for text in [
            "in room 2010 there",
            "see page 1999 there",
            "see no 1984 there",
            "في صفحة 1999 هنا",
            "رقم 2010 هنا",
        ] {
            check(text, &[]);
        }
    }
}
