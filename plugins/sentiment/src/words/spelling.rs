//! One spelling for each word: tables and tokens meet in it.
//!
//! It is the loose one of `textmill_text`, with at most two of a letter in a row, and the final hamza of Arabic levelled.

use textmill_text::fold::LOOSE;
use textmill_text::{Letter, Letters, is_arabic, stands_for_apostrophe};

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
    if word.contains(stands_for_apostrophe) {
        levelled.extend(word.chars().map(apostrophe));
    } else {
        levelled.push_str(word);
    }
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

/// A word has letters on both sides of such a sign.
fn apostrophe(character: char) -> char {
    if stands_for_apostrophe(character) { '\'' } else { character }
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
    let (mut upper, mut lower, mut arabic, mut last) = (0, 0, 0, '\0');
    let mut letters = Run { levelled, previous: '\0', run: 0, lengthened: false };
    for Letter { character, .. } in Letters::new(word) {
        let Some(letter) = LOOSE.letter(apostrophe(character)) else { continue };
        if is_arabic(character) {
            arabic += 1;
        } else {
            upper += usize::from(character.is_uppercase());
            lower += usize::from(character.is_lowercase());
        }
        letters.push(letter);
        last = character;
    }
    // سئ is a common spelling of سيء.
    if last == 'ئ' {
        letters.push('ء');
    }
    let Run { run, lengthened, .. } = letters;
    if arabic > 0 {
        restore_laughter(levelled, run);
        drop_final_hamza(levelled);
        return Spelling { script: Script::Arabic, lengthened, capitals: false, is_plain: false };
    }
    let script = if upper + lower > 0 { Script::Latin } else { Script::Other };
    Spelling { script, lengthened, capitals: upper >= 2 && lower == 0, is_plain: false }
}

/// Levelled letters, as they are written.
struct Run<'l> {
    levelled: &'l mut String,
    previous: char,
    /// How often that stood in a row.
    run: usize,
    lengthened: bool,
}

impl Run<'_> {
    fn push(&mut self, letter: char) {
        self.run = if letter == self.previous { self.run + 1 } else { 1 };
        self.previous = letter;
        if self.run <= 2 || !letter.is_alphabetic() {
            self.levelled.push(letter);
            return;
        }
        self.lengthened = true;
        // The letter was meant once in Arabic, where few words double one; Latin words often do.
        if self.run == 3 && is_arabic(letter) {
            self.levelled.pop();
        }
    }
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
        for sign in ['’', '‘', '`', '´', '′', 'ʹ', '‛', 'ʼ', '＇'] {
            check(&format!("Don{sign}t"), "don't");
        }
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
    fn words_are_levelled_in_any_encoding() {
        check("ا\u{654}حْسن", "احسن");
        check("سيي\u{654}", "سييء");
        check("سئٌ", "سيء");
        check("ﮐﺘﺎﺏ", "كتاب");
        check("ﷲ", "الله");
        check("Cafe\u{301}", "café");
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
