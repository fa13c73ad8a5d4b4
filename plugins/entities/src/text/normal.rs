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

/// As [`push_key`], for a word that is made of English letters alone, or of Arabic letters from hamza to yeh without the
/// tatweel. Most words are: stretches of letters that stand for themselves go at once.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script has no need to be fast"))]
pub(crate) fn push_plain_key(word: &str, key: &mut String) {
    let first = key.len();
    let mut start = 0;
    if word.is_ascii() {
        key.push_str(word);
        key[first..].make_ascii_lowercase();
        return;
    }
    for (at, letter) in (0..).step_by(2).zip(word.as_bytes().as_chunks::<2>().0) {
        let other = match letter {
            [0xD8, 0xA2 | 0xA3 | 0xA5] => "ا",
            [0xD8, 0xA9] => "ه",
            _ => continue,
        };
        key.push_str(word.get(start..at).unwrap_or_default());
        key.push_str(other);
        start = at + other.len();
    }
    key.push_str(word.get(start..).unwrap_or_default());
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
    fn plain_words_have_the_keys_that_any_word_has() {
        let letters = ('ء'..='ي').filter(|&letter| letter != 'ـ').chain('A'..='Z').chain('a'..='z');
        for letter in letters {
            let filler = if letter.is_ascii() { 'x' } else { 'م' };
            for word in [format!("{letter}{letter}"), format!("{filler}{letter}{filler}")] {
                let mut key = String::new();
                push_plain_key(&word, &mut key);
                assert_eq!(key_of(&word), key, "{word:?}");
            }
        }
    }

    #[test]
    fn digits_of_three_scripts_have_values() {
        assert_eq!(['7', '٧', '۷', 'x'].map(digit), [Some(7), Some(7), Some(7), None]);
    }
}
