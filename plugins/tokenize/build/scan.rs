//! What the characters promise the scan of a text; see `class` in `src/unicode/classes.rs`.

use super::character::Properties;
use super::classes::class::{DIGIT, ENDS_DIGITS, ENDS_LETTERS, LETTER, LINE, LONE, MARK, SPACE};
use super::classes::{Category, WordBreak};

/// The class of a character with these properties.
pub(super) fn class(character: char, properties: Properties) -> u8 {
    let word = properties.word_break();
    let shown = properties.is_pictographic() || properties.is_emoji_by_default();
    let begins = match properties.category() {
        Category::Letter if word == WordBreak::ALetter && !properties.needs_dictionary() => LETTER,
        Category::Number if word == WordBreak::Numeric => DIGIT,
        Category::Mark | Category::Other if matches!(word, WordBreak::Extend | WordBreak::Format) => MARK,
        _ if matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') => LINE,
        Category::Space if matches!(word, WordBreak::Other | WordBreak::WSegSpace) => SPACE,
        Category::Punctuation | Category::Symbol if !shown && stands_alone(character, word) => LONE,
        _ => 0,
    };
    begins | ends(character, word)
}

/// Whether a segment that begins with a character of this class ends with it, and no tailoring begins with it.
fn stands_alone(character: char, word: WordBreak) -> bool {
    use WordBreak::*;
    let joins =
        matches!(word, ALetter | HebrewLetter | Numeric | Katakana | ExtendNumLet | RegionalIndicator);
    !joins && !matches!(character, '#' | '@' | '＃' | '＠')
}

/// Whether a word ends before a character, whatever is after it.
fn ends(character: char, word: WordBreak) -> u8 {
    use WordBreak::*;
    let breaks =
        matches!(word, Other | Cr | Lf | Newline | Katakana | DoubleQuote | RegionalIndicator | WSegSpace);
    match character {
        // What makes an address, an abbreviation or a compound of a word is looked at.
        '.' | '-' | '\u{2010}' | '\u{2011}' | ':' | '@' | '+' | '%' => 0,
        // What stands for an apostrophe.
        '`' | '´' | '‘' | '‛' | '′' | '＇' => ENDS_DIGITS,
        // A date.
        '/' => ENDS_LETTERS,
        _ if breaks => ENDS_LETTERS | ENDS_DIGITS,
        _ if word == MidNum => ENDS_LETTERS,
        _ => 0,
    }
}
