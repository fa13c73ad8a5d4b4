//! Percentages and quantities: numbers with a unit.

use super::Value;
use super::number::{Amount, amount, is_minus, number};
use crate::forms::class::Class;
use crate::forms::lexeme::Traits;
use crate::page::Page;
use crate::text::line::Line;
use crate::text::piece::Form;

/// A percentage that begins at the word: `5.5 %`, `10-20 percent`, `20 في المئة`; canonical as `5.5%`.
pub(super) fn percent(page: &Page<'_>, at: usize) -> Option<Value> {
    if page.is_mark(at, '%') || page.is_mark(at, '٪') {
        return percent_before(page, at);
    }
    let minus = is_minus(page, at);
    let amount = amount(page, at + usize::from(minus))?;
    let word = after_hyphen(page, amount.end);
    let (length, _) = page.entry(word, Class::Percent).filter(|_| page.joins(word))?;
    let sign = if minus { "-" } else { "" };
    let line = Line::new().text(sign).with(|out| amount.write(out)).text("%");
    Some(Value { end: word + length, canonical: line.done() })
}

/// A sign before the number, as some Arabic pages have it: `%20`.
fn percent_before(page: &Page<'_>, at: usize) -> Option<Value> {
    let follows_number = page.touches(at) && at > 0 && page.form(at - 1) == Form::Digits;
    if follows_number || !page.touches(at + 1) || page.form(at + 1) != Form::Digits {
        return None;
    }
    let amount = amount(page, at + 1)?;
    Some(Value { end: amount.end, canonical: Line::new().with(|out| amount.write(out)).text("%").done() })
}

/// A quantity that begins at the word: `120 km`, `7 feet 10 inches`, `3 كيلومترات مربعة`; canonical as `120 km`.
pub(super) fn quantity(page: &Page<'_>, at: usize) -> Option<Value> {
    let mut value = one_quantity(page, at)?;
    while let Some(next) = next_quantity(page, value.end, &value.canonical) {
        value.end = next.end;
        value.canonical.push(' ');
        value.canonical.push_str(&next.canonical);
    }
    if let Some((end, unit)) = rate(page, value.end) {
        value.end = end;
        value.canonical.push('/');
        value.canonical.push_str(unit);
    }
    Some(value)
}

/// A smaller unit of the same quantity: `7 feet` and then `10 inches`.
fn next_quantity(page: &Page<'_>, at: usize, before: &str) -> Option<Value> {
    let first = if page.key(at) == "and" { at + 1 } else { at };
    if !page.joins(at) || !page.joins(first) || page.form(first) != Form::Digits {
        return None;
    }
    inches(page, first, before).or_else(|| one_quantity(page, first))
}

/// `11 in` after feet, where no place or time follows of which `in` is the preposition.
fn inches(page: &Page<'_>, at: usize, before: &str) -> Option<Value> {
    let (end, number) = number(page, at).filter(|(_, number)| !number.is_at_least(12))?;
    let is_inch =
        before.ends_with(" ft") && page.key(end) == "in" && page.form(end) == Form::Lower && page.joins(end);
    let next = page.form(end + 1);
    let is_preposition = page.joins(end + 1)
        && (next.is_capital()
            || next == Form::Digits
            || page.is(end + 1, Class::Period)
            || page.has(end + 1, Traits::ARTICLE));
    (is_inch && !is_preposition).then(|| Value {
        end: end + 1,
        canonical: Line::new().with(|out| number.write(out)).text(" in").done(),
    })
}

fn one_quantity(page: &Page<'_>, at: usize) -> Option<Value> {
    let minus = is_minus(page, at);
    let first = at + usize::from(minus);
    // `H.26L`, `v2.5 m`: the number is part of a name.
    let is_part = first == at
        && at > 0
        && page.touches(at)
        && (page.is_mark(at - 1, '.') && at > 1 && page.touches(at - 1) || page.form(at - 1).is_word());
    if is_part && page.form(at) == Form::Digits && page.form(at - 1) != Form::Arabic {
        return None;
    }
    let amount = amount(page, first)?;
    // `A foot`, `a cup` are things oftener than measures.
    if amount.end == first + 1 && page.key(first) == "a" {
        return None;
    }
    let (end, unit) = hyphened_period(page, amount.end).or_else(|| unit(page, &amount))?;
    let (end, is_below) = below_zero(page, end, unit);
    let is_negative = minus || is_below || is_said_negative(page, first);
    let sign = if is_negative { "-" } else { "" };
    let line = Line::new().text(sign).with(|out| amount.write(out)).text(" ").text(unit);
    let (end, line) = with_divisor(page, end, line)?;
    Some(Value { end, canonical: line.done() })
}

