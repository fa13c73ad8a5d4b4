//! Which differences of spelling fall away.

use crate::digits::european_digit;
use crate::marks::{TATWEEL, is_apostrophe, is_arabic_mark, is_hebrew_point, is_invisible, is_joiner};

/// Which differences of spelling fall away.
///
/// Whatever is set, a text is read by its [`Letters`](crate::Letters), and characters that nobody sees are dropped.
///
/// ```
/// use textmill_text::fold::{Folder, Folding};
///
/// // As in look-ups, but with ة and ه apart.
/// static FOLDER: Folder = Folder::new(Folding { heh_of_teh: false, ..Folding::LOOKUP });
/// assert_eq!(FOLDER.folded("مَدْرَســة"), "مدرسة");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folding {
    /// What becomes of capitals.
    pub case: Case,
    /// Drops the vowel signs and marks of recitation of Arabic, and the points of Hebrew: كِتَابٌ is كتاب.
    pub drop_marks: bool,
    /// Drops the tatweel: كتـــاب is كتاب.
    pub drop_tatweel: bool,
    /// Drops the joiner and the non-joiner of zero width.
    pub drop_joiners: bool,
    /// What becomes of the forms of alef.
    pub alef: Alef,
    /// Which letters are written for kaf, yeh and heh.
    pub letters: KafAndYeh,
    /// Writes ى as ي.
    pub yeh_of_maksura: bool,
    /// Writes ة as ه.
    pub heh_of_teh: bool,
    /// Writes ؤ as و, and ئ as ي.
    pub plain_seats: bool,
    /// Writes the decimal digits of all scripts as 0 to 9.
    pub european_digits: bool,
    /// Writes all apostrophes as one, and what [stands for](crate::stands_for_apostrophe) one between letters.
    pub one_apostrophe: bool,
}

/// What becomes of capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// They stay.
    Keep,
    /// They are small letters, by Unicode's default mapping; İ is i.
    Lower,
    /// As `Lower`, but I is ı: in Turkish and Azerbaijani.
    Turkic,
}

/// What becomes of the forms of alef.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alef {
    /// They stay.
    Keep,
    /// أ إ ٱ are ا; آ stays: Persian and Urdu tell آب, water, from اب.
    PlainButMadda,
    /// أ إ آ ٱ are ا.
    Plain,
}

/// Which letters are written for kaf, yeh and heh, for which keyboards of Arabic and of Persian have other characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KafAndYeh {
    /// Those that are there.
    Keep,
    /// Those of Arabic, ك ي ه, for all others: ک, ی ے ې, ہ ھ ە.
    Arabic,
    /// ك and ي for ک and ی alone: Urdu tells ے from ی and ھ from ہ.
    ArabicForPersian,
    /// Those of Persian, ک and ی, for the Arabic ones.
    Persian,
}

impl Folding {
    /// What looks the same is the same: one encoding of each letter, without what nobody sees.
    pub const WRITTEN: Self = Self {
        case: Case::Keep,
        drop_marks: false,
        drop_tatweel: true,
        drop_joiners: false,
        alef: Alef::Keep,
        letters: KafAndYeh::Keep,
        yeh_of_maksura: false,
        heh_of_teh: false,
        plain_seats: false,
        european_digits: false,
        one_apostrophe: false,
    };

    /// As [`Folding::WRITTEN`], without vowel signs: a word as most writers write it.
    pub const BARE: Self = Self { drop_marks: true, ..Self::WRITTEN };

    /// As [`Folding::BARE`], and in small letters, with what many writers type alike as one: the forms of alef, ة and ه, the
    /// letters of Persian keyboards, digits, apostrophes. ى and ي stay apart, since على and علي are the commonest
    /// preposition and one of the commonest names.
    pub const LOOKUP: Self = Self {
        case: Case::Lower,
        drop_joiners: true,
        alef: Alef::Plain,
        letters: KafAndYeh::Arabic,
        heh_of_teh: true,
        european_digits: true,
        one_apostrophe: true,
        ..Self::BARE
    };

    /// As [`Folding::LOOKUP`], and ى is ي, ؤ is و, ئ is ي: for the texts of careless writers.
    pub const LOOSE: Self = Self { yeh_of_maksura: true, plain_seats: true, ..Self::LOOKUP };

    /// What becomes of a character of the block U+0600 to U+06FF; nothing where it is dropped.
    #[must_use]
    pub const fn of_arabic(&self, character: char) -> Option<char> {
        let letter = self.letter_of_alphabet(character);
        let folded = match letter {
            TATWEEL if self.drop_tatweel => return None,
            _ if is_arabic_mark(letter) && self.drop_marks => return None,
            _ if is_invisible(letter) => return None,
            'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' if !matches!(self.alef, Alef::Keep) => 'ا',
            'آ' if matches!(self.alef, Alef::Plain) => 'ا',
            'ى' if self.yeh_of_maksura => 'ي',
            'ة' if self.heh_of_teh => 'ه',
            'ؤ' if self.plain_seats => 'و',
            'ئ' if self.plain_seats => 'ي',
            _ if self.european_digits => match european_digit(letter) {
                Some(digit) => digit,
                None => letter,
            },
            _ => letter,
        };
        Some(folded)
    }

    const fn letter_of_alphabet(&self, character: char) -> char {
        match (self.letters, character) {
            (KafAndYeh::Arabic | KafAndYeh::ArabicForPersian, 'ک') => 'ك',
            (KafAndYeh::Arabic | KafAndYeh::ArabicForPersian, 'ی') => 'ي',
            (KafAndYeh::Arabic, 'ڪ') => 'ك',
            (KafAndYeh::Arabic, 'ې' | 'ے') => 'ي',
            (KafAndYeh::Arabic, 'ۓ') => 'ئ',
            (KafAndYeh::Arabic, 'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۂ') => 'ه',
            (KafAndYeh::Arabic, 'ۃ') => 'ة',
            (KafAndYeh::Persian, 'ك') => 'ک',
            (KafAndYeh::Persian, 'ي' | 'ى') => 'ی',
            _ => character,
        }
    }

    /// Whether a character outside of U+0600 to U+06FF is dropped.
    pub(super) const fn drops(&self, character: char) -> bool {
        if is_joiner(character) {
            return self.drop_joiners;
        }
        is_invisible(character)
            || self.drop_marks && (is_arabic_mark(character) || is_hebrew_point(character))
    }

    /// The one character that takes the place of another outside of U+0600 to U+06FF, letter case aside.
    pub(super) const fn replacement(&self, character: char) -> Option<char> {
        if self.one_apostrophe && is_apostrophe(character) {
            return Some('\'');
        }
        if self.european_digits { european_digit(character) } else { None }
    }
}
