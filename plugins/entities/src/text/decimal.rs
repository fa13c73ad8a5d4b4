//! Exact decimal numbers: `1.1 million` is 1100000, not 1100000.0000000001.

use textmill_text::is_invisible;

use super::line::push_number;
use super::normal::digit;

/// A number of at most 28 digits with a decimal point somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u128,
    /// How many of the digits stand after the point.
    decimals: u32,
}

/// Digits that fit with room for a scale of 10¹².
const MAX_DIGITS: usize = 24;

/// Digits that are read the short way, in 64 bits.
const MAX_SHORT: usize = 9;

impl Decimal {
    /// Zero.
    pub(crate) const ZERO: Self = Self { digits: 0, decimals: 0 };

    /// One.
    pub(crate) const ONE: Self = Self { digits: 1, decimals: 0 };

    /// Reads digits of any of three scripts with separators of thousands and a decimal separator.
    ///
    /// A separator that stands more than once, or once before exactly three digits as a comma or ٬, parts thousands;
    /// otherwise the last one is the decimal separator. Nothing where there are too many digits.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        if written.len() <= MAX_SHORT && written.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits = written.bytes().fold(0u64, |number, byte| number * 10 + u64::from(byte - b'0'));
            return Some(Self { digits: digits.into(), decimals: 0 });
        }
        if written.contains(is_invisible) {
            return Self::parse(&written.replace(is_invisible, ""));
        }
        let last = written.char_indices().rfind(|&(_, c)| digit(c).is_none());
        let point = last.filter(|&(at, c)| is_decimal_point(written, at, c)).map(|(at, _)| at);
        let count = |text: &str| text.chars().filter(|&c| digit(c).is_some()).count();
        if count(written) > MAX_DIGITS {
            return None;
        }
        let digits =
            written.chars().filter_map(digit).fold(0, |number, digit| number * 10 + u128::from(digit));
        let decimals = point.map_or(0, |at| count(&written[at..]) as u32);
        Some(Self { digits, decimals })
    }

    /// The number as an integer, where it is one that fits.
    pub(crate) fn integer(self) -> Option<u32> {
        if self.decimals > 0 {
            return None;
        }
        u32::try_from(self.digits).ok()
    }

    /// The number times a power of ten; the number itself where that does not fit.
    pub(crate) fn scaled(self, exponent: u32) -> Self {
        let gone = exponent.min(self.decimals);
        let digits = times_ten_to(self.digits, exponent - gone);
        digits.map_or(self, |digits| Self { digits, decimals: self.decimals - gone })
    }

    /// Writes the number, without zeros after the point that say nothing.
    pub(crate) fn write(self, out: &mut String) {
        let (mut digits, mut decimals) = (self.digits, self.decimals as usize);
        while decimals > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            decimals -= 1;
        }
        let start = out.len();
        push_number(out, digits, decimals + 1);
        if decimals > 0 {
            out.insert((out.len() - decimals).max(start), '.');
        }
    }

    /// Whether the number is at least this one.
    pub(crate) fn is_at_least(self, least: u32) -> bool {
        let integer = 10u128.checked_pow(self.decimals).map_or(0, |unit| self.digits / unit);
        integer >= u128::from(least)
    }

    /// Whether the number is less than the other; false where that does not fit.
    pub(crate) fn is_less(self, other: Self) -> bool {
        let (mine, others) = widened(self, other);
        mine.zip(others).is_some_and(|(mine, others)| mine < others)
    }

    /// The greatest power of a thousand, as a power of ten, of which the number is a multiple: 6 of two million.
    pub(crate) fn thousands(self) -> u32 {
        let (mut rest, mut exponent) = (self.digits, 0);
        while self.decimals == 0 && rest > 0 && rest.is_multiple_of(1000) && exponent < 12 {
            (rest, exponent) = (rest / 1000, exponent + 3);
        }
        exponent
    }

    /// So many thousandths.
    pub(crate) fn thousandths(number: u32) -> Self {
        Self { digits: number.into(), decimals: 3 }
    }

    /// A hundredth of the number, as cents are of dollars.
    pub(crate) fn hundredth(self) -> Self {
        Self { digits: self.digits, decimals: self.decimals + 2 }
    }

    /// The sum; the number itself where that does not fit.
    pub(crate) fn plus(self, other: Self) -> Self {
        let (mine, others) = widened(self, other);
        let sum = mine.zip(others).and_then(|(a, b)| a.checked_add(b));
        sum.map_or(self, |digits| Self { digits, decimals: self.decimals.max(other.decimals) })
    }
}

/// The digits of two numbers with as many decimals, where they fit.
fn widened(number: Decimal, other: Decimal) -> (Option<u128>, Option<u128>) {
    let decimals = number.decimals.max(other.decimals);
    let widen = |number: Decimal| times_ten_to(number.digits, decimals - number.decimals);
    (widen(number), widen(other))
}

/// The powers of ten that fit in 64 bits.
const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// The product with a power of ten, where it fits. Products of 128 bits are calls in a sandbox; few numbers need one.
fn times_ten_to(number: u128, exponent: u32) -> Option<u128> {
    if exponent == 0 {
        return Some(number);
    }
    match (u64::try_from(number), POWERS.get(exponent as usize)) {
        (Ok(number), Some(&factor)) => Some(u128::from(number) * u128::from(factor)),
        _ => number.checked_mul(10u128.checked_pow(exponent)?),
    }
}

fn is_decimal_point(written: &str, at: usize, separator: char) -> bool {
    let after = written[at + separator.len_utf8()..].chars().count();
    let again = written[..at].contains(separator);
    match separator {
        '٫' => true,
        '٬' => false,
        '.' => !again,
        _ => !again && after != 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, exponent: u32, expected: &str) {
        let mut found = String::new();
        Decimal::parse(written).expect("a number").scaled(exponent).write(&mut found);
        assert_eq!(found, expected, "{written:?}");
    }

    #[test]
    fn separators_are_told_apart() {
        check("39,298", 0, "39298");
        check("2.50", 0, "2.5");
        check("3,5", 0, "3.5");
        check("1.200.000", 0, "1200000");
        check("١٬٢٠٤٫٥", 0, "1204.5");
        check("0.002", 0, "0.002");
        check("1'000'000", 0, "1000000");
        check("1,\u{200F}204.5", 0, "1204.5");
    }

    #[test]
    fn scales_are_exact() {
        check("1.1", 6, "1100000");
        check("0.25", 1, "2.5");
    }

    #[test]
    fn products_are_those_of_128_bits() {
        for number in [0, 1, 7, u128::from(u64::MAX), u128::from(u64::MAX) + 1, u128::MAX / 10, u128::MAX] {
            for exponent in 0..45 {
                let expected = 10u128.checked_pow(exponent).and_then(|factor| number.checked_mul(factor));
                assert_eq!(times_ten_to(number, exponent), expected, "{number} and {exponent}");
            }
        }
    }

    #[test]
    fn too_many_digits_are_no_number() {
        assert_eq!(Decimal::parse(&"9".repeat(25)), None);
    }
}
