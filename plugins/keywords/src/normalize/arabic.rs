//! Spellings of words in the Arabic script.

use textmill_text::fold::{Alef, Folder, Folding, KafAndYeh};

use crate::settings::{self, Arabic};

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

/// How words in these letters are spelled in terms.
pub(crate) fn folding(letters: Letters, settings: &Arabic) -> Folding {
    let is_persian = letters == Letters::Persian;
    Folding {
        drop_marks: settings.drop_marks,
        drop_tatweel: settings.drop_marks,
        // The zero-width non-joiner parts the stem from its ending in Persian.
        drop_joiners: !is_persian,
        alef: match settings.alef {
            settings::Alef::Keep => Alef::Keep,
            // Persian and Urdu tell آ from ا: آب is water.
            _ if is_persian => Alef::PlainButMadda,
            _ => Alef::Plain,
        },
        letters: match letters {
            _ if !settings.unify_letters => KafAndYeh::Keep,
            Letters::Arabic => KafAndYeh::Arabic,
            Letters::Persian => KafAndYeh::Persian,
        },
        yeh_of_maksura: settings.fold_ya,
        heh_of_teh: settings.fold_ta_marbuta,
        ..Folding::LOOKUP
    }
}

/// The spelling in which words are looked up: all spellings of a word become one, whatever is set. Each letter of U+0620 to
/// U+06FF becomes one of as many bytes.
pub(crate) static KEY: Folder =
    Folder::new(Folding { letters: KafAndYeh::ArabicForPersian, yeh_of_maksura: true, ..Folding::LOOKUP });
