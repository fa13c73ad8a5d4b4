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
}

impl Letters {
    /// Of a word of Arabic letters alone; `None` where it is another, or too long.
    pub fn of(word: &str) -> Option<Self> {
        let mut letters = Letters { numbers: [0; LONGEST], count: 0, indefinite: false };
        for Letter { character, .. } in textmill_text::Letters::new(word) {
            if matches!(character, '\u{64B}'..='\u{64D}') {
                letters.indefinite = true;
            } else if !Clitics::clings(character) {
                *letters.numbers.get_mut(letters.count)? = number(character)?;
                letters.count += 1;
                // The alef of the ending may be written after its sign.
                letters.indefinite &= character == 'ا';
            }
        }
        Some(letters)
    }

    /// Their numbers.
    pub fn numbers(&self) -> &[u8] {
        &self.numbers[..self.count]
    }
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
    use super::{LONGEST, Letters};

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
