//! Numbers: digits or words, with the power of ten after them, and ranges of them.

use std::cell::Cell;
use std::ops::Range;

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
    let second = range_link(page, end);
    let Some((high_end, high)) = second.and_then(|second| number(page, second)) else {
        return Some(single);
    };
    let exponent = second.map_or(0, |second| shared_power(page, at..end, second));
    Some(Amount { end: high_end, low: low.scaled(exponent), high: Some(high) })
}

/// The power of ten that the lower end of a range has from the upper: `5 to 10 million` is of millions at both ends, but
/// `500 to 1 million` is not.
pub(super) fn shared_power(page: &Page<'_>, low: Range<usize>, high: usize) -> u32 {
    let (Some((low_end, low_number)), Some((high_end, high_number))) =
        (bare_number(page, low.start), bare_number(page, high))
    else {
        return 0;
    };
    let is_bare = match page.form(low.start) {
        Form::Digits => low_end == low.end,
        _ => low_number.thousands() == 0,
    };
    if !is_bare {
        return 0;
    }
    // A number in words is read with its powers, which are its last words: `two hundred thousand`.
    let (powers, whole) = match scale(page, high_end) {
        Some((_, power)) if page.form(high) == Form::Digits => ([power, 0], high_number.scaled(power)),
        _ => (last_powers(page, high..high_end), high_number),
    };
    let is_shared = |power: &u32| low_number.scaled(*power).is_less(whole);
    powers.into_iter().find(is_shared).unwrap_or(0)
}

/// The powers of ten that a number in words ends with: of both last words together, and of the last.
fn last_powers(page: &Page<'_>, words: Range<usize>) -> [u32; 2] {
    let power = |at: usize| {
        let (_, exponent) = page.entry(at, Class::Scale).filter(|_| words.contains(&at))?;
        exponent.parse::<u32>().ok()
    };
    let last = power(words.end - 1).unwrap_or(0);
    [last + power(words.end - 2).filter(|_| last > 0).unwrap_or(0), last]
}

/// The word after what links the ends of a range of amounts: a mark of a range, `or`, و of بين.
pub(super) fn range_link(page: &Page<'_>, at: usize) -> Option<usize> {
    if let Some(next) = range_mark(page, at) {
        return Some(next);
    }
    if !page.joins(at) {
        return None;
    }
    match page.key(at) {
        "or" | "او" | "حتي" | "حتى" => page.joins(at + 1).then_some(at + 1),
        "و" => (page.joins(at + 1) && is_between(page, at)).then_some(at + 1),
        key if key.starts_with('و') && page.has_conjunction(at) => is_between(page, at).then_some(at),
        _ => None,
    }
}

/// Whether a dash is the sign of the number or the currency after it.
pub(super) fn is_minus(page: &Page<'_>, at: usize) -> bool {
    page.is_mark(at, '-') && page.touches(at + 1) && !page.touches(at)
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

/// `between 10 and 20`, بين 10 و20: the `and` of a range.
fn is_between(page: &Page<'_>, at: usize) -> bool {
    (at.saturating_sub(MAX_LOW)..at).any(|before| matches!(page.stem_key(before), "between" | "بين"))
}

/// The most words and marks from `between` to the `and` of its range.
const MAX_LOW: usize = 6;

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
    if is_rest_of_number(page, at) {
        return None;
    }
    if let Some(fraction) = fraction(page, at) {
        return Some(fraction);
    }
    let (mut end, mut value) = bare_number(page, at)?;
    let may_have_part = page.joins(end) && is_alike(page, at, end);
    if let Some((next, part)) = fraction(page, end).filter(|_| may_have_part) {
        return part.is_less(Decimal::ONE).then(|| (next, value.plus(part)));
    }
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

/// Whether digits stand within a number that begins before them: `000` of `1 000`, `3` of `1/3`.
fn is_rest_of_number(page: &Page<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| page.joins(at)) else { return false };
    let is_digits = |at: usize| page.form(at) == Form::Digits;
    match page.form(before) {
        // A year may stand before a number.
        Form::Digits => is_group(page, at) && page.characters(before) < 4 && is_alike(page, before, at),
        Form::Mark('/') => {
            page.touches(at) && page.touches(before) && before.checked_sub(1).is_some_and(is_digits)
        }
        _ => false,
    }
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
    let part = Decimal::parse(part)?;
    // The half may say of what it is: ونصف المليون after a million, ونصف مليون after a billion. Of a greater power it is
    // not, but the number before it: ثلاثة ونصف مليون.
    match repeated_power(page, word + 1).filter(|&(_, repeated)| exponent > 2 && repeated <= exponent) {
        Some((end, repeated)) => Some((end, part.scaled(repeated))),
        None => Some((word + 1, part.scaled(exponent))),
    }
}

