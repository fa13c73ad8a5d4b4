//! The one spelling under which all spellings of a word are counted.
//!
//! A term is read by people, so a spelling is only given up where it does not carry meaning for them: letter case,
//! ligatures and full-width forms, marks that most texts leave out, invisible characters. Letters are lower-cased by
//! Unicode's default mapping and not by full case folding, which would show `straße` as `strasse` and `λόγος` as
//! `λόγοσ`.

pub(crate) mod arabic;

use textmill_text::Script;
use textmill_text::fold::{Alef, Case, Folder, Folding, KafAndYeh};

use crate::settings;
use arabic::{KEY, Letters};

/// Names in capitals whose lower case is a stop word.
const ACRONYMS: [&str; 2] = ["US", "WHO"];

/// Spells words alike.
#[derive(Debug)]
pub(crate) struct Normalizer {
    /// For words in Arabic script, in the letters of Arabic and of Persian.
    arabic: [Folder; 2],
}

/// What the language of a document says about spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The letters that words in Arabic script use.
    pub(crate) letters: Letters,
    /// Whether the lower case of `I` is `ı`: in Turkish and Azerbaijani.
    pub(crate) dotless: bool,
}

impl Spelling {
    /// That of a language, given as the primary subtag of its BCP 47 tag, empty where it is unknown.
    pub(crate) fn of(language: &str) -> Self {
        Self { letters: Letters::of(language), dotless: matches!(language, "tr" | "az") }
    }
}

/// For words in other scripts: whether the lower case of `I` is `ı`, and whether joiners are spelling.
static OTHERS: [[Folder; 2]; 2] = [
    [others(Case::Lower, false), others(Case::Lower, true)],
    [others(Case::Turkic, false), others(Case::Turkic, true)],
];

const fn others(case: Case, keeps_joiners: bool) -> Folder {
    Folder::new(Folding {
        case,
        drop_joiners: !keeps_joiners,
        alef: Alef::Keep,
        letters: KafAndYeh::Keep,
        heh_of_teh: false,
        ..Folding::LOOKUP
    })
}

impl Normalizer {
    pub(crate) fn new(arabic: settings::Arabic) -> Self {
        let folder = |letters| Folder::new(arabic::folding(letters, &arabic));
        Self { arabic: [Letters::Arabic, Letters::Persian].map(folder) }
    }

    /// A word as it is spelled in a term. Where that differs, it is written in `room`.
    pub(crate) fn normalize<'w>(
        &self,
        word: &'w str,
        script: Script,
        spelling: Spelling,
        room: &'w mut String,
    ) -> &'w str {
        let folder = match script {
            Script::Latin if ACRONYMS.contains(&word) => return word,
            Script::Arabic => &self.arabic[usize::from(spelling.letters == Letters::Persian)],
            _ => {
                // They change how Indic letters are written.
                let keeps_joiners = matches!(script, Script::Devanagari | Script::Other);
                &OTHERS[usize::from(spelling.dotless)][usize::from(keeps_joiners)]
            }
        };
        if word.contains('\n') {
            room.clear();
            room.push_str(&folder.folded(&undivided(word)));
            return trim(room);
        }
        trim(folder.folded_in(word, room))
    }
}

/// A word without the hyphen and the line break that divide it.
fn undivided(word: &str) -> String {
    word.replace("-\r\n", "").replace("-\n", "")
}

/// A normalized word as lists and evidence know it. Where that differs, it is written in `room`.
pub(crate) fn key<'t>(term: &'t str, script: Script, room: &'t mut String) -> &'t str {
    if script == Script::Arabic { KEY.folded_in(term, room) } else { term }
}

/// Takes off what is not part of the word: the English possessive, apostrophes around it, the full stop of an
/// abbreviation such as `dr.`, but not the last one of `u.s.`.
fn trim(word: &str) -> &str {
    // Most words end with none of them.
    if !word.ends_with(['\'', ' ', 's', '.']) {
        return word;
    }
    let word = word.trim_end_matches(['\'', ' ']);
    let word = word.strip_suffix("'s").filter(|rest| !rest.is_empty()).unwrap_or(word);
    word.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(word)
}

#[cfg(test)]
mod tests;
