//! What an Arabic word is without an ending, where the word is known that stays.

/// Bytes of a letter in UTF-8; all letters of a key have as many.
const LETTER: usize = 2;

/// The fewest letters that stay before an ending.
const STEM: usize = 3;

/// A word without an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Base<'k> {
    /// Its key, but for a ta marbuta that has to be added.
    pub(crate) stem: &'k str,
    pub(crate) ta_marbuta: bool,
}

/// Endings after which the word itself stays: pronouns, the alef of the accusative, the plurals.
const ENDINGS: [&str; 11] = ["ها", "هم", "هن", "هما", "كم", "نا", "ه", "ا", "ات", "ين", "ون"];

/// Endings of whose word a ta marbuta has gone: before pronouns it is a ت, and the plural takes its place.
const AFTER_TA: [&str; 10] = ["تها", "تهم", "تهن", "تهما", "تكم", "تنا", "ته", "تك", "تي", "ات"];

/// Endings of masculine plurals, which follow four letters: ين and ون end many stems of three.
const MASCULINE: [&str; 2] = ["ين", "ون"];

/// The word that a word is a form of, given by its key. `known` tells whether a key is that of a word; a word that is known
/// itself is a form of none.
pub(crate) fn base(key: &str, known: impl Fn(&str) -> bool) -> Option<Base<'_>> {
    if known(key) {
        return None;
    }
    let mut with_ta = String::new();
    let feminine = AFTER_TA.iter().filter_map(|ending| stem(key, ending)).find(|stem| {
        with_ta.clear();
        with_ta.push_str(stem);
        with_ta.push('ه');
        known(&with_ta)
    });
    if let Some(stem) = feminine {
        return Some(Base { stem, ta_marbuta: true });
    }
    let stems = ENDINGS.iter().filter_map(|ending| {
        let stem = stem(key, ending)?;
        let least = if MASCULINE.contains(ending) { STEM + 1 } else { STEM };
        // Countries end so: إيطاليا is no form of إيطالي.
        let is_country = *ending == "ا" && stem.ends_with('ي');
        (stem.len() / LETTER >= least && !is_country).then_some(stem)
    });
    let stem = { stems }.find(|stem| known(stem))?;
    Some(Base { stem, ta_marbuta: false })
}

/// What stands before an ending, if it is long enough.
fn stem<'k>(key: &'k str, ending: &str) -> Option<&'k str> {
    key.strip_suffix(ending).filter(|stem| stem.len() / LETTER >= STEM)
}

#[cfg(test)]
mod tests {
    use super::base;

    #[track_caller]
    fn check(known: &[&str], words: &[(&str, &str)]) {
        for (word, expected) in words {
            let found = base(word, |key| known.contains(&key));
            let found = found.map_or((*word).to_string(), |base| {
                format!("{}{}", base.stem, if base.ta_marbuta { "ه" } else { "" })
            });
            assert_eq!(found, *expected, "{word}");
        }
    }

    #[test]
    fn endings_go_where_the_word_is_known() {
        let known = ["كتاب", "شركه", "قرار", "مسلم", "اسعار"];
        check(&known, &[("كتابها", "كتاب"), ("كتابا", "كتاب"), ("شركات", "شركه"), ("شركتنا", "شركه")]);
        check(&known, &[("قرارات", "قرار"), ("مسلمين", "مسلم"), ("اسعاره", "اسعار")]);
    }

    #[test]
    fn what_is_known_or_would_leave_nothing_known_stays() {
        check(
            &["زيت", "قانون", "كتاب", "كتابه"],
            &[("زيتون", "زيتون"), ("قانون", "قانون"), ("كتابه", "كتابه")],
        );
        check(&[], &[("فلسطين", "فلسطين"), ("بيانات", "بيانات")]);
        check(&["ايطالي"], &[("ايطاليا", "ايطاليا")]);
    }
}
