//! The forms of Arabic words, taken apart by rule.
//!
//! Written Arabic joins the article, conjunctions, prepositions, object pronouns and, in dialect, negation to the word.
//! Only forms that the lexicon has count, so the rules may be generous; the shortest stem keeps them from taking
//! letters of a root for a clitic.

/// Letters of the levelled alphabet take two bytes each.
const LETTER: usize = 'ا'.len_utf8();

/// The shortest stem, in letters, that a suffix may leave, and the shortest verb with its prefix of person.
const SHORTEST_STEM: usize = 3;
const SHORTEST_VERB: usize = 4;

/// What may stand before a word, by its first letter, longer first: conjunction, preposition, article, future, vocative.
const fn prefixes(first: char) -> &'static [&'static str] {
    match first {
        'و' => &["وبال", "وكال", "وهال", "وال", "ولل", "وب", "ول", "وك", "وس", "وي", "و"],
        'ف' => &["فبال", "فال", "فلل", "فب", "فل", "فس", "ف"],
        'ب' => &["بال", "ب"],
        'ك' => &["كال", "ك"],
        'ه' => &["هال", "ه"],
        'ع' => &["عال"],
        'ل' => &["لل", "ل"],
        'ا' => &["ال"],
        'ي' => &["يا"],
        'س' => &["س"],
        'ح' => &["ح"],
        _ => &[],
    }
}

/// What may stand behind a word, by its last letter, longer first, and whether it hides a feminine ه (خدمتهم: خدمه).
const fn suffixes(last: char) -> &'static [(&'static str, bool)] {
    match last {
        'م' => {
            &[("اتهم", false), ("اتكم", false), ("تهم", true), ("تكم", true), ("هم", false), ("كم", false)]
        }
        'ا' => &[
            ("اتها", false),
            ("اتنا", false),
            ("تها", true),
            ("تنا", true),
            ("وها", false),
            ("ها", false),
            ("نا", false),
            ("وا", false),
            ("ا", false),
        ],
        'ي' => &[("تني", false), ("اتي", false), ("وني", false), ("تي", true), ("ني", false), ("ي", false)],
        'ه' => &[("اته", false), ("ونه", false), ("وه", false), ("ته", true), ("يه", false), ("ه", false)],
        'ك' => &[("تك", true), ("ك", false)],
        'ن' => &[("هن", false), ("ين", false), ("ون", false), ("ان", false)],
        'ت' => &[("ات", false), ("ت", true)],
        _ => &[],
    }
}

/// Buffers for forms that are not a part of the word.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    single: String,
    verb: String,
    feminine: String,
}

/// Offers each possible base form of a levelled word to `known`, likeliest first, until one is taken.
///
/// The second argument of `known` says that a negation is part of the form: ماعجبني, عجبني.
pub(crate) fn stems(word: &str, scratch: &mut Scratch, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    let Scratch { single, verb, feminine } = scratch;
    let mut forms = Forms { verb, feminine };
    forms.bare(word, &mut |base| known(base, false))
        || once_doubled(word, single) && {
            known(single, false) || forms.bare(single, &mut |base| known(base, false))
        }
        || forms.negated(word, &mut |base| known(base, true))
}

struct Forms<'s> {
    verb: &'s mut String,
    feminine: &'s mut String,
}

impl Forms<'_> {
    /// The word without its suffixes, then without each of its prefixes.
    fn bare(&mut self, word: &str, known: &mut impl FnMut(&str) -> bool) -> bool {
        if self.unsuffixed(word, SHORTEST_STEM, known) || self.conjugated(word, known) {
            return true;
        }
        let Some(first) = word.chars().next() else { return false };
        prefixes(first).iter().any(|prefix| {
            let Some(rest) = word.strip_prefix(prefix) else { return false };
            letters(rest) >= shortest_behind(prefix)
                && (known(rest)
                    || self.unsuffixed(rest, SHORTEST_STEM, known)
                    || self.conjugated(rest, known))
        })
    }

    /// The word without each of its suffixes, as far as `shortest` letters are left.
    fn unsuffixed(&mut self, word: &str, shortest: usize, known: &mut impl FnMut(&str) -> bool) -> bool {
        let Some(last) = word.chars().next_back().filter(|_| letters(word) > shortest) else { return false };
        suffixes(last).iter().any(|&(suffix, hides_feminine)| {
            let Some(stem) = word.strip_suffix(suffix) else { return false };
            letters(stem) >= shortest
                && (known(stem)
                    || hides_feminine && {
                        self.feminine.clear();
                        self.feminine.push_str(stem);
                        self.feminine.push('ه');
                        known(self.feminine)
                    })
        })
    }

    /// Verbs stand in the lexicon as يفعل: تفعل, نفعل and افعل lead to it.
    fn conjugated(&mut self, word: &str, known: &mut impl FnMut(&str) -> bool) -> bool {
        if letters(word) < SHORTEST_VERB {
            return false;
        }
        let Some(rest) = word.strip_prefix(['ت', 'ن', 'ا']) else { return false };
        let mut verb = std::mem::take(self.verb);
        verb.clear();
        verb.push('ي');
        verb.push_str(rest);
        let found = known(&verb) || self.unsuffixed(&verb, SHORTEST_VERB, known);
        *self.verb = verb;
        found
    }

    /// ماعجبني, لايعمل, معجبنيش: negation written together with its verb.
    fn negated(&mut self, word: &str, known: &mut impl FnMut(&str) -> bool) -> bool {
        const SHORTEST_REST: usize = 4;
        if let Some(rest) = word.strip_suffix('ش') {
            let verb = rest.strip_prefix("ما").or_else(|| rest.strip_prefix('م'));
            if verb
                .is_some_and(|verb| letters(verb) >= SHORTEST_STEM && (known(verb) || self.bare(verb, known)))
            {
                return true;
            }
        }
        let rest = word.strip_prefix("ما").or_else(|| word.strip_prefix("لا"));
        rest.is_some_and(|rest| letters(rest) >= SHORTEST_REST && (known(rest) || self.bare(rest, known)))
    }
}

/// The shortest word, in letters, behind a prefix: short ones stand behind the article and behind "and" (الحب, ولم).
fn shortest_behind(prefix: &str) -> usize {
    let takes_short = prefix.ends_with("ال") || prefix.ends_with("لل") || matches!(prefix, "و" | "ف");
    if takes_short { 2 } else { SHORTEST_STEM }
}

/// Writes the word with each doubled letter once, as حلوو is حلو. Whether there was one.
fn once_doubled(word: &str, single: &mut String) -> bool {
    // Most words have none, and are done after one look at their letters.
    let letters = word.as_bytes().chunks_exact(LETTER);
    if word.len().is_multiple_of(LETTER)
        && letters.clone().zip(letters.skip(1)).all(|(one, next)| one != next)
    {
        return false;
    }
    single.clear();
    for letter in word.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    single.len() < word.len()
}

fn letters(word: &str) -> usize {
    word.len() / LETTER
}

#[cfg(test)]
mod tests {
    use super::{Scratch, stems};

    #[track_caller]
    fn check(word: &str, lexicon: &[&str], expected: Option<(&str, bool)>) {
        let mut found = None;
        stems(word, &mut Scratch::default(), &mut |base, negated| {
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
            ("ولم", "لم"),
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
    }

    #[test]
    fn letters_of_a_root_are_no_clitics() {
        // ناس, people, is not يأس, despair; نسبة, share, is not يسب, he insults.
        check("ناس", &["ياس"], None);
        check("نسبه", &["يسب"], None);
        check("كلم", &["لم"], None);
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
