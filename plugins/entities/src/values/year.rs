//! Years, decades and centuries.

use super::Value;
use super::counts;
use super::date::digits;
use super::measure::in_brackets;
use super::number::number;
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::line::Line;
use crate::text::piece::Form;

/// A year that begins at the word, with the word عام before it; a range of years; a decade; a century. Canonical is the
/// year, `1996/1998` for a range, `1990s`, `C19` for a century.
pub(super) fn year(page: &Page<'_>, at: usize) -> Option<Value> {
    cued_year(page, at)
        .or_else(|| bare_year(page, at))
        .or_else(|| decade(page, at))
        .or_else(|| century(page, at))
}

/// `the nineties`, `the '80s`, ثمانينيات القرن الماضي; canonical is `1990s`, of the last century unless the text names
/// another.
fn decade(page: &Page<'_>, at: usize) -> Option<Value> {
    let before = at.checked_sub(1).map_or("", |before| page.key(before));
    if page.form(at) == Form::Digits {
        let first = digits(page, at, 2).filter(|&first| first.is_multiple_of(10) && first >= 20)?;
        let apostrophe =
            at > 0 && page.touches(at) && matches!(page.form(at - 1), Form::Mark('\'' | '’' | '‘'));
        let is_named = apostrophe || matches!(before, "the" | "early" | "mid" | "late" | "-");
        let is_decade = page.touches(at + 1) && page.key(at + 1) == "s" && is_named;
        return is_decade
            .then(|| Value { end: at + 2, canonical: Line::new().number(1900 + first).text("s").done() });
    }
    let (length, first) = page.entry(at, Class::Decade)?;
    let first: u32 = first.parse().ok()?;
    let end = at + length;
    let of_age = matches!(page.key(end), "من" | "في")
        && matches!(page.key(end + 1), "عمره" | "عمرها" | "العمر" | "عمرهم")
        || matches!(before, "his" | "her" | "their" | "my" | "your");
    let is_cued = page.form(at) == Form::Arabic || matches!(before, "the" | "early" | "mid" | "late" | "-");
    if of_age || !is_cued {
        return None;
    }
    let (end, century) = century_after(page, end).unwrap_or((end, 20));
    Some(Value { end, canonical: Line::new().number((century - 1) * 100 + first).text("s").done() })
}

/// القرن الماضي, القرن العشرين after a decade.
fn century_after(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    let word = at + usize::from(page.key(at) == "من");
    if page.key(word) != "القرن" || !page.joins(word) {
        return None;
    }
    if matches!(page.key(word + 1), "الماضي" | "الماضى") && page.joins(word + 1) {
        return Some((word + 2, 20));
    }
    let found = century(page, word)?;
    let number =
        found.canonical.trim_start_matches('C').parse().ok().filter(|century| (1..=21).contains(century))?;
    Some((found.end, number))
}

fn cued_year(page: &Page<'_>, at: usize) -> Option<Value> {
    let (length, _) = page.entry(at, Class::YearCue)?;
    let opens = page.is_mark(at + length, '(');
    let first = at + length + usize::from(opens);
    if let Some(value) = worded_year(page, first).filter(|_| !opens) {
        return Some(with_era(page, value));
    }
    let year = digits(page, first, 4).filter(|&year| year >= 100 && page.joins(first))?;
    let mut value = with_range(page, first, year);
    if opens && page.is_mark(value.end, ')') {
        value.end += 1;
    }
    Some(with_era(page, value))
}

/// عام ألف وتسعمئة وثمانية وأربعين.
fn worded_year(page: &Page<'_>, at: usize) -> Option<Value> {
    if page.form(at) != Form::Arabic || !page.joins(at) {
        return None;
    }
    let (end, year) = number(page, at)?;
    let year = year.integer().filter(|year| (1000..=2100).contains(year))?;
    Some(Value { end, canonical: Line::new().padded(year, 4).done() })
}

fn bare_year(page: &Page<'_>, at: usize) -> Option<Value> {
    let year = digits(page, at, 4)?;
    let mut value = with_range(page, at, year);
    let plain_end = value.end;
    value = with_era(page, value);
    if value.end > plain_end {
        // م after fewer digits is a metre.
        let is_metre = page.key(plain_end) == "م" && year < 1000 && !in_brackets(page, at);
        return (year > 0 && !is_metre).then_some(value);
    }
    if page.touches(at + 1) && page.key(at + 1) == "s" && year.is_multiple_of(10) && year >= 1000 {
        return Some(Value { end: at + 2, canonical: Line::new().number(year).text("s").done() });
    }
    (is_year_here(page, at, year, value.end)).then_some(value)
}

/// Whether a number of four digits is a year by where it stands.
fn is_year_here(page: &Page<'_>, at: usize, year: u32, end: usize) -> bool {
    if page.characters(at) != 4 || !(1000..=2100).contains(&year) {
        return false;
    }
    let touched = |mark: Form| matches!(mark, Form::Mark(mark) if !matches!(mark, '(' | '[' | '"' | '«' | '“' | '\'' | '_'));
    let before = at.checked_sub(1);
    if before.is_some_and(|before| page.touches(at) && touched(page.form(before)))
        || page.touches(end)
            && !matches!(page.form(end), Form::Mark(mark) if mark != '%' && mark != '/' && mark != ':' && mark != '@' && mark != '-')
            && page.form(end) != Form::Possessive
            && end < page.len()
    {
        return false;
    }
    let cue = before.map_or("", |before| page.key(before));
    let in_brackets = cue == "(" && page.is_mark(end, ')');
    let is_cued = in_brackets || matches!(cue, "in" | "since" | "from" | "until" | "year" | "circa" | "منذ");
    is_cued || (1800..=2049).contains(&year) && !counts::numbers(page, at) && !counts::counts(page, at, end)
}

