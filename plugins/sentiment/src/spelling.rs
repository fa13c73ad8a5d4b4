//! One spelling for each word: tables and tokens meet in it.
//!
//! Latin: lower case, a straight apostrophe, at most two of a letter in a row. Arabic: no diacritics or tatweel, the
//! forms of alef, hamza seats, ya and ta marbuta levelled, no letter more than twice in a row.

use crate::presentation::base_letter;

/// The script that decides how a word's forms are taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Arabic,
    Other,
}

/// What the spelling of a token shows besides its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) script: Script,
    /// A letter stands three times or more in a row: `soooo`, `رااائع`.
    pub(crate) lengthened: bool,
    /// All letters are capitals, and there are at least two.
    pub(crate) capitals: bool,
}

/// Writes the one spelling of `word` to `levelled`, which is cleared first.
pub(crate) fn level(word: &str, levelled: &mut String) -> Spelling {
    levelled.clear();
    if word.is_ascii() { level_ascii(word, levelled) } else { level_unicode(word, levelled) }
}

fn level_ascii(word: &str, levelled: &mut String) -> Spelling {
    let (mut upper, mut lower, mut run, mut previous) = (0, 0, 0, 0);
    let mut lengthened = false;
    for byte in word.bytes() {
        upper += usize::from(byte.is_ascii_uppercase());
        lower += usize::from(byte.is_ascii_lowercase());
        let letter = byte.to_ascii_lowercase();
        run = if letter == previous { run + 1 } else { 1 };
        previous = letter;
        // A number is not lengthened: 1000 stays 1000.
        if run > 2 && letter.is_ascii_alphabetic() {
            lengthened = true;
        } else {
            levelled.push(char::from(letter));
        }
    }
    let script = if upper + lower > 0 { Script::Latin } else { Script::Other };
    Spelling { script, lengthened, capitals: upper >= 2 && lower == 0 }
}

fn level_unicode(word: &str, levelled: &mut String) -> Spelling {
    let (mut upper, mut lower, mut arabic, mut run) = (0, 0, 0, 0);
    let mut previous = '\0';
    let mut lengthened = false;
    for (at, character) in word.char_indices() {
        if is_ignored(character) {
            continue;
        }
        if is_arabic_letter(character) {
            arabic += 1;
        } else {
            upper += usize::from(character.is_uppercase());
            lower += usize::from(character.is_lowercase());
        }
        let last = at + character.len_utf8() == word.len();
        for letter in level_letter(character, last) {
            run = if letter == previous { run + 1 } else { 1 };
            previous = letter;
            if run > 2 && letter.is_alphabetic() {
                lengthened = true;
                // The letter was meant once in Arabic, where few words double one; Latin words often do.
                if run == 3 && is_arabic_letter(letter) {
                    levelled.pop();
                }
            } else {
                levelled.push(letter);
            }
        }
    }
    if arabic > 0 {
        restore_laughter(levelled, run);
        drop_final_hamza(levelled);
        return Spelling { script: Script::Arabic, lengthened, capitals: false };
    }
    let script = if upper + lower > 0 { Script::Latin } else { Script::Other };
    Spelling { script, lengthened, capitals: upper >= 2 && lower == 0 }
}

/// Arabic diacritics, tatweel, and the invisible marks of direction and joining.
fn is_ignored(character: char) -> bool {
    matches!(character, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200B}'..='\u{200F}' | '\u{61C}')
}

fn is_arabic_letter(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The one or more letters that a letter is read as.
fn level_letter(letter: char, last: bool) -> impl Iterator<Item = char> {
    let letter = base_letter(letter);
    let (first, second) = match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => ('ا', None),
        'ى' | 'ی' | 'ې' => ('ي', None),
        'ة' | 'ہ' | 'ھ' | 'ە' => ('ه', None),
        'ؤ' => ('و', None),
        // سئ is a common spelling of سيء.
        'ئ' if last => ('ي', Some('ء')),
        'ئ' => ('ي', None),
        'ک' => ('ك', None),
        // The ligatures of lam and alef, which some keyboards write.
        '\u{FEF5}'..='\u{FEFC}' => ('ل', Some('ا')),
        '’' | '‘' | 'ʼ' => ('\'', None),
        '٠'..='٩' => (digit(letter, '٠'), None),
        '۰'..='۹' => (digit(letter, '۰'), None),
        '\u{620}'..='\u{64A}' => (letter, None),
        _ => (letter.to_lowercase().next().unwrap_or(letter), None),
    };
    std::iter::once(first).chain(second)
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

/// `ههههه` is laughter and not the letter ه: it is read as three of them.
fn restore_laughter(levelled: &mut String, run: usize) {
    if run >= 3 && matches!(levelled.as_str(), "ه" | "خ") {
        let letter = levelled.clone();
        levelled.push_str(&letter);
        levelled.push_str(&letter);
    }
}

/// Final hamza behind alef is often not written: سعداء and سعدا are one.
fn drop_final_hamza(levelled: &mut String) {
    const LONG_ENOUGH: usize = 4 * 'ا'.len_utf8();
    if levelled.len() >= LONG_ENOUGH && levelled.ends_with("اء") {
        levelled.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, level};

    #[track_caller]
    fn check(word: &str, levelled: &str) {
        let mut found = String::new();
        level(word, &mut found);
        assert_eq!(found, levelled, "in {word:?}");
    }

    #[test]
    fn latin_words_lose_their_capitals_and_their_length() {
        check("GREAT", "great");
        check("sooooo", "soo");
        check("don’t", "don't");
        check("1000", "1000");
        check("Café", "café");
    }

    #[test]
    fn arabic_words_are_levelled() {
        check("أَحْسَنُ", "احسن");
        check("رائعة", "رايعه");
        check("سئ", "سيء");
        check("سيء", "سيء");
        check("مسؤول", "مسوول");
        check("جمــيل", "جميل");
        check("سعداء", "سعدا");
        check("ﻻ", "لا");
        check("ﻫِﺠﺮﺓٌ", "هجره");
        check("١٠", "10");
    }

    #[test]
    fn lengthened_arabic_letters_are_written_once_and_laughter_thrice() {
        check("جمييييل", "جميل");
        check("رااائع", "رايع");
        check("ههههههه", "ههه");
        check("الله", "الله");
    }

    #[test]
    fn the_spelling_tells_emphasis() {
        let mut levelled = String::new();
        let shouted = level("SOOO", &mut levelled);
        assert!(shouted.capitals && shouted.lengthened);
        assert!(!level("So", &mut levelled).capitals);
        assert_eq!(level("حلو", &mut levelled).script, Script::Arabic);
        assert_eq!(level("123", &mut levelled).script, Script::Other);
    }
}
