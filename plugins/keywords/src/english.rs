//! English plurals.

use crate::keyness::UNKNOWN;

/// Appends a noun without its plural ending to `out`; other words pass as they are, or lose an `s` that they share with
/// all their forms.
///
/// For comparing alone: what comes out is no word that is shown. The rules are those of the S stemmer (Harman 1991,
/// "How effective is suffixing?"), with the endings in `-es` of sibilants.
pub(crate) fn singular(word: &str, out: &mut String) {
    let without = |count: usize| &word[..word.len() - count];
    let long = word.len() > 3 && word.is_ascii();
    if !long || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        out.push_str(word);
    } else if word.ends_with("ies") && word.len() > 4 {
        out.push_str(without(3));
        out.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        out.push_str(without(2));
    } else {
        out.push_str(without(1));
    }
}

/// Whether a plural counts as its singular, by how common they are, less for a commoner one: where that is the commoner of
/// the two, or an ending says that an unknown word is a plural.
pub(crate) fn counts_as_singular(plural: &str, many: u8, one: u8) -> bool {
    if one == UNKNOWN { many == UNKNOWN && is_of_plurals(plural) } else { one <= many }
}

/// Whether a noun counts as its plural: where that is the commoner of the two, and both are known.
pub(crate) fn counts_as_plural(one: u8, many: u8) -> bool {
    many < one && one < UNKNOWN
}

/// Whether a word ends as plurals of nouns do and names do not: short names end in `ers` (Rogers, Travers).
fn is_of_plurals(word: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "ables", "ances", "ators", "bots", "ers", "graphs", "ings", "ions", "isms", "ists", "ities", "ments",
        "ologies", "ors",
    ];
    word.len() > 7 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Appends the plural of a noun, as [`singular`] would undo it.
pub(crate) fn plural(word: &str, out: &mut String) {
    let has_vowel_before_y = || word.len() > 1 && b"aeiou".contains(&word.as_bytes()[word.len() - 2]);
    if word.ends_with('y') && !has_vowel_before_y() {
        out.push_str(&word[..word.len() - 1]);
        out.push_str("ies");
    } else if ["ss", "sh", "ch", "x", "z"].iter().any(|ending| word.ends_with(ending)) {
        out.push_str(word);
        out.push_str("es");
    } else {
        out.push_str(word);
        out.push('s');
    }
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN, counts_as_plural, counts_as_singular, plural, singular};

    #[test]
    fn the_commoner_number_is_shown() {
        let commonness = |word: &str| match word {
            "year" | "eyes" | "company" => 70,
            "years" | "eye" | "companies" | "americas" => 80,
            _ => UNKNOWN,
        };
        let cases = [
            ("years", Some("year")),
            ("year", None),
            ("eye", Some("eyes")),
            ("eyes", None),
            ("companies", Some("company")),
            ("texas", None),
            ("chatbots", Some("chatbot")),
            ("steamers", Some("steamer")),
            ("rogers", None),
            ("americas", None),
            ("america", None),
        ];
        for (word, expected) in cases {
            let (mut one, mut many) = (String::new(), String::new());
            singular(word, &mut one);
            plural(word, &mut many);
            let found = if one != word {
                counts_as_singular(word, commonness(word), commonness(&one)).then_some(one.as_str())
            } else {
                counts_as_plural(commonness(word), commonness(&many)).then_some(many.as_str())
            };
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn plurals_are_undone() {
        for word in ["network", "company", "class", "box", "day", "search"] {
            let (mut many, mut one) = (String::new(), String::new());
            plural(word, &mut many);
            singular(&many, &mut one);
            assert_eq!(one, word, "{many}");
        }
    }

    #[test]
    fn plurals_meet_their_singulars() {
        let pairs = [
            ("networks", "network"),
            ("companies", "company"),
            ("classes", "class"),
            ("boxes", "box"),
            ("class", "class"),
            ("virus", "virus"),
            ("analysis", "analysis"),
            ("gas", "gas"),
            ("ties", "tie"),
            ("cafés", "cafés"),
        ];
        for (word, expected) in pairs {
            let mut out = String::new();
            singular(word, &mut out);
            assert_eq!(out, expected);
        }
    }
}
