//! Days told from the day of writing, weekdays, seasons and holidays. None has an ISO form without that day, and an
//! analyzer knows none: canonical is the phrase in lower case.

use super::Value;
use super::date::digits;
use super::number::number;
use crate::forms::class::{Class, Classes};
use crate::lexicon::key_classes;
use crate::page::{Page, tidy};
use crate::text::piece::Form;

/// What a deictic word can point at.
const POINTED: Classes =
    Class::Period.set().or(Class::Weekday.set()).or(Class::Month.set()).or(Class::Season.set());

/// Such a day that begins at the word: `yesterday`, `last week`, الأسبوع الماضي, `two years ago`, `Friday`.
pub(super) fn relative_date(page: &Page<'_>, at: usize) -> Option<Value> {
    let end = pointed(page, at)
        .or_else(|| ago(page, at))
        .or_else(|| offset(page, at))
        .or_else(|| holiday(page, at))
        .or_else(|| weekday(page, at))
        .or_else(|| season(page, at))
        .or_else(|| Some(at + page.entry(at, Class::RelativeDay)?.0))?;
    Some(Value { end, canonical: phrase(page, at, end) })
}

/// The phrase in lower case, but for the names of days.
pub(super) fn phrase(page: &Page<'_>, at: usize, end: usize) -> String {
    let written = tidy(page.written_range(at..end));
    let is_name = page.classes(at).meets(Class::Weekday.set().or(Class::Holiday.set()));
    // Most phrases have no capital, and Arabic ones none that could be.
    let is_small = |byte: u8| {
        !byte.is_ascii_uppercase() && (byte.is_ascii() || matches!(byte, 0x80..=0xBF | 0xD8..=0xDB))
    };
    if is_name || written.bytes().all(is_small) { written } else { written.to_lowercase() }
}

/// `last week` and الأسبوع الماضي: English points before the word, Arabic after it (and with هذا before it).
fn pointed(page: &Page<'_>, at: usize) -> Option<usize> {
    if page.form(at) != Form::Arabic {
        let (length, _) = page.entry(at, Class::Deictic)?;
        let word = at + length;
        let (pointed, class, _) = page.longest(word, POINTED).filter(|_| page.joins(word))?;
        // `This March` is a month, `this march` a march.
        let is_name = class != Class::Month || page.form(word).is_capital();
        return is_name.then_some(word + pointed);
    }
    if matches!(page.key(at), "هذا" | "هذه") {
        let (length, ..) = page.longest(at + 1, POINTED).filter(|_| page.joins(at + 1))?;
        let end = at + 1 + length;
        let is_decade = page.key(at + 1) != "العقد" || is_decade_here(page, at, end);
        return is_decade.then_some(end);
    }
    let named = usize::from(matches!(page.key(at), "يوم" | "شهر"));
    let word = at + named;
    let (length, class, month) = page.longest(word, POINTED)?;
    let mut end = word + length;
    if class == Class::Month && page.is_mark(end, '/') {
        let second = page.entry(end + 1, Class::Month).filter(|&(_, value)| value == month);
        end += second.map_or(0, |(length, _)| 1 + length);
    }
    // الأشهر الستة المقبلة
    end += usize::from(class == Class::Period && page.joins(end) && is_definite_number(page.key(end)));
    let (deictic, _) = page.entry(end, Class::Deictic).filter(|_| page.joins(end))?;
    Some(end + deictic)
}

/// Whether هذا العقد is a decade: it is a contract, unless one speaks of its length or parts.
fn is_decade_here(page: &Page<'_>, at: usize, end: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| page.joins(at)).map_or("", |before| page.stem_key(before));
    matches!(before, "خلال" | "مطلع" | "بدايه" | "نهايه" | "اوائل" | "اواخر" | "منتصف" | "طوال" | "طيله")
        || page.joins(end)
            && page.key(end) == "من"
            && matches!(page.key(end + 1), "الزمن" | "الزمان" | "القرن")
}

