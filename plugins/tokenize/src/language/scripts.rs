//! Scripts of words, and the languages that a script alone tells.

use textmill_text::{Letters, is_arabic_mark};

use super::is_bare_arabic;
use crate::unicode::{Category, Properties, Script};

/// How much of a text is written in each script.
#[derive(Clone, Debug, Default)]
pub(crate) struct ScriptCounts {
    /// The scripts that have words, in the order of their first: of a hundred and seventy there are one or two.
    counts: Vec<ScriptCount>,
}

#[derive(Clone, Copy, Debug)]
struct ScriptCount {
    script: Script,
    words: u32,
    letters: u64,
}

impl ScriptCounts {
    /// Forgets all words.
    pub(crate) fn clear(&mut self) {
        self.counts.clear();
    }

    /// Counts words of a script, which weigh so many letters together.
    pub(crate) fn add(&mut self, script: Script, words: u32, letters: u64) {
        let known = self.counts.iter().position(|count| count.script == script);
        let place = known.unwrap_or(self.counts.len());
        if known.is_none() {
            self.counts.push(ScriptCount { script, words: 0, letters: 0 });
        }
        let count = &mut self.counts[place];
        count.words = count.words.saturating_add(words);
        count.letters += letters;
    }

    /// The scripts that occur, in the order of their first words, and the words in each.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Script, u32)> {
        self.counts.iter().map(|count| (count.script, count.words))
    }

    /// Whether a script has words.
    pub(crate) fn has(&self, script: Script) -> bool {
        self.counts.iter().any(|count| count.script == script)
    }

    /// The script with the most letters, that of the least number of equals; `None` without letters.
    pub(super) fn dominant(&self) -> Option<Script> {
        let most = |count: &&ScriptCount| (count.letters, std::cmp::Reverse(count.script.number()));
        self.counts.iter().max_by_key(most).map(|count| count.script)
    }

    fn letters(&self, script: Script) -> u64 {
        self.counts.iter().find(|count| count.script == script).map_or(0, |count| count.letters)
    }
}

/// The script of a word, that of its first letter, and how many letters it weighs; `None` where it has none, or one of no
/// script.
pub(crate) fn letters(word: &str) -> Option<(Script, u32)> {
    let (letter, script) = first_letter(word)?;
    let signs = match script {
        // A word weighs the same with vowel signs and without, and in any encoding.
        Script::ARABIC if !is_bare_arabic(word) => {
            let letters = || Letters::new(word).filter(|letter| !is_arabic_mark(letter.character)).count();
            letters_beside_vowels(word).unwrap_or_else(letters)
        }
        _ => word.len() / letter.len_utf8(),
    };
    let letters = signs as u64 * letters_of_a_sign(script);
    Some((script, u32::try_from(letters).unwrap_or(u32::MAX)))
}

/// How many letters a word of basic Arabic letters and vowel signs has, of which none is a part of a letter; `None` of
/// another.
fn letters_beside_vowels(word: &str) -> Option<usize> {
    let (characters, rest) = word.as_bytes().as_chunks::<2>();
    let mut letters = 0;
    for character in characters {
        match character {
            [0xD8, 0xA0..=0xBF] | [0xD9, 0x80..=0x8A] => letters += 1,
            // U+064B to U+0652.
            [0xD9, 0x8B..=0x92] => {}
            _ => return None,
        }
    }
    rest.is_empty().then_some(letters)
}

/// What one sign stands for in letters: a Chinese character says as much as half a word.
fn letters_of_a_sign(script: Script) -> u64 {
    match script {
        Script::HAN => 3,
        Script::HIRAGANA | Script::KATAKANA | Script::HANGUL => 2,
        _ => 1,
    }
}

fn first_letter(word: &str) -> Option<(char, Script)> {
    // Most words of most corpora.
    if let Some(first) = word.bytes().next().filter(u8::is_ascii_alphabetic) {
        return Some((char::from(first), Script::LATIN));
    }
    // U+0620 to U+064A without the tatweel: most words of the rest.
    if let [0xD8, 0xA0..=0xBF, ..] | [0xD9, 0x81..=0x8A, ..] = word.as_bytes() {
        return word.chars().next().map(|first| (first, Script::ARABIC));
    }
    let letter = word.chars().find(|&character| Properties::of(character).category() == Category::Letter)?;
    let script = Script::of(letter);
    script.is_proper().then_some((letter, script))
}

/// The language of a text whose most written script is `script`, where that is enough to tell.
pub(super) fn only_language(script: Script, counts: &ScriptCounts) -> Option<&'static str> {
    // Nearly all texts, and what is asked below is a search among names.
    if matches!(script, Script::ARABIC | Script::LATIN) {
        return None;
    }
    if matches!(script, Script::HAN | Script::HIRAGANA | Script::KATAKANA) {
        let kana = counts.letters(Script::HIRAGANA) + counts.letters(Script::KATAKANA);
        // A Chinese text may quote a Japanese name; a Japanese one is a third kana or more.
        return Some(if kana * 10 >= counts.letters(Script::HAN) { "ja" } else { "zh" });
    }
    ONLY.binary_search_by_key(&script.name(), |&(name, _)| name).ok().map(|found| ONLY[found].1)
}

/// Scripts that one language writes far more than others, sorted.
const ONLY: [(&str, &str); 28] = [
    ("Armenian", "hy"),
    ("Bengali", "bn"),
    ("Bopomofo", "zh"),
    ("Canadian_Aboriginal", "iu"),
    ("Cherokee", "chr"),
    ("Ethiopic", "am"),
    ("Georgian", "ka"),
    ("Greek", "el"),
    ("Gujarati", "gu"),
    ("Gurmukhi", "pa"),
    ("Hangul", "ko"),
    ("Hebrew", "he"),
    ("Kannada", "kn"),
    ("Khmer", "km"),
    ("Lao", "lo"),
    ("Malayalam", "ml"),
    ("Mongolian", "mn"),
    ("Myanmar", "my"),
    ("Nko", "nqo"),
    ("Ol_Chiki", "sat"),
    ("Oriya", "or"),
    ("Sinhala", "si"),
    ("Syriac", "syr"),
    ("Tamil", "ta"),
    ("Telugu", "te"),
    ("Thaana", "dv"),
    ("Thai", "th"),
    ("Tibetan", "bo"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Letters, is_arabic_mark, letters_beside_vowels};

    proptest! {
        #[test]
        fn letters_are_counted_alike(word in "[\u{620}-\u{652}]{1,12}|[\u{600}-\u{6FF}a]{1,6}") {
            let letters = Letters::new(&word).filter(|letter| !is_arabic_mark(letter.character)).count();
            prop_assert!(letters_beside_vowels(&word).is_none_or(|counted| counted == letters), "{:?}", word);
        }
    }
}
