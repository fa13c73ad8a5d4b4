//! The forms of Arabic words, taken apart by rule.
//!
//! Written Arabic joins the article, conjunctions, prepositions, object pronouns and, in dialect, negation to the word.
//! Only forms that the lexicon has count, so the rules may be generous; the shortest stem keeps them from taking
//! letters of a root for a clitic.

/// Letters of the levelled alphabet take two bytes each.
const LETTER: usize = 'ا'.len_utf8();

/// What may stand before a word, longer first: conjunction, preposition, article, future, vocative.
const PREFIXES: &[&str] = &[
    "وبال", "وكال", "وهال", "فبال", "وال", "فال", "بال", "كال", "هال", "عال", "ولل", "فلل", "وال", "لل",
    "ال", "وب", "ول", "وك", "وس", "وي", "فب", "فل", "فس", "يا", "و", "ف", "ب", "ل", "ك", "س", "ه", "ح",
];

/// What may stand behind a word, longer first, and whether it hides a feminine ه (خدمتهم: خدمه).
const SUFFIXES: &[(&str, bool)] = &[
    ("اتهم", false),
    ("اتكم", false),
    ("اتها", false),
    ("اتنا", false),
    ("تهم", true),
    ("تكم", true),
    ("تها", true),
    ("تنا", true),
    ("تني", false),
    ("اته", false),
    ("اتي", false),
    ("وني", false),
    ("ونه", false),
    ("وها", false),
    ("وه", false),
    ("ته", true),
    ("تي", true),
    ("تك", true),
    ("هم", false),
    ("هن", false),
    ("ها", false),
    ("كم", false),
    ("نا", false),
    ("ني", false),
    ("ات", false),
    ("ين", false),
    ("ون", false),
    ("ان", false),
    ("وا", false),
    ("يه", false),
    ("ه", false),
    ("ك", false),
    ("ي", false),
    ("ت", true),
    ("ا", false),
    ("ن", false),
];

/// Offers each possible base form of a levelled word to `known`, likeliest first, until one is taken.
///
/// The second argument of `known` says that a negation is part of the form: ماعجبني, عجبني.
pub(crate) fn stems(word: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    bare(word, scratch, &mut |base| known(base, false))
        || once_doubled(word, scratch, &mut |base| known(base, false))
        || negated(word, scratch, &mut |base| known(base, true))
}

/// The word without its suffixes, then without each of its prefixes.
fn bare(word: &str, scratch: &mut String, known: &mut impl FnMut(&str) -> bool) -> bool {
    if unsuffixed(word, scratch, known) || conjugated(word, scratch, known) {
        return true;
    }
    PREFIXES.iter().any(|prefix| {
        let Some(rest) = word.strip_prefix(prefix) else { return false };
        let shortest = if prefix.ends_with("ال") || prefix.ends_with("لل") { 2 } else { 3 };
        letters(rest) >= shortest
            && (known(rest) || unsuffixed(rest, scratch, known) || conjugated(rest, scratch, known))
    })
}

fn unsuffixed(word: &str, scratch: &mut String, known: &mut impl FnMut(&str) -> bool) -> bool {
    const SHORTEST_STEM: usize = 3;
    SUFFIXES.iter().any(|&(suffix, hides_feminine)| {
        let Some(stem) = word.strip_suffix(suffix) else { return false };
        if letters(stem) < SHORTEST_STEM {
            return false;
        }
        if known(stem) {
            return true;
        }
        hides_feminine && {
            scratch.clear();
            scratch.push_str(stem);
            scratch.push('ه');
            known(scratch)
        }
    })
}

/// Verbs stand in the lexicon as يفعل: تفعل, نفعل and افعل lead to it.
fn conjugated(word: &str, scratch: &mut String, known: &mut impl FnMut(&str) -> bool) -> bool {
    const SHORTEST_VERB: usize = 4;
    if letters(word) < SHORTEST_VERB {
        return false;
    }
    let Some(rest) = ["ت", "ن", "ا"].iter().find_map(|person| word.strip_prefix(person)) else {
        return false;
    };
    let mut verb = String::with_capacity(word.len());
    verb.push('ي');
    verb.push_str(rest);
    known(&verb) || unsuffixed(&verb, scratch, known)
}

/// حلوو is حلو: a letter doubled for emphasis, or by a slip.
fn once_doubled(word: &str, scratch: &mut String, known: &mut impl FnMut(&str) -> bool) -> bool {
    let mut single = String::new();
    let mut previous = None;
    for letter in word.chars() {
        if previous.replace(letter) != Some(letter) {
            single.push(letter);
        }
    }
    single.len() < word.len() && (known(&single) || bare(&single, scratch, known))
}

/// ماعجبني, لايعمل, معجبنيش: negation written together with its verb.
fn negated(word: &str, scratch: &mut String, known: &mut impl FnMut(&str) -> bool) -> bool {
    const SHORTEST_REST: usize = 4;
    if let Some(rest) = word.strip_suffix('ش') {
        let verb = rest.strip_prefix("ما").or_else(|| rest.strip_prefix('م'));
        if verb.is_some_and(|verb| letters(verb) >= 3 && (known(verb) || bare(verb, scratch, known))) {
            return true;
        }
    }
    let rest = word.strip_prefix("ما").or_else(|| word.strip_prefix("لا"));
    rest.is_some_and(|rest| letters(rest) >= SHORTEST_REST && (known(rest) || bare(rest, scratch, known)))
}

fn letters(word: &str) -> usize {
    word.len() / LETTER
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[track_caller]
    fn check(word: &str, lexicon: &[&str], expected: Option<(&str, bool)>) {
        let mut found = None;
        stems(word, &mut String::new(), &mut |base, negated| {
            let known = lexicon.contains(&base);
            if known {
                found = Some((base.to_string(), negated));
            }
            known
        });
        assert_eq!(found, expected.map(|(base, negated)| (base.to_string(), negated)), "in {word:?}");
    }

    #[test]
    fn clitics_are_taken_off() {
        for (word, base) in [
            ("والجميل", "جميل"),
            ("بالجوده", "جوده"),
            ("للاسف", "اسف"),
            ("الحب", "حب"),
            ("خدمتهم", "خدمه"),
            ("جميلات", "جميل"),
            ("رايعين", "رايع"),
            ("وهالجميل", "جميل"),
            ("ياعسل", "عسل"),
            ("جميلا", "جميل"),
        ] {
            check(word, &[base], Some((base, false)));
        }
    }

    #[test]
    fn persons_of_a_verb_lead_to_the_third() {
        check("تستحق", &["يستحق"], Some(("يستحق", false)));
        check("ونستمتع", &["يستمتع"], Some(("يستمتع", false)));
        check("بتعجبني", &["يعجب"], Some(("يعجب", false)));
        check("يعجبهم", &["يعجب"], Some(("يعجب", false)));
        // A noun of three letters is no verb: ناس, people, is not يأس, despair.
        check("ناس", &["ياس"], None);
    }

    #[test]
    fn joined_negation_is_seen() {
        check("ماعجبني", &["عجبني"], Some(("عجبني", true)));
        check("معجبنيش", &["عجبني"], Some(("عجبني", true)));
        check("لايعجبني", &["يعجب"], Some(("يعجب", true)));
    }

    #[test]
    fn a_doubled_letter_is_tried_once() {
        check("حلوو", &["حلو"], Some(("حلو", false)));
        check("الحلووه", &["حلو"], Some(("حلو", false)));
    }
}