/// `two years ago`, `قبل يومين`, `منذ ثلاثة أشهر`.
fn ago(page: &Page<'_>, at: usize) -> Option<usize> {
    let arabic = matches!(page.key(at), "قبل" | "منذ");
    let first = at + usize::from(arabic);
    let (word, counted) = counted(page, first).map_or((first, false), |end| (end, true));
    let (length, _) = page.entry(word, Class::Period).filter(|_| page.joins(word))?;
    let end = word + length;
    if arabic {
        // قبل يومين, قبل أسبوع: one or two need no number.
        let names_year = page.form(end) == Form::Digits || page.is_mark(end, '(');
        let is_indefinite = word == first && length == 1 && !page.key(word).starts_with("ال") && !names_year;
        return (counted || is_indefinite).then_some(end);
    }
    if !counted || !page.joins(end) {
        return None;
    }
    match page.key(end) {
        "ago" | "earlier" | "hence" | "later" => Some(end + 1),
        "from" => after_from(page, end),
        _ => None,
    }
}

/// الستة, العشرين: a number with the article.
pub(super) fn is_definite_number(key: &str) -> bool {
    key.strip_prefix("ال").is_some_and(|number| key_classes(number).has(Class::Number))
}

/// The place after `from now`, `from today`.
fn after_from(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_point = matches!(page.key(at + 1), "now" | "today" | "tomorrow" | "yesterday");
    (page.key(at) == "from" && page.joins(at + 1) && is_point).then_some(at + 2)
}

/// The end of a number, or of what stands for one: `a few`, `a couple of`, `several`.
fn counted(page: &Page<'_>, at: usize) -> Option<usize> {
    let word = at + usize::from(page.key(at) == "a");
    match page.key(word) {
        "few" | "several" => Some(word + 1),
        "couple" if word > at => Some(word + 1 + usize::from(page.key(word + 1) == "of")),
        _ => Some(number(page, at)?.0),
    }
}

/// A point so long from now: `in two weeks`, `within 3 days`, بعد 3 أيام, خلال أسبوعين.
fn offset(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_arabic = page.form(at) == Form::Arabic;
    let first = at + 1;
    if !matches!(page.key(at), "in" | "within" | "after" | "بعد" | "خلال" | "غضون") || !page.joins(first)
    {
        return None;
    }
    if is_arabic {
        let word = counted(page, first).unwrap_or(first);
        let (length, _) = page.entry(word, Class::Period).filter(|_| page.joins(word))?;
        let end = word + length;
        let is_two = page.key(word).ends_with("ين") && length == 1 && !matches!(page.key(word), "سنين");
        let is_one = page.key(at) == "بعد"
            && !page.key(word).starts_with("ال")
            && page.form(end) != Form::Digits
            && !page.is_mark(end, '(')
            && page.key(word) != "يوم";
        return (word > first || is_two || is_one).then_some(end);
    }
    let about = usize::from(matches!(page.key(first), "about" | "around" | "another" | "roughly"));
    let word = counted(page, first + about)?;
    let (length, _) = page.entry(word, Class::Period).filter(|_| page.joins(word))?;
    let end = word + length;
    let is_single = page.key(first + about) == "a" && word == first + about + 1;
    // `In a year` has a rate or a stretch oftener than a point.
    let is_point = page.key(end) == "from" || page.form(end) == Form::Possessive || !page.form(end).is_word();
    if is_single && !is_point || is_extent(page, at) {
        return None;
    }
    Some(after_from(page, end).filter(|_| page.joins(end)).unwrap_or(end))
}

/// `The worst in 20 years`, `for the first time in a decade`: how long, not when.
fn is_extent(page: &Page<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|before| {
        let key = page.key(before);
        matches!(key, "first" | "most" | "worst" | "best" | "only" | "least" | "lowest" | "highest")
            || key.len() > 5 && key.ends_with("est") && before > 0 && page.key(before - 1) == "the"
    })
}

fn holiday(page: &Page<'_>, at: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::Holiday)?;
    let end = at + length;
    let of = usize::from(matches!(page.key(end), "of" | "in"));
    let has_year = digits(page, end + of, 4).is_some_and(|year| year > 1000) && page.joins(end + of);
    Some(if has_year { end + of + 1 } else { end })
}

fn weekday(page: &Page<'_>, at: usize) -> Option<usize> {
    let word = at + usize::from(page.key(at) == "يوم");
    let (length, _) = page.entry(word, Class::Weekday).filter(|_| word == at || page.joins(word))?;
    // `Sun` and `Sat` are more than days; beside a number the rule of dates has them.
    if page.form(word).is_capital() && page.written_len(word) < 4 {
        return None;
    }
    let end = word + length;
    if word == at && is_part_of_name(page, word, end) {
        return None;
    }
    // `Friday the 13th`.
    let numbered = page.key(end) == "the" && digits(page, end + 1, 2).is_some() && page.key(end + 2) == "th";
    Some(if numbered { end + 3 } else { end })
}

