//! The form in which a written word is looked up.

/// Appends the key of `word` to `key`: lower case, without the dots of an abbreviation; in Arabic script without
/// vowel signs and tatweel, the forms of alef as one, ة as ه, and Persian letters as their Arabic ones.
///
/// ى and ي stay apart, since على and علي are the commonest preposition and one of the commonest names: the lexicon
/// lists both spellings of an entry instead.
pub(crate) fn push_key(word: &str, key: &mut String) {
    if word.is_ascii() {
        key.extend(
            word.bytes().filter(|&byte| byte != b'.').map(|byte| char::from(byte.to_ascii_lowercase())),
        );
        return;
    }
    if is_its_key(word.as_bytes()) {
        key.push_str(word);
        return;
    }
    for character in word.chars() {
        match character {
            // Vowel signs, superscript alef, tatweel, joiners and marks of direction.
            '\u{64B}'..='\u{652}' | '\u{670}' | '\u{640}' | '\u{200B}'..='\u{200F}' | '\u{61C}' | '.' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => key.push('ا'),
            'ة' => key.push('ه'),
            'ی' => key.push('ي'),
            'ک' => key.push('ك'),
            '’' => key.push('\''),
            'ا'..='ي' => key.push(character),
            _ => key.extend(character.to_lowercase()),
        }
    }
}

/// Whether all is Arabic letters that stand for themselves in a key: so it is of most Arabic words, and one look at their
/// bytes tells.
fn is_its_key(word: &[u8]) -> bool {
    let (letters, rest) = word.as_chunks::<2>();
    rest.is_empty()
        && letters.iter().all(
            |letter| matches!(letter, [0xD8, 0xA1 | 0xA4 | 0xA6..=0xA8 | 0xAA..=0xBF] | [0xD9, 0x81..=0x8A]),
        )
}

/// The key of `word` as a string of its own.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script and tests ask"))]
pub(crate) fn key_of(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    push_key(word, &mut key);
    key
}

/// Whether a letter belongs to the Arabic script.
pub(crate) fn is_arabic(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6EF}' | '\u{6FA}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The value of a decimal digit: European, Arabic-Indic, or its eastern form.
pub(crate) fn digit(character: char) -> Option<u8> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    u8::try_from(character as u32 - zero as u32).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(key_of(word), expected, "{word:?}");
    }

    #[test]
    fn keys_forget_case_dots_vowels_and_alef_forms() {
        check("U.S.", "us");
        check("Ünal", "ünal");
        check("O’Brien", "o'brien");
        check("أُسَامَة", "اسامه");
        check("محـــمد", "محمد");
        check("على", "على");
    }

    #[test]
    fn letters_that_stand_for_themselves_do_so() {
        for letter in '\u{600}'..='\u{6FF}' {
            let word = letter.to_string();
            if is_its_key(word.as_bytes()) {
                // Behind a vowel sign the word is read letter by letter.
                assert_eq!(key_of(&format!("\u{64B}{word}")), word, "{word:?}");
            }
        }
        assert!(is_its_key("محمد".as_bytes()) && !is_its_key("أحمد".as_bytes()));
    }

    #[test]
    fn digits_of_three_scripts_have_values() {
        assert_eq!(['7', '٧', '۷', 'x'].map(digit), [Some(7), Some(7), Some(7), None]);
    }
}
