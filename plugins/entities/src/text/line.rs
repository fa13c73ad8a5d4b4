//! Values written without the formatting of the standard library, which takes several times as long as to find them.

/// A value in the making.
#[derive(Debug)]
pub(crate) struct Line(String);

/// Bytes for which room is made: few values have more.
const ROOM: usize = 32;

impl Line {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(String::with_capacity(ROOM))
    }

    /// Adds text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Adds a number with so many digits at least, zeros before it.
    pub(crate) fn padded(mut self, number: u32, width: usize) -> Self {
        push_number(&mut self.0, u128::from(number), width);
        self
    }

    /// Adds a number.
    pub(crate) fn number(self, number: u32) -> Self {
        self.padded(number, 1)
    }

    /// Adds what `write` writes.
    pub(crate) fn with(mut self, write: impl FnOnce(&mut String)) -> Self {
        write(&mut self.0);
        self
    }

    /// The value.
    pub(crate) fn done(self) -> String {
        self.0
    }
}

/// Digits of the greatest number.
const MAX_DIGITS: usize = 39;

/// Appends a number in decimal with so many digits at least, zeros before it.
pub(crate) fn push_number(out: &mut String, number: u128, width: usize) {
    match u32::try_from(number) {
        Ok(number @ 0..10_000) if width <= 4 => push_short(out, number, width),
        _ => push_any(out, number, width),
    }
}

/// A number of four digits at most, as hours, days and years are.
fn push_short(out: &mut String, number: u32, width: usize) {
    for (digits, power) in [(4, 1000), (3, 100), (2, 10)] {
        if number >= power || width >= digits {
            out.push(char::from(b'0' + (number / power % 10) as u8));
        }
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

fn push_any(out: &mut String, number: u128, width: usize) {
    let mut digits = [b'0'; MAX_DIGITS];
    let mut at = digits.len();
    let mut put = |digit: u8| {
        at -= 1;
        digits[at] = b'0' + digit;
        at
    };
    let mut rest = number;
    // Division of 128 bits is a call; few numbers need it.
    while rest > u128::from(u64::MAX) {
        put((rest % 10) as u8);
        rest /= 10;
    }
    let mut small = rest as u64;
    let mut first = put((small % 10) as u8);
    small /= 10;
    while small > 0 {
        first = put((small % 10) as u8);
        small /= 10;
    }
    first = first.min(digits.len() - width.min(digits.len()));
    out.extend(digits[first..].iter().map(|&digit| char::from(digit)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Line, push_number};

    #[test]
    fn numbers_are_padded() {
        let line = Line::new().padded(7, 2).text("-").number(0).text("-").padded(12345, 4).done();
        assert_eq!(line, "07-0-12345");
    }

    proptest! {
        #[test]
        fn numbers_are_as_the_library_writes_them(number: u128, shift in 0u32..128, width in 1usize..8) {
            let mut written = String::new();
            push_number(&mut written, number >> shift, width);
            prop_assert_eq!(written, format!("{:0width$}", number >> shift));
            let mut short = String::new();
            push_number(&mut short, u128::from(number as u16), width);
            prop_assert_eq!(short, format!("{:0width$}", number as u16));
        }
    }
}
