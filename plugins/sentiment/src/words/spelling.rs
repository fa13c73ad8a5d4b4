//! One spelling for each word: tables and tokens meet in it.
//!
//! Latin: lower case, a straight apostrophe, at most two of a letter in a row. Arabic: no diacritics or tatweel, the
//! forms of alef, hamza seats, ya and ta marbuta levelled, no letter more than twice in a row.

use super::presentation::base_letter;

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
    /// It is known to have nothing but letters of ASCII or of Arabic.
    pub(crate) is_plain: bool,
}

impl Spelling {
    /// That of a word of Arabic letters that shows nothing.
    pub(crate) const PLAIN_ARABIC: Self =
        Self { script: Script::Arabic, lengthened: false, capitals: false, is_plain: true };
}

/// Writes the one spelling of `word` to `levelled`, which is cleared first.
pub(crate) fn level(word: &str, levelled: &mut String) -> Spelling {
    levelled.clear();
    if word.is_ascii() { level_ascii(word, levelled) } else { level_unicode(word, levelled) }
}

fn level_ascii(word: &str, levelled: &mut String) -> Spelling {
    let (mut upper, mut lower) = (0, 0);
    for byte in word.bytes() {
        upper += usize::from(byte.is_ascii_uppercase());
        lower += usize::from(byte.is_ascii_lowercase());
    }
    levelled.push_str(word);
    levelled.make_ascii_lowercase();
    // A number is not lengthened: 1000 stays 1000.
    let thrice = |letters: &[u8; 3]| {
        letters[0] == letters[1] && letters[1] == letters[2] && letters[0].is_ascii_alphabetic()
    };
    let lengthened = levelled.as_bytes().array_windows().any(thrice);
    if lengthened {
        shorten_ascii(levelled);
    }
    let script = if upper + lower > 0 { Script::Latin } else { Script::Other };
    let is_plain = upper + lower == word.len();
    Spelling { script, lengthened, capitals: upper >= 2 && lower == 0, is_plain }
}

/// Leaves two of each letter that stands three times or more in a row.
fn shorten_ascii(levelled: &mut String) {
    let (mut before, mut run) = ('\0', 0);
    levelled.retain(|letter| {
        run = if letter == before { run + 1 } else { 1 };
        before = letter;
        run <= 2 || !letter.is_ascii_alphabetic()
    });
}

fn level_unicode(word: &str, levelled: &mut String) -> Spelling {
    let (mut upper, mut lower, mut arabic) = (0, 0, 0);
    let mut letters = Letters { levelled, previous: '\0', run: 0, lengthened: false };
    for (at, character) in word.char_indices() {
        if is_level_arabic(character) {
            arabic += 1;
            letters.push(character);
            continue;
        }
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
        level_letter(character, last).for_each(|letter| letters.push(letter));
    }
    let Letters { run, lengthened, .. } = letters;
    if arabic > 0 {
        restore_laughter(levelled, run);
        drop_final_hamza(levelled);
        return Spelling { script: Script::Arabic, lengthened, capitals: false, is_plain: false };
    }
    let script = if upper + lower > 0 { Script::Latin } else { Script::Other };
    Spelling { script, lengthened, capitals: upper >= 2 && lower == 0, is_plain: false }
}

/// Levelled letters, as they are written.
struct Letters<'l> {
    levelled: &'l mut String,
    previous: char,
    /// How often that stood in a row.
    run: usize,
    lengthened: bool,
}

impl Letters<'_> {
    fn push(&mut self, letter: char) {
        self.run = if letter == self.previous { self.run + 1 } else { 1 };
        self.previous = letter;
        if self.run <= 2 || !letter.is_alphabetic() {
            self.levelled.push(letter);
            return;
        }
        self.lengthened = true;
        // The letter was meant once in Arabic, where few words double one; Latin words often do.
        if self.run == 3 && is_arabic_letter(letter) {
            self.levelled.pop();
        }
    }
}

/// The letters of Arabic that are level already: most.
fn is_level_arabic(character: char) -> bool {
    matches!(character, 'ا' | 'ب' | 'ت'..='غ' | 'ف'..='و' | 'ي')
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

/// Final hamza after alef is often not written: سعداء and سعدا are one.
fn drop_final_hamza(levelled: &mut String) {
    const LONG_ENOUGH: usize = 4 * 'ا'.len_utf8();
    if levelled.len() >= LONG_ENOUGH && levelled.ends_with("اء") {
        levelled.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, is_arabic_letter, is_ignored, is_level_arabic, level, level_letter};

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
    fn letters_that_are_level_are_read_as_themselves() {
        for letter in ('\u{600}'..'\u{700}').filter(|&letter| is_level_arabic(letter)) {
            assert!(
                level_letter(letter, true).eq([letter]) && is_arabic_letter(letter) && !is_ignored(letter)
            );
        }
        check("AAAaaab111-", "aab111-");
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
