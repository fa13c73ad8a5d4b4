//! Numbers: digits or words, with the power of ten after them, and ranges of them.

use std::cell::Cell;

use crate::forms::class::Class;
use crate::page::Page;
use crate::text::decimal::Decimal;
use crate::text::piece::Form;

/// A number, or a range of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// The word after its last.
    pub(super) end: usize,
    /// The number, or the least of the range.
    pub(super) low: Decimal,
    /// The greatest of the range.
    pub(super) high: Option<Decimal>,
}

impl Amount {
    /// Writes the number or range: `10`, `10-20`.
    pub(super) fn write(&self, out: &mut String) {
        self.low.write(out);
        if let Some(high) = self.high {
            out.push('-');
            high.write(out);
        }
    }
}

/// The numbers that were read last: most rules ask for the number at the word at which they begin, and then another rule
/// asks for the same.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    amount: Cell<Option<(usize, Option<Amount>)>>,
    last: Cell<Read>,
    before: Cell<Read>,
}

/// What was read at a word.
type Read = Option<(usize, Option<(usize, Decimal)>)>;

/// A number or a range that begins at the word: `10`, `10-20 million`, `خمسة إلى عشرة`.
pub(super) fn amount(page: &Page<'_>, at: usize) -> Option<Amount> {
    if !may_begin(page, at) {
        return None;
    }
    if let Some((_, known)) = page.numbers().amount.get().filter(|&(known, _)| known == at) {
        return known;
    }
    let found = new_amount(page, at);
    page.numbers().amount.set(Some((at, found)));
    found
}

/// Whether a number can begin at the word.
fn may_begin(page: &Page<'_>, at: usize) -> bool {
    page.form(at) == Form::Digits || page.begins(at).meets(Class::Number.set().or(Class::Scale.set()))
}

fn new_amount(page: &Page<'_>, at: usize) -> Option<Amount> {
    let (end, low) = number(page, at)?;
    let single = Amount { end, low, high: None };
    let Some(second) = range_mark(page, end) else {
        return Some(single);
    };
    let Some((high_end, high)) = number(page, second) else {
        return Some(single);
    };
    // `5 to 10 million` is of millions at both ends.
    let bare = bare_number(page, second).map_or(high_end, |(end, _)| end);
    let is_bare = bare_number(page, at).is_some_and(|(bare, _)| bare == end);
    let exponent = scale(page, bare).filter(|_| is_bare).map_or(0, |(_, exponent)| exponent);
    Some(Amount { end: high_end, low: low.scaled(exponent), high: Some(high) })
}

/// The word after a mark of a range: a dash, `to`, إلى.
pub(super) fn range_mark(page: &Page<'_>, at: usize) -> Option<usize> {
    if !page.joins(at) || !page.joins(at + 1) {
        return None;
    }
    let is_range = match page.form(at) {
        Form::Mark(mark) => matches!(mark, '-' | '–' | '—' | '~'),
        _ => match page.key(at) {
            "to" | "الى" | "لغايه" => true,
            key => key == "and" && is_between(page, at),
        },
    };
    is_range.then_some(at + 1)
}

/// `between 10 and 20`: the `and` of a range.
fn is_between(page: &Page<'_>, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|before| page.key(before) == "between")
}

/// A number with its power of ten: the word after it, and its value.
pub(super) fn number(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    if !may_begin(page, at) {
        return None;
    }
    let Numbers { last, before, .. } = page.numbers();
    for read in [last, before] {
        if let Some((_, known)) = read.get().filter(|&(known, _)| known == at) {
            return known;
        }
    }
    let found = new_number(page, at);
    before.set(last.replace(Some((at, found))));
    found
}

fn new_number(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    if page.form(at) != Form::Digits {
        return number_words(page, at);
    }
    if let Some(fraction) = fraction(page, at) {
        return Some(fraction);
    }
    let (end, value) = bare_number(page, at)?;
    match scale(page, end) {
        Some((scale_end, exponent)) => Some((scale_end, value.scaled(exponent))),
        None => Some((end, value)),
    }
}

/// `3/4`, where the lower number divides a thousand.
fn fraction(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    let touches = page.touches(at + 1) && page.touches(at + 2) && page.is_mark(at + 1, '/');
    if !touches || page.form(at + 2) != Form::Digits || page.is_mark(at + 3, '/') {
        return None;
    }
    let upper = Decimal::parse(page.written(at))?.integer()?;
    let lower = Decimal::parse(page.written(at + 2))?.integer().filter(|&lower| lower > 1)?;
    let thousandths = (1000 % lower == 0).then(|| upper.checked_mul(1000 / lower))??;
    Some((at + 3, Decimal::thousandths(thousandths)))
}

/// Digits alone, or number words.
fn bare_number(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    if page.form(at) == Form::Digits {
        return Some((at + 1, Decimal::parse(page.written(at))?));
    }
    number(page, at)
}

/// A power of ten as a word: `million`, `-billion`, مليار.
fn scale(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    let word = if page.is_mark(at, '-') && page.touches(at) { at + 1 } else { at };
    if !page.joins(word) || page.has_conjunction(word) {
        return None;
    }
    let (length, exponent) = page.entry(word, Class::Scale)?;
    Some((word + length, exponent.parse().ok()?))
}

/// The most words and marks of a number in words. The longest number that has a name in use, of 15 digits, takes some
/// 40; a text that says `one` ten thousand times is read in as many steps, not in a hundred million.
const MAX_WORDS: usize = 64;

/// Number words: `two hundred and five thousand`, خمسة وعشرون ألف.
fn number_words(page: &Page<'_>, start: usize) -> Option<(usize, Decimal)> {
    let (mut total, mut group) = (Decimal::ZERO, Decimal::ZERO);
    let (mut at, mut end) = (start, start);
    while at == start || page.joins(at) && at < start + MAX_WORDS {
        if let Some((length, value)) = page.entry(at, Class::Number) {
            if end > start && !follows(page, end, at) {
                break;
            }
            group = group.plus(Decimal::parse(value)?);
            end = at + length;
        } else if let Some((length, exponent)) = page.entry(at, Class::Scale) {
            let exponent = exponent.parse().ok()?;
            let many = if group == Decimal::ZERO { Decimal::parse("1")? } else { group };
            if exponent <= 2 {
                group = many.scaled(exponent);
            } else {
                total = total.plus(many.scaled(exponent));
                group = Decimal::ZERO;
            }
            end = at + length;
        } else if end == start || !matches!(page.key(at), "and" | "و" | "-") {
            break;
        } else {
            at += 1;
            continue;
        }
        at = end;
    }
    (end > start).then_some((end, total.plus(group)))
}

/// Whether a number word continues with the number before it, rather than begins the next one.
fn follows(page: &Page<'_>, end: usize, at: usize) -> bool {
    at > end || page.has_conjunction(at) || page.form(at) != Form::Arabic || page.key(at).starts_with("عشر")
}
