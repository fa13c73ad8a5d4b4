//! The script of a word.

/// A script, as far as stop words and spelling depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Greek,
    Hebrew,
    Devanagari,
    Thai,
    Hangul,
    Han,
    Kana,
    /// Any other, or no letter at all.
    Other,
}

impl Script {
    /// How many there are.
    pub(crate) const COUNT: usize = 11;

    /// The script of the first letter that has one of the scripts named here.
    ///
    /// A word has one script in nearly all texts, and where it has two (`COVID-19-вирус`) the first serves.
    pub(crate) fn of(word: &str) -> Self {
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
    pub(crate) fn of_character(character: char) -> Self {
        match character {
            // Most of what is no ASCII, before all else.
            '\u{620}'..='\u{64A}' => Self::Arabic,
            'a'..='z' | 'A'..='Z' | 'ª' | 'º' => Self::Latin,
            '\u{C0}'..='\u{24F}' if !matches!(character, '×' | '÷') => Self::Latin,
            '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}' => Self::Hebrew,
            '\u{60B}'..='\u{65F}' | '\u{66E}'..='\u{6EF}' | '\u{6FA}'..='\u{6FF}' => Self::Arabic,
            '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => Self::Arabic,
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Self::Arabic,
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
        check(&["كلمة", "٣أشهر", "ﻼ", "گفت"], Script::Arabic);
        check(&["слово"], Script::Cyrillic);
        check(&["λόγος"], Script::Greek);
        check(&["מילה"], Script::Hebrew);
        check(&["शब्द"], Script::Devanagari);
        check(&["คำ"], Script::Thai);
        check(&["단어"], Script::Hangul);
        check(&["字", "𠀀"], Script::Han);
        check(&["カナ", "の"], Script::Kana);
        check(&["", "2024", "٢٠٢٤", "…", "Ω".split_at(0).0], Script::Other);
    }
}
