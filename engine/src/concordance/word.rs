//! One word that is looked for, and the forms in which a text may have it.

use textmill_text::is_arabic;

use super::arabic::ArabicWord;
use super::fold::folded;
use super::pattern::Spelling;
use super::token::{Clitics, Token};

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// As it is written.
    Exact(String),
    /// Folded, without the full stop of an abbreviation.
    Folded(String),
    /// With what may be written together with it.
    Arabic(ArabicWord),
}

impl Word {
    /// `clitics` are what the tokenizer says of the word as the pattern has it.
    pub(super) fn new(written: &str, spelling: Spelling, clitics: Option<Clitics>) -> Self {
        if spelling == Spelling::Exact {
            return Self::Exact(written.to_string());
        }
        let folded = folded(written);
        match !folded.is_empty() && folded.chars().all(is_arabic) {
            true => Self::Arabic(ArabicWord::new(written, &folded, clitics)),
            false => Self::Folded(without_stop(&folded).to_string()),
        }
    }

    /// Letters that every word has that this finds, folded or not as texts are then.
    pub(super) fn needle(&self) -> &str {
        match self {
            Self::Exact(word) | Self::Folded(word) => word,
            Self::Arabic(word) => word.needle(),
        }
    }

    /// Whether a token of a text is this one.
    pub(super) fn is(&self, token: &Token<'_>) -> bool {
        match self {
            Self::Exact(sought) => token.written == sought,
            Self::Folded(sought) => token.spelled.strip_prefix(sought.as_str()).is_some_and(|rest| {
                // A possessive is written to an English word, and a full stop to an abbreviation.
                let is_word = sought.ends_with(char::is_alphanumeric);
                rest.is_empty()
                    || is_word && matches!(rest.strip_prefix('.').unwrap_or(rest), "" | "'s" | "'")
            }),
            Self::Arabic(word) => word.is(token),
        }
    }
}

/// An abbreviation without its last full stop, which not all write: `U.S.` is `U.S`.
pub(super) fn without_stop(word: &str) -> &str {
    word.strip_suffix('.').filter(|rest| rest.ends_with(char::is_alphanumeric)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_capitals() {
        for (sought, found, others) in [
            ("School", &["school", "SCHOOL", "school’s", "schools'"][..3], &["schools", "preschool"][..]),
            ("42", &["٤٢"], &["420"]),
            ("U.S", &["U.S.", "u.s", "U.S.'s"], &["US", "U.S.A"]),
            ("Dr.", &["Dr", "dr."], &["d"]),
            (".", &["."], &["..", "..."]),
            ("don't", &["don’t", "Donʼt", "don´t"], &["dont"]),
        ] {
            let word = Word::new(sought, Spelling::Folded, None);
            for text in found {
                assert!(word.is(&Token::of_word(text, None)), "{sought} in {text}");
                assert!(folded(text).contains(word.needle()), "{} in {text}", word.needle());
            }
            for text in others {
                assert!(!word.is(&Token::of_word(text, None)), "{sought} in {text}");
            }
        }
    }

    #[test]
    fn exact_words_are_as_written() {
        let word = Word::new("School", Spelling::Exact, None);
        assert!(word.is(&Token::of_word("School", None)) && !word.is(&Token::of_word("school", None)));
    }
}
