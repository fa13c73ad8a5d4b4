//! Sums without rounding and without overflow, so that they have no order.

use std::fmt::Write as _;

use num_bigint::BigUint;

use crate::binary::{self, tag, write_integer, write_size, write_whole};
use crate::error::StateError;
use crate::number::Number;

/// The least power of two that a sum can hold: that of the least subnormal's square.
pub(crate) const MIN_EXPONENT: i64 = -2 * 1_074;

/// A sum that is read lies below 2 to this power: the square of the greatest float (2²⁰⁴⁸), 2¹²⁸ times, and room
/// for merging 2¹²⁸ such sums.
pub(crate) const GREATEST_EXPONENT: i64 = 2 * 1_024 + 256;

/// An exact sum of integers and floats.
///
/// What is whole and fits stays in one 128-bit integer; everything else goes to a [`Superaccumulator`]. The split
/// is not part of the value: [`to_parts`](Self::to_parts) is the same for equal sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exact {
    whole: i128,
    rest: Option<Box<Superaccumulator>>,
}

/// A number as ± `magnitude` · 2^`exponent`; the magnitude is odd, or all is 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) negative: bool,
    pub(crate) magnitude: BigUint,
    pub(crate) exponent: i64,
}

impl Exact {
    /// Adds `count` times the number.
    #[inline]
    pub(crate) fn add(&mut self, number: Number, count: u64) {
        // 64 bits by 64 bits: no product here overflows.
        match number {
            Number::Natural(value) => self.add_integer(false, u128::from(value) * u128::from(count)),
            Number::Negative(value) => {
                self.add_integer(true, u128::from(value.unsigned_abs()) * u128::from(count));
            }
            Number::Float(value) => {
                let (negative, mantissa, exponent) = decompose(value);
                self.rest().add(negative, u128::from(mantissa) * u128::from(count), exponent);
            }
        }
    }