/// A power of ten that is named again, with an article or without: المليون of ونصف المليون, `million` of `and a half
/// million`.
fn repeated_power(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    if !page.joins(at) {
        return None;
    }
    let definite = match page.key(at) {
        "الالف" => Some(3),
        "المليون" => Some(6),
        "المليار" | "البليون" => Some(9),
        "التريليون" => Some(12),
        _ => None,
    };
    definite.map(|exponent| (at + 1, exponent)).or_else(|| scale(page, at))
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
        return reversed_decimal(page, at)
            .or_else(|| grouped(page, at))
            .or_else(|| Some((at + 1, Decimal::parse(page.written(at))?)));
    }
    number(page, at)
}

/// `1 000 000`, `12 500,50`: groups of three digits with blanks between them.
fn grouped(page: &Page<'_>, at: usize) -> Option<(usize, Decimal)> {
    let mut end = at + 1;
    let is_first = page.digits(at, 3).is_some() && is_group(page, end) && is_alike(page, at, end);
    if !is_first || is_day_of_month(page, at) {
        return None;
    }
    let mut written = page.written(at).to_owned();
    while is_group(page, end) && is_alike(page, at, end) && end - at < MAX_GROUPS {
        // Behind blanks a comma parts decimals, whatever stands after it.
        written.extend(page.written(end).chars().map(|mark| if is_separator(mark) { '٫' } else { mark }));
        end += 1;
        if page.digits(end - 1, 3).is_none() {
            break;
        }
    }
    // `555 123 4567` is no number, nor is `5 400-metre` one.
    let goes_on = page.form(end) == Form::Digits && page.joins(end);
    let is_compound = page.is_mark(end, '-') && page.touches(end) && page.form(end + 1).is_word();
    (!goes_on && !is_compound).then_some(())?;
    Some((end, Decimal::parse(&written)?))
}

/// The most groups of a number of so many digits as are read.
const MAX_GROUPS: usize = 8;

/// Whether the word is three digits, with decimals or without, after digits and a blank.
fn is_group(page: &Page<'_>, at: usize) -> bool {
    let whole = |written: &str| written.split(is_separator).next().unwrap_or_default().chars().count();
    page.form(at) == Form::Digits
        && page.joins(at)
        && !page.touches(at)
        && (page.digits(at, 3).is_some() && page.characters(at) == 3
            || page.written(at).chars().filter(|&mark| is_separator(mark)).count() == 1
                && whole(page.written(at)) == 3)
}

/// Whether the digits of two words are of one script, as those of one number are.
fn is_alike(page: &Page<'_>, first: usize, second: usize) -> bool {
    let is_ascii = |at: usize| page.written(at).starts_with(|first: char| first.is_ascii());
    is_ascii(first) == is_ascii(second)
}

fn is_separator(mark: char) -> bool {
    matches!(mark, ',' | '.' | '٫' | '٬' | '،')
}

