//! Which words of a list are worth their bytes.

use std::collections::{BTreeMap, BTreeSet};

use textmill_tokenize::dictionary::{Language, is_of, level};
use textmill_tokenize::unicode::{Properties, WordBreak};

use super::Chosen;
use super::lists::Frequencies;

/// How many words are taken of a list, the most frequent first. Of Chinese 30,000, 60,000 and 80,000 gave an F1 of 77.6,
/// 79.1 and 80.2; of Japanese 30,000, 45,000 and 60,000 gave 87.5, 88.8 and 89.4; of Thai 15,000 and 40,000 79.7 and 80.2.
const CHINESE: usize = 52_000;
const JAPANESE: usize = 40_000;
const THAI: usize = 14_000;
/// The same of the lists without frequencies, of which the shorter words are taken.
const UNWEIGHTED: usize = 8_000;

/// The words of a language among the most frequent ones, with the levels of their frequency.
fn frequent(words: Frequencies, language: Language, most: usize) -> Chosen {
    let mut words: Vec<(String, f64)> = words
        .into_iter()
        .filter(|(word, _)| word.chars().all(|character| is_of(character, language)))
        .collect();
    // Words stand in their order, and the sort is stable.
    words.sort_by(|one, other| other.1.total_cmp(&one.1));
    words.truncate(most);
    let fits = |word: &str| word.chars().count() <= language.longest();
    words.retain(|(word, _)| fits(word));
    words.into_iter().map(|(word, frequency)| (word, level(libm::log(frequency)))).collect()
}

/// Chinese. What is made of two words of two characters is read as two.
pub(super) fn chinese(words: Frequencies) -> Chosen {
    let mut chosen = frequent(words, Language::Chinese, CHINESE);
    let compounds: Vec<String> = chosen
        .keys()
        .filter(|word| {
            let place = word.char_indices().nth(2).map_or(0, |(place, _)| place);
            let (first, second) = word.split_at(place);
            second.chars().count() == 2 && chosen.contains_key(first) && chosen.contains_key(second)
        })
        .cloned()
        .collect();
    compounds.iter().for_each(|word| _ = chosen.remove(word));
    chosen
}

/// Japanese. Runs of Katakana are words without being listed.
pub(super) fn japanese(words: Frequencies) -> Chosen {
    let mut chosen = frequent(words, Language::Japanese, JAPANESE);
    chosen.retain(|word, _| {
        !word.chars().all(|character| Properties::of(character).word_break() == WordBreak::Katakana)
    });
    chosen
}

/// Thai.
pub(super) fn thai(words: Frequencies) -> Chosen {
    frequent(words, Language::Thai, THAI)
}

/// English: words of some letters, without their frequencies.
pub(super) fn english(words: Frequencies) -> Vec<String> {
    let mut words: Vec<(String, f64)> = words
        .into_iter()
        .filter(|(word, _)| {
            word.len() >= SHORTEST_ENGLISH && word.bytes().all(|byte| byte.is_ascii_lowercase())
        })
        .collect();
    words.sort_by(|one, other| other.1.total_cmp(&one.1));
    words.truncate(ENGLISH);
    words.into_iter().map(|(word, _)| word).collect()
}

/// How many English words are taken, and letters of the shortest.
const ENGLISH: usize = 40_000;
const SHORTEST_ENGLISH: usize = 3;

/// Of a list that says nothing of frequency. A word is taken to be as frequent as it comes in longer ones, and what is made
/// of words that are left is left out.
pub(super) fn unweighted(words: Vec<String>, language: Language) -> Chosen {
    let of_language = |word: &String| word.chars().all(|character| is_of(character, language));
    let mut words: Vec<String> = words.into_iter().filter(of_language).collect();
    words.sort_by_key(|word| (word.chars().count(), word.clone()));
    let mut simple: BTreeMap<String, u32> = BTreeMap::new();
    let mut compounds = BTreeSet::new();
    for word in words {
        match parts(&word, &simple) {
            Some(parts) => {
                parts.iter().for_each(|part| *simple.entry(part.clone()).or_default() += 1);
                compounds.insert(word);
            }
            None => _ = simple.insert(word, 1),
        }
    }
    let all = f64::from(simple.values().sum::<u32>());
    let mut kept: Vec<(String, u32)> = simple.into_iter().collect();
    kept.sort_by_key(|(word, count)| (std::cmp::Reverse((*count).min(FREQUENT_PART)), word.chars().count()));
    kept.truncate(UNWEIGHTED);
    kept.retain(|(word, _)| word.chars().count() <= language.longest());
    kept.into_iter().map(|(word, count)| (word, level(libm::log(f64::from(count) / all)))).collect()
}

/// Longer words that have a word in them from which on it is frequent.
const FREQUENT_PART: u32 = 4;

/// Characters of the shortest part that a longer word is taken to be made of.
const SHORTEST_PART: usize = 3;

/// The words that a longer one is made of, as few as possible.
fn parts(word: &str, simple: &BTreeMap<String, u32>) -> Option<Vec<String>> {
    let places: Vec<usize> = word.char_indices().map(|(place, _)| place).chain([word.len()]).collect();
    let mut ways: Vec<Option<(usize, usize)>> = vec![None; places.len()];
    ways[0] = Some((0, 0));
    for to in SHORTEST_PART..places.len() {
        for from in 0..=to - SHORTEST_PART {
            let Some((count, _)) = ways[from] else { continue };
            if simple.contains_key(&word[places[from]..places[to]])
                && ways[to].is_none_or(|(other, _)| count + 1 < other)
            {
                ways[to] = Some((count + 1, from));
            }
        }
    }
    let mut parts = Vec::new();
    let mut to = places.len() - 1;
    while to > 0 {
        let (_, from) = ways[to]?;
        parts.push(word[places[from]..places[to]].to_owned());
        to = from;
    }
    Some(parts)
}
