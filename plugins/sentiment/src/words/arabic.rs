//! The forms of Arabic words, taken apart by rule.
//!
//! Written Arabic joins the article, conjunctions, prepositions, object pronouns and, in dialect, negation to the word.
//! Only forms that the lexicon has count, so the rules may be generous; the shortest stem keeps them from taking
//! letters of a root for a clitic.

use crate::lexicon::packed::Packed;
use crate::words::stem::Stem;

/// The shortest stem, in letters, that a suffix may leave, and the shortest verb with its prefix of person.
const SHORTEST_STEM: usize = 3;
const SHORTEST_VERB: usize = 4;

/// The shortest stem that begins with ال as a part of its root, as التزام: of a shorter one it is the article.
const SHORTEST_WITH_ARTICLE: usize = 5;

/// What may stand before a word.
struct Prefix {
    letters: Packed,
    /// The shortest word after it, in letters.
    shortest: usize,
    takes: Takes,
}

/// What stands after a prefix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Any word.
    Any,
    /// A noun without a pronoun, for the prefix ends with the article: المهم is مهم, and not الم with هم.
    Noun,
    /// A verb in the imperfect, for the prefix ends with the future's س or ح: حدود is not دود.
    Imperfect,
}

/// What may stand after a word.
struct Suffix {
    letters: Packed,
    /// Whether it hides a feminine ه: خدمتهم is of خدمه.
    hides_feminine: bool,
    /// Whether it is of gender or number, and no pronoun.
    inflects: bool,
}

const YA: Packed = Packed::affix("ي");
const FEMININE: Packed = Packed::affix("ه");
const ARTICLE: Packed = Packed::affix("ال");

/// What may stand before a word, by its first letter, longer first: conjunction, preposition, article, future, vocative.
const fn prefixes(first: char) -> &'static [Prefix] {
    match first {
        'و' => {
            const {
                &all(["وبال", "وكال", "وهال", "وال", "ولل", "وب", "ول", "وك", "وس", "وي", "و"])
            }
        }
        'ف' => const { &all(["فبال", "فال", "فلل", "فب", "فل", "فس", "ف"]) },
        'ب' => const { &all(["بال", "ب"]) },
        'ك' => const { &all(["كال", "ك"]) },
        'ه' => const { &all(["هال", "ه"]) },
        'ع' => const { &all(["عال"]) },
        'ل' => const { &all(["لل", "ل"]) },
        'ا' => const { &all(["ال"]) },
        'ي' => const { &all(["يا"]) },
        'س' => const { &all(["س"]) },
        'ح' => const { &all(["ح"]) },
        _ => &[],
    }
}

/// What may stand after a word, by its last letter, longer first.
const fn suffixes(last: char) -> &'static [Suffix] {
    match last {
        'م' => {
            const {
                &[plain("اتهم"), plain("اتكم"), hiding("تهم"), hiding("تكم"), plain("هم"), plain("كم")]
            }
        }
        'ا' => {
            const {
                &[
                    plain("اتها"),
                    plain("اتنا"),
                    hiding("تها"),
                    hiding("تنا"),
                    plain("وها"),
                    plain("ها"),
                    plain("نا"),
                    plain("وا"),
                    plain("ا"),
                ]
            }
        }
        'ي' => {
            const {
                &[plain("تني"), plain("اتي"), plain("وني"), hiding("تي"), plain("ني"), plain("ي")]
            }
        }
        'ه' => {
            const {
                &[plain("اته"), plain("ونه"), plain("وه"), hiding("ته"), plain("يه"), inflecting("ه")]
            }
        }
        'ك' => const { &[hiding("تك"), plain("ك")] },
        'ن' => {
            const {
                &[
                    plain("اتهن"),
                    hiding("تهن"),
                    plain("هن"),
                    inflecting("ين"),
                    inflecting("ون"),
                    inflecting("ان"),
                ]
            }
        }
        'ت' => const { &[Suffix { hides_feminine: true, ..inflecting("ات") }, hiding("ت")] },
        _ => &[],
    }
}

