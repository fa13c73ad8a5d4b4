//! Text from documents and plugins, made safe for a terminal.
//!
//! Columns hold only if two things are seen to. The width of a string is that of its characters in cells, not their
//! number. And right-to-left text reorders what stands beside it: a count after an Arabic word would jump to the
//! word's other side. So a page puts such text last in its line and between isolates, which take it out of the order
//! of the line (Unicode Standard Annex #9).

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// In which direction a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// That of most letters; nothing where there are as many of both.
    pub(crate) fn of_most<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let letters = texts.into_iter().flat_map(str::chars).filter(|character| character.is_alphabetic());
        let balance: i64 = letters.map(|letter| if is_right_to_left(letter) { 1 } else { -1 }).sum();
        match balance {
            0 => None,
            1.. => Some(Self::RightToLeft),
            _ => Some(Self::LeftToRight),
        }
    }

    /// LEFT-TO-RIGHT ISOLATE or RIGHT-TO-LEFT ISOLATE.
    fn isolate(self) -> char {
        match self {
            Self::LeftToRight => '\u{2066}',
            Self::RightToLeft => '\u{2067}',
        }
    }
}

/// A string without characters that would move the cursor, colour the screen or reorder the line.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// A message that may name a file or quote a plugin, [escaped] but for the ends of its own lines.
pub(crate) fn lines(message: &str) -> String {
    message.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

/// JSON, or rows between tabs, without characters that would move the cursor, colour the screen or reorder the line, and without
/// those that nobody sees: each is written as JSON escapes it, so that JSON has the same values.
pub(crate) fn escaped_data(data: &str) -> Cow<'_, str> {
    let is_escaped = |c: char| (is_unsafe(c) || is_unseen(c)) && !matches!(c, '\n' | '\t');
    if !data.contains(is_escaped) {
        return Cow::Borrowed(data);
    }
    let mut escaped = String::with_capacity(data.len() + 8);
    for c in data.chars() {
        match is_escaped(c) {
            true => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}"))),
            false => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// A string to be put in a line: escaped, at most `columns` wide, isolated where it runs from right to left.
pub(crate) fn shown(text: &str, columns: usize) -> String {
    let escaped = escaped(text);
    let cut = cut(&escaped, columns);
    if cut.chars().any(is_right_to_left) {
        format!("{}{cut}{}", ISOLATE.0, ISOLATE.1)
    } else {
        cut.into_owned()
    }
}

/// Which side of a string stays where it is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Start,
    End,
}

/// A string that stands between others in a line: on one line, escaped, isolated in the direction of the line, and where it is
/// too long one of its sides. Its first letter may be of a name in another script, and says nothing of the line.
pub(crate) fn cell(text: &str, columns: usize, side: Side, direction: Direction) -> String {
    let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let escaped = escaped(&line);
    let cut = match side {
        Side::Start => cut(&escaped, columns),
        Side::End => cut_start(&escaped, columns),
    };
    if cut.is_empty() { String::new() } else { format!("{}{cut}{}", direction.isolate(), ISOLATE.1) }
}

/// How many columns a string takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// A string with spaces after it up to a number of columns.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// A string with spaces before it up to a number of columns.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Lines of at most `width` columns, broken at spaces and line breaks; the spaces within numbers (U+202F) hold. A longer
/// word stands in a line of its own.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Controls, line and paragraph separators, and the characters that change the direction of what follows.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Format controls that have no shape of their own and are not unsafe: marks of direction, invisible operators, tags (Unicode's
/// general category Cf). The joiners U+200C and U+200D are none: they are how words and emoji are spelled; nor are the signs
/// that stand before Arabic numbers, which are seen.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// Whether a character is of a block that is written from right to left: Hebrew, Arabic, Syriac and its neighbours,
/// presentation forms, and the ancient and recent scripts of U+10800 to U+10FFF and U+1E800 to U+1EFFF, to which the
/// Unicode Standard gives these directions even where no character is assigned yet.
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' | '\u{200f}')
}

fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    Cow::Owned(kept)
}

