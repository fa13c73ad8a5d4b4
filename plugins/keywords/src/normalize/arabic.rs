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
pub(crate) fn fold_for_lookup(letter: char) -> Option<char> {
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

/// Short vowels, doubling, Quranic annotation (General_Category Mn of the Arabic blocks).
pub(crate) fn is_mark(letter: char) -> bool {
    // Most are plain letters.
    if matches!(letter, '\u{620}'..='\u{64A}') {
        return false;
    }
    matches!(letter, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8CA}'..='\u{8FF}')
}
