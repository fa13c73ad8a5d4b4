//! Decimal digits of all scripts.

/// The zeros of the sets of decimal digits, ascending: each is followed by its nine others (Unicode's category Nd in the Basic
/// Multilingual Plane).
const ZEROS: [u16; 37] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// The value of a decimal digit: European, Arabic-Indic, Persian, or of another script.
///
/// ```
/// use textmill_text::digit_value;
///
/// assert_eq!(['7', '٧', '۷', '७', 'x'].map(digit_value), [Some(7), Some(7), Some(7), Some(7), None]);
/// ```
#[must_use]
#[inline]
pub const fn digit_value(character: char) -> Option<u8> {
    match character {
        '0'..='9' => Some(character as u8 - b'0'),
        '\u{660}'..='\u{669}' => Some((character as u32 - 0x660) as u8),
        '\0'..'\u{6F0}' => None,
        _ => other_value(character),
    }
}

/// The European digit of a decimal digit.
#[must_use]
pub const fn european_digit(character: char) -> Option<char> {
    match digit_value(character) {
        Some(value) => Some((b'0' + value) as char),
        None => None,
    }
}

const fn other_value(character: char) -> Option<u8> {
    let code = character as u32;
    // No set's zero is after it, and those before `start` have their nine before it.
    let (mut start, mut end) = (0, ZEROS.len());
    while start < end {
        let middle = usize::midpoint(start, end);
        let zero = ZEROS[middle] as u32;
        if code < zero {
            end = middle;
        } else if code > zero + 9 {
            start = middle + 1;
        } else {
            return Some((code - zero) as u8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{ZEROS, digit_value, european_digit};

    #[test]
    fn each_set_has_ten_digits() {
        for zero in ZEROS {
            for value in 0..10u8 {
                let digit = char::from_u32(u32::from(zero) + u32::from(value)).expect("a character");
                assert_eq!(digit_value(digit), Some(value), "{digit:?}");
                assert!(digit.is_numeric());
            }
        }
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn other_numbers_are_no_digits() {
        for character in ['²', '½', 'Ⅳ', '五', '٫', '\u{65F}', '\u{6EF}', '\u{6FA}', '\u{FF1A}', '\u{10FFFF}']
        {
            assert_eq!(digit_value(character), None, "{character:?}");
        }
        assert_eq!(european_digit('۹'), Some('9'));
    }
}
