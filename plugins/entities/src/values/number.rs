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
        let (term, exponent) = number_words(page, at)?;
        return Some(with_smaller(page, term, exponent));
    }
    if let Some(fraction) = fraction(page, at) {
        return Some(fraction);
    }
    let (mut end, mut value) = bare_number(page, at)?;
    if let Some((next, part)) = fraction_after(page, end, 0) {
        (end, value) = (next, value.plus(part));
    }
    let Some((scale_end, exponent)) = scale(page, end) else { return Some((end, value)) };
    let (mut end, mut value) = (scale_end, value.scaled(exponent));
    if let Some((next, part)) = fraction_after(page, end, exponent) {
        (end, value) = (next, value.plus(part));
    }
    Some(with_smaller(page, (end, value), exponent))
}

/// The most smaller powers of ten that are added to a number: below a trillion there are three.
const MAX_TERMS: usize = 3;

/// `1 billion 200 million`, مليار و200 مليون: adds numbers of ever smaller powers of ten.
fn with_smaller(page: &Page<'_>, number: (usize, Decimal), exponent: u32) -> (usize, Decimal) {
    let ((mut end, mut value), mut exponent) = (number, exponent);
    for _ in 0..MAX_TERMS {
        let Some((next, term, smaller)) = smaller_term(page, end, exponent) else { break };
        (end, value, exponent) = (next, value.plus(term), smaller);
    }
    (end, value)
}

/// A number in digits of a smaller power of ten than the one before it. Without a power it may count something else:
/// `3 million and 500 people`.
fn smaller_term(page: &Page<'_>, end: usize, exponent: u32) -> Option<(usize, Decimal, u32)> {
    if exponent < 3 || !page.joins(end) {
        return None;
    }
    let first = end + usize::from(matches!(page.key(end), "and" | "و"));
    if page.form(first) != Form::Digits || !page.joins(first) {
        return None;
    }
    let value = Decimal::parse(page.written(first))?;
    let (end, smaller) = scale(page, first + 1).filter(|&(_, smaller)| smaller < exponent)?;
    Some((end, value.scaled(smaller), smaller))
}

/// `and a half`, ونصف, and ونصف المليون after a million: the place after it, and the part of the power of ten before it.
fn fraction_after(page: &Page<'_>, end: usize, exponent: u32) -> Option<(usize, Decimal)> {
    if !page.joins(end) {
        return None;
    }
    if let Form::Mark(sign @ ('½' | '¼' | '¾')) = page.form(end) {
        let hundredths = match sign {
            '½' => "0.5",
            '¼' => "0.25",
            _ => "0.75",
        };
        return Some((end + 1, Decimal::parse(hundredths)?.scaled(exponent)));
    }
    let is_arabic = page.form(end) == Form::Arabic;
    let is_apart = matches!(page.key(end), "and" | "و");
    if !is_apart && (!is_arabic || !page.has_conjunction(end)) {
        return None;
    }
    let mut word = end + usize::from(is_apart);
    word += usize::from(!is_arabic && matches!(page.key(word), "a" | "an" | "one"));
    let part = match page.stem_key(word) {
        "half" | "نصف" | "نص" => "0.5",
        "quarter" | "ربع" => "0.25",
        _ => return None,
    };
    let repeated = page.joins(word + 1) && exponent > 2 && is_definite_power(page.key(word + 1));
    Some((word + 1 + usize::from(repeated), Decimal::parse(part)?.scaled(exponent)))
}

/// المليون of ونصف المليون.
fn is_definite_power(key: &str) -> bool {
    matches!(key, "الالف" | "المليون" | "المليار" | "البليون" | "التريليون")
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
        return reversed_decimal(page, at).or_else(|| Some((at + 1, Decimal::parse(page.written(at))?)));
    }
    number(page, at)
}

