//! The letters of an Arabic word, as the model looks at them.

use textmill_sdk::Clitics;
use textmill_text::Letter;

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
        for character in characters {
            let number = match *character {
                // From hamza to ghain, which are U+0621 to U+063A, and from feh to yeh.
                [0xD8, low @ 0xA1..=0xBA] => BASIC[usize::from(low - 0xA0)],
                [0xD9, low @ 0x81..=0x8A] => low - 0x80 + 0x20,
                [0xD9, 0x8B..=0x8D] => {
                    letters.indefinite = true;
                    continue;
                }
                // The tatweel and the other vowel signs.
                [0xD9, 0x80 | 0x8E..=0x92] => continue,
                _ => return Basic::Other,
            };
            let has_hamza = matches!(character, [0xD8, 0xA2 | 0xA3 | 0xA5]);
            if letters.push(number, has_hamza).is_none() {
                return Basic::TooLong;
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

/// The numbers of U+0620 to U+063A.
const BASIC: [u8; 0x1B] = {
    let mut numbers = [0; 0x1B];
    let mut offset = 1;
    while offset < numbers.len() {
        if let Some(letter) = char::from_u32(0x620 + offset as u32)
            && let Some(number) = number(letter)
        {
            numbers[offset] = number;
        }
        offset += 1;
    }
    numbers
};

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
