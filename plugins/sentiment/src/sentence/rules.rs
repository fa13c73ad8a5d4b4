//! How the words of a sentence change each other's weight.

use crate::forms::sense::Emphasis;
use crate::lexicon::{Negated, Shift};
use crate::sentence::{Element, ElementClass, Sentence};

/// Not good is bad, but less so; not bad is hardly good.
const TURNED_PRAISE: f64 = -0.8;
const TURNED_BLAME: f64 = -0.4;

/// That there is nothing bad is praise.
const NO_BLAME: f64 = -0.6;

/// A negation that turns nothing round still leans to the bad side: people negate more when they complain.
const BARE_NEGATION: f64 = -0.4;

/// What stands before and after `but`.
const BEFORE_CONTRAST: f64 = 0.6;
const AFTER_CONTRAST: f64 = 1.2;

/// What `although` introduces.
const CONCEDED: f64 = 0.6;

/// A question asserts less. An exclamation mark adds a tenth, three at most.
const QUESTION: f64 = 0.7;
const EXCLAMATION: f64 = 0.1;
pub(crate) const MAX_EXCLAMATIONS: usize = 3;

/// Capitals among small letters, and lengthened letters, strengthen a word by these factors.
const CAPITALS: f64 = 1.25;
const LENGTHENED: f64 = 1.25;

/// A hashtag names a topic more often than it judges.
const IN_HASHTAG: f64 = 0.7;

/// How many words away a word of degree finds what it strengthens.
const DEGREE_REACH: usize = 2;

/// How strong degrees may make a word together.
const STRONGEST_DEGREE: f64 = 2.0;

/// Gives the elements of a sentence the weights that they have in it: the lexicon's, emphasized, and changed by negations,
/// degrees, contrasts and marks.
pub(crate) fn apply(sentence: &mut Sentence) {
    let capitals_tell = sentence.capitals_tell;
    let elements = &mut sentence.elements;
    // Most sentences have no more than a few elements, and many have none.
    let mut shifts = false;
    for element in &mut *elements {
        element.weight = own_weight(element, capitals_tell);
        shifts |= element.shift().is_some();
    }
    if shifts {
        apply_degrees(elements);
        apply_negations(elements, sentence.places);
        apply_contrast(elements);
        apply_concessions(elements);
    }
    weaken_repeated_symbols(elements);
    apply_marks(sentence);
    apply_register(sentence);
}

/// What an element says alone.
fn own_weight(element: &Element, capitals_tell: bool) -> f64 {
    let mut weight = element.entry.map_or(0.0, |entry| entry.weight);
    if weight != 0.0 && element.emphasis != Emphasis::default() {
        weight *= emphasis(element.emphasis, capitals_tell);
    }
    if element.turned { turn(weight) } else { weight }
}

fn emphasis(Emphasis(bits): Emphasis, capitals_tell: bool) -> f64 {
    let factor = |applies: bool, factor: f64| if applies { factor } else { 1.0 };
    factor(capitals_tell && bits & Emphasis::CAPITALS != 0, CAPITALS)
        * factor(bits & Emphasis::LENGTHENED != 0, LENGTHENED)
        * factor(bits & Emphasis::IN_HASHTAG != 0, IN_HASHTAG)
}

/// The weight of a word under a negation.
fn turn(weight: f64) -> f64 {
    weight * if weight > 0.0 { TURNED_PRAISE } else { TURNED_BLAME }
}

fn apply_degrees(elements: &mut [Element]) {
    for at in 0..elements.len() {
        let Some(Shift::Degree { factor, follows, .. }) = elements[at].shift() else { continue };
        // Arabic degrees follow what they strengthen, and some precede it; English ones precede.
        let after = if follows { cue_before(elements, at) } else { None };
        if let Some(cue) = after.or_else(|| cue_after(elements, at, DEGREE_REACH)) {
            let strongest = elements[cue].entry.map_or(0.0, |entry| entry.weight.abs()) * STRONGEST_DEGREE;
            elements[cue].weight = (elements[cue].weight * factor).clamp(-strongest, strongest);
            // A word that says something by itself, such as `pretty`, was here only a degree.
            elements[at].weight = 0.0;
        }
    }
}

/// The negations, each on the first word of weight in its reach. `places` is how many elements the sentence has in all.
fn apply_negations(elements: &mut [Element], places: usize) {
    for at in 0..elements.len() {
        let Some(Shift::Negation { reach, of }) = elements[at].shift() else { continue };
        if let Some(moot) = moot_after(elements, at, reach) {
            (elements[at].weight, elements[moot].weight) = (0.0, 0.0);
            continue;
        }
        match cue_after(elements, at, reach) {
            Some(cue) => {
                if !is_superlative(&elements[at..], of, cue - at, places) {
                    elements[cue].weight = negated(elements[cue].weight, of);
                }
                elements[at].weight = 0.0;
            }
            None if elements[at].weight == 0.0 => elements[at].weight = BARE_NEGATION,
            None => {}
        }
    }
}

