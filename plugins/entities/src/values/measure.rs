//! Percentages and quantities: numbers with a unit.

use super::Value;
use super::number::{Amount, amount};
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::line::Line;
use crate::text::piece::Form;

/// A percentage that begins at the word: `5.5 %`, `10-20 percent`, `20 في المئة`; canonical as `5.5%`.
pub(super) fn percent(page: &Page<'_>, at: usize) -> Option<Value> {
    if page.is_mark(at, '%') || page.is_mark(at, '٪') {
        return percent_before(page, at);
    }
    let amount = amount(page, at)?;
    let word = after_hyphen(page, amount.end);
    let (length, _) = page.entry(word, Class::Percent).filter(|_| page.joins(word))?;
    Some(Value { end: word + length, canonical: Line::new().with(|out| amount.write(out)).text("%").done() })
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
    while let Some(next) = next_quantity(page, value.end) {
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
fn next_quantity(page: &Page<'_>, at: usize) -> Option<Value> {
    let first = if page.key(at) == "and" { at + 1 } else { at };
    (page.joins(at) && page.joins(first) && page.form(first) == Form::Digits)
        .then(|| one_quantity(page, first))
        .flatten()
}

fn one_quantity(page: &Page<'_>, at: usize) -> Option<Value> {
    let minus = page.is_mark(at, '-') && page.touches(at + 1) && !page.touches(at);
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
    let sign = if minus { "-" } else { "" };
    Some(Value {
        end,
        canonical: Line::new().text(sign).with(|out| amount.write(out)).text(" ").text(unit).done(),
    })
}

fn unit(page: &Page<'_>, amount: &Amount) -> Option<(usize, &'static str)> {
    let word = after_hyphen(page, amount.end);
    if !page.joins(word) || page.has_conjunction(word) || !is_written_out_or_near(page, word) {
        return None;
    }
    let (length, unit) = page.entry(word, Class::Unit)?;
    (length > 1 || is_unit_here(page, word, amount)).then_some((word + length, unit))
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

/// `(809 م)`, `(193 هـ / 809 م)`: a year of three digits, as histories give it beside that of the Hijra.
pub(super) fn in_brackets(page: &Page<'_>, number: usize) -> bool {
    let opens = number
        .checked_sub(1)
        .is_some_and(|before| matches!(page.form(before), Form::Mark('(' | '/' | '-' | '=' | '–')));
    opens && page.characters(number) == 3 && page.is_mark(number + 2, ')')
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
    let unit = match page.key(at + 1) {
        "second" | "s" => "s",
        "minute" | "min" => "min",
        "hour" | "h" => "h",
        "day" => "d",
        "week" => "wk",
        "month" => "mo",
        "year" => "y",
        _ => return None,
    };
    Some((at + 2, unit))
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
    fn a_number_without_a_unit_is_none() {
        check("He has 5 dogs in 3 houses.", &[]);
    }
}
