//! The letters of an Arabic word, as the model looks at them.

use textmill_sdk::Clitics;
use textmill_text::{ARABIC_PLACES, Letter, arabic_place};

/// Letters of the longest word that is looked at: longer ones are no words.
pub const LONGEST: usize = 20;

/// The letters of a word without what clings to them, each by a number of one byte.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    numbers: [u8; LONGEST],
    count: usize,
    /// Whether the word is written with the ending of an indefinite noun, after which there is no pronoun: `جنيهاً`.
    pub indefinite: bool,
    /// A bit for each alef, by its place, that is written with a hamza or madda: that of the article never is.
    pub hamzas: u32,
}

impl Letters {
    /// Of a word of Arabic letters alone; `None` where it is another, or too long.
    pub fn of(word: &str) -> Option<Self> {
        match Letters::of_basic(word) {
            Basic::Letters(letters) => Some(letters),
            Basic::TooLong => None,
            Basic::Other => Letters::of_any(word),
        }
    }

    /// The same of the letters that nearly all words have, each of two bytes.
    fn of_basic(word: &str) -> Basic {
        let (characters, rest) = word.as_bytes().as_chunks::<2>();
        if !rest.is_empty() {
            return Basic::Other;
        }
        let mut letters = Letters::NONE;
        for &character in characters {
            match kind(character) {
                CLINGING => {}
                INDEFINITE => letters.indefinite = true,
                OTHER => return Basic::Other,
                letter => {
                    if letters.push(letter & !HAMZA, letter & HAMZA != 0).is_none() {
                        return Basic::TooLong;
                    }
                }
            }
        }
        Basic::Letters(letters)
    }

    /// The same, however the letters are encoded.
    fn of_any(word: &str) -> Option<Self> {
        let mut letters = Letters::NONE;
        for Letter { character, .. } in textmill_text::Letters::new(word) {
            if matches!(character, '\u{64B}'..='\u{64D}') {
                letters.indefinite = true;
            } else if !Clitics::clings(character) {
                letters.push(number(character)?, matches!(character, 'آ' | 'أ' | 'إ'))?;
            }
        }
        Some(letters)
    }

    const NONE: Self = Letters { numbers: [0; LONGEST], count: 0, indefinite: false, hamzas: 0 };

    /// Adds a letter; `None` where the word is too long.
    #[inline]
    fn push(&mut self, number: u8, has_hamza: bool) -> Option<()> {
        *self.numbers.get_mut(self.count)? = number;
        self.hamzas |= u32::from(has_hamza) << self.count;
        self.count += 1;
        // The alef of the ending of an indefinite noun may be written after its sign.
        self.indefinite &= number == ALEF;
        Some(())
    }

    /// Their numbers.
    pub fn numbers(&self) -> &[u8] {
        &self.numbers[..self.count]
    }
}

/// What a word is that may be of basic letters alone.
enum Basic {
    Letters(Letters),
    /// It has more of them than are looked at.
    TooLong,
    /// It has other characters.
    Other,
}

const ALEF: u8 = of_letter('ا');

/// What a character of two bytes is beside the number of a letter, which is below all of these: one that clings to a letter,
/// one that ends an indefinite noun, and one that is no basic letter.
const CLINGING: u8 = 0x80;
const INDEFINITE: u8 = 0x81;
const OTHER: u8 = 0x82;

/// The bit beside the number of an alef that is written with a hamza or madda.
const HAMZA: u8 = 0x40;

/// What each character from U+0600 to U+06FF is, by its [`arabic_place`].
static KINDS: [u8; ARABIC_PLACES] = {
    let (mut kinds, mut point) = ([OTHER; ARABIC_PLACES], 0x621);
    while point <= 0x652 {
        let kind = match char::from_u32(point) {
            Some('\u{64B}'..='\u{64D}') => INDEFINITE,
            // The tatweel and the other vowel signs.
            Some('\u{640}' | '\u{64E}'..='\u{652}') => CLINGING,
            Some(alef @ ('آ' | 'أ' | 'إ')) => of_basic(alef) | HAMZA,
            // Letters of other languages, which have numbers of their own.
            Some('\u{63B}'..='\u{63F}') | None => OTHER,
            Some(letter) => of_basic(letter),
        };
        kinds[arabic_place([0xC0 | (point >> 6) as u8, 0x80 | point as u8 & 0x3F])] = kind;
        point += 1;
    }
    kinds
};

const fn of_basic(letter: char) -> u8 {
    match number(letter) {
        Some(number) => number,
        None => OTHER,
    }
}

#[inline]
fn kind(character: [u8; 2]) -> u8 {
    KINDS.get(arabic_place(character)).copied().unwrap_or(OTHER)
}

/// The number of a letter. The hamza on or under an alef is spelling, and often left out.
pub(super) const fn number(letter: char) -> Option<u8> {
    Some(match letter {
        'آ' | 'أ' | 'إ' | 'ٱ' => of_letter('ا'),
        'ک' => of_letter('ك'),
        'ی' => of_letter('ي'),
        // Of names from other languages.
        'پ' => OTHERS,
        'چ' => OTHERS + 1,
        'ژ' => OTHERS + 2,
        'ڤ' => OTHERS + 3,
        'گ' | 'ڭ' => OTHERS + 4,
        '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}' => of_letter(letter),
        _ => return None,
    })
}

/// The number of a letter from U+0621 to U+064A.
const fn of_letter(letter: char) -> u8 {
    (letter as u32 - 0x620) as u8
}

/// The first number after those of U+0621 to U+064A.
const OTHERS: u8 = 0x2B;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, Letters};

    proptest! {
        #[test]
        fn basic_letters_are_read_alike(word in "[\u{621}-\u{655}]{0,24}|[\u{600}-\u{6FF}a]{0,8}") {
            let read = |letters: Option<Letters>| letters.map(|letters| (letters.numbers().to_vec(), letters.indefinite, letters.hamzas));
            prop_assert_eq!(read(Letters::of(&word)), read(Letters::of_any(&word)), "{:?}", word);
        }
    }

    #[test]
    fn what_spelling_leaves_open_is_left_out() {
        let numbers = |word: &str| Letters::of(word).map(|letters| letters.numbers().to_vec());
        assert_eq!(numbers("أَحْمَـد"), numbers("احمد"));
        assert_eq!(numbers("کلی"), numbers("كلي"));
        assert_eq!(numbers("ﺃﺣﻤﺪ"), numbers("احمد"));
        assert_eq!(numbers("سو\u{654}ال"), numbers("سؤال"));
        assert_ne!(numbers("على"), numbers("علي"));
        assert_eq!(numbers("word"), None);
        assert_eq!(numbers("ب2"), None);
        assert_eq!(numbers(""), Some(Vec::new()));
        assert!(numbers(&"ب".repeat(LONGEST)).is_some() && numbers(&"ب".repeat(LONGEST + 1)).is_none());
    }
}
