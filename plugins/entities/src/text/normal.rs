//! The form in which a written word is looked up.

use textmill_text::fold::LOOKUP;
pub(crate) use textmill_text::{digit_value as digit, is_arabic};

/// Appends the key of `word` to `key`: its spelling in look-ups, without the dots of an abbreviation.
///
/// ى and ي stay apart, since على and علي are the commonest preposition and one of the commonest names: the lexicon
/// lists both spellings of an entry instead.
pub(crate) fn push_key(word: &str, key: &mut String) {
    word.split('.').for_each(|part| LOOKUP.fold(part, key));
}

/// As [`push_key`], for a word without dots. Most words are.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script has no need to be fast"))]
pub(crate) fn push_plain_key(word: &str, key: &mut String) {
    LOOKUP.fold(word, key);
}

/// The key of `word` as a string of its own.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script and tests ask"))]
pub(crate) fn key_of(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    push_key(word, &mut key);
    key
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
        check("ج.م", "جم");
    }

    #[test]
    fn keys_are_those_of_any_encoding() {
        check("ا\u{654}حمد", "احمد");
        check("ﺃﺣﻤﺪ", "احمد");
        check("مسو\u{654}ول", "مسؤول");
        check("U\u{308}nal", "ünal");
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
}
