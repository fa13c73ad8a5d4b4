//! What Arabic writes together with a word: conjunctions, prepositions, the article, the future, pronouns.
//!
//! All are spelled as [`LOOKUP`](crate::fold::LOOKUP) folds them. Whether a word begins with one of them or with a letter of
//! its own (وفاء is a name, وقال is `and he said`) no table can say: that is for `tokenize` to find, or for a list.

/// The article.
pub const ARTICLE: &str = "ال";

/// The article behind the preposition ل: its alef is not written.
pub const ARTICLE_AFTER_LAM: &str = "لل";

/// And, and so.
pub const CONJUNCTIONS: [char; 2] = ['و', 'ف'];

/// In or by, to or for, like: written to a noun.
pub const PREPOSITIONS: [char; 3] = ['ب', 'ل', 'ك'];

/// The future, written to a verb.
pub const FUTURE: char = 'س';

/// The chains of proclitics that stand before a noun, sorted: conjunction, preposition, article.
pub const BEFORE_NOUNS: [&str; 23] = [
    "ال", "ب", "بال", "ف", "فال", "فب", "فبال", "فك", "فكال", "فل", "فلل", "ك", "كال", "ل", "لل", "و", "وال",
    "وب", "وبال", "وك", "وكال", "ول", "ولل",
];

/// The chains that stand before a verb, sorted: conjunction, future, or the ل of purpose.
pub const BEFORE_VERBS: [&str; 8] = ["س", "ف", "فس", "فل", "ل", "و", "وس", "ول"];

/// The pronouns that are written to a noun or a verb, the longer first.
pub const PRONOUNS: [&str; 12] = ["هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "ه", "ك", "ي"];

/// Whether letters are a chain of proclitics, before a noun or a verb.
///
/// ```
/// use textmill_text::clitics::is_proclitic;
///
/// assert!(is_proclitic("وبال") && is_proclitic("وس") && !is_proclitic("من"));
/// ```
#[must_use]
pub fn is_proclitic(letters: &str) -> bool {
    BEFORE_NOUNS.contains(&letters) || BEFORE_VERBS.contains(&letters)
}

/// What follows a conjunction, where a word begins as with one.
#[must_use]
pub fn after_conjunction(word: &str) -> Option<&str> {
    word.strip_prefix(CONJUNCTIONS)
}

/// What follows a preposition, where a word begins as with one.
#[must_use]
pub fn after_preposition(word: &str) -> Option<&str> {
    word.strip_prefix(PREPOSITIONS)
}

/// What follows the article, where a word begins as with it.
#[must_use]
pub fn after_article(word: &str) -> Option<&str> {
    word.strip_prefix(ARTICLE)
}

#[cfg(test)]
mod tests {
    use super::{
        BEFORE_NOUNS, BEFORE_VERBS, PRONOUNS, after_article, after_conjunction, after_preposition,
        is_proclitic,
    };
    use crate::fold::LOOKUP;

    #[test]
    fn clitics_are_folded_and_sorted() {
        assert!(BEFORE_NOUNS.is_sorted() && BEFORE_VERBS.is_sorted());
        assert!(PRONOUNS.is_sorted_by_key(|pronoun| core::cmp::Reverse(pronoun.len())));
        for clitic in BEFORE_NOUNS.iter().chain(&BEFORE_VERBS).chain(&PRONOUNS) {
            assert_eq!(LOOKUP.folded(clitic), *clitic);
        }
    }

    #[test]
    fn words_begin_as_with_clitics() {
        assert!(is_proclitic("فبال") && !is_proclitic("بو") && !is_proclitic(""));
        assert_eq!(after_conjunction("والبيت").and_then(after_article), Some("بيت"));
        assert_eq!(after_preposition("للبيت"), Some("لبيت"));
        assert_eq!(after_article("بيت"), None);
    }
}