    /// Adds `count` times the square of the number.
    #[inline]
    pub(crate) fn add_square(&mut self, number: Number, count: u64) {
        let (root, exponent) = match number {
            Number::Natural(value) => (value, 0),
            Number::Negative(value) => (value.unsigned_abs(), 0),
            Number::Float(value) => {
                let (_, mantissa, exponent) = decompose(value);
                (mantissa, 2 * exponent)
            }
        };
        let square = u128::from(root) * u128::from(root);
        match if count == 1 { Some(square) } else { square.checked_mul(count.into()) } {
            Some(product) if exponent == 0 => self.add_integer(false, product),
            Some(product) => self.rest().add(false, product, exponent),
            None => self.add_wide(square, count, exponent),
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.add_whole(other.whole);
        match (&mut self.rest, other.rest) {
            (Some(ours), Some(theirs)) => ours.merge(&theirs),
            (ours @ None, theirs) => *ours = theirs,
            (Some(_), None) => {}
        }
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        self.rest
            .as_ref()
            .map_or(0, |rest| size_of::<Superaccumulator>() + rest.limbs.capacity() * size_of::<i64>())
    }

    pub(crate) fn is_zero(&self) -> bool {
        match &self.rest {
            None => self.whole == 0,
            Some(_) => self.to_parts().magnitude == BigUint::ZERO,
        }
    }

    /// The sum, where it is known to be an integer of 128 bits.
    pub(crate) fn as_whole(&self) -> Option<i128> {
        self.rest.is_none().then_some(self.whole)
    }

    pub(crate) fn to_parts(&self) -> Parts {
        match &self.rest {
            None => {
                let magnitude = self.whole.unsigned_abs();
                Parts { negative: self.whole < 0, magnitude: magnitude.into(), exponent: 0 }.reduced()
            }
            Some(rest) => {
                let mut all = rest.clone();
                all.add(self.whole < 0, self.whole.unsigned_abs(), 0);
                all.into_parts()
            }
        }
    }

    /// Appends the value as a hexadecimal float: `-0x1f3p-4` is −499 / 2⁴. The digits end in an odd one, the
    /// exponent is decimal and signed; 0 is `0x0p+0`.
    pub(crate) fn write(&self, out: &mut String) {
        let Parts { negative, magnitude, exponent } = self.to_parts();
        let sign = if negative { "-" } else { "" };
        write!(out, "{sign}0x{magnitude:x}p{exponent:+}").expect("a string takes all that is written");
    }

    /// Reads what [`write`](Self::write) wrote; `None` for anything else, and for what lies out of all bounds.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, text),
        };
        let (digits, exponent) = unsigned.strip_prefix("0x")?.split_once('p')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || !exponent.starts_with(['+', '-']) {
            return None;
        }
        let exponent: i64 = exponent.parse().ok()?;
        let bits = 4 * i64::try_from(digits.len()).ok()?;
        // The exponent is bounded first, so that the sum cannot overflow.
        if digits.is_empty()
            || !(MIN_EXPONENT..GREATEST_EXPONENT).contains(&exponent)
            || bits > GREATEST_EXPONENT - exponent + 3
        {
            return None;
        }
        let mut exact = Self::default();
        exact.add_digits(negative, digits.as_bytes(), i32::try_from(exponent).ok()?);
        Some(exact)
    }

    fn add_digits(&mut self, negative: bool, digits: &[u8], exponent: i32) {
        let mut position = exponent;
        for chunk in digits.rchunks(8) {
            let magnitude = chunk.iter().fold(0, |sum, digit| 16 * sum + hex_value(*digit));
            self.add_limb(negative, magnitude, position);
            position += LIMB_BITS;
        }
    }

    fn add_limb(&mut self, negative: bool, magnitude: u32, position: i32) {
        if (0..64).contains(&position) {
            let shifted = i128::from(magnitude) << position;
            self.add_whole(if negative { -shifted } else { shifted });
        } else {
            self.rest().add(negative, magnitude.into(), position);
        }
    }

    /// Appends the value: 0; 1 or 2 and a whole number, of which 2 is negative; 3 or 4, an exponent and a magnitude.
    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        if self.rest.is_some() {
            return self.to_parts().write_bytes(out);
        }
        match self.whole {
            0 => out.push(tag::NONE),
            whole => {
                out.push(if whole < 0 { tag::NEGATIVE } else { tag::NATURAL });
                write_whole(out, whole.unsigned_abs());
            }
        }
    }

    pub(crate) fn read_bytes(reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        let mut exact = Self::default();
        match reader.byte()? {
            tag::NONE => {}
            tag::NATURAL => exact.add_integer(false, reader.whole()?),
            tag::NEGATIVE => exact.add_integer(true, reader.whole()?),
            tag::SCALED => exact.add_scaled(false, reader)?,
            tag::NEGATIVE_SCALED => exact.add_scaled(true, reader)?,
            _ => {
                return Err(reader.error("expected a sum: none, an integer, or a magnitude with an exponent"));
            }
        }
        Ok(exact)
    }

    /// Adds what is read: an exponent, and a magnitude of so many bytes, the low ones first.
    fn add_scaled(&mut self, negative: bool, reader: &mut binary::Reader<'_>) -> Result<(), StateError> {
        let exponent = reader.integer()?;
        let length = reader.size(1)?;
        let magnitude = reader.take(length)?;
        let bits = 8 * i64::try_from(length).unwrap_or(i64::MAX / 8)
            - i64::from(magnitude.last().map_or(0, |byte| byte.leading_zeros()));
        // The exponent is bounded first, so that the sum cannot overflow.
        if !(MIN_EXPONENT..GREATEST_EXPONENT).contains(&exponent) || bits > GREATEST_EXPONENT - exponent {
            return Err(reader.error("expected a sum that numbers can have"));
        }
        let mut position = exponent as i32;
        for chunk in magnitude.chunks(4) {
            let limb = chunk.iter().rev().fold(0, |limb, byte| limb << 8 | u32::from(*byte));
            self.add_limb(negative, limb, position);
            position += LIMB_BITS;
        }
        Ok(())
    }

    #[inline]
    fn add_integer(&mut self, negative: bool, magnitude: u128) {
        match i128::try_from(magnitude) {
            Ok(value) => self.add_whole(if negative { -value } else { value }),
            Err(_) => self.rest().add(negative, magnitude, 0),
        }
    }

    fn add_whole(&mut self, value: i128) {
        match self.whole.checked_add(value) {
            Some(whole) => self.whole = whole,
            None => self.rest().add(value < 0, value.unsigned_abs(), 0),
        }
    }

    /// Adds `square` · `count` · 2^`exponent`, a product of up to 192 bits, in two halves.
    fn add_wide(&mut self, square: u128, count: u64, exponent: i32) {
        let (low, high) = (square as u64, (square >> 64) as u64);
        let rest = self.rest();
        rest.add(false, u128::from(low) * u128::from(count), exponent);
        rest.add(false, u128::from(high) * u128::from(count), exponent + 64);
    }

    fn rest(&mut self) -> &mut Superaccumulator {
        self.rest.get_or_insert_default()
    }
}

