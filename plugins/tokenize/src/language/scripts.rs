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
    /// Of the words among `tokens`, which are those of `text`. A word is of the script of its first letter.
    pub fn of(text: &str, tokens: &[Token]) -> Self {
        let mut counts = ScriptCounts { words: [0; Script::COUNT], letters: [0; Script::COUNT] };
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            if let Some((letter, script)) = first_letter(token.text(text)) {
                let letters = (token.end - token.start) / letter.len_utf8();
                counts.words[script.number()] = counts.words[script.number()].saturating_add(1);
                counts.letters[script.number()] += letters as u64 * letters_of_a_sign(script);
            }
        }
        counts
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
        let likeliest = (0..Script::COUNT).rev().max_by_key(|&number| self.letters[number])?;
        if self.letters[likeliest] == 0 { None } else { Script::from_number(likeliest) }
    }

    fn share_of(&self, names: &[&str]) -> u64 {
        let letters = self.letters.iter().enumerate();
        letters
            .filter(|&(number, &letters)| {
                letters > 0 && Script::from_number(number).is_some_and(|script| names.contains(&script.name()))
            })
            .map(|(_, letters)| letters)
            .sum()
    }
}

/// What one sign stands for in letters: a Chinese character says as much as half a word.
fn letters_of_a_sign(script: Script) -> u64 {
    match script.name() {
        "Han" => 3,
        "Hiragana" | "Katakana" | "Hangul" => 2,
        _ => 1,
    }
}

/// The script of a word, by its first letter; `None` where it has none, or one of no script.
pub(super) fn of_word(word: &str) -> Option<Script> {
    first_letter(word).map(|(_, script)| script)
}

fn first_letter(word: &str) -> Option<(char, Script)> {
    let letter = word.chars().find(|&character| Properties::of(character).category() == Category::Letter)?;
    let script = Script::of(letter);
    (!matches!(script.name(), "Common" | "Inherited" | "Unknown")).then_some((letter, script))
}

/// The language of a text whose most written script is `script`, where that is enough to tell.
pub(super) fn only_language(script: Script, counts: &ScriptCounts) -> Option<&'static str> {
    if matches!(script.name(), "Han" | "Hiragana" | "Katakana") {
        let kana = counts.share_of(&["Hiragana", "Katakana"]);
        // A Chinese text may quote a Japanese name; a Japanese one is at least a third kana.
        return Some(if kana * 10 >= counts.share_of(&["Han"]) { "ja" } else { "zh" });
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

/// Writes `word` to `folded` as the model has words: in lower case, and in the Arabic script without diacritics and
/// tatweel.
pub(super) fn fold(word: &str, script: Script, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    let bare = script.name() == "Arabic";
    let dropped = |character| character == 'ـ' || Properties::of(character).category() == Category::Mark;
    folded.extend(
        word.chars()
            .filter(|&character| !(bare && dropped(character) && character != '\u{200C}'))
            .flat_map(char::to_lowercase),
    );
}
