//! Arabic words as numbers: five bits for each letter.
//!
//! Of what the rules try for a form nearly all is a part of it, and no word of the vocabulary. As a number a word loses an
//! affix by a mask or a shift, and is looked up without a loop over its bytes.

use textmill_text::fold::Folding;
use textmill_text::{ARABIC_PLACES, arabic_place};

/// A word of at most [`Packed::MOST`] letters of the levelled alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    /// The number of each letter, that of the first in the lowest bits.
    code: u64,
    /// Those that are taken.
    bits: u32,
}

/// What is left of the letters of Arabic when a word is levelled. Their numbers count from 1.
const ALPHABET: &str = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي";

/// What a character of two bytes is, beside the number of a letter: one that is not read, and one that is no letter here.
const IGNORED: u8 = 32;
const OTHER: u8 = 33;

/// `ئ` in UTF-8.
const YEH_WITH_HAMZA: [u8; 2] = [0xD8, 0xA6];

/// What each character from U+0600 to U+06FF is, by its [`arabic_place`].
static CHARACTERS: [u8; ARABIC_PLACES] = characters();

/// The letters by their numbers.
static LETTERS: [char; 32] = letters();

const BITS: u32 = 5;
const LETTER: u64 = 31;
/// The lowest bit of each letter.
const LOWEST: u64 = 0x0084_2108_4210_8421;

impl Packed {
    pub(crate) const NOTHING: Self = Self { code: 0, bits: 0 };

    /// The most letters.
    pub(crate) const MOST: usize = 12;

    /// A word of letters that are read as those of the alphabet, as they are.
    pub(crate) const fn of(word: &str) -> Option<Self> {
        let (characters, rest) = word.as_bytes().as_chunks();
        if characters.len() > Self::MOST || !rest.is_empty() {
            return None;
        }
        let (mut packed, mut at) = (Self::NOTHING, 0);
        while at < characters.len() {
            let letter = kind(characters[at]);
            if letter >= IGNORED {
                return None;
            }
            packed = packed.with(letter);
            at += 1;
        }
        Some(packed)
    }

    /// An affix.
    ///
    /// # Panics
    /// Where it is no word of the alphabet: for constants.
    pub(crate) const fn affix(letters: &str) -> Self {
        match Self::of(letters) {
            Some(affix) => affix,
            None => panic!("an affix of letters of the alphabet"),
        }
    }

    /// A form as it is levelled, where all of it is in the block of Arabic, its letters are of the alphabet, and none
    /// stands three times in a row: most forms.
    pub(crate) fn level(form: &str) -> Option<Self> {
        let (characters, []) = form.as_bytes().as_chunks() else { return None };
        if characters.len() > Self::MOST {
            return None;
        }
        let (mut word, mut last) = (Self::NOTHING, [0, 0]);
        for &character in characters {
            match kind(character) {
                IGNORED => {}
                OTHER => return None,
                letter => (word, last) = (word.with(letter), character),
            }
        }
        // سئ is a common spelling of سيء.
        if last == YEH_WITH_HAMZA {
            if word.letters() == Self::MOST {
                return None;
            }
            word = word.with(const { number("ء") });
        }
        let doubled = word.doubled();
        if word.bits == 0 || doubled & doubled >> BITS != 0 {
            return None;
        }
        Some(word.without_final_hamza())
    }

    /// Its letters as a string.
    pub(crate) fn chars(self) -> impl Iterator<Item = char> {
        (0..self.bits).step_by(BITS as usize).map(move |bits| letter(self.code >> bits))
    }

    /// Whether it is this very word.
    pub(crate) const fn is(self, word: Self) -> bool {
        self.code == word.code
    }

    /// How many letters it has.
    #[inline]
    pub(crate) const fn letters(self) -> usize {
        (self.bits / BITS) as usize
    }

    /// Its first letter.
    #[inline]
    pub(crate) fn first(self) -> char {
        letter(self.code)
    }

    /// Its last letter.
    #[inline]
    pub(crate) fn last(self) -> char {
        letter(self.code >> self.bits.saturating_sub(BITS))
    }

    /// What stands after a prefix.
    #[inline]
    pub(crate) fn without_prefix(self, prefix: Self) -> Option<Self> {
        // Each letter has a bit that is set, so a shorter word is no match.
        let begins = self.code & !(u64::MAX << prefix.bits) == prefix.code;
        begins.then(|| Self { code: self.code >> prefix.bits, bits: self.bits - prefix.bits })
    }

    /// What stands before a suffix.
    #[inline]
    pub(crate) const fn without_suffix(self, suffix: Self) -> Option<Self> {
        if self.bits < suffix.bits {
            return None;
        }
        let bits = self.bits - suffix.bits;
        // The word may be all of the suffix: a shift by up to 60 bits.
        if self.code >> bits != suffix.code {
            return None;
        }
        Some(Self { code: self.code & !(u64::MAX << bits), bits })
    }

    /// The two together, of at most [`Packed::MOST`] letters.
    #[inline]
    pub(crate) fn before(self, rest: Self) -> Self {
        Self { code: self.code | rest.code << self.bits, bits: self.bits + rest.bits }
    }

    /// The word with each doubled letter once, where it has one.
    #[inline]
    pub(crate) fn once_doubled(self) -> Option<Self> {
        let doubled = self.doubled();
        (doubled != 0).then(|| self.without_letters(doubled))
    }

    /// Its first three letters as a number of 15 bits.
    #[inline]
    pub(crate) fn start(self) -> u64 {
        self.code & 0x7FFF
    }