/// The end of a string.
fn cut_start(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    let mut used = 0;
    let kept = text.char_indices().rev().take_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= room
    });
    let begin = kept.last().map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("…{}", &text[begin..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &str) {
        assert_eq!(shown(text, width), expected, "{text:?} in {width} columns");
    }

    #[test]
    fn text_fits_its_columns() {
        check("council", 7, "council");
        check("council", 6, "counc…");
        check("日本語", 6, "日本語");
        check("日本語", 5, "日本…");
        check("日本語", 4, "日…");
        check("x", 0, "…");
    }

    #[test]
    fn right_to_left_text_is_isolated() {
        check("مدينة", 9, "\u{2068}مدينة\u{2069}");
        check("مدينة", 3, "\u{2068}مد…\u{2069}");
        check("OpenAI שלום", 20, "\u{2068}OpenAI שלום\u{2069}");
        check("١٢", 9, "\u{2068}١٢\u{2069}");
        check("Οδός", 9, "Οδός");
    }

    #[test]
    fn cells_keep_one_of_their_sides() {
        for (text, width, side, expected) in [
            ("one two", 9, Side::Start, "one two"),
            ("one\n two", 5, Side::Start, "one …"),
            ("one two", 5, Side::End, "… two"),
            ("日本語", 5, Side::End, "…本語"),
            ("a\u{202e}", 20, Side::End, r"a\u{202e}"),
        ] {
            let cell = cell(text, width, side, Direction::LeftToRight);
            assert_eq!(cell, format!("\u{2066}{expected}\u{2069}"), "{text:?} in {width}");
        }
        assert_eq!(cell(" ", 5, Side::End, Direction::LeftToRight), "");
        let mixed = cell("John وصل", 20, Side::Start, Direction::RightToLeft);
        assert_eq!(mixed, "\u{2067}John وصل\u{2069}");
    }

    #[test]
    fn most_letters_have_the_direction() {
        let of = |text| Direction::of_most([text]);
        assert_eq!(of("وصل John Smith إلى المدينة"), Some(Direction::RightToLeft));
        assert_eq!(of("The word مدرسة is a school"), Some(Direction::LeftToRight));
        // Digits and marks have none of their own.
        assert_eq!(of("١٢٣٤ 12 – !"), None);
        assert_eq!(of("ab با"), None);
        assert_eq!(Direction::of_most(["ab", "שלום"]), Some(Direction::RightToLeft));
    }

    #[test]
    fn what_would_move_the_cursor_or_the_line_is_escaped() {
        check("a\x1b[31mb\n", 20, r"a\u{1b}[31mb\n");
        check("a\u{202e}b\u{2069}", 30, r"a\u{202e}b\u{2069}");
        check("\u{85}\u{2028}", 30, r"\u{85}\u{2028}");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = serde_json::json!({"summary": "a\u{9b}31m\u{202e}b\u{7f}\n\u{e0041}\u{200f}"});
        let json = format!("{value:#}");
        let escaped = escaped_data(&json);
        let expected = r#"{
  "summary": "a\u009b31m\u202eb\u007f\n\udb40\udc41\u200f"
}"#;
        assert_eq!(escaped, expected);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }

    #[test]
    fn any_character_keeps_its_value_in_json() {
        for c in '\0'..=char::MAX {
            let json = serde_json::to_string(&c).unwrap();
            let escaped = escaped_data(&json);
            assert!(!escaped.chars().any(|c| is_unsafe(c) || is_unseen(c)), "{c:?}");
            assert_eq!(serde_json::from_str::<char>(&escaped).unwrap(), c);
        }
    }

    #[test]
    fn rows_stay_rows() {
        assert_eq!(escaped_data("a\tb\n\u{1b}[2J\u{202e}\t\n"), "a\tb\n\\u001b[2J\\u202e\t\n");
        assert!(matches!(escaped_data("١٢ \u{600}١٢ می\u{200c}خواهم 👩\u{200d}🔬\t\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn padding_counts_columns() {
        assert_eq!(left("日本", 6), "日本  ");
        assert_eq!(right("日本", 6), "  日本");
        assert_eq!(right("too long", 3), "too long");
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible a b", 3), ["incomprehensible", "a b"]);
        assert_eq!(wrapped("1\u{202f}204 words", 5), ["1\u{202f}204", "words"]);
        assert_eq!(wrapped("", 3), [""; 0]);
    }
}
