//! Which characters make up runs that are cut by the lexicon, and where in them no word can begin.

use super::Language;
use crate::unicode::{Category, Properties, Script as AnyScript, WordBreak};

/// What writes words without blanks between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Chinese characters and the Japanese syllabaries, together.
    EastAsian,
    /// One that writes one language most of all.
    Of(Language),
}

impl Script {
    /// That of a character which may begin a word.
    pub(super) fn of(character: char) -> Option<Self> {
        let properties = Properties::of(character);
        let is_letter = matches!(properties.category(), Category::Letter | Category::Number);
        match properties.word_break() {
            WordBreak::Katakana => Some(Script::EastAsian),
            WordBreak::Other if !is_letter => None,
            WordBreak::Other if properties.needs_dictionary() => Script::of_block(character).map(Script::Of),
            WordBreak::Other => matches!(AnyScript::of(character), AnyScript::HAN | AnyScript::HIRAGANA)
                .then_some(Script::EastAsian),
            _ => None,
        }
    }

    /// The language that is written with the block of a character, where it needs a dictionary.
    fn of_block(character: char) -> Option<Language> {
        match character {
            '\u{E01}'..='\u{E7F}' => Some(Language::Thai),
            '\u{E81}'..='\u{EFF}' => Some(Language::Lao),
            '\u{1780}'..='\u{17FF}' => Some(Language::Khmer),
            '\u{1000}'..='\u{109F}' => Some(Language::Burmese),
            _ => None,
        }
    }
}

/// Whether a character stands in words of a language, whatever other ones do.
pub fn is_of(character: char, language: Language) -> bool {
    match Script::of(character) {
        Some(Script::EastAsian) => matches!(language, Language::Chinese | Language::Japanese),
        Some(Script::Of(other)) => other == language,
        None => clings(character) && Script::of_block(character) == Some(language),
    }
}

/// Whether a character is of Katakana, of which the default rules cut no run.
#[inline]
pub(super) fn is_katakana(character: char) -> bool {
    Properties::of(character).word_break() == WordBreak::Katakana
}

/// Whether a character joins Katakana to what is after it (WB13a, WB13b).
pub(super) fn joins_katakana(character: char) -> bool {
    Properties::of(character).word_break() == WordBreak::ExtendNumLet
}

/// What belongs to the character before it, by the default rules.
#[inline]
pub(super) fn clings(character: char) -> bool {
    matches!(Properties::of(character).word_break(), WordBreak::Extend | WordBreak::Format | WordBreak::Zwj)
}

/// Whether no word begins with `character` after `last` and before `next`: where a syllable is not yet at its end.
pub(super) fn continues_syllable(last: char, character: char, next: Option<char>) -> bool {
    match character {
        // Vowels written behind their consonant.
        '\u{E30}' | '\u{E32}' | '\u{E33}' | '\u{E45}' | '\u{EB0}' | '\u{EB2}' | '\u{EB3}' | '\u{EBD}' => true,
        // A consonant that closes the syllable of Burmese has a sign after it: the killer, or one that stacks the next.
        '\u{1000}'..='\u{1021}' if matches!(next, Some('\u{103A}' | '\u{1039}')) => true,
        // Vowels written before their consonant, and signs that stack the next.
        _ => matches!(last, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}' | '\u{17D2}' | '\u{1039}'),
    }
}

/// Chinese or Japanese, by how much of a text is written in the Japanese syllabaries: the measure of
/// [`crate::language`], before there are words to count.
pub(super) fn east_asian_language(text: &str) -> Language {
    let (mut kana, mut han) = (0u64, 0u64);
    for bytes in text.as_bytes().windows(2) {
        // U+3040 to U+30FF, and U+4000 to U+9FFF.
        match bytes {
            [0xE3, 0x81..=0x83] => kana += 1,
            [0xE4..=0xE9, 0x80..=0xBF] => han += 1,
            _ => {}
        }
    }
    // A character of Chinese counts as three letters, one of a syllabary as two.
    if kana * 2 * 10 >= han * 3 && kana > 0 { Language::Japanese } else { Language::Chinese }
}