/// `Ruby Tuesday`, `Black Friday`, `Friday Night Lights`: a weekday in a name.
fn is_part_of_name(page: &Page<'_>, at: usize, end: usize) -> bool {
    let is_title = |at: usize| page.form(at) == Form::Title;
    if !is_title(at) {
        return false;
    }
    let follows_name =
        at.checked_sub(1).filter(|&before| page.joins(at) && is_title(before)).is_some_and(|before| {
            let is_first = !page.joins(before) || before == 0 || !page.form(before - 1).is_capital();
            let is_given = page.is(before, Class::Given) && !page.is(before, Class::Family);
            // `Opening Friday`: with the capital of a sentence.
            let is_noun =
                page.is(before, Class::Common) && !page.is_initial(before) && !page.is(before, Class::Title);
            is_first && (is_given || is_noun)
        });
    // `Friday Night` is one, `Monday President Zubrov said` has a day.
    let is_common = |at: usize| page.joins(at) && is_title(at) && page.is(at, Class::Common);
    let begins_name = is_common(end)
        && !page.classes(end).meets(Class::Title.set().or(Classes::PERSON))
        && page.joins(end + 1)
        && page.form(end + 1).is_capital();
    follows_name || begins_name
}

/// A season with a year, or the season of this year: `spring of 1925`, `in the fall`.
fn season(page: &Page<'_>, at: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::Season)?;
    let mut end = at + length;
    while matches!(page.key(end), "of" | "عام" | "," | "من") {
        end += 1;
    }
    digits(page, end, 4).filter(|&year| year > 1000 && page.joins(end)).map(|_| end + 1)
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn pointing_words() {
        check(
            "last week and next Monday",
            &["date: last week = last week", "date: next Monday = next monday"],
        );
        check("الأسبوع الماضي", &["date: الأسبوع الماضي = الأسبوع الماضي"]);
        check("في شباط/فبراير الماضي", &["date: شباط/فبراير الماضي = شباط/فبراير الماضي"]);
        check("هذا العام", &["date: هذا العام = هذا العام"]);
    }

    #[test]
    fn days_by_themselves() {
        check("He left yesterday.", &["date: yesterday = yesterday"]);
        check("قال أمس إن", &["date: أمس = أمس"]);
        check("on Friday", &["date: Friday = Friday"]);
        check("two years ago", &["date: two years ago = two years ago"]);
        check("قبل ثلاثة أيام", &["date: قبل ثلاثة أيام = قبل ثلاثة أيام"]);
        check("spring of 1925", &["date: spring of 1925 = spring of 1925"]);
        check("last seen a few days ago", &["date: a few days ago = a few days ago"]);
    }

    #[test]
    fn weekdays_in_names() {
        for text in
            ["at a Ruby Tuesday there", "the song Blue Monday there", "They watch Friday Night Lights here"]
        {
            check(text, &[]);
        }
        check("He said Monday President Zubrov left", &["date: Monday = Monday"]);
        check("Washington Tuesday was cold", &["date: Tuesday = Tuesday"]);
    }

    #[test]
    fn a_contract_is_no_decade() {
        check("بموجب هذا العقد يلتزم", &[]);
        check("في هذا العقد من الزمن", &["date: هذا العقد = هذا العقد"]);
        check("خلال الأشهر الستة المقبلة", &["date: الأشهر الستة المقبلة = الأشهر الستة المقبلة"]);
    }

    #[test]
    fn points_so_long_from_now() {
        check("It opens in two weeks.", &["date: in two weeks = in two weeks"]);
        check("3 days from now", &["date: 3 days from now = 3 days from now"]);
        check("two weeks later he left", &["date: two weeks later = two weeks later"]);
        check("سيعود بعد 3 أيام", &["date: بعد 3 أيام = بعد 3 أيام"]);
        check("خلال أسبوعين", &["date: خلال أسبوعين = خلال أسبوعين"]);
        check("the worst storm in 20 years", &[]);
        check("in five houses", &[]);
        check("any request comes within 3 days", &["date: within 3 days = within 3 days"]);
    }
}
