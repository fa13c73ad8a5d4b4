//! The letters that presentation forms, ligatures, and wide and narrow letters stand for.
//!
//! Texts out of PDF files write Arabic in the forms that a letter takes beside its neighbours (U+FB50 to U+FDFF, U+FE70 to
//! U+FEFF), which are other characters than the letters.

include!(concat!(env!("OUT_DIR"), "/expansions.rs"));

/// The letters that a character stands for; nothing where it stands for itself.
///
/// ```
/// use textmill_text::expansion;
///
/// assert_eq!(expansion('ﻻ'), Some("لا"));
/// assert_eq!(expansion('ﬁ'), Some("fi"));
/// assert_eq!(expansion('ل'), None);
/// ```
#[must_use]
#[inline]
pub fn expansion(character: char) -> Option<&'static str> {
    // The blocks of build/expansions.rs, of which each begins where the one before ends.
    let number = match character {
        '\0'..'\u{2126}' => return None,
        '\u{2126}'..='\u{212B}' => character as usize - 0x2126,
        '\u{FB00}'..='\u{FDFF}' => character as usize - 0xFB00 + 6,
        '\u{FE70}'..='\u{FEFF}' => character as usize - 0xFE70 + 6 + 0x300,
        '\u{FF00}'..='\u{FFEF}' => character as usize - 0xFF00 + 6 + 0x300 + 0x90,
        _ => return None,
    };
    let &[start, end] = ENDS.get(number..number + 2)? else { return None };
    LETTERS.get(start.into()..end.into()).filter(|letters| !letters.is_empty())
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use unicode_normalization::UnicodeNormalization;

    use super::expansion;

    #[test]
    fn letters_are_those_of_the_compatibility_decomposition() {
        for character in
            ('\u{FB50}'..='\u{FDFB}').chain('\u{FE70}'..='\u{FEFC}').chain('\u{FF01}'..='\u{FF9F}')
        {
            let expected: String = [character].into_iter().nfkc().collect();
            let found = expansion(character).map_or_else(|| String::from(character), String::from);
            assert_eq!(found, expected.trim_start(), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn other_characters_stand_for_themselves() {
        for character in ['a', 'é', 'ب', '﴾', '﷼', '\u{FEFF}', '\u{FE0F}', '字', '😀'] {
            assert_eq!(expansion(character), None, "{character:?}");
        }
        assert_eq!(
            ["K", "Å", "Ω"],
            ['\u{212A}', '\u{212B}', '\u{2126}'].map(|unit| expansion(unit).unwrap_or_default())
        );
    }
}