/// The weight of a word of which a negation says this.
fn negated(weight: f64, of: Negated) -> f64 {
    match of {
        Negated::Wish if weight < 0.0 => weight,
        Negated::Existence if weight < 0.0 => weight * NO_BLAME,
        _ => turn(weight),
    }
}

/// Whether a word `cue` after a negation, the first, says the most that one can say: never been happier, never so bored,
/// cannot recommend it enough.
fn is_superlative(elements: &[Element], of: Negated, cue: usize, places: usize) -> bool {
    /// As `enough` of what was negated, not of what comes long after it.
    const REACH: usize = 7;
    let element = &elements[cue];
    match of {
        Negated::Any | Negated::Verb | Negated::Wish => false,
        Negated::Existence => {
            element.is_comparative() || elements[..cue].iter().any(|before| is_peak(before.shift()))
        }
        Negated::Ability => {
            let last = element.word + REACH;
            let after = cue + 1..elements.len();
            let mut clause =
                after.take_while(|&next| elements[next].word <= last && !ends_clause(&elements[next]));
            let is_full = |next: usize| {
                elements[next].shift() == Some(Shift::Enough)
                    || is_peak(elements[next].shift()) && closes_clause(elements, next, places)
            };
            element.weight > 0.0 && clause.any(is_full)
        }
    }
}

/// Whether what is denied of it says the most that one can say.
pub(crate) fn is_peak(shift: Option<Shift>) -> bool {
    matches!(shift, Some(Shift::Degree { peak: true, .. }))
}

/// Whether nothing but a mark stands between an element and the end of its clause.
fn closes_clause(elements: &[Element], at: usize, places: usize) -> bool {
    let end = elements.get(at + 1).map_or(places, |next| next.place);
    elements[at].place + 2 >= end && elements.get(at + 1).is_none_or(ends_clause)
}

/// The first element in the reach of a negation, if no negation changes it.
fn moot_after(elements: &[Element], at: usize, reach: usize) -> Option<usize> {
    let next = at + 1;
    let element = elements.get(next)?;
    let is_moot = element.shift() == Some(Shift::Moot);
    (is_moot && element.word <= elements[at].word + reach).then_some(next)
}

/// The first element of weight after `at`, at most `reach` words away and in the same clause.
fn cue_after(elements: &[Element], at: usize, reach: usize) -> Option<usize> {
    let last = elements[at].word + reach;
    let words = (at + 1..elements.len()).filter(|&next| elements[next].class != ElementClass::Symbol);
    words
        .take_while(|&next| elements[next].word <= last && !ends_clause(&elements[next]))
        .find(|&next| elements[next].weight != 0.0)
}

/// The element of weight right before `at`, or one word further.
fn cue_before(elements: &[Element], at: usize) -> Option<usize> {
    let first = elements[at].word.saturating_sub(DEGREE_REACH);
    let words = (0..at).rev().filter(|&before| elements[before].class != ElementClass::Symbol);
    words
        .take_while(|&before| elements[before].word >= first && !ends_clause(&elements[before]))
        .find(|&before| elements[before].weight != 0.0)
}

fn ends_clause(element: &Element) -> bool {
    element.class == ElementClass::Break || element.shift() == Some(Shift::Contrast)
}

/// Before the last contrast of the sentence less, after it more.
fn apply_contrast(elements: &mut [Element]) {
    let last = elements.iter().rposition(|element| element.shift() == Some(Shift::Contrast));
    // One that opens the sentence has nothing before it that it could stand against.
    let Some(at) = last.filter(|&at| elements[at].place > 0) else { return };
    let (before, after) = elements.split_at_mut(at);
    scale(before, BEFORE_CONTRAST);
    scale(after, AFTER_CONTRAST);
}

fn apply_concessions(elements: &mut [Element]) {
    let mut at = 0;
    while at < elements.len() {
        let mut conceded = 0;
        if elements[at].shift() == Some(Shift::Concession) {
            conceded = elements[at..].iter().take_while(|element| !ends_clause(element)).count();
            scale(&mut elements[at..at + conceded], CONCEDED);
        }
        at += conceded.max(1);
    }
}

/// The second of an emoji counts half, a third nothing.
fn weaken_repeated_symbols(elements: &mut [Element]) {
    // Looking back a few places is enough: repetitions stand together.
    const WINDOW: usize = 8;
    for at in 0..elements.len() {
        if elements[at].class != ElementClass::Symbol || elements[at].weight == 0.0 {
            continue;
        }
        let symbol = &elements[at];
        let same =
            |other: &&Element| other.class == ElementClass::Symbol && counter_of(other) == counter_of(symbol);
        let window = elements[..at].iter().rev().take_while(|other| other.place + WINDOW >= symbol.place);
        let before = window.filter(same).count();
        elements[at].weight *= match before {
            0 => 1.0,
            1 => 0.5,
            _ => 0.0,
        };
    }
}