/// `on May 5 200 people came`.
fn is_day_of_month(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.joins(at) && page.is(at - 1, Class::Month)
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

/// Whether a power of ten counts only with a number before it, and has none: ملايين, and `million`, which has `a` at least
/// where it is one. A third of it is less, and has no decimals that end.
fn lacks_number(page: &Page<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| page.joins(at)).map_or("", |before| page.stem_key(before));
    page.form(at) != Form::Arabic
        || matches!(page.stem_key(at), "الاف" | "ملايين" | "مليارات" | "بلايين" | "تريليونات")
        || matches!(before, "ثلث" | "ثلثا" | "ثلثي" | "ارباع" | "اخماس" | "اعشار" | "بضع" | "بضعه")
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
            if at == start && lacks_number(page, at) {
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
    fn takes(&self, value: Decimal) -> bool {
        let (Some(group), Some(number)) = (self.group.integer(), value.integer()) else { return true };
        let (units, tens) = (group % 10, group / 10 % 10);
        // مليون ومليوني are two: what is added is less than what it is added to.
        let is_smaller = self.total == Decimal::ZERO || value.is_less(self.total);
        match number {
            0..10 => units == 0,
            10..20 => units == 0 && tens == 0,
            20..100 => tens == 0,
            _ => is_smaller && (group == 0 || number >= 1000),
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
        for (text, words, expected) in [
            ("مليون ونصف مليون دولار", 3, "1500000"),
            ("ثلاثة ملايين ونصف مليون ريال", 4, "3500000"),
            ("مليونين ونصف مليون", 3, "2500000"),
            ("ألف ونصف الألف", 3, "1500"),
            ("مليار ونصف مليون", 3, "1000500000"),
            ("مليار وربع المليار", 3, "1250000000"),
            ("ثلاثة ونصف مليون", 3, "3500000"),
            ("one million and a half million", 6, "1500000"),
            ("a quarter of a million", 5, "250000"),
            ("three quarters of a million", 5, "750000"),
            ("2 1/2 cups", 4, "2.5"),
        ] {
            check(text, words, expected);
        }
    }

    #[test]
    fn thousands_are_parted_by_blanks_and_apostrophes() {
        for (text, words, expected) in [
            ("1 000 000 euros", 3, "1000000"),
            ("1\u{A0}000\u{A0}000 euros", 3, "1000000"),
            ("1\u{202F}250 euros", 2, "1250"),
            ("12 500,50 zł", 2, "12500.5"),
            ("1'250'000 francs", 1, "1250000"),
            ("٢ ٥٠٠ ريال", 2, "2500"),
            ("1 000 million", 3, "1000000000"),
            ("2020 100 euros", 1, "2020"),
            ("1234 000 euros", 1, "1234"),
            ("5 400-metre races", 1, "5"),
        ] {
            check(text, words, expected);
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        let none = |text: &str, at: usize| {
            let found = with_page(text, |page| number(&page, at));
            assert!(found.is_none(), "{text:?} {found:?}");
        };
        none("several million dollars", 1);
        none("a multi-million-dollar house", 3);
        none("ثلث مليون دولار", 1);
        none("1/3 cup", 2);
        none("1 000 000 euros", 1);
    }

    #[test]
    fn ranges_share_their_power_where_it_makes_them_rise() {
        let range = |text: &str, at: usize, expected: &str| {
            let found = with_page(text, |page| super::amount(&page, at)).expect("an amount");
            let mut written = String::new();
            found.write(&mut written);
            assert_eq!(written, expected, "{text:?}");
        };
        range("5 to 10 million", 0, "5000000-10000000");
        range("500 to 1 million", 0, "500-1000000");
        range("between 3 and 5 billion", 1, "3000000000-5000000000");
        range("two or three million", 0, "2000000-3000000");
        range("five to ten thousand", 0, "5000-10000");
        range("two to three hundred", 0, "200-300");
        range("one to two hundred thousand", 0, "100000-200000");
        range("1000 to 2000 million", 0, "1000000000-2000000000");
        range("بين 3 و5 مليارات", 1, "3000000000-5000000000");
        range("ما بين ثلاثة وخمسة ملايين", 2, "3000000-5000000");
        range("بين مليون ومليوني دولار", 1, "1000000-2000000");
        range("من 10 حتى 15 مليون", 1, "10000000-15000000");
        range("3 و5 مليارات", 0, "3");
    }
}