const fn all<const COUNT: usize>(prefixes: [&str; COUNT]) -> [Prefix; COUNT] {
    let mut all = [const { Prefix { letters: Packed::NOTHING, shortest: 0, takes: Takes::Any } }; COUNT];
    let mut at = 0;
    while at < COUNT {
        let letters = Packed::affix(prefixes[at]);
        let shortest = if takes_short(letters) {
            2
        } else if letters.is(Packed::affix("ك")) {
            // "As": كوبا is not وبا.
            SHORTEST_STEM + 1
        } else {
            SHORTEST_STEM
        };
        all[at] = Prefix { letters, shortest, takes: takes(letters) };
        at += 1;
    }
    all
}

/// Whether short words stand after a prefix: after the article and after "and" (الحب, ولم).
const fn takes_short(prefix: Packed) -> bool {
    matches!(takes(prefix), Takes::Noun) || prefix.is(Packed::affix("و")) || prefix.is(Packed::affix("ف"))
}

const fn takes(prefix: Packed) -> Takes {
    if prefix.without_suffix(ARTICLE).is_some() || prefix.without_suffix(Packed::affix("لل")).is_some() {
        Takes::Noun
    } else if prefix.without_suffix(Packed::affix("س")).is_some() || prefix.is(Packed::affix("ح")) {
        Takes::Imperfect
    } else {
        Takes::Any
    }
}

const fn plain(suffix: &str) -> Suffix {
    Suffix { letters: Packed::affix(suffix), hides_feminine: false, inflects: false }
}

const fn hiding(suffix: &str) -> Suffix {
    Suffix { hides_feminine: true, ..plain(suffix) }
}

const fn inflecting(suffix: &str) -> Suffix {
    Suffix { inflects: true, ..plain(suffix) }
}

/// Offers each possible base form of a levelled word to `known`, likeliest first, until one is taken. Of nearly all words
/// none is, so that `begins` is asked first whether there is a base form that begins with the letters of what is left of
/// the word without a prefix.
///
/// The second argument of `known` says that a negation is part of the form: ماعجبني, عجبني.
pub(crate) fn stems<S: Stem>(
    word: &S,
    begins: &impl Fn(&S) -> bool,
    known: &mut impl FnMut(&S, bool) -> bool,
) -> bool {
    bare(word, begins, &mut |base| known(base, false))
        || word.once_doubled().is_some_and(|single| {
            known(&single, false) || bare(&single, begins, &mut |base| known(base, false))
        })
        || negated(word, begins, &mut |base| known(base, true))
}

/// Whether a word is a function word behind what such a word may have before it: ولم, فلا, بدون, لغير. A long one may have
/// more: مافيك, ومافيها.
pub(crate) fn joins_function_words<S: Stem>(word: &S, base: &S) -> bool {
    const LONG: usize = 4;
    const JOINED: [Packed; 7] = [
        Packed::affix("و"),
        Packed::affix("ف"),
        Packed::affix("ب"),
        Packed::affix("ل"),
        Packed::affix("وب"),
        Packed::affix("ول"),
        Packed::affix("فب"),
    ];
    base.letters() >= LONG
        || JOINED.iter().any(|&joined| word.without_prefix(joined).is_some_and(|rest| rest.is(base)))
}

/// The word without the article, then without its suffixes, then without each of its other prefixes.
fn bare<S: Stem>(word: &S, begins: &impl Fn(&S) -> bool, known: &mut impl FnMut(&S) -> bool) -> bool {
    let before = |noun: bool| {
        let prefixes = prefixes(word.first()).iter();
        prefixes.filter(move |prefix| (prefix.takes == Takes::Noun) == noun).filter_map(|prefix| {
            let rest = word.without_prefix(prefix.letters)?;
            (rest.letters() >= prefix.shortest).then_some((prefix.takes, rest))
        })
    };
    before(true).any(|(_, noun)| begins(&noun) && (known(&noun) || uninflected(&noun, known)))
        || begins(word) && unsuffixed(word, SHORTEST_STEM, known)
        || conjugated(word, begins, known)
        || before(false).any(|(takes, rest)| match takes {
            Takes::Imperfect => imperfect(&rest, begins, known),
            _ => {
                begins(&rest) && (known(&rest) || unsuffixed(&rest, SHORTEST_STEM, known))
                    || conjugated(&rest, begins, known)
            }
        })
}