    /// A word of three letters of which the last is hamza, as a suffix respells it: سيء in سيئا.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn respelled(self) -> Option<Self> {
        let rest = self.without_suffix(const { Self::affix("ء") }).filter(|rest| rest.letters() == 2)?;
        Some(rest.with(const { number("ي") }))
    }

    /// What tells packed words apart, well mixed in the upper half.
    #[inline]
    pub(crate) fn hash(self) -> u64 {
        /// The fractional digits of the golden ratio, as in Fibonacci hashing (Knuth, TAOCP 3, 6.4).
        const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
        self.code.wrapping_mul(MULTIPLIER)
    }

    /// The number that it is; no two words have the same.
    #[inline]
    pub(crate) fn code(self) -> u64 {
        self.code
    }

    #[inline]
    const fn with(self, letter: u8) -> Self {
        Self { code: self.code | (letter as u64) << self.bits, bits: self.bits + BITS }
    }

    /// The lowest bit of each letter that the next one repeats.
    #[inline]
    fn doubled(self) -> u64 {
        let differ = self.code ^ self.code >> BITS;
        let differ = differ | differ >> 1 | differ >> 2 | differ >> 3 | differ >> 4;
        !differ & LOWEST & !(u64::MAX << self.bits.saturating_sub(BITS))
    }

    /// The word without letters that are given by their lowest bits.
    #[cold]
    fn without_letters(self, lowest: u64) -> Self {
        let letters = (0..self.bits).step_by(BITS as usize).filter(|bits| lowest >> bits & 1 == 0);
        letters.fold(Self::NOTHING, |word, bits| word.with((self.code >> bits & LETTER) as u8))
    }

    /// Final hamza after alef is often not written: سعداء and سعدا are one.
    fn without_final_hamza(self) -> Self {
        const LONG_ENOUGH: usize = 4;
        let stem = self.without_suffix(const { Self::affix("اء") }).filter(|_| self.letters() >= LONG_ENOUGH);
        stem.map_or(self, |stem| stem.with(const { number("ا") }))
    }
}

#[inline]
fn letter(code: u64) -> char {
    LETTERS[(code & LETTER) as usize]
}

/// The number of a letter.
const fn number(letter: &str) -> u8 {
    Packed::affix(letter).code as u8
}

/// What two bytes are: the number of a letter, [`IGNORED`] or [`OTHER`].
#[inline]
const fn kind(bytes: [u8; 2]) -> u8 {
    let place = arabic_place(bytes);
    if place < ARABIC_PLACES { CHARACTERS[place] } else { OTHER }
}

/// The code point of two bytes of UTF-8.
const fn point([lead, byte]: [u8; 2]) -> u32 {
    (lead as u32 & 31) << 6 | byte as u32 & 63
}

const fn characters() -> [u8; ARABIC_PLACES] {
    let (mut characters, mut number) = ([OTHER; ARABIC_PLACES], 0x600);
    while number < 0x700 {
        if let Some(character) = char::from_u32(number)
            // They may be one letter with the one before them.
            && !matches!(character, '\u{653}'..='\u{655}')
        {
            let mut bytes = [0; 2];
            character.encode_utf8(&mut bytes);
            characters[arabic_place(bytes)] = match Folding::LOOSE.of_arabic(character) {
                Some(letter) => number_of(letter),
                None => IGNORED,
            };
        }
        number += 1;
    }
    characters
}

/// The number of a letter of the alphabet.
const fn number_of(letter: char) -> u8 {
    let (alphabet, mut at) = (ALPHABET.as_bytes(), 0);
    while at < alphabet.len() {
        if point([alphabet[at], alphabet[at + 1]]) == letter as u32 {
            return at as u8 / 2 + 1;
        }
        at += 2;
    }
    OTHER
}

const fn letters() -> [char; 32] {
    let mut letters = ['\0'; 32];
    let (alphabet, mut at) = (ALPHABET.as_bytes(), 0);
    while at < alphabet.len() {
        letters[at / 2 + 1] = match char::from_u32(point([alphabet[at], alphabet[at + 1]])) {
            Some(letter) => letter,
            None => '\0',
        };
        at += 2;
    }
    letters
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Packed;
    use crate::words::spelling::{Spelling, level};

    /// What `spelling` makes of a form, where it can be packed.
    fn levelled(form: &str) -> Option<(String, Spelling)> {
        let mut levelled = String::new();
        let spelling = level(form, &mut levelled);
        Packed::level(form).map(|_| (levelled, spelling))
    }

    #[track_caller]
    fn check(form: &str, is_packed: bool) {
        let packed = Packed::level(form).map(|word| word.chars().collect::<String>());
        assert_eq!(packed.is_some(), is_packed, "{form:?}");
        let plain = Spelling { is_plain: false, ..Spelling::PLAIN_ARABIC };
        assert_eq!(packed.map(|word| (word, plain)), levelled(form), "{form:?}");
    }

    #[test]
    fn each_letter_is_levelled_as_in_a_string() {
        for character in ('\u{600}'..='\u{6FF}').chain("aé’ﻻ😀".chars()) {
            for form in [format!("كتا{character}"), format!("{character}كتاب"), character.to_string()]
            {
                let packed = Packed::level(&form).is_some();
                check(&form, packed);
            }
        }
    }

    #[test]
    fn most_words_are_packed() {
        for word in ["أَحْسَنُ", "رائعة", "سئ", "سيء", "جمــيل", "سعداء", "الله", "والاستثمارا", "الاستراتيجئ"]
        {
            check(word, true);
        }
        for word in ["", "ـ", "جميييل", "ههههه", "والاستراتيجيات", "good", "١٠", "پارسی", "ا👍"]
        {
            check(word, false);
        }
    }

    proptest! {
        #[test]
        fn a_form_is_levelled_as_in_a_string(form in "[ا-يأئءةى\u{640}\u{64B}-\u{652}]{0,14}") {
            let packed = Packed::level(&form).is_some();
            check(&form, packed);
        }
    }
}