impl Parts {
    fn write_bytes(&self, out: &mut Vec<u8>) {
        if self.magnitude == BigUint::ZERO {
            return out.push(tag::NONE);
        }
        out.push(if self.negative { tag::NEGATIVE_SCALED } else { tag::SCALED });
        write_integer(out, self.exponent);
        let magnitude = self.magnitude.to_bytes_le();
        write_size(out, magnitude.len());
        out.extend_from_slice(&magnitude);
    }

    fn reduced(self) -> Self {
        match self.magnitude.trailing_zeros() {
            None => Self::default(),
            Some(zeros) => Self {
                magnitude: self.magnitude >> zeros,
                exponent: self.exponent + i64::try_from(zeros).expect("no number has 2^63 bits"),
                ..self
            },
        }
    }
}

/// A fixed-point number as wide as need be: Σ `limbs[i]` · 2^(32 · (`lowest` + i)).
///
/// A limb is signed and has 31 bits to spare, so an addition touches the few limbs that it meets and carries
/// nothing; carries are settled once in 2²⁸ additions. This is Kulisch's long accumulator in the form of Neal's
/// "Fast exact summation using small and large superaccumulators" (2015), but only as long as its numbers ask.
#[derive(Debug, Clone, Default)]
pub(crate) struct Superaccumulator {
    lowest: i32,
    limbs: Vec<i64>,
    /// How many numbers below 2³³ may have gone into a limb since carries were settled.
    unsettled: u32,
}

const LIMB_BITS: i32 = 32;
const LIMB_MASK: u64 = 0xFFFF_FFFF;
const MAX_UNSETTLED: u32 = 1 << 28;

impl Superaccumulator {
    fn add(&mut self, negative: bool, magnitude: u128, exponent: i32) {
        if magnitude == 0 {
            return;
        }
        self.make_room(1);
        let shift = exponent.rem_euclid(LIMB_BITS);
        let first = exponent.div_euclid(LIMB_BITS);
        let width = 128 - magnitude.leading_zeros().cast_signed() + shift;
        let start = self.cover(first, first + (width + LIMB_BITS - 1) / LIMB_BITS);
        let (mut digits, mut carry) = (magnitude, 0_u64);
        for limb in &mut self.limbs[start..] {
            if digits == 0 && carry == 0 {
                break;
            }
            let shifted = ((digits as u64 & LIMB_MASK) << shift) | carry;
            let part = (shifted & LIMB_MASK).cast_signed();
            *limb += if negative { -part } else { part };
            carry = shifted >> LIMB_BITS;
            digits >>= LIMB_BITS;
        }
    }

    fn merge(&mut self, other: &Self) {
        if other.limbs.is_empty() {
            return;
        }
        let mut other = other.clone();
        other.settle();
        self.make_room(1);
        let start = self.cover(other.lowest, other.end());
        for (ours, theirs) in self.limbs[start..].iter_mut().zip(&other.limbs) {
            *ours += theirs;
        }
    }

    fn end(&self) -> i32 {
        self.lowest + i32::try_from(self.limbs.len()).expect("a sum has some hundred limbs")
    }

    /// Makes limbs from `first` up to `end` (excluded), and gives the place of `first`.
    fn cover(&mut self, first: i32, end: i32) -> usize {
        if self.limbs.is_empty() {
            self.lowest = first;
        }
        if first < self.lowest {
            let missing = self.lowest.abs_diff(first) as usize;
            self.limbs.splice(0..0, std::iter::repeat_n(0, missing));
            self.lowest = first;
        }
        let length = end.abs_diff(self.lowest) as usize;
        if length > self.limbs.len() {
            self.limbs.resize(length, 0);
        }
        first.abs_diff(self.lowest) as usize
    }

