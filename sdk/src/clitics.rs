//! The parts of an Arabic word, as the attribute `clitics` of the layer `tokens` names them.

use std::ops::Range;

use textmill_text::{Letter, Letters, TATWEEL, is_arabic_mark, is_invisible};

/// How many bytes of an Arabic word its clitics take.
///
/// The analyzer `tokenize` names them in the attribute `clitics` of the layer `tokens`: `و+ب+ال+_+هم` has the letters of
/// each part, and `_` for the stem. A requirement asks for it by `.with_text("clitics").if_provided()`.
///
/// ```
/// use textmill_sdk::Clitics;
///
/// let word = "وَبِكِتابِهِم";
/// let clitics = Clitics::of("و+ب+_+هم", word);
/// assert_eq!((clitics.particles, clitics.article, clitics.pronoun), (8, 0, 6));
/// assert_eq!(clitics.stem(word), "كِتابِ");
/// let house = Clitics::of("ل+ل+_", "للبيت");
/// assert_eq!((house.article, house.stem("للبيت")), (2, "بيت"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clitics {
    /// Of و, ف, ب, ل, ك and س at its start, one or two of them.
    pub particles: usize,
    /// Of the article after those: ال, or the second letter of لل.
    pub article: usize,
    /// Of the pronoun at its end: ه, ها, هم, نا, ك and the like.
    pub pronoun: usize,
}

impl Clitics {
    /// By the attribute's `value`, of the word that it stands at. What stands for no part of the word is passed over.
    #[must_use]
    pub fn of(value: &str, word: &str) -> Self {
        let letters = Self::letters(value);
        let particles = first_letters(word, letters.particles);
        let article = first_letters(&word[particles..], letters.article);
        let pronoun = last_letters(&word[particles + article..], letters.pronoun);
        Clitics { particles, article, pronoun }
    }

    /// The same in letters, whatever clings to them in a word: for those who read a word letter by letter.
    ///
    /// ```
    /// use textmill_sdk::Clitics;
    ///
    /// let letters = Clitics::letters("و+ب+ال+_");
    /// assert_eq!((letters.particles, letters.article, letters.pronoun), (2, 2, 0));
    /// ```
    #[must_use]
    pub fn letters(value: &str) -> Self {
        let (before, after) = value.split_once('_').unwrap_or_default();
        let before = before.trim_end_matches('+');
        let (particles, article) = match before.strip_suffix("ال") {
            Some(particles) => (particles, "ال"),
            None if before.ends_with("ل+ل") => before.split_at(before.len() - 'ل'.len_utf8()),
            None => (before, ""),
        };
        let count = |part: &str| part.chars().filter(|&character| character != '+').count();
        Clitics { particles: count(particles), article: count(article), pronoun: count(after) }
    }

    /// The bytes of `word` that are its stem.
    #[must_use]
    pub fn stem_range(self, word: &str) -> Range<usize> {
        let start = self.particles + self.article;
        start..word.len().saturating_sub(self.pronoun).max(start)
    }

    /// What is left of `word` without them.
    #[must_use]
    pub fn stem(self, word: &str) -> &str {
        word.get(self.stem_range(word)).unwrap_or(word)
    }

    /// Whether a character belongs to the letter before it: a diacritic, the tatweel, what nobody sees.
    #[must_use]
    pub fn clings(character: char) -> bool {
        is_arabic_mark(character) || character == TATWEEL || is_invisible(character)
    }
}

/// Bytes of the first so many letters, and of what clings to them.
fn first_letters(word: &str, letters: usize) -> usize {
    if letters == 0 { 0 } else { start_of(word, letters) }
}

/// Bytes of the last so many letters, and of what clings to them.
fn last_letters(word: &str, letters: usize) -> usize {
    match letters_of(word).count().checked_sub(letters) {
        Some(before) if letters > 0 => word.len() - start_of(word, before),
        _ => 0,
    }
}

/// Where the letter after so many starts. Of two that are one character, where that does.
fn start_of(word: &str, letters: usize) -> usize {
    letters_of(word).nth(letters).map_or(word.len(), |letter| letter.start)
}

/// The letters of a word, however it is written.
fn letters_of(word: &str) -> impl Iterator<Item = Letter> {
    Letters::new(word).filter(|letter| !Clitics::clings(letter.character))
}

#[cfg(test)]
mod tests {
    use super::Clitics;

    #[test]
    fn parts_of_words() {
        for (word, value, particles, article, stem, pronoun) in [
            ("كتاب", "_", "", "", "كتاب", ""),
            ("الكتاب", "ال+_", "", "ال", "كتاب", ""),
            ("وللناس", "و+ل+ل+_", "ول", "ل", "ناس", ""),
            ("فسيكتبها", "ف+س+_+ها", "فس", "", "يكتب", "ها"),
            ("ولوزير", "و+ل+_", "ول", "", "وزير", ""),
            ("لَهُ", "_+ه", "", "", "لَ", "هُ"),
            ("وَالْـبيت", "و+ال+_", "وَ", "الْـ", "بيت", ""),
            // Presentation forms; what is one character is not cut.
            ("ﻭﺍﻟﺒﻴﺖ", "و+ال+_", "ﻭ", "ﺍﻟ", "ﺒﻴﺖ", ""),
            ("ﻷﻭﻝ", "ل+_", "", "", "ﻷﻭﻝ", ""),
            ("شؤ\u{648}\u{654}ونه", "_+ه", "", "", "شؤ\u{648}\u{654}ون", "ه"),
            // Of another word: nothing panics.
            ("و", "و+ب+ال+_+هم", "و", "", "", ""),
            ("", "و+_", "", "", "", ""),
            ("word", "", "", "", "word", ""),
        ] {
            let clitics = Clitics::of(value, word);
            let (before, rest) = word.split_at(clitics.particles);
            let (the, rest) = rest.split_at(clitics.article);
            let found = (before, the, clitics.stem(word), &rest[rest.len() - clitics.pronoun..]);
            assert_eq!(found, (particles, article, stem, pronoun), "{word} by {value}");
        }
    }
}
