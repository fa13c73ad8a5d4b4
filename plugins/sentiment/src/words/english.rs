//! The forms of English words, taken apart by rule.
//!
//! A rule proposes, the lexicon disposes: a stem counts only where the lexicon has it, so the rules may be generous.

/// The shortest base, in letters, that an ending may lead to.
const SHORTEST_BASE: usize = 3;

/// Offers each possible base form of a levelled word to `known`, likeliest first, until one is taken.
///
/// The second argument of `known` says that the form turns the base's meaning round: `unhappy`, `happy`.
pub(crate) fn stems(word: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    let mut base = word;
    while let Some(rest) = base.strip_suffix("'s") {
        base = rest;
    }
    base.len() < word.len() && known(base, false) || base_forms(base, scratch, known)
}

fn base_forms(word: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    laughter(word).is_some_and(|laugh| known(laugh, false))
        || inflections(word, scratch, known)
        || negated(word, known)
}

/// An ending, and what may replace it. `=` means that a doubled consonant before it is written once: `winning`, `win`.
type Ending = (&'static str, &'static [&'static str]);

/// The endings by their last letter, longer ones first.
const fn endings(last: u8) -> &'static [Ending] {
    match last {
        b's' => &[("iness", &["y"]), ("ness", &[""]), ("ies", &["y"]), ("es", &["", "e"]), ("s", &[""])],
        b'd' => &[("ied", &["y"]), ("ed", &["", "e", "="])],
        b'g' => &[("ying", &["ie", "y"]), ("ing", &["", "e", "="])],
        b'y' => &[("ily", &["y"]), ("bly", &["ble"]), ("ly", &[""])],
        b'r' => &[("ier", &["y"]), ("er", &["", "e", "="])],
        b't' => &[("iest", &["y"]), ("est", &["", "e", "="])],
        b'n' => &[("in", &["e", "ing"])],
        _ => &[],
    }
}

/// Whether `-es` may be written to a stem: wishes, heroes, but robes is of robe.
fn takes_es(stem: &str) -> bool {
    stem.ends_with(['s', 'x', 'z', 'o']) || stem.ends_with("ch") || stem.ends_with("sh")
}

/// Whether a stem of one syllable doubles its last consonant before an ending: starred is of star, and stared is not.
fn doubles(stem: &str) -> bool {
    let is_vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u');
    match stem.as_bytes() {
        [start @ .., vowel, last] => {
            is_vowel(vowel)
                && !is_vowel(last)
                && !matches!(last, b'w' | b'x' | b'y')
                && !start.iter().any(is_vowel)
        }
        _ => false,
    }
}

fn inflections(word: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    let Some(&last) = word.as_bytes().last() else { return false };
    endings(last).iter().any(|(ending, replacements)| {
        let Some(stem) = word.strip_suffix(ending) else { return false };
        let is_stem = |replacement: &str| match (*ending, replacement) {
            ("s", _) => !stem.ends_with(['s', 'u', 'i']),
            ("es", "") => takes_es(stem),
            ("ed" | "ing" | "er" | "est", "") => !doubles(stem),
            // Robin is not of robe.
            ("in", "e") => stem.len() > SHORTEST_BASE,
            _ => true,
        };
        let mut replacements = replacements.iter().filter(|replacement| is_stem(replacement));
        replacements.any(|replacement| replaced(stem, replacement, scratch, known))
    })
}

fn replaced(
    stem: &str,
    replacement: &str,
    scratch: &mut String,
    known: &mut impl FnMut(&str, bool) -> bool,
) -> bool {
    if stem.len() + replacement.len() < SHORTEST_BASE {
        return false;
    }
    match replacement {
        "" => known(stem, false),
        "=" => single_end(stem).is_some_and(|single| known(single, false)),
        letters => {
            scratch.clear();
            scratch.push_str(stem);
            scratch.push_str(letters);
            known(scratch, false)
        }
    }
}

/// The stem with its doubled last consonant written once.
fn single_end(stem: &str) -> Option<&str> {
    let [.., before, last] = stem.as_bytes() else { return None };
    let doubled = before == last && last.is_ascii_lowercase() && stem.len() > SHORTEST_BASE;
    doubled.then(|| &stem[..stem.len() - 1])
}

fn negated(word: &str, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    let base = word.strip_prefix("un");
    base.is_some_and(|base| base.len() > SHORTEST_BASE && known(base, true))
}

/// `hahahahah` and `ahahaha` are `haha`, `hehehehe` is `hehe`.
fn laughter(word: &str) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    let of = |vowel: u8| {
        word.len() >= SHORTEST
            && word.bytes().all(|letter| letter == b'h' || letter == vowel)
            && word.bytes().filter(|&letter| letter == b'h').count() >= 2
            && word.bytes().any(|letter| letter == vowel)
    };
    if of(b'a') {
        Some("haha")
    } else if of(b'e') {
        Some("hehe")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[track_caller]
    fn check(word: &str, lexicon: &[&str], expected: Option<(&str, bool)>) {
        let mut found = None;
        stems(word, &mut String::new(), &mut |base, turned| {
            let known = lexicon.contains(&base);
            if known {
                found = Some((base.to_string(), turned));
            }
            known
        });
        assert_eq!(found, expected.map(|(base, turned)| (base.to_string(), turned)), "in {word:?}");
    }

    #[test]
    fn inflected_forms_lead_to_their_base() {
        for (word, base) in [
            ("loves", "love"),
            ("loved", "love"),
            ("loving", "love"),
            ("amazin", "amaze"),
            ("winning", "win"),
            ("worries", "worry"),
            ("worried", "worry"),
            ("happily", "happy"),
            ("happiness", "happy"),
            ("happiest", "happy"),
            ("nicer", "nice"),
            ("saddest", "sad"),
            ("horribly", "horrible"),
            ("kindness", "kind"),
            ("dying", "die"),
            ("hero's", "hero"),
            ("heroes", "hero"),
            ("stared", "stare"),
            ("starred", "star"),
            ("beating", "beat"),
        ] {
            check(word, &[base], Some((base, false)));
        }
    }

    #[test]
    fn short_words_are_left_alone() {
        check("king", &["k", "ki"], None);
        check("this", &["thi"], None);
        check("us", &["u"], None);
        check("robes", &["rob"], None);
        check("noted", &["not"], None);
        check("fiber", &["fib"], None);
        check("robin", &["robe"], None);
    }

    #[test]
    fn un_turns_the_meaning_round() {
        check("unhappy", &["happy"], Some(("happy", true)));
        check("unhappily", &["happy"], None);
        check("under", &["der"], None);
    }

    #[test]
    fn laughter_of_any_length_is_one_word() {
        check("hahahahah", &["haha"], Some(("haha", false)));
        check("hehehehe", &["hehe"], Some(("hehe", false)));
        check("hah", &["haha"], None);
    }
}