fn unit(page: &Page<'_>, amount: &Amount) -> Option<(usize, &'static str)> {
    let word = after_hyphen(page, amount.end);
    if !page.joins(word) || page.has_conjunction(word) || !is_written_out_or_near(page, word) {
        return None;
    }
    let (length, unit) = page.entry(word, Class::Unit)?;
    let (end, unit) = to_power(page, word + length, unit)?;
    (length > 1 || is_unit_here(page, word, amount)).then_some((end, unit))
}

/// The powers of the units of length: their signs, square and cubic.
const POWERS: [(&str, [&str; 2]); 8] = [
    ("cm", ["cm²", "cm³"]),
    ("ft", ["sq ft", "cu ft"]),
    ("in", ["sq in", "cu in"]),
    ("km", ["km²", "km³"]),
    ("m", ["m²", "m³"]),
    ("mi", ["sq mi", "cu mi"]),
    ("mm", ["mm²", "mm³"]),
    ("yd", ["sq yd", "cu yd"]),
];

/// The unit with the power that touches it, `كم²`, `cm3`; nothing where it has no such power, for what it measures is then
/// something else.
fn to_power(page: &Page<'_>, end: usize, unit: &'static str) -> Option<(usize, &'static str)> {
    let power = match page.form(end) {
        Form::Mark('²') => 0,
        Form::Mark('³') => 1,
        Form::Digits if page.touches(end) => {
            page.digits(end, 1).filter(|power| matches!(power, 2 | 3))? as usize - 2
        }
        _ => return Some((end, unit)),
    };
    let (_, powers) = POWERS.iter().find(|(base, _)| *base == unit)?;
    Some((end + 1, powers[power]))
}

/// Adds what a unit is divided by: `mg/kg`, `كم/س`. Nothing where it is no unit: the whole measures something else.
fn with_divisor(page: &Page<'_>, end: usize, line: Line) -> Option<(usize, Line)> {
    let divides = page.is_mark(end, '/') && page.touches(end) && page.touches(end + 1);
    if !divides || !page.form(end + 1).is_word() {
        return Some((end, line));
    }
    let (after, divisor) = match page.entry(end + 1, Class::Unit) {
        Some((length, unit)) => to_power(page, end + 1 + length, unit)?,
        None => (end + 2, time_unit(page, end + 1)?),
    };
    Some((after, line.text("/").text(divisor)))
}

/// `minus 5 degrees`: the sign as a word before the number.
fn is_said_negative(page: &Page<'_>, first: usize) -> bool {
    first > 0 && page.joins(first) && matches!(page.key(first - 1), "minus" | "ناقص" | "سالب")
}

/// `5 degrees below zero`, 5 درجات تحت الصفر: the place after it, and whether it is so.
fn below_zero(page: &Page<'_>, end: usize, unit: &str) -> (usize, bool) {
    let is_below = matches!(unit, "°" | "°C" | "°F")
        && page.joins(end)
        && page.joins(end + 1)
        && matches!(
            (page.key(end), page.key(end + 1)),
            ("below", "zero" | "freezing") | ("تحت" | "دون", "الصفر")
        );
    // Below freezing is below zero of one scale alone.
    let is_zero = is_below && (page.key(end + 1) != "freezing" || unit == "°C");
    if is_zero { (end + 2, true) } else { (end, false) }
}

/// Whether a word that is more than a unit is one after this number: `two degrees` may be of a university, 2015 م is a year,
/// five horses pull a cart.
fn is_unit_here(page: &Page<'_>, word: usize, amount: &Amount) -> bool {
    let before = word - 1;
    let is_written_out = page.form(before).is_word();
    match page.key(word) {
        // `3G` is a net, `5C` a figure.
        "g" | "m" => !is_written_out && page.form(word) == Form::Lower,
        "w" | "v" => page.form(word).is_capital(),
        "degree" | "degrees" | "deg" | "foot" | "cup" | "carat" | "byte" | "l" => !is_written_out,
        "mp" => !amount.low.is_at_least(200),
        "م" => !is_year(page, before),
        "حصان" | "حصانا" => amount.low.is_at_least(30),
        "غ" | "قدم" | "عقده" | "درجه" | "كوب" => !is_written_out,
        _ => true,
    }
}

