//! A text in the other spellings that its readers take for the same.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use textmill_text::{TATWEEL, expansion, is_arabic};
use unicode_normalization::UnicodeNormalization;

/// A text in another spelling, and the way back.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// What is other.
    pub name: &'static str,
    /// Whether it is the same letters in another encoding, with nothing that was left out or is another letter.
    pub is_encoding: bool,
    /// The text.
    pub text: String,
    /// Where each character starts in the text as it was, and in this one; at last the ends.
    places: Vec<(usize, usize)>,
}

/// How a character is spelled, given those around it.
type Spell = fn(&[char], usize) -> String;

/// The spellings, each with its name and whether it is an encoding.
const SPELLINGS: [(&str, bool, Spell); 7] = [
    ("letters and marks apart (NFD)", true, |text, at| [text[at]].into_iter().nfd().collect()),
    ("presentation forms", true, presented),
    ("tatweel", true, drawn_out),
    ("vowel signs", true, vowelled),
    ("curved apostrophes", true, curved),
    ("alef without hamza", false, |text, at| match text[at] {
        'أ' | 'إ' | 'آ' => "ا".into(),
        other => other.into(),
    }),
    ("a Persian keyboard", false, |text, at| match text[at] {
        'ك' => "ک".into(),
        'ي' => "ی".into(),
        other => other.into(),
    }),
];

impl Spelling {
    /// All other spellings of a text of letters that are one character each, without marks.
    #[must_use]
    pub fn all(text: &str) -> Vec<Self> {
        let characters: Vec<char> = text.chars().collect();
        let spelled = |(name, is_encoding, spell)| Self::of(name, is_encoding, &characters, spell);
        SPELLINGS.into_iter().map(spelled).collect()
    }

    fn of(name: &'static str, is_encoding: bool, characters: &[char], spell: Spell) -> Self {
        let (mut text, mut places, mut start) = (String::new(), Vec::new(), 0);
        for (at, character) in characters.iter().enumerate() {
            places.push((start, text.len()));
            text += &spell(characters, at);
            start += character.len_utf8();
        }
        places.push((start, text.len()));
        Self { name, is_encoding, text, places }
    }

    /// The bytes of the text as it was that a part of this one comes from.
    #[must_use]
    pub fn original(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.partition_point(|&(_, here)| here < at);
        let original = |at: usize| self.places.get(place(at)).map_or(usize::MAX, |&(there, _)| there);
        original(part.start)..original(part.end)
    }
}

/// The form that a letter takes beside its neighbours.
fn presented(text: &[char], at: usize) -> String {
    let letter = text[at];
    let after = text.get(at + 1).copied();
    let joins = |at: usize| at > 0 && joins_next(text[at - 1]) && joins_previous(text[at]);
    // Lam and alef are one form, which stands where the alef does.
    if letter == 'ل' && after.and_then(lam_alef).is_some() {
        return String::new();
    }
    if let Some(both) = lam_alef(letter).filter(|_| at > 0 && text[at - 1] == 'ل') {
        return both[usize::from(joins(at - 1))].into();
    }
    let joins_after = joins_next(letter) && after.is_some_and(joins_previous);
    match *forms(letter) {
        [alone] => alone.into(),
        [alone, last] => [alone, last][usize::from(joins(at))].into(),
        [alone, last, first, middle] => {
            [[alone, first], [last, middle]][usize::from(joins(at))][usize::from(joins_after)].into()
        }
        _ => letter.into(),
    }
}

/// The forms of a letter: alone, at the end, and of those that join the next one, at the start and within.
fn forms(letter: char) -> &'static [char] {
    static FORMS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
        let mut forms = BTreeMap::<char, Vec<char>>::new();
        for form in '\u{FE80}'..='\u{FEF4}' {
            forms
                .entry(expansion(form).and_then(|letters| letters.chars().next()).unwrap_or(form))
                .or_default()
                .push(form);
        }
        forms
    });
    FORMS.get(&letter).map_or(&[], Vec::as_slice)
}

/// The forms of lam with an alef: alone, and at the end.
fn lam_alef(alef: char) -> Option<[char; 2]> {
    match alef {
        'آ' => Some(['\u{FEF5}', '\u{FEF6}']),
        'أ' => Some(['\u{FEF7}', '\u{FEF8}']),
        'إ' => Some(['\u{FEF9}', '\u{FEFA}']),
        'ا' => Some(['\u{FEFB}', '\u{FEFC}']),
        _ => None,
    }
}

fn joins_next(letter: char) -> bool {
    forms(letter).len() == 4
}

fn joins_previous(letter: char) -> bool {
    forms(letter).len() > 1
}

/// A letter with a tatweel to the next one.
fn drawn_out(text: &[char], at: usize) -> String {
    let joins = joins_next(text[at]) && text.get(at + 1).is_some_and(|&next| joins_previous(next));
    let mut spelled = String::from(text[at]);
    spelled.extend(joins.then_some(TATWEEL));
    spelled
}

/// An apostrophe between letters as word processors write it.
fn curved(text: &[char], at: usize) -> String {
    let is_letter = |at: usize| text.get(at).is_some_and(|character| character.is_alphabetic());
    let joins = text[at] == '\'' && at > 0 && is_letter(at - 1) && is_letter(at + 1);
    if joins { '’' } else { text[at] }.into()
}

/// A letter with a vowel sign, every third with a doubling too.
fn vowelled(text: &[char], at: usize) -> String {
    const VOWELS: [&str; 3] = ["\u{64E}", "\u{650}", "\u{651}\u{64F}"];
    let mut spelled = String::from(text[at]);
    if is_arabic(text[at]) && text[at] != TATWEEL {
        spelled += VOWELS[at % VOWELS.len()];
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    #[test]
    fn a_text_is_spelled_in_other_ways() {
        let spelled = Spelling::all("إلى كأس الأمم");
        let texts: Vec<&str> = spelled.iter().map(|spelling| spelling.text.as_str()).collect();
        assert_eq!(texts[0], "ا\u{655}لى كا\u{654}س الا\u{654}مم");
        assert_eq!(texts[1], "ﺇﻟﻰ ﻛﺄﺱ ﺍﻷﻣﻢ");
        assert_eq!(texts[2], "إلـى كـأس الـأمـم");
        assert_eq!(texts[5], "الى كاس الامم");
        assert_eq!(texts[6], "إلى کأس الأمم");
        assert_eq!(Spelling::all("'Don't'")[4].text, "'Don’t'");
    }

    #[test]
    fn parts_lead_back() {
        let text = "في الأمم x";
        for spelling in Spelling::all(text) {
            let end = spelling.text.find(" x").expect("it ends so");
            let start = spelling.text.find(' ').expect("there are two words") + 1;
            assert_eq!(spelling.original(start..end), 5..15, "{}", spelling.name);
        }
    }
}