/// The word without each of its suffixes, as far as `shortest` letters are left.
fn unsuffixed<S: Stem>(word: &S, shortest: usize, known: &mut impl FnMut(&S) -> bool) -> bool {
    let with_article = word.without_prefix(ARTICLE).is_some();
    let shortest = if with_article { SHORTEST_WITH_ARTICLE } else { shortest };
    without_suffixes(word, shortest, |_| true, known)
}

/// A noun without the suffixes of gender and number.
fn uninflected<S: Stem>(noun: &S, known: &mut impl FnMut(&S) -> bool) -> bool {
    without_suffixes(noun, SHORTEST_STEM, |suffix| suffix.inflects, known)
}

fn without_suffixes<S: Stem>(
    word: &S,
    shortest: usize,
    which: impl Fn(&Suffix) -> bool,
    known: &mut impl FnMut(&S) -> bool,
) -> bool {
    if word.letters() <= shortest {
        return false;
    }
    suffixes(word.last()).iter().filter(|suffix| which(suffix)).any(|suffix| {
        let Some(stem) = word.without_suffix(suffix.letters) else { return false };
        stem.letters() >= shortest
            && (known(&stem)
                || suffix.hides_feminine && known(&stem.followed_by(FEMININE))
                || respelled(&stem, known))
    })
}

/// A stem as it is written without a suffix: سيئا is of سيء, هادئا of هادئ, أحلاه of أحلى.
fn respelled<S: Stem>(stem: &S, known: &mut impl FnMut(&S) -> bool) -> bool {
    const ALEF: Packed = Packed::affix("ا");
    const HAMZA: Packed = Packed::affix("ء");
    if let Some(rest) = stem.without_suffix(YA) {
        return known(&rest.followed_by(HAMZA)) || known(&stem.followed_by(HAMZA));
    }
    let rest = stem.without_suffix(ALEF).filter(|rest| rest.letters() >= SHORTEST_STEM);
    rest.is_some_and(|rest| known(&rest.followed_by(YA)))
}

/// A verb in the imperfect, and nothing else: يعجب, تعجبني.
fn imperfect<S: Stem>(word: &S, begins: &impl Fn(&S) -> bool, known: &mut impl FnMut(&S) -> bool) -> bool {
    if word.letters() < SHORTEST_VERB {
        return false;
    }
    if word.without_prefix(YA).is_some() {
        return begins(word) && (known(word) || unsuffixed(word, SHORTEST_VERB, known));
    }
    conjugated(word, begins, known)
}

/// Verbs stand in the lexicon as يفعل: تفعل, نفعل and افعل lead to it.
fn conjugated<S: Stem>(word: &S, begins: &impl Fn(&S) -> bool, known: &mut impl FnMut(&S) -> bool) -> bool {
    const PERSONS: [Packed; 3] = [Packed::affix("ت"), Packed::affix("ن"), Packed::affix("ا")];
    if word.letters() < SHORTEST_VERB {
        return false;
    }
    let Some(rest) = PERSONS.iter().find_map(|&person| word.without_prefix(person)) else { return false };
    let verb = rest.after(YA);
    begins(&verb) && (known(&verb) || unsuffixed(&verb, SHORTEST_VERB, known))
}

/// ماعجبني, لايعمل, معجبنيش: negation written together with its verb.
fn negated<S: Stem>(word: &S, begins: &impl Fn(&S) -> bool, known: &mut impl FnMut(&S) -> bool) -> bool {
    const SHORTEST_REST: usize = 4;
    const MA: Packed = Packed::affix("ما");
    const MIM: Packed = Packed::affix("م");
    const LA: Packed = Packed::affix("لا");
    const SHIN: Packed = Packed::affix("ش");
    if let Some(rest) = word.without_suffix(SHIN) {
        let verb = rest.without_prefix(MA).or_else(|| rest.without_prefix(MIM));
        if verb.is_some_and(|verb| {
            verb.letters() >= SHORTEST_STEM && (known(&verb) || bare(&verb, begins, known))
        }) {
            return true;
        }
    }
    let rest = word.without_prefix(MA).or_else(|| word.without_prefix(LA));
    rest.is_some_and(|rest| {
        rest.letters() >= SHORTEST_REST && (known(&rest) || !joins_on(&rest) && bare(&rest, begins, known))
    })
}

