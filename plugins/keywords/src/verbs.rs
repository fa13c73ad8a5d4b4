//! Words that have the shape of a verb.
//!
//! A verb is no part of a key phrase, and Arabic news begins its sentences with one. Without a dictionary the shape
//! tells: nearly all words with the prefix of the imperfect, ي, or the ending of the perfect, ت, are verbs, and so are those
//! with another prefix before the ست of the tenth form; the nouns that are not can be listed.

use crate::lexicon;

/// Whether an Arabic word without article looks like a verb, given as its key, and whether it ends there: before a pronoun a
/// ت is that of nouns.
pub(crate) fn has_verbal_shape(stem: &str, ends: bool) -> bool {
    let imperfect = || stem.starts_with('ي') || stem.starts_with("تست") || stem.starts_with("نست");
    let perfect = || ends && stem.ends_with('ت') && !stem.ends_with("ات");
    let has_four_letters = || stem.chars().nth(3).is_some();
    (imperfect() || perfect()) && has_four_letters() && !lexicon::is_noun(stem)
}

/// Whether an English word in lower case looks like the past of a verb.
pub(crate) fn is_past(word: &str) -> bool {
    /// Nouns and adjectives that end alike.
    const OTHERS: [&str; 18] = [
        "ahmed", "bleed", "breed", "creed", "embed", "exceed", "feed", "greed", "hundred", "indeed",
        "kindred", "mohammed", "muhammed", "proceed", "sacred", "seed", "speed", "weed",
    ];
    word.len() > 4 && word.ends_with("ed") && !word.contains('-') && OTHERS.binary_search(&word).is_err()
}

#[cfg(test)]
mod tests {
    use super::{has_verbal_shape, is_past};

    #[track_caller]
    fn check(words: &[&str], expected: bool) {
        for word in words {
            assert_eq!(has_verbal_shape(word, true), expected, "{word}");
        }
    }

    #[test]
    fn verbs_have_their_prefix_or_ending() {
        check(&["يملك", "يعملون", "اطلقت", "افتتحت", "تستهلك"], true);
        assert!(!has_verbal_shape("رسالت", false) && has_verbal_shape("يدعم", false));
    }

    #[test]
    fn nouns_that_look_so_are_listed() {
        check(&["يورو", "يمني", "يهوديه", "بيت", "انترنت", "شركات", "حكومه"], false);
    }

    #[test]
    fn an_english_past_ends_in_ed() {
        assert!(is_past("raised") && is_past("proposed"));
        assert!(!is_past("speed") && !is_past("bed") && !is_past("far-fetched") && !is_past("ahmed"));
    }
}