/// `19ر2`, as the wires of Arabic agencies write 2.19: the decimals, ر for the point, the number.
fn reversed_decimal(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    let point = page.key(at + 1) == "ر" && page.touches(at + 1) && page.touches(at + 2);
    if !point || page.form(at + 2) != Form::Digits {
        return None;
    }
    let written = [page.written(at + 2), ".", page.written(at)].concat();
    Some((at + 3, Decimal::parse(&written)?))
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

/// Powers of ten in the plural, which count only with a number before them.
fn is_plural_power(key: &str) -> bool {
    matches!(key, "الاف" | "ملايين" | "مليارات" | "بلايين" | "تريليونات")
}

/// The most words and marks of a number in words. The longest number that has a name in use, of 15 digits, takes some
/// 40; a text that says `one` ten thousand times is read in as many steps, not in a hundred million.
const MAX_WORDS: usize = 64;

/// Number words: `two hundred and five thousand`, خمسة وعشرون ألف; with the power of ten of the last.
fn number_words(page: &Page<'_>, start: usize) -> Option<((usize, Decimal), u32)> {
    let mut sum = Sum { total: Decimal::ZERO, group: Decimal::ZERO, exponent: 0 };
    let (mut at, mut end) = (start, start);
    while at == start || page.joins(at) && at < start + MAX_WORDS {
        if let Some((next, part)) = fraction_after(page, at, sum.exponent).filter(|_| at > start) {
            sum.group = sum.group.plus(part);
            end = next;
        } else if let Some((length, value)) = page.entry(at, Class::Number) {
            let value = Decimal::parse(value)?;
            if end > start && !(follows(page, end, at) && sum.takes(value)) {
                break;
            }
            sum.add(value);
            end = at + length;
        } else if let Some((length, exponent)) = page.entry(at, Class::Scale) {
            // ملايين with no number before it is no million.
            if at == start && is_plural_power(page.stem_key(at)) {
                return None;
            }
            sum.multiply(exponent.parse().ok()?)?;
            end = at + length;
        } else if end == start || !matches!(page.key(at), "and" | "و" | "-") {
            break;
        } else {
            at += 1;
            continue;
        }
        at = end;
    }
    (end > start).then_some(((end, sum.total.plus(sum.group)), sum.exponent))
}

/// A number in words as far as it was read.
struct Sum {
    /// What stands before the last power of a thousand, with it.
    total: Decimal,
    /// What stands after it.
    group: Decimal,
    /// The power of ten that a half after the last word would be of.
    exponent: u32,
}

impl Sum {
    /// Whether a number word adds to the group: خمسة وعشرون is one number, ثلاثين وخمسين are two.
    fn takes(&self, number: Decimal) -> bool {
        let (Some(group), Some(number)) = (self.group.integer(), number.integer()) else { return true };
        let (units, tens) = (group % 10, group / 10 % 10);
        match number {
            0..10 => units == 0,
            10..20 => units == 0 && tens == 0,
            20..100 => tens == 0,
            _ => group == 0 || number >= 1000,
        }
    }

    fn add(&mut self, number: Decimal) {
        self.group = self.group.plus(number);
        // مليونين ونصف: two million and half of one.
        self.exponent = number.thousands();
    }

    fn multiply(&mut self, exponent: u32) -> Option<()> {
        let many = if self.group == Decimal::ZERO { Decimal::parse("1")? } else { self.group };
        if exponent <= 2 {
            self.group = many.scaled(exponent);
        } else {
            self.total = self.total.plus(many.scaled(exponent));
            self.group = Decimal::ZERO;
        }
        self.exponent = exponent;
        Some(())
    }
}

/// Whether a number word continues with the number before it, rather than begins the next one.
fn follows(page: &Page<'_>, end: usize, at: usize) -> bool {
    at > end || page.has_conjunction(at) || page.form(at) != Form::Arabic || page.key(at).starts_with("عشر")
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::tests::with_page;

    /// Checks the number that a text begins with, and how many words it has.
    #[track_caller]
    fn check(text: &str, words: usize, expected: &str) {
        let found = with_page(text, |page| number(&page, 0));
        let (end, value) = found.expect("a number");
        let mut written = String::new();
        value.write(&mut written);
        assert_eq!((end, written.as_str()), (words, expected), "{text:?}");
    }

    #[test]
    fn sums_of_powers_of_ten() {
        check("1 billion 200 million dollars", 4, "1200000000");
        check("3 million and 500 thousand euros", 5, "3500000");
        check("مليار و200 مليون دينار", 4, "1200000000");
        check("مليار ومئتا مليون", 3, "1200000000");
        check("3 million and 500 people", 2, "3000000");
    }

    #[test]
    fn halves_and_quarters() {
        check("two and a half million", 5, "2500000");
        check("2 and a half million", 5, "2500000");
        check("2½ million", 3, "2500000");
        check("one million and a half", 5, "1500000");
        check("half a million", 3, "500000");
        check("مليون ونصف المليون دولار", 3, "1500000");
        check("مليونين ونصف المليون", 3, "2500000");
        check("ثلاثة ملايين ونصف", 3, "3500000");
        check("3 ونصف مليون", 3, "3500000");
        check("خمسة وربع", 2, "5.25");
        check("ثلاثين وخمسين", 1, "30");
        check("مئة وخمسة وعشرين", 3, "125");
        check("two hundred and forty-two", 6, "242");
        check("19ر2 م", 3, "2.19");
        check("نصف مليار", 2, "500000000");
    }
}
