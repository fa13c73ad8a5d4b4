//! How strings, counts and numbers are spelled in a state.

use std::fmt::Write as _;

use crate::number::Number;

/// The greatest integer that every JSON reader keeps, as a float holds it: 2⁵³ − 1. A greater one is a string.
pub(crate) const MAX_PLAIN: u128 = (1 << 53) - 1;

/// Appends a comma, except before the first of several.
pub(crate) fn comma(out: &mut String, first: &mut bool) {
    if !std::mem::take(first) {
        out.push(',');
    }
}

/// Appends a JSON string. Only what must be escaped is: quotes, backslashes and control characters.
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut rest = text;
    while let Some(at) = special(rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        write_escape(out, special.as_bytes()[0]);
        rest = &special[1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Where the first byte stands that a string does not have as it is: a quote, a backslash or a control character.
#[inline]
pub(crate) fn special(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let found = special_bits(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(8 * index + found.trailing_zeros() as usize / 8);
        }
    }
    special_in_rest(bytes, rest)
}

/// What the last bytes have, where the words before them have nothing: so they may be looked at again.
#[inline]
fn special_in_rest(bytes: &[u8], rest: &[u8]) -> Option<usize> {
    let place = |found: u64| (found != 0).then_some(found.trailing_zeros() as usize / 8);
    if rest.is_empty() {
        return None;
    }
    if let Some(word) = bytes.last_chunk() {
        return place(special_bits(u64::from_le_bytes(*word))).map(|at| bytes.len() - 8 + at);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let halves = [*first, *last].map(u32::from_le_bytes).map(u64::from);
        let at = place(special_bits(halves[0] | halves[1] << 32))?;
        return Some(if at < 4 { at } else { bytes.len() + at - 8 });
    }
    rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'))
}

/// The highest bit of the lowest byte that is special, and perhaps of others above it.
#[inline]
fn special_bits(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    // A subtraction borrows from the byte above only where the byte itself is below: so the lowest is right.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let equals = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equals(b'"') | equals(b'\\')) & HIGH
}

fn write_escape(out: &mut String, byte: u8) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x08 => out.push_str("\\b"),
        0x0C => out.push_str("\\f"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        control => write!(out, "\\u{control:04x}").expect("a string takes all that is written"),
    }
}

/// Appends a count: a number, or a string of digits above [`MAX_PLAIN`].
pub(crate) fn write_count(out: &mut String, count: u128) {
    match u64::try_from(count) {
        Ok(count) if count < 10 => out.push(char::from(b'0' + count as u8)),
        Ok(count) if u128::from(count) <= MAX_PLAIN => write_digits_of(out, count),
        _ => write_display(out, format_args!("\"{count}\"")),
    }
}

fn write_digits_of(out: &mut String, mut value: u64) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    while value > 0 {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.push_str(str::from_utf8(&digits[start..]).unwrap_or_default());
}

/// Appends a number of a state: a wide integer is a string, everything else as [`write_plain_number`] has it.
pub(crate) fn write_number(out: &mut String, number: Number) {
    match number {
        Number::Negative(value) if u128::from(value.unsigned_abs()) > MAX_PLAIN => {
            write_display(out, format_args!("\"{value}\""));
        }
        Number::Natural(value) => write_count(out, value.into()),
        _ => write_plain_number(out, number),
    }
}

/// Appends a number: an integer as digits, a float as ECMAScript does (ECMA-262, Number::toString; RFC 8785).
///
/// That is the fewest digits that give the float back, and of those the nearest to it. The form is spelled out
/// here since libraries differ in it, also from version to version (`1e300`, `1e+300`), and a sample's hash is
/// of these bytes.
pub(crate) fn write_plain_number(out: &mut String, number: Number) {
    let value = match number {
        Number::Negative(value) => return write_display(out, value),
        Number::Natural(value) => return write_display(out, value),
        Number::Float(value) => value,
    };
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    // Where the decimal point stands among the digits, counted from before the first.
    let point = exponent.parse().unwrap_or(0) + 1;
    if value < 0.0 {
        out.push('-');
    }
    write_digits(out, &digits, point);
}

fn write_digits(out: &mut String, digits: &str, point: i32) {
    let length = digits.len().try_into().unwrap_or(i32::MAX);
    match point {
        -5..=0 => write_display(out, format_args!("0.{:0<1$}{digits}", "", point.unsigned_abs() as usize)),
        1..=21 if point >= length => {
            write_display(out, format_args!("{digits:0<0$}", point.unsigned_abs() as usize));
        }
        1..=21 => {
            let (whole, fraction) = digits.split_at(point.unsigned_abs() as usize);
            write_display(out, format_args!("{whole}.{fraction}"));
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            write_display(out, format_args!("{first}{dot}{rest}e{:+}", point - 1));
        }
    }
}

fn write_display(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{special, write_count, write_number, write_plain_number, write_string};
    use crate::number::Number;

    #[test]
    fn wide_integers_are_strings() {
        for (count, expected) in [
            (0, "0"),
            (9, "9"),
            (10, "10"),
            (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_992, "\"9007199254740992\""),
            (u128::MAX, "\"340282366920938463463374607431768211455\""),
        ] {
            let mut out = String::new();
            write_count(&mut out, count);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn numbers_are_those_of_ecmascript() {
        for (number, expected) in [
            (0.1, "0.1"),
            (-2.0, "-2"),
            (-12.5, "-12.5"),
            (0.000_001_25, "0.00000125"),
            (-0.000_001, "-0.000001"),
            (1e-7, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (5e-324, "5e-324"),
            (1e20, "100000000000000000000"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
            (f64::MAX, "1.7976931348623157e+308"),
            (1e17, "\"100000000000000000\""),
        ] {
            let mut out = String::new();
            write_number(&mut out, Number::from_f64(number));
            assert_eq!(out, expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_special_is_found_at_its_place(
            bytes in prop::collection::vec(prop_oneof![8 => any::<u8>(), 8 => 0x20_u8..0x7F, 1 => prop::sample::select(b"\"\\\x1F\x20\x7F\x80\xFF".to_vec())], 0..40),
            length in 0_usize..40,
        ) {
            let bytes: Vec<u8> = vec![b'a'; length].into_iter().chain(bytes).collect();
            let expected = bytes.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\');
            prop_assert_eq!(special(&bytes), expected);
        }

        #[test]
        fn counts_are_their_digits(count in prop_oneof![0_u64..200, 0_u64..1 << 53]) {
            let mut out = String::new();
            write_count(&mut out, count.into());
            prop_assert_eq!(out, count.to_string());
        }

        #[test]
        fn a_number_survives(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            let mut out = String::new();
            write_plain_number(&mut out, Number::from_f64(value));
            prop_assert_eq!(serde_json::from_str::<f64>(&out).unwrap(), value);
        }

        #[test]
        fn strings_are_escaped_as_usual(text in "[a-zس\\x00-\\x22\\\\]{0,20}") {
            let mut out = String::new();
            write_string(&mut out, &text);
            prop_assert_eq!(out, serde_json::to_string(&text).unwrap());
        }
    }
}
