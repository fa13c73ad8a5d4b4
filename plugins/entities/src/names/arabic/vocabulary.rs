//! Whether an Arabic word is one of the language's own, by a list of common words and the affixes of Arabic.

use crate::forms::class::{Class, Classes};
use crate::lexicon::{key_classes, key_classes_with};
use crate::page::Page;

/// Classes of words that are no names by themselves.
const WORDS: Classes = Class::Common
    .set()
    .or(Class::Speech.set())
    .or(Class::Title.set())
    .or(Class::Period.set())
    .or(Class::Number.set())
    .or(Class::Scale.set())
    .or(Class::Ordinal.set())
    .or(Class::Currency.set())
    .or(Class::Unit.set())
    .or(Class::Deictic.set())
    .or(Class::Weekday.set())
    .or(Class::RelativeDay.set())
    .or(Class::OrganizationHead.set())
    .or(Class::LocationHead.set())
    .or(Class::DayPart.set());

/// Proclitics with the article, the longer first.
const PREFIXES: [&str; 14] =
    ["وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "وس", "و", "ف", "ب", "ل"];

/// Endings of number, gender and person, and attached pronouns.
const SUFFIXES: [&str; 18] = [
    "تهما", "تها", "تهم", "تان", "تين", "هما", "ها", "هم", "نا", "ات", "ون", "ين", "ان", "تي", "وا", "ه",
    "ا", "ت",
];

/// Fewest bytes of a stem: three letters.
const STEM: usize = 6;

/// Whether the word is vocabulary: listed itself, or listed without affixes.
pub(super) fn is_word(page: &Page<'_>, at: usize) -> bool {
    if page.classes(at).meets(WORDS) {
        return true;
    }
    if page.classes(at).meets(Classes::PERSON.or(Classes::PLACE)) {
        return false;
    }
    page.has_stem(at)
}

/// Whether the key is that of a listed word with affixes, whatever else it is: الأسد is a family and a lion.
pub(crate) fn has_stem(key: &str) -> bool {
    is_stem(key) || PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix)).any(is_stem)
}

fn is_stem(stem: &str) -> bool {
    if stem.len() < STEM {
        return false;
    }
    key_classes(stem).meets(WORDS)
        || SUFFIXES
            .iter()
            .filter_map(|suffix| stem.strip_suffix(suffix))
            .any(|stem| stem.len() >= STEM && (key_classes(stem).meets(WORDS) || with_feminine(stem)))
}

/// A stem whose ending ة became ت or went: مدرستها, مدرسات.
fn with_feminine(stem: &str) -> bool {
    key_classes_with(stem, "ه").meets(WORDS)
}