/// Whether a number before م is a year of our era: four digits, where nothing speaks of a length.
fn is_year(page: &Page<'_>, number: usize) -> bool {
    let is_length = |at: usize| {
        ["ارتفاع", "طول", "عرض", "عمق", "مساف", "بعد", "علو", "سباق", "قطر"]
            .iter()
            .any(|length| page.stem_key(at).trim_start_matches("ال").starts_with(length))
    };
    let speaks = (number.saturating_sub(3)..number).any(is_length);
    !speaks
        && (page.digits(number, 4).is_some_and(|year| (1000..=2100).contains(&year))
            || in_brackets(page, number))
}

/// `(809 م)`, `50 هـ/670 م`, `670 م (50 هـ)`: a year of fewer digits, as histories give it beside that of another era.
pub(super) fn in_brackets(page: &Page<'_>, number: usize) -> bool {
    let opens = |at: usize| matches!(page.form(at), Form::Mark('(' | '/' | '-' | '=' | '–'));
    let Some(before) = number.checked_sub(1) else { return is_before_era(page, number + 2) };
    let is_bracketed = opens(before) && page.characters(number) == 3 && page.is_mark(number + 2, ')');
    let is_after_era = (opens(before) || page.key(before) == "الموافق")
        && before.checked_sub(1).is_some_and(|before| page.is(before, Class::Era) && page.key(before) != "م");
    is_bracketed || is_after_era || is_before_era(page, number + 2)
}

/// `/50 هـ`, `(50 هـ)`.
fn is_before_era(page: &Page<'_>, mark: usize) -> bool {
    matches!(page.form(mark), Form::Mark('(' | '/' | '-' | '=' | '–'))
        && page.form(mark + 1) == Form::Digits
        && page.is(mark + 2, Class::Era)
        && page.key(mark + 2) != "م"
}

/// `10-year`, `three-week`: a stretch of time as an attribute.
fn hyphened_period(page: &Page<'_>, at: usize) -> Option<(usize, &'static str)> {
    if after_hyphen(page, at) == at {
        return None;
    }
    let unit = match page.key(at + 1) {
        "year" => "y",
        "month" => "mo",
        "week" => "wk",
        "day" => "d",
        "hour" => "h",
        "minute" => "min",
        _ => return None,
    };
    Some((at + 2, unit))
}

/// One letter after a blank is a unit only in lower case: `5 m`, but not `5 M`.
fn is_written_out_or_near(page: &Page<'_>, word: usize) -> bool {
    page.touches(word) || page.written_len(word) > 1 || page.form(word) != Form::Title
}

/// `per day`, `a day`, `/h`.
fn rate(page: &Page<'_>, at: usize) -> Option<(usize, &'static str)> {
    let is_per = matches!(page.key(at), "per" | "a" | "an" | "/" | "كل");
    if !is_per || !page.joins(at) || !page.joins(at + 1) {
        return None;
    }
    Some((at + 2, time_unit(page, at + 1)?))
}

