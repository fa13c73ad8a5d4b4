//! How whole numbers, numbers and strings are spelled.

use super::tag;
use crate::number::Number;

/// Appends a whole number: seven bits a byte, the low ones first, all but the last byte with the eighth bit set (LEB128).
#[inline]
pub(crate) fn write_whole(out: &mut Vec<u8>, value: u128) {
    match u8::try_from(value) {
        Ok(byte) if byte < 0x80 => out.push(byte),
        _ => write_long(out, value),
    }
}

#[inline]
pub(crate) fn write_size(out: &mut Vec<u8>, size: usize) {
    write_whole(out, size as u128);
}

#[cold]
fn write_long(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends an integer as a whole number: 0, −1, 1, −2, … are 0, 1, 2, 3, ….
pub(crate) fn write_integer(out: &mut Vec<u8>, value: i64) {
    let zigzag = (value << 1) ^ (value >> 63);
    write_whole(out, zigzag.cast_unsigned().into());
}

/// Appends a string: its length in bytes, and its UTF-8.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    write_size(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Appends a number, or that there is none.
pub(crate) fn write_number(out: &mut Vec<u8>, number: Option<Number>) {
    match number {
        None => out.push(tag::NONE),
        Some(Number::Natural(value)) => {
            out.push(tag::NATURAL);
            write_whole(out, value.into());
        }
        Some(Number::Negative(value)) => {
            out.push(tag::NEGATIVE);
            write_whole(out, value.unsigned_abs().into());
        }
        Some(Number::Float(value)) => {
            out.push(tag::FLOAT);
            out.extend_from_slice(&value.to_le_bytes());
        }
    }
}