    fn make_room(&mut self, additions: u32) {
        if self.unsettled + additions > MAX_UNSETTLED {
            self.settle();
        }
        self.unsettled += additions;
    }

    /// Brings every limb but the last into 0 to 2³² − 1; the last keeps the sign, below 2³³ either way.
    fn settle(&mut self) {
        let mut carry = 0;
        let last = self.limbs.len().saturating_sub(1);
        for limb in &mut self.limbs[..last] {
            let sum = *limb + carry;
            *limb = sum & LIMB_MASK.cast_signed();
            carry = sum >> LIMB_BITS;
        }
        if let Some(limb) = self.limbs.last_mut() {
            let sum = *limb + carry;
            if sum.unsigned_abs() <= LIMB_MASK {
                *limb = sum;
            } else {
                *limb = sum & LIMB_MASK.cast_signed();
                self.limbs.push(sum >> LIMB_BITS);
            }
        }
        // What a settled limb holds counts as one addition.
        self.unsettled = 1;
    }

    fn into_parts(mut self) -> Parts {
        self.settle();
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        let negative = self.limbs.last().is_some_and(|limb| *limb < 0);
        if negative {
            self.limbs.iter_mut().for_each(|limb| *limb = -*limb);
            self.settle();
        }
        let digits = self.limbs.iter().map(|limb| (limb.unsigned_abs() & LIMB_MASK) as u32).collect();
        let exponent = i64::from(self.lowest * LIMB_BITS);
        Parts { negative, magnitude: BigUint::new(digits), exponent }.reduced()
    }
}

/// The sign, mantissa and exponent of a finite float: ± mantissa · 2^exponent.
fn decompose(value: f64) -> (bool, u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = ((bits >> 52) & 0x7FF) as i32;
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1_074) } else { (fraction | (1 << 52), biased - 1_075) };
    (value.is_sign_negative(), mantissa, exponent)
}