/// The sign of a stretch of time by which a quantity is divided.
fn time_unit(page: &Page<'_>, at: usize) -> Option<&'static str> {
    match page.key(at) {
        "second" | "sec" | "s" | "ث" | "ثا" | "ثانيه" | "الثانيه" => Some("s"),
        "minute" | "min" | "د" | "دقيقه" | "الدقيقه" => Some("min"),
        "hour" | "hr" | "h" | "س" | "سا" | "ساعه" | "الساعه" => Some("h"),
        "day" | "d" | "يوم" | "اليوم" => Some("d"),
        "week" | "wk" | "اسبوع" | "الاسبوع" => Some("wk"),
        "month" | "mo" | "شهر" | "الشهر" => Some("mo"),
        "year" | "yr" | "y" | "سنه" | "السنه" | "عام" | "العام" => Some("y"),
        _ => None,
    }
}

fn after_hyphen(page: &Page<'_>, at: usize) -> usize {
    at + usize::from(page.is_mark(at, '-') && page.touches(at) && page.touches(at + 1))
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn percentages() {
        check("up 5.5 percent", &["percent: 5.5 percent = 5.5%"]);
        check("بنسبة 20 في المئة", &["percent: 20 في المئة = 20%"]);
        check("ارتفع ٣٫٥٪", &["percent: ٣٫٥٪ = 3.5%"]);
        check("twenty-eight percent", &["percent: twenty-eight percent = 28%"]);
        check("تراجع 20 في المية", &["percent: 20 في المية = 20%"]);
        check("a change of −0.5 %", &["percent: −0.5 % = -0.5%"]);
        check("2-5% a year", &["percent: 2-5% = 2-5%"]);
    }

    #[test]
    fn quantities_take_rates_and_smaller_units() {
        check(
            "39,298 million litres per day",
            &["quantity: 39,298 million litres per day = 39298000000 L/d"],
        );
        check("7 feet 10 inches tall", &["quantity: 7 feet 10 inches = 7 ft 10 in"]);
        check("a 250,000-square-foot hall", &["quantity: 250,000-square-foot = 250000 sq ft"]);
        check("37°C", &["quantity: 37°C = 37 °C"]);
        check("على بعد 120 كيلومترا", &["quantity: 120 كيلومترا = 120 km"]);
    }

    #[test]
    fn units_stand_only_where_a_quantity_can() {
        check("يبعد 300 م عن البحر", &["quantity: 300 م = 300 m"]);
        check("على ارتفاع 1500 م فوق البحر", &["quantity: 1500 م = 1500 m"]);
        check("She holds two degrees.", &[]);
        check("at 30 degrees", &["quantity: 30 degrees = 30 °"]);
        check("عربة تجرها 5 حصان", &[]);
        check("a 3G net", &[]);
        check("بقيمة ملايين الأمتار", &[]);
    }

    #[test]
    fn units_have_powers_and_divisors() {
        for (text, expected) in [
            ("22 كم²", "quantity: 22 كم² = 22 km²"),
            ("5 م² هنا", "quantity: 5 م² = 5 m²"),
            ("5 م3", "quantity: 5 م3 = 5 m³"),
            ("12 cm² of it", "quantity: 12 cm² = 12 cm²"),
            ("40 ft³", "quantity: 40 ft³ = 40 cu ft"),
            ("120 كم/س", "quantity: 120 كم/س = 120 km/h"),
            ("40 م/ث", "quantity: 40 م/ث = 40 m/s"),
            ("5 mg/kg", "quantity: 5 mg/kg = 5 mg/kg"),
            ("50 km/day", "quantity: 50 km/day = 50 km/d"),
            ("4 kg/m³", "quantity: 4 kg/m³ = 4 kg/m³"),
            ("100 km/h", "quantity: 100 km/h = 100 km/h"),
        ] {
            check(text, &[expected]);
        }
        // What the whole measures is not known.
        for text in ["5 kg² of it", "3 km/foo", "1/3 cup"] {
            check(text, &[]);
        }
        check("10 kg/22 lb", &["quantity: 10 kg = 10 kg", "quantity: 22 lb = 22 lb"]);
    }

    #[test]
    fn what_is_below_zero_is_negative() {
        for (text, expected) in [
            ("at −5 °C there", "quantity: −5 °C = -5 °C"),
            ("at -5 °C there", "quantity: -5 °C = -5 °C"),
            ("minus 5 degrees", "quantity: 5 degrees = -5 °"),
            ("5 degrees below zero", "quantity: 5 degrees below zero = -5 °"),
            ("5 درجات تحت الصفر", "quantity: 5 درجات تحت الصفر = -5 °"),
            ("2-5 °C", "quantity: 2-5 °C = 2-5 °C"),
        ] {
            check(text, &[expected]);
        }
    }

    #[test]
    fn feet_have_inches() {
        check("He is 5 ft 11 in tall", &["quantity: 5 ft 11 in = 5 ft 11 in"]);
        check("a wall of 5 ft 11 in.", &["quantity: 5 ft 11 in = 5 ft 11 in"]);
        check("a jump of 7 ft 2 in London", &["quantity: 7 ft = 7 ft"]);
    }

    #[test]
    fn metres_beside_years_of_another_era_are_years() {
        check("توفي 50 هـ/670 م", &["date: 50 هـ = AH 0050", "date: 670 م = 0670"]);
        check("سنة 670 م / 50 هـ", &["date: سنة 670 م = 0670", "date: 50 هـ = AH 0050"]);
    }

    #[test]
    fn a_number_without_a_unit_is_none() {
        check("He has 5 dogs in 3 houses.", &[]);
    }
}
