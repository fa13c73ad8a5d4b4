//! Letters and marks of the Arabic script.

use crate::settings::{Alef, Arabic};

/// Which letters a language writes for kaf and ya.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Letters {
    /// ك ي
    Arabic,
    /// ک ی, as Persian, Urdu, Pashto, Kurdish, Sindhi, Punjabi and Uyghur texts are encoded.
    Persian,
}

impl Letters {
    /// Those of a language, given as the primary subtag of its BCP 47 tag.
    pub(crate) fn of(language: &str) -> Self {
        match language {
            "fa" | "ur" | "ps" | "ckb" | "ku" | "sd" | "pnb" | "lah" | "azb" | "mzn" | "glk" => Self::Persian,
            _ => Self::Arabic,
        }
    }
}

/// The letter that stands for `letter` in a term, nothing where it is dropped.
pub(crate) fn fold(letter: char, letters: Letters, settings: &Arabic) -> Option<char> {
    let folded = match letter {
        'ـ' => return (!settings.drop_marks).then_some(letter),
        _ if is_mark(letter) => return (!settings.drop_marks).then_some(letter),
        'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' if settings.alef != Alef::Keep => 'ا',
        // Persian and Urdu tell آ from ا: آب is water.
        'آ' if settings.alef != Alef::Keep && letters == Letters::Arabic => 'ا',
        'ك' if settings.unify_letters && letters == Letters::Persian => 'ک',
        'ي' | 'ى' if settings.unify_letters && letters == Letters::Persian => 'ی',
        'ک' if settings.unify_letters && letters == Letters::Arabic => 'ك',
        'ی' if settings.unify_letters && letters == Letters::Arabic => 'ي',
        'ى' if settings.fold_ya => 'ي',
        'ة' if settings.fold_ta_marbuta => 'ه',
        _ => letter,
    };
    Some(folded)
}

/// The letter that stands for `letter` where words are looked up: all spellings of a word become one, whatever is
/// set. Each letter of U+0620 to U+06FF becomes one of as many bytes.
pub(crate) const fn fold_for_lookup(letter: char) -> Option<char> {
    match letter {
        'ـ' | '\u{200C}' => None,
        _ if is_mark(letter) => None,
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => Some('ا'),
        'ک' => Some('ك'),
        'ى' | 'ی' => Some('ي'),
        'ة' => Some('ه'),
        _ => Some(letter),
    }
}

/// Which characters from U+0600 to U+06FF stay as they are: most letters do, so that words are copied in pieces.
#[derive(Debug)]
pub(crate) struct Staying([bool; 256]);

/// Those of [`fold_for_lookup`].
pub(crate) static STAYING_FOR_LOOKUP: Staying = {
    let (mut staying, mut place) = ([false; 256], 0);
    while place < 256 {
        if let Some(letter) = char::from_u32(0x600 + place as u32) {
            staying[place] =
                matches!(fold_for_lookup(letter), Some(folded) if folded as u32 == letter as u32);
        }
        place += 1;
    }
    Staying(staying)
};

impl Staying {
    /// Those that a function says so of.
    pub(crate) fn new(stays: impl Fn(char) -> bool) -> Self {
        let place_stays = |place: usize| char::from_u32(0x600 + place as u32).is_some_and(&stays);
        Self(std::array::from_fn(place_stays))
    }

    /// Appends a word to `out`: what stays as it is, and what `fold` appends of each other character.
    pub(crate) fn fold(&self, word: &str, out: &mut String, mut fold: impl FnMut(char, &mut String)) {
        let mut rest = word;
        while !rest.is_empty() {
            let (staying, others) = rest.split_at(self.bytes(rest));
            out.push_str(staying);
            let mut others = others.chars();
            if let Some(character) = others.next() {
                fold(character, out);
            }
            rest = others.as_str();
        }
    }

    /// How many bytes at the start of a word stay.
    fn bytes(&self, word: &str) -> usize {
        let characters = word.as_bytes().as_chunks().0.iter();
        // U+0600 to U+06FF have two bytes, the first of them one of four.
        let stays = |&&[lead, byte]: &&[u8; 2]| {
            lead & 0xFC == 0xD8 && self.0[usize::from(lead & 3) << 6 | usize::from(byte & 0x3F)]
        };
        2 * characters.take_while(stays).count()
    }
}

/// Short vowels, doubling, Quranic annotation (General_Category Mn of the Arabic blocks).
pub(crate) const fn is_mark(letter: char) -> bool {
    // Most are plain letters.
    if matches!(letter, '\u{620}'..='\u{64A}') {
        return false;
    }
    matches!(letter, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8CA}'..='\u{8FF}')
}
