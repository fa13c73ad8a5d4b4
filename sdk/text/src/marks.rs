//! Characters within words that most writers leave out, and those that nobody sees.

/// The stroke by which a word is drawn out: it says nothing.
pub const TATWEEL: char = 'ـ';

/// Whether a character is a vowel sign, a doubling, a sign of recitation or another mark of the Arabic script.
///
/// The small waw and yeh of the Quran (U+06E5, U+06E6) are among them: they show how a pronoun is spoken, where other texts
/// write nothing. So are the madda and the hamza as marks of their own (U+0653 to U+0655): behind a letter that they belong
/// to, [`Letters`](crate::Letters) reads both as one.
#[must_use]
pub const fn is_arabic_mark(character: char) -> bool {
    // Most are plain letters.
    if matches!(character, '\u{620}'..='\u{64A}') {
        return false;
    }
    matches!(
        character,
        '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6ED}'
            | '\u{897}'..='\u{89F}'
            | '\u{8CA}'..='\u{8E1}'
            | '\u{8E3}'..='\u{8FF}'
    )
}

/// Whether a character is a vowel point or a sign of cantillation of the Hebrew script.
#[must_use]
pub const fn is_hebrew_point(character: char) -> bool {
    matches!(
        character,
        '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
    )
}

/// Whether a character is the joiner or the non-joiner of zero width, which are spelling in Persian and in the scripts of
/// India, and chance elsewhere.
#[must_use]
pub const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Whether a character changes how a text is laid out and not what it says: soft hyphens, marks of direction, variation
/// selectors, blanks and joiners without a width.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// Whether a character is one of the apostrophes that keyboards and word processors write.
#[must_use]
pub const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// Whether a character is an accent, a prime or a quotation mark that some write for an apostrophe: between letters it is one,
/// as in `wasn´t`.
#[must_use]
pub const fn stands_for_apostrophe(character: char) -> bool {
    matches!(character, '`' | '´' | '′' | 'ʹ' | '‛')
}

/// Whether a character is a mark that may stand between a letter and another mark of it.
pub(crate) const fn is_combining(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{487}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{3099}'
            | '\u{309A}'
            | '\u{FE20}'..='\u{FE2F}'
    ) || is_arabic_mark(character)
        || is_hebrew_point(character)
}

/// Whether two marks follow each other that no script writes on one letter: of Arabic and of another, or of two classes. One
/// may then stand between a letter and the mark that is a part of it.
#[cfg(test)]
pub(crate) fn has_strange_marks(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::canonical_combining_class;

    let letters: std::vec::Vec<char> = text.nfd().collect();
    letters.windows(2).any(|pair| {
        let classes = [pair[0], pair[1]].map(canonical_combining_class);
        let are_arabic = [pair[0], pair[1]].map(is_arabic_mark);
        !classes.contains(&0)
            && (are_arabic[0] != are_arabic[1] || !are_arabic[0] && classes[0] != classes[1])
    })
}

#[cfg(test)]
mod tests {
    use super::{is_arabic_mark, is_hebrew_point, is_invisible};

    #[test]
    fn marks_are_no_letters() {
        for mark in ['\u{64E}', '\u{651}', '\u{654}', '\u{670}', '\u{6E5}', '\u{8F0}'] {
            assert!(is_arabic_mark(mark), "{mark:?}");
        }
        for letter in ['ء', 'ي', 'ى', 'ک', 'ہ', '٣', '۝', 'a'] {
            assert!(!is_arabic_mark(letter), "{letter:?}");
        }
        assert!(is_hebrew_point('\u{5B8}') && !is_hebrew_point('\u{5BE}'));
        assert!(is_invisible('\u{AD}') && !is_invisible(' '));
    }
}
