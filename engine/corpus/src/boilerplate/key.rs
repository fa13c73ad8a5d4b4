//! The form in which a phrase is looked up.

use super::line::is_digit;

/// Words of a text beyond which no cue reaches.
pub(super) const MAX_WORDS: usize = 16;

/// The first words of a text in the form in which cues are looked up, one blank between two.
///
/// Letters are lower case; Arabic ones are without vowel signs and tatweel, with one form of alef, with ه for ة and
/// ي for ى, as the built-in keywords compare them. Punctuation parts words, apostrophes do not. Numbers are left out:
/// `Comments (3)` is `comments`.
#[derive(Debug, Default)]
pub(super) struct Key {
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<usize>,
    /// Whether `text` holds all words that there are.
    whole: bool,
}

impl Key {
    /// Takes the words of another text.
    pub(super) fn read(&mut self, text: &str) {
        self.read_first(text, MAX_WORDS);
    }

    /// Takes the words of another text, so many at most.
    pub(super) fn read_first(&mut self, text: &str, most: usize) {
        self.text.clear();
        self.ends.clear();
        self.whole = true;
        let mut start = 0;
        for character in text.chars() {
            if push(character, &mut self.text) {
                continue;
            }
            start = self.close(start);
            if self.ends.len() == most {
                self.whole = false;
                return;
            }
        }
        self.close(start);
    }

    /// Ends the word that begins at `start`, and gives where the next one does.
    fn close(&mut self, start: usize) -> usize {
        if self.text[start..].chars().all(is_digit) {
            self.text.truncate(start);
            return start;
        }
        self.ends.push(self.text.len());
        self.text.push(' ');
        self.text.len()
    }

    /// How many words there are, [`MAX_WORDS`] at most.
    pub(super) fn words(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no further words.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The words from one to before another.
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        let start = if from == 0 { 0 } else { self.ends[from - 1] + 1 };
        if to <= from { "" } else { &self.text[start..self.ends[to - 1]] }
    }
}

/// Appends a character of a word; `false` for one that parts words.
fn push(character: char, key: &mut String) -> bool {
    match character {
        'a'..='z' | '0'..='9' => key.push(character),
        'A'..='Z' => key.push(character.to_ascii_lowercase()),
        ' '..='~' => return character == '\'',
        // Vowel signs, superscript alef, tatweel, joiners and marks of direction.
        '\u{64B}'..='\u{655}' | '\u{670}' | '\u{640}' | '\u{61C}' => {}
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '’' => {}
        'أ' | 'إ' | 'آ' | 'ٱ' => key.push('ا'),
        'ة' => key.push('ه'),
        'ى' | 'ی' => key.push('ي'),
        'ک' => key.push('ك'),
        'ء'..='ي' => key.push(character),
        _ if character.is_alphanumeric() => key.extend(character.to_lowercase()),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut key = Key::default();
        key.read("what was read before");
        key.read(text);
        assert_eq!(key.slice(0, key.words()), expected, "{text:?}");
    }

    #[test]
    fn arabic_is_compared_without_what_writers_leave_out() {
        check("تخطَّ إلى المحتوى", "تخط الي المحتوي");
        check("إقرأ أيضًا:", "اقرا ايضا");
        check("الرئيـــسيّة", "الرئيسيه");
    }

    #[test]
    fn punctuation_and_numbers_are_left_out() {
        check("Comments (3)", "comments");
        check("٣ تعليقات", "تعليقات");
        check("• Don’t sell / my INFO ", "dont sell my info");
        check(" 12 — 14 ", "");
        check("A4", "a4");
    }

    #[test]
    fn only_the_first_words_are_read() {
        let mut key = Key::default();
        key.read(&"word ".repeat(MAX_WORDS + 1));
        assert_eq!((key.words(), key.is_whole()), (MAX_WORDS, false));
        assert_eq!(key.slice(1, 3), "word word");
        assert_eq!(key.slice(2, 2), "");
    }
}
