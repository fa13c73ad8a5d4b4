//! The one spelling under which all spellings of a word are counted.
//!
//! A term is read by people, so a spelling is only given up where it does not carry meaning for them: letter case,
//! ligatures and full-width forms, marks that most texts leave out, invisible characters. Letters are lower-cased by
//! Unicode's default mapping and not by full case folding, which would show `straße` as `strasse` and `λόγος` as
//! `λόγοσ`.

pub(crate) mod arabic;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::script::Script;
use crate::settings;
use arabic::{Letters, STAYING_FOR_LOOKUP, Staying};

/// Names in capitals whose lower case is a stop word.
const ACRONYMS: [&str; 2] = ["US", "WHO"];

/// Spells words alike.
#[derive(Debug)]
pub(crate) struct Normalizer {
    arabic: settings::Arabic,
    /// What stays of the letters of Arabic, and of Persian.
    staying: [Staying; 2],
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

impl Normalizer {
    pub(crate) fn new(arabic: settings::Arabic) -> Self {
        let staying = [Letters::Arabic, Letters::Persian].map(|letters| {
            Staying::new(|letter| is_letter(letter) && arabic::fold(letter, letters, &arabic) == Some(letter))
        });
        Self { arabic, staying }
    }

    /// Appends `word` to `out` as it is spelled in a term.
    pub(crate) fn normalize(&self, word: &str, script: Script, spelling: Spelling, out: &mut String) {
        let start = out.len();
        match script {
            Script::Latin if ACRONYMS.contains(&word) => return out.push_str(word),
            Script::Latin if word.is_ascii() && !spelling.dotless => {
                out.push_str(word);
                out[start..].make_ascii_lowercase();
            }
            Script::Arabic if self.arabic(word, spelling, out) => return,
            Script::Arabic => {}
            _ => characters(word, script, spelling, out),
        }
        trim(out, start);
    }

    /// Whether the word has letters of Arabic alone, so that there is nothing to be trimmed.
    fn arabic(&self, word: &str, spelling: Spelling, out: &mut String) -> bool {
        let start = out.len();
        let persian = spelling.letters == Letters::Persian;
        let mut has_others = false;
        self.staying[usize::from(persian)].fold(word, out, |character, out| {
            if is_letter(character) {
                return out.extend(arabic::fold(character, spelling.letters, &self.arabic));
            }
            has_others = true;
            match character {
                '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
                    decompose_compatible(character, |part| {
                        // A mark that stands alone is decomposed into a space and the mark.
                        if part != ' ' || out.len() > start {
                            out.extend(arabic::fold(part, spelling.letters, &self.arabic));
                        }
                    });
                }
                // The zero-width non-joiner parts the stem from its ending in Persian.
                '\u{200C}' if persian => out.push(character),
                _ => lower(character, false, out),
            }
        });
        !has_others
    }
}

/// Letters and marks of the Arabic script, in the forms in which texts have them.
fn is_letter(character: char) -> bool {
    matches!(character, '\u{610}'..='\u{61A}' | '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6EF}' | '\u{6FA}'..='\u{6FF}'
        | '\u{8A0}'..='\u{8FF}')
}

/// Appends `term`, a normalized word, to `out` as lists and evidence know it.
pub(crate) fn key(term: &str, script: Script, out: &mut String) {
    if script == Script::Arabic {
        STAYING_FOR_LOOKUP.fold(term, out, |letter, out| out.extend(arabic::fold_for_lookup(letter)));
    } else {
        out.push_str(term);
    }
}

fn characters(word: &str, script: Script, spelling: Spelling, out: &mut String) {
    let start = out.len();
    let mut decomposed = false;
    for character in word.chars() {
        match character {
            '\u{300}'..='\u{36F}' => {
                decomposed = true;
                out.push(character);
            }
            // Vowel points and cantillation, which modern Hebrew leaves out.
            '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' => {
            }
            '\u{FB00}'..='\u{FB4F}' | '\u{FF00}'..='\u{FFEF}' => {
                decompose_compatible(character, |part| lower(part, spelling.dotless, out));
            }
            // They change how Indic letters are written.
            '\u{200C}' | '\u{200D}' if matches!(script, Script::Devanagari | Script::Other) => {
                out.push(character);
            }
            _ => lower(character, spelling.dotless, out),
        }
    }
    if script == Script::Greek {
        final_sigma(out, start);
    }
    if decomposed {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// Appends the lower case of a character; invisible characters are dropped and apostrophes become one.
fn lower(character: char, dotless: bool, out: &mut String) {
    match character {
        'a'..='z' | '0'..='9' => out.push(character),
        'I' if dotless => out.push('ı'),
        // Its default lower case ends in a combining dot, which no reader expects.
        'İ' => out.push('i'),
        '’' | 'ʼ' | '＇' | '‘' => out.push('\''),
        _ if is_invisible(character) => {}
        _ => match digit(character) {
            Some(digit) => out.push(digit),
            None => out.extend(character.to_lowercase()),
        },
    }
}

/// The European digit of a digit of the Arabic, Persian or Devanagari set.
fn digit(character: char) -> Option<char> {
    let zero = match character {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{966}'..='\u{96F}' => 0x966,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    char::from_digit(u32::from(character) - zero, 10)
}

/// Characters that change how a text is laid out, not what it says (of Default_Ignorable_Code_Point).
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Lower-casing letter by letter writes every sigma alike.
fn final_sigma(out: &mut String, start: usize) {
    if out[start..].ends_with('σ') && out[start..].chars().count() > 1 {
        out.pop();
        out.push('ς');
    }
}

/// Takes off what is not part of the word: the English possessive, apostrophes around it, the full stop of an
/// abbreviation such as `dr.`, but not the last one of `u.s.`.
fn trim(out: &mut String, start: usize) {
    while out.len() > start && out.ends_with(['\'', ' ']) {
        out.pop();
    }
    if out.len() > start + 2 && out.ends_with("'s") {
        out.truncate(out.len() - 2);
    }
    if out[start..].find('.') == Some(out.len().saturating_sub(start + 1)) {
        out.pop();
    }
}

#[cfg(test)]
mod tests;
