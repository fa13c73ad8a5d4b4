//! One word that is looked for, and the forms in which a text may have it.

use textmill_text::clitics::{ARTICLE, BEFORE_NOUNS, BEFORE_VERBS, PRONOUNS};
use textmill_text::fold::{Folder, Folding};
use textmill_text::is_arabic;

use super::pattern::Spelling;

/// How words are folded. ة stays apart from ه: one ends a word, the other may be a pronoun behind it.
pub(super) static FOLDER: Folder =
    Folder::new(Folding { heh_of_teh: false, yeh_of_maksura: true, ..Folding::LOOKUP });

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// As it is written.
    Exact(String),
    /// Folded; of Arabic script with what may be written together with it.
    Folded(String),
    Arabic(Stem),
}

/// An Arabic word without its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stem {
    letters: String,
    /// Without a ta marbuta (or the ه that is often typed for it) at its end, which a pronoun makes a ت.
    before_teh: Option<String>,
    needle: String,
}

impl Word {
    pub(super) fn new(word: &str, spelling: Spelling) -> Self {
        if spelling == Spelling::Exact {
            return Self::Exact(word.to_string());
        }
        let folded = FOLDER.folded(word).into_owned();
        match !folded.is_empty() && folded.chars().all(is_arabic) {
            true => Self::Arabic(Stem::new(&folded)),
            false => Self::Folded(folded),
        }
    }

    /// Letters that every word has that this finds, folded or not as texts are then.
    pub(super) fn needle(&self) -> &str {
        match self {
            Self::Exact(word) | Self::Folded(word) => word,
            Self::Arabic(stem) => &stem.needle,
        }
    }

    /// Whether a word of a text is this one; it is folded, unless this is exact.
    pub(super) fn is(&self, word: &str) -> bool {
        match self {
            Self::Exact(sought) => word == sought,
            // A possessive is written to an English word.
            Self::Folded(sought) => {
                word.strip_prefix(sought.as_str()).is_some_and(|rest| matches!(rest, "" | "'s" | "'"))
            }
            Self::Arabic(stem) => stem.is(word),
        }
    }
}

impl Stem {
    fn new(folded: &str) -> Self {
        // الله and الآن are no له and ان with an article.
        let letters = match folded.strip_prefix(ARTICLE) {
            Some(rest) if rest.chars().count() > 2 => rest,
            _ => folded,
        };
        let before_teh = letters.strip_suffix(['ة', 'ه']).filter(|rest| rest.chars().count() > 1);
        // لل with a word that begins with ل writes two of the three.
        let common = before_teh.unwrap_or(letters);
        let needle = common.strip_prefix('ل').filter(|rest| !rest.is_empty()).unwrap_or(common);
        Self {
            needle: needle.to_string(),
            letters: letters.to_string(),
            before_teh: before_teh.map(str::to_string),
        }
    }

    fn is(&self, word: &str) -> bool {
        let chains = BEFORE_NOUNS.iter().chain(&BEFORE_VERBS);
        self.is_with_ending(word)
            || chains
                .clone()
                .any(|chain| word.strip_prefix(chain).is_some_and(|rest| self.is_with_ending(rest)))
            || self.is_after_two_lams(word)
    }

    /// للغة is ل, ال and لغة.
    fn is_after_two_lams(&self, word: &str) -> bool {
        if !self.letters.starts_with('ل') {
            return false;
        }
        let chains = BEFORE_NOUNS
            .iter()
            .filter_map(|chain| chain.strip_suffix('ل'))
            .filter(|chain| chain.ends_with('ل'));
        chains
            .map(|chain| word.strip_prefix(chain))
            .any(|rest| rest.is_some_and(|rest| self.is_with_ending(rest)))
    }

    /// Whether a word is this one, or this with a pronoun.
    fn is_with_ending(&self, word: &str) -> bool {
        if let Some(before) = &self.before_teh {
            return match word.strip_prefix(before.as_str()) {
                Some("ة" | "ه") => true,
                Some(rest) => rest.strip_prefix('ت').is_some_and(is_pronoun),
                None => false,
            };
        }
        word.strip_prefix(self.letters.as_str()).is_some_and(|rest| rest.is_empty() || is_pronoun(rest))
    }
}

fn is_pronoun(letters: &str) -> bool {
    PRONOUNS.contains(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sought: &str, found: &[&str], others: &[&str]) {
        let word = Word::new(sought, Spelling::Folded);
        for text in found {
            let folded = FOLDER.folded(text);
            assert!(word.is(&folded), "{sought} in {text}");
            assert!(folded.contains(word.needle()), "{} in {text}", word.needle());
        }
        for text in others {
            assert!(!word.is(&FOLDER.folded(text)), "{sought} in {text}");
        }
    }

    #[test]
    fn arabic_words_are_found_with_what_is_written_to_them() {
        check(
            "مدرسة",
            &["مدرسة", "المدرسة", "وبالمدرسة", "للمدرسة", "مدرسته", "مدرستهم", "مَدْرَسَــة", "مدرسه"],
            &["مدرس", "مدارس", "مدرسي"],
        );
        check("المدرسة", &["مدرسة", "مدرستنا"], &["درس"]);
        check("مدرس", &["المدرس", "مدرسي", "ومدرسهم"], &["مدرسة", "مدرسون"]);
        check("لغة", &["اللغة", "للغة", "وللغة", "لغتنا"], &["غة", "لغز"]);
        check("أحمد", &["احمد", "وأحمد", "لأحمد"], &["حمد", "محمد"]);
        check("الله", &["الله", "والله", "بالله"], &["له"]);
        check("كتاب", &["سكتاب", "كتابك", "فكتابنا"], &["كتب", "كتابة"]);
        check("على", &["علي", "على"], &[]);
    }

    #[test]
    fn other_words_are_found_whatever_their_capitals() {
        check("School", &["school", "SCHOOL", "school’s"], &["schools", "preschool"]);
        check("42", &["٤٢"], &["420"]);
    }

    #[test]
    fn exact_words_are_as_written() {
        let word = Word::new("School", Spelling::Exact);
        assert!(word.is("School") && !word.is("school"));
    }
}
