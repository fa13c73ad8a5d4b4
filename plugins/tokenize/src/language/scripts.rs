//! Scripts of words, and the languages that a script alone tells.

use crate::token::{Kind, Token};
use crate::unicode::{Category, Properties, Script};

/// How much of a text is written in each script.
#[derive(Clone, Debug)]
pub struct ScriptCounts {
    words: [u32; Script::COUNT],
    letters: [u64; Script::COUNT],
}

impl ScriptCounts {
    /// No words.
    pub fn new() -> Self {
        ScriptCounts { words: [0; Script::COUNT], letters: [0; Script::COUNT] }
    }

    /// Of the words among `tokens`, which are those of `text`.
    pub fn of(text: &str, tokens: &[Token]) -> Self {
        let mut counts = Self::new();
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            counts.add(token.text(text));
        }
        counts
    }

    /// Counts a word, and gives its script: that of its first letter, `None` where that has none.
    pub fn add(&mut self, word: &str) -> Option<Script> {
        let (letter, script) = first_letter(word)?;
        let letters = word.len() / letter.len_utf8();
        let number = script.number();
        self.words[number] = self.words[number].saturating_add(1);
        self.letters[number] += letters as u64 * letters_of_a_sign(script);
        Some(script)
    }

    /// The scripts that occur, by number, and the words in each.
    pub fn words(&self) -> impl Iterator<Item = (Script, u32)> {
        self.words
            .iter()
            .enumerate()
            .filter(|&(_, &words)| words > 0)
            .filter_map(|(number, &words)| Some((Script::from_number(number)?, words)))
    }

    /// The script with the most letters, the first of equals; `None` without letters.
    pub(super) fn dominant(&self) -> Option<Script> {
        let most = (0..Script::COUNT).rev().max_by_key(|&number| self.letters[number])?;
        if self.letters[most] == 0 { None } else { Script::from_number(most) }
    }

    fn letters(&self, script: Script) -> u64 {
        self.letters[script.number()]
    }
}

impl Default for ScriptCounts {
    fn default() -> Self {
        Self::new()
    }
}

/// What one sign stands for in letters: a Chinese character says as much as half a word.
fn letters_of_a_sign(script: Script) -> u64 {
    match script {
        Script::HAN => 3,
        Script::HIRAGANA | Script::KATAKANA | Script::HANGUL => 2,
        _ => 1,
    }
}

/// The script of a word, by its first letter; `None` where it has none, or one of no script.
pub(super) fn of_word(word: &str) -> Option<Script> {
    first_letter(word).map(|(_, script)| script)
}

fn first_letter(word: &str) -> Option<(char, Script)> {
    // Most words of most corpora.
    if let Some(first) = word.bytes().next().filter(u8::is_ascii_alphabetic) {
        return Some((char::from(first), Script::LATIN));
    }
    let letter = word.chars().find(|&character| Properties::of(character).category() == Category::Letter)?;
    let script = Script::of(letter);
    script.is_proper().then_some((letter, script))
}

/// The language of a text whose most written script is `script`, where that is enough to tell.
pub(super) fn only_language(script: Script, counts: &ScriptCounts) -> Option<&'static str> {
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