/// Whether a word begins as one with a conjunction or the article, which no negation is joined to: ماونتن is a mountain.
fn joins_on<S: Stem>(word: &S) -> bool {
    matches!(word.first(), 'و' | 'ف') || word.without_prefix(ARTICLE).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{joins_function_words, stems};
    use crate::lexicon::packed::Packed;

    #[track_caller]
    fn check(word: &str, lexicon: &[&str], expected: Option<(&str, bool)>) {
        let mut found = None;
        stems(&word.to_string(), &|_| true, &mut |base: &String, negated| {
            let known = lexicon.contains(&base.as_str());
            if known {
                found = Some((base.clone(), negated));
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
            ("شجاعتهن", "شجاعه"),
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
    fn what_a_suffix_respells_is_undone() {
        check("سييا", &["سيء"], Some(("سيء", false)));
        check("البطييه", &["بطيء"], Some(("بطيء", false)));
        check("هاديا", &["هاديء"], Some(("هاديء", false)));
        check("احلاه", &["احلي"], Some(("احلي", false)));
        check("سماه", &["سمي"], None);
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
        check("كوبا", &["وبا"], None);
        check("الياس", &["ياس"], Some(("ياس", false)));
    }

    #[test]
    fn a_noun_with_the_article_has_no_pronoun() {
        check("المهم", &["الم", "مهم"], Some(("مهم", false)));
        check("المتهم", &["الم"], None);
        check("بالميه", &["الم"], None);
        check("المون", &["الم"], None);
        check("الجميلات", &["جميل"], Some(("جميل", false)));
        check("التزامهم", &["التزام"], Some(("التزام", false)));
        check("الحربيه", &["حرب"], None);
    }

    #[test]
    fn the_future_stands_before_verbs_alone() {
        check("حدود", &["دود"], None);
        check("وسياسيه", &["ياس"], None);
        check("سيعجبكم", &["يعجب"], Some(("يعجب", false)));
        check("حتعجبك", &["يعجب"], Some(("يعجب", false)));
    }

    #[test]
    fn function_words_stand_behind_conjunctions_and_prepositions_alone() {
        let joins = |word: &str, base: &str| joins_function_words(&word.to_string(), &base.to_string());
        assert!(joins("ولم", "لم") && joins("فلا", "لا") && joins("بدون", "دون") && joins("مافيك", "مافي"));
        assert!(!joins("الما", "ما") && !joins("دونات", "دون") && !joins("هولا", "ولا"));
    }

    #[test]
    fn joined_negation_is_seen() {
        check("ماعجبني", &["عجبني"], Some(("عجبني", true)));
        check("معجبنيش", &["عجبني"], Some(("عجبني", true)));
        check("لايعجبني", &["يعجب"], Some(("يعجب", true)));
        check("ماوصلني", &["وصلني"], Some(("وصلني", true)));
        check("ماونتن", &["نتن"], None);
    }

    #[test]
    fn a_doubled_letter_is_tried_once() {
        check("حلوو", &["حلو"], Some(("حلو", false)));
        check("الحلووه", &["حلو"], Some(("حلو", false)));
    }

    proptest! {
        #[test]
        fn a_packed_word_has_the_stems_of_the_string(
            word in "(وال|وب|ف|ال|ما|لا|ل|س|م)?[تنا]?[ابتحدلمهويك]{1,5}(اتهم|تها|ون|ه|ت|ني|ش|ا)?"
        ) {
            let (mut of_string, mut of_packed) = (Vec::new(), Vec::new());
            stems(&word, &|_| true, &mut |base: &String, negated| {
                of_string.push((base.clone(), negated));
                false
            });
            let Some(packed) = Packed::of(&word) else { return Err(TestCaseError::reject("a long word")) };
            stems(&packed, &|_| true, &mut |base: &Packed, negated| {
                of_packed.push((base.chars().collect(), negated));
                false
            });
            prop_assert_eq!(of_string, of_packed);
        }
    }
}