/// What tells two symbols apart.
fn counter_of(element: &Element) -> Option<u32> {
    element.entry.map(|entry| entry.counter)
}

fn apply_marks(sentence: &mut Sentence) {
    let exclamations = sentence.exclamations.min(MAX_EXCLAMATIONS);
    let factor = if sentence.questions { QUESTION } else { 1.0 + EXCLAMATION * exclamations as f64 };
    if factor != 1.0 {
        scale(&mut sentence.elements, factor);
    }
}

/// What a plain report tells is no judgement.
fn apply_register(sentence: &mut Sentence) {
    let register = sentence.register;
    if register.is_report() {
        for element in &mut sentence.elements {
            element.weight *= element.in_register(register);
        }
    }
}

fn scale(elements: &mut [Element], factor: f64) {
    for element in elements {
        element.weight *= factor;
    }
}

#[cfg(test)]
mod tests {
    use textmill_sdk::prelude::*;

    use crate::Sentiment;

    /// The weights of a sentence of words apart by spaces, without those that are 0.
    fn weights(text: &str) -> Vec<f64> {
        let mut start = 0;
        let tokens = text.split(' ').map(|word| {
            let range = start..start + word.len();
            start = range.end + 1;
            let is_word = word.chars().any(char::is_alphanumeric);
            (range, if is_word { "word" } else { "punctuation" })
        });
        let sentences = [(0..text.len(), "sentence")];
        let sample = Sample::new(text).layer("tokens", tokens).layer("sentences", sentences);
        let analyzed = Harness::<Sentiment>::new(json!({})).and_then(|sentiment| sentiment.analyze(&sample));
        analyzed.unwrap().numbers("cues", "weight").into_iter().flatten().collect()
    }

    #[track_caller]
    fn check(stronger: &str, weaker: &str) {
        let sum = |text: &str| weights(text).iter().sum::<f64>();
        assert!(
            sum(stronger) > sum(weaker),
            "{stronger:?} {:?} against {weaker:?} {:?}",
            weights(stronger),
            weights(weaker)
        );
    }

    #[test]
    fn degrees_strengthen_and_weaken() {
        check("a very delicious meal", "a delicious meal");
        check("a delicious meal", "a slightly delicious meal");
        check("a delicious meal", "a very horrible meal");
        check("الاكل لذيذ جدا", "الاكل لذيذ");
        check("الاكل لذيذ", "الاكل لذيذ نوعا ما");
    }

    #[test]
    fn negation_turns_round_within_its_reach_and_clause() {
        check("it is delicious", "it is not delicious");
        check("it is not horrible", "it is horrible");
        check("no , it is delicious", "it is not delicious");
        check("الاكل لذيذ", "الاكل مش لذيذ");
        check("لا , الاكل لذيذ", "لا الاكل لذيذ");
    }

    #[test]
    fn the_most_that_one_can_say_is_not_turned_round() {
        for (praise, blame) in [
            ("I have never been happier", "I have never been happy"),
            ("nothing nicer than this", "this is not nicer"),
            ("I cannot recommend this hotel enough", "I cannot recommend this hotel"),
            ("مافي احلى من كذا", "مافي حلو"),
            ("ما شفت اروع منه", "مو اروع منه"),
            ("ما أجمل هذا المكان", "ليس أجمل"),
        ] {
            let sum = |text: &str| weights(text).iter().sum::<f64>();
            assert!(sum(praise) > 1.0, "{praise:?} {:?}", weights(praise));
            assert!(sum(blame) < 0.0, "{blame:?} {:?}", weights(blame));
        }
        let sum: f64 = weights("ما أسوأ هذا الفندق").iter().sum();
        assert!(sum < -1.0, "{sum}");
    }

    #[test]
    fn what_follows_a_contrast_counts_more() {
        check("horrible but delicious", "delicious but horrible");
        check("سيء لكن لذيذ", "لذيذ لكن سيء");
    }

    #[test]
    fn what_is_conceded_counts_less() {
        check("although horrible , it is delicious", "horrible , it is delicious");
    }

    #[test]
    fn marks_strengthen_and_weaken() {
        check("delicious !", "delicious");
        check("delicious !", "delicious ?");
        assert_eq!(weights("delicious ! ! !"), weights("delicious ! ! ! ! ! !"));
        // The third heart and those after it say nothing more.
        assert_eq!(weights("❤ ❤ ❤ ❤"), weights("❤ ❤"));
    }

    #[test]
    fn capitals_and_length_strengthen() {
        check("so DELICIOUS today", "so delicious today");
        check("deliciousss", "delicious");
        check("لذيييذ", "لذيذ");
    }
}