/// The second year of `1996-98`, `1931/1932`.
fn with_range(page: &Page<'_>, at: usize, year: u32) -> Value {
    let single = Value { end: at + 1, canonical: Line::new().padded(year, 4).done() };
    let is_range =
        matches!(page.form(at + 1), Form::Mark('-' | '–' | '/')) && page.joins(at + 1) && page.joins(at + 2);
    let Some(second) = digits(page, at + 2, 4).filter(|_| is_range && year >= 1000) else {
        return single;
    };
    let last = match page.characters(at + 2) {
        2 => year / 100 * 100 + second,
        4 => second,
        _ => return single,
    };
    if last <= year || last > year + 200 {
        return single;
    }
    Value { end: at + 3, canonical: Line::new().padded(year, 4).text("/").padded(last, 4).done() }
}

fn with_era(page: &Page<'_>, mut value: Value) -> Value {
    if let Some((length, era)) = page.entry(value.end, Class::Era).filter(|_| page.joins(value.end)) {
        value.end += length;
        match era {
            "AH" => value.canonical.insert_str(0, "AH "),
            "BC" => value.canonical.insert(0, '-'),
            _ => {}
        }
    }
    value
}

/// `the 19th century`, `القرن التاسع عشر`, `القرن 19`.
fn century(page: &Page<'_>, at: usize) -> Option<Value> {
    if page.form(at) == Form::Arabic {
        if !matches!(page.stem_key(at), "القرن") || !page.joins(at + 1) {
            return None;
        }
        let (length, number) = match digits(page, at + 1, 2) {
            Some(number) => (1, number),
            None => {
                let (length, number) = page.entry(at + 1, Class::Ordinal)?;
                (length, number.parse().ok()?)
            }
        };
        return Some(century_of(page, at + 1 + length, number));
    }
    let (length, number) = ordinal(page, at)?;
    let hyphen = usize::from(page.is_mark(at + length, '-'));
    let word = at + length + hyphen;
    (matches!(page.key(word), "century" | "centuries") && page.joins(word))
        .then(|| century_of(page, word + 1, number))
}

/// A century that ends at a place, with its era: `C5`, `C-5` before our era, `AH C5` of the Islamic calendar.
fn century_of(page: &Page<'_>, end: usize, number: u32) -> Value {
    let era = page.entry(end, Class::Era).filter(|_| page.joins(end));
    let prefix = match era {
        Some((_, "BC")) => "C-",
        Some((_, "AH")) => "AH C",
        _ => "C",
    };
    let end = end + era.map_or(0, |(length, _)| length);
    Value { end, canonical: Line::new().text(prefix).number(number).done() }
}

fn ordinal(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    if let Some(number) = digits(page, at, 2) {
        let suffix = page.touches(at + 1) && matches!(page.key(at + 1), "st" | "nd" | "rd" | "th");
        return suffix.then_some((2, number));
    }
    let (length, number) = page.entry(at, Class::Ordinal)?;
    Some((length, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn years_and_ranges() {
        check("in 1998 and 1999", &["date: 1998 = 1998", "date: 1999 = 1999"]);
        check("from 1996-98", &["date: 1996-98 = 1996/1998"]);
        check("the 1990s", &["date: 1990s = 1990s"]);
        check("2000 B.C.", &["date: 2000 B.C. = -2000"]);
        check("the 19th century", &["date: 19th century = C19"]);
        check("call 1998-555", &[]);
        check("in FY2023 and FY 2022/23", &["date: FY2023 = 2023", "date: FY 2022/23 = 2022/2023"]);
    }

    #[test]
    fn centuries_have_their_era() {
        for (text, expected) in [
            ("the 5th century BC", "date: 5th century BC = C-5"),
            ("in the 3rd century AD", "date: 3rd century AD = C3"),
            ("القرن الرابع قبل الميلاد", "date: القرن الرابع قبل الميلاد = C-4"),
            ("القرن الثالث الهجري", "date: القرن الثالث الهجري = AH C3"),
            ("القرن العاشر الميلادي", "date: القرن العاشر الميلادي = C10"),
        ] {
            check(text, &[expected]);
        }
    }

    #[test]
    fn decades() {
        check("in the nineties", &["date: nineties = 1990s"]);
        check("in the '80s", &["date: 80s = 1980s"]);
        check("a man in his sixties", &[]);
        check("في ثمانينيات القرن الماضي", &["date: ثمانينيات القرن الماضي = 1980s"]);
        check("في ستينيات القرن التاسع عشر", &["date: ستينيات القرن التاسع عشر = 1860s"]);
        check("رجل في الثلاثينيات من عمره", &[]);
    }

    #[test]
    fn arabic_years() {
        check("عام (1948)", &["date: عام (1948) = 1948"]);
        check("توفي ( 809 م ) هناك", &["date: 809 م = 0809"]);
        check("عام ألف وتسعمئة وثمانية وأربعين", &["date: عام ألف وتسعمئة وثمانية وأربعين = 1948"]);
        check("سنة 1931/1932", &["date: سنة 1931/1932 = 1931/1932"]);
        check("في القرن التاسع عشر", &["date: القرن التاسع عشر = C19"]);
    }
}
