//! Scripts of words.

/// A script, as far as spelling and word lists depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Script {
    /// Latin, with its wide letters and ligatures.
    Latin,
    /// Arabic, with Persian, Urdu and all others that are written in it, and its presentation forms.
    Arabic,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Hebrew.
    Hebrew,
    /// Devanagari.
    Devanagari,
    /// Thai.
    Thai,
    /// Korean syllables and letters.
    Hangul,
    /// Chinese characters, in whatever language.
    Han,
    /// The two Japanese syllabaries.
    Kana,
    /// Any other, or no letter at all.
    Other,
}

impl Script {
    /// How many there are: each as a number is below this.
    pub const COUNT: usize = 11;

    /// The script of the first letter that has one of the scripts named here.
    ///
    /// A word has one script in nearly all texts, and where it has two (`COVID-19-вирус`) the first serves.
    ///
    /// ```
    /// use textmill_text::Script;
    ///
    /// assert_eq!(Script::of("كتاب"), Script::Arabic);
    /// assert_eq!(Script::of("3D"), Script::Latin);
    /// assert_eq!(Script::of("2024"), Script::Other);
    /// ```
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word.as_bytes().first() {
            Some(first) if first.is_ascii_alphabetic() => Self::Latin,
            _ => word
                .chars()
                .map(Self::of_character)
                .find(|&script| script != Self::Other)
                .unwrap_or(Self::Other),
        }
    }

    /// By the blocks of the Unicode standard; the rare supplements outside the Basic Multilingual Plane are `Other`,
    /// but for the ideographs.
    #[must_use]
    pub const fn of_character(character: char) -> Self {
        match character {
            // Most of what is no ASCII, before all else.
            '\u{620}'..='\u{64A}' => Self::Arabic,
            'a'..='z' | 'A'..='Z' | 'ª' | 'º' => Self::Latin,
            '×' | '÷' => Self::Other,
            '\u{C0}'..='\u{24F}' => Self::Latin,
            '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}' => Self::Hebrew,
            _ if is_arabic(character) => Self::Arabic,
            '\u{900}'..='\u{97F}' => Self::Devanagari,
            '\u{E00}'..='\u{E7F}' => Self::Thai,
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}' => Self::Hangul,
            '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Self::Han
            }
            '\u{3040}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}' => Self::Kana,
            _ => Self::Other,
        }
    }
}

/// Whether a character is a letter or mark of the Arabic script, in whatever form; its digits and punctuation are not.
#[must_use]
pub const fn is_arabic(character: char) -> bool {
    matches!(
        character,
        '\u{610}'..='\u{61A}'
            | '\u{620}'..='\u{65F}'
            | '\u{66E}'..='\u{6D3}'
            | '\u{6D5}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6EF}'
            | '\u{6FA}'..='\u{6FF}'
            | '\u{750}'..='\u{77F}'
            | '\u{870}'..='\u{8FF}'
            | '\u{FB50}'..='\u{FD3D}'
            | '\u{FD50}'..='\u{FDFB}'
            | '\u{FE70}'..='\u{FEFC}'
    )
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[track_caller]
    fn check(words: &[&str], script: Script) {
        for word in words {
            assert_eq!(Script::of(word), script, "{word}");
        }
    }

    #[test]
    fn the_first_letter_decides() {
        check(&["word", "État", "3D", "x٣", "ﬁn", "ｗｅｂ"], Script::Latin);
        check(&["كلمة", "٣أشهر", "ﻼ", "گفت", "ﮐﺘﺎﺏ", "ﷲ"], Script::Arabic);
        check(&["слово"], Script::Cyrillic);
        check(&["λόγος"], Script::Greek);
        check(&["מילה"], Script::Hebrew);
        check(&["शब्द"], Script::Devanagari);
        check(&["คำ"], Script::Thai);
        check(&["단어"], Script::Hangul);
        check(&["字", "𠀀"], Script::Han);
        check(&["カナ", "の"], Script::Kana);
        check(&["", "2024", "٢٠٢٤", "…", "؟", "×"], Script::Other);
    }
}