fn hex_value(digit: u8) -> u32 {
    char::from(digit).to_digit(16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use num_bigint::BigUint;

    use super::{Exact, MAX_UNSETTLED, Superaccumulator};
    use crate::number::Number;

    fn text(exact: &Exact) -> String {
        let mut text = String::new();
        exact.write(&mut text);
        text
    }

    #[track_caller]
    fn check(numbers: &[f64], expected: &str) {
        let mut sum = Exact::default();
        for number in numbers {
            sum.add(Number::from_f64(*number), 1);
        }
        assert_eq!(text(&sum), expected, "of {numbers:?}");
        let read = Exact::read(expected).expect("it was written");
        assert_eq!(text(&read), expected, "read again");
    }

    #[test]
    fn sums_are_exact() {
        check(&[], "0x0p+0");
        check(&[499.0], "0x1f3p+0");
        check(&[-31.1875], "-0x1f3p-4");
        check(&[0.1, 0.2], "0x26666666666667p-55");
        check(&[1e308, 1e308, -1e308, -1e308], "0x0p+0");
        check(&[1e300, 1.0, -1e300], "0x1p+0");
        check(&[5e-324, 5e-324], "0x1p-1073");
        check(&[f64::MAX, f64::MAX], "0x1fffffffffffffp+972");
        check(&[-1.0, 0.5, 0.25], "-0x1p-2");
    }

    #[test]
    fn squares_are_exact() {
        for (number, count, expected) in [(3.0, 2, "0x9p+1"), (-0.5, 1, "0x1p-2"), (5e-324, 1, "0x1p-2148")] {
            let mut sum = Exact::default();
            sum.add_square(Number::from_f64(number), count);
            assert_eq!(text(&sum), expected, "{number} squared, {count} times");
        }
    }

    #[test]
    fn carries_are_settled_in_time() {
        let mut sum = Exact::default();
        let mut steps = Exact::default();
        for number in [0.75, -1.5e9, f64::MAX, -5e-324, -f64::MAX, 0.1, -1e-17] {
            sum.add(Number::from_f64(number), u64::MAX);
            steps.add(Number::from_f64(number), u64::MAX);
            // As after 2^28 additions: the next one settles first.
            steps.rest().unsettled = MAX_UNSETTLED;
        }
        assert_eq!(text(&steps), text(&sum));
        let merged = |mut ours: Exact, theirs: &Exact| {
            ours.merge(theirs.clone());
            text(&ours)
        };
        assert_eq!(merged(steps.clone(), &steps), merged(sum.clone(), &sum));
        assert_eq!(merged(steps.clone(), &sum), merged(sum.clone(), &steps));
    }

    #[test]
    fn a_limb_holds_all_that_may_go_into_it_unsettled() {
        for sign in [1, -1] {
            let limb = sign * i64::from(MAX_UNSETTLED) * i64::from(u32::MAX);
            let full = Superaccumulator { lowest: 0, limbs: vec![limb; 3], unsettled: MAX_UNSETTLED };
            let mut sum = Exact { whole: 0, rest: Some(Box::new(full.clone())) };
            sum.merge(Exact { whole: 0, rest: Some(Box::new(full)) });
            let digits = BigUint::from(limb.unsigned_abs()) * BigUint::new(vec![1, 1, 1]) * 2_u32;
            let parts = sum.to_parts();
            assert_eq!(
                (parts.negative, parts.magnitude << parts.exponent.unsigned_abs()),
                (sign < 0, digits)
            );
        }
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        for bad in
            ["", "1", "0x", "0xp+0", "0x1", "0x1p", "0x1p0", "0xgp+0", "--0x1p+0", "0x1p+2304", "0x1p-2149"]
        {
            assert!(Exact::read(bad).is_none(), "{bad}");
        }
        assert!(Exact::read(&format!("0x{}p-2148", "f".repeat(2_000))).is_none());
        assert!(Exact::read(&format!("0x{}p-2148", "f".repeat(1_112))).is_some());
    }

    proptest! {
        #[test]
        fn squares_are_products(root in any::<u64>(), count in any::<u64>(), scale in -1_000_i32..900) {
            let product = BigUint::from(root) * root * count;
            let mut sum = Exact::default();
            sum.add_square(Number::Natural(root), count);
            let parts = sum.to_parts();
            prop_assert_eq!(parts.magnitude << parts.exponent.unsigned_abs(), product);

            // The same for a float, whose bits may lie anywhere.
            let mantissa = (root >> 11) | 1;
            let float = mantissa as f64 * f64::from_bits(u64::from((1_023 + scale).unsigned_abs()) << 52);
            let mut sum = Exact::default();
            sum.add_square(Number::from_f64(float), count);
            let mut expected = BigUint::from(mantissa) * mantissa * count;
            let parts = sum.to_parts();
            let shift = parts.exponent - i64::from(2 * scale);
            expected >>= shift.unsigned_abs();
            prop_assert_eq!(parts.magnitude, expected);
        }

        #[test]
        fn integers_sum_as_integers(values in prop::collection::vec((any::<i64>(), any::<u32>()), 0..20)) {
            let mut sum = Exact::default();
            let mut expected = 0_i128;
            for (value, count) in &values {
                sum.add(Number::from_i128((*value).into()), (*count).into());
                expected += i128::from(*value) * i128::from(*count);
            }
            let mut plain = Exact::default();
            plain.add_whole(expected);
            prop_assert_eq!(text(&sum), text(&plain));
        }

        #[test]
        fn order_and_grouping_leave_no_trace(
            values in prop::collection::vec(any::<f64>().prop_filter("finite", |value| value.is_finite()), 1..20),
            cut in 0_usize..20,
        ) {
            let cut = cut.min(values.len());
            let sum_of = |values: &[f64]| {
                let mut sum = Exact::default();
                values.iter().for_each(|value| sum.add(Number::from_f64(*value), 1));
                sum
            };
            let mut reversed = values.clone();
            reversed.reverse();
            let mut merged = sum_of(&values[cut..]);
            merged.merge(sum_of(&values[..cut]));
            prop_assert_eq!(text(&sum_of(&values)), text(&sum_of(&reversed)));
            prop_assert_eq!(text(&sum_of(&values)), text(&merged));
            let negated: Vec<f64> = values.iter().map(|value| -value).collect();
            merged.merge(sum_of(&negated));
            prop_assert!(merged.is_zero());
        }
    }
}
