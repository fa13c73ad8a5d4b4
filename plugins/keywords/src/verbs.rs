//! Words that have the shape of a verb.
//!
//! A verb is no part of a key phrase, and Arabic news begins its sentences with one. Without a dictionary the shape
//! tells: nearly all words with the prefix of the imperfect, ي, or the ending of the perfect, ت, are verbs, and so are those
//! with another prefix before the ست of the tenth form or the ت of the fifth and sixth, or with the plural's ending وا; the
//! nouns that are not can be listed.

use crate::lexicon;
use crate::word::Step;

/// Whether an Arabic word without article looks like a verb, given as its key, and whether it ends there: before a pronoun a
/// ت is that of nouns.
pub(crate) fn has_verbal_shape(stem: &str, ends: bool) -> bool {
    let imperfect =
        || stem.starts_with('ي') || ["تست", "نست", "تت"].iter().any(|&prefix| stem.starts_with(prefix));
    let perfect = || ends && stem.ends_with('ت') && !stem.ends_with("ات");
    let has_four_letters = || stem.chars().nth(3).is_some();
    (imperfect() || perfect() || ends && is_of_several(stem)) && has_four_letters() && !lexicon::is_noun(stem)
}

/// Whether a word ends as a verb that several do. Foreign names that end alike have a long vowel before, or are longer.
fn is_of_several(stem: &str) -> bool {
    let stem = stem.strip_suffix("وا").filter(|verb| !verb.ends_with(['ا', 'و', 'ي']));
    stem.is_some_and(|verb| (3..=5).contains(&verb.chars().count()))
}

/// Whether an Arabic word has the shape of the name of an action, given as its key without an article: تصويت, استعادة,
/// اجتماع, إعلان. Such a word is no adjective.
pub(crate) fn names_action(stem: &str) -> bool {
    let one = stem.strip_suffix("ات").unwrap_or(stem);
    let mut letters = ['\0'; 7];
    let mut count = 0;
    for letter in one.chars() {
        let Some(room) = letters.get_mut(count) else { return false };
        *room = letter;
        count += 1;
    }
    match letters[..count] {
        [.., 'ي' | 'ء'] | [.., 'ي', 'ه'] => false,
        ['ت', _, _, 'ي', last] => last != 'ه',
        ['ا', 'س', 'ت', _, _, 'ا', _] | ['ا', 'س', 'ت', _, 'ا', _, 'ه'] => true,
        ['ا', _, 'ت', _, 'ا', _] | ['ا', 'ن', _, _, 'ا', _] => true,
        // Free, pious: أحرار and أبرار.
        ['ا', _, 'ر', 'ا', 'ر'] => false,
        ['ا', _, _, 'ا', _] => true,
        _ => false,
    }
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

/// Whether a word, given as its key without an article, is a plural that as an adjective is of women: العاملات, but not السادات, a
/// name.
pub(crate) fn is_plural_of_women(stem: &str) -> bool {
    stem.ends_with("ات") && !matches!(stem, "سادات" | "فرات" | "بركات") || stem == "نساء"
}

/// The break that an English word makes which is left out: behind who does something and behind an auxiliary stands a verb.
/// An auxiliary with a capital may be another word (May, Will).
pub(crate) fn step_before(term: &str, has_capital: bool) -> Step {
    match term {
        "i" | "we" | "they" | "he" | "she" | "who" => Step::BEFORE_VERB,
        _ if has_capital => Step::BREAK,
        "will" | "would" | "can" | "could" | "shall" | "should" | "may" | "might" | "must" | "cannot"
        | "won't" | "wouldn't" | "can't" | "couldn't" | "shouldn't" | "don't" | "doesn't" | "didn't" => {
            Step::BEFORE_VERB
        }
        "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" => Step::BEFORE_PAST,
        _ => Step::BREAK,
    }
}

#[cfg(test)]
mod tests {
    use super::{has_verbal_shape, is_past, names_action};

    #[track_caller]
    fn check(words: &[&str], expected: bool) {
        for word in words {
            assert_eq!(has_verbal_shape(word, true), expected, "{word}");
        }
    }

    #[test]
    fn verbs_have_their_prefix_or_ending() {
        check(&["يملك", "يعملون", "اطلقت", "افتتحت", "تستهلك", "تتوقع", "حضروا", "تسلموا"], true);
        assert!(!has_verbal_shape("رسالت", false) && has_verbal_shape("يدعم", false));
    }

    #[test]
    fn nouns_that_look_so_are_listed() {
        check(&["يورو", "يمني", "يهوديه", "بيت", "انترنت", "شركات", "حكومه"], false);
        check(&["تتويج", "كازاوا", "نيكاراغوا", "بادوا"], false);
    }

    #[test]
    fn what_names_an_action_is_no_adjective() {
        let nouns = ["تصويت", "تعديلات", "استعاره", "استخدام", "اجتماع", "انتخابات", "اعلان"];
        nouns.iter().for_each(|word| assert!(names_action(word), "{word}"));
        let others =
            ["تركيه", "استراتيجي", "استراتيجيه", "اجتماعيه", "اعضاء", "احرار", "مصري", "كبير", "متحده"];
        others.iter().for_each(|word| assert!(!names_action(word), "{word}"));
    }

    #[test]
    fn an_english_past_ends_in_ed() {
        assert!(is_past("raised") && is_past("proposed"));
        assert!(!is_past("speed") && !is_past("bed") && !is_past("far-fetched") && !is_past("ahmed"));
    }
}
