//! The student: the small model that ships, taught by the teacher on all words that are at all frequent.

use std::collections::BTreeMap;

use textmill_tokenize::clitics::features::{self, WEIGHTS};
use textmill_tokenize::clitics::split::Split;
use textmill_tokenize::clitics::{Model, letters};

use super::gold::Gold;
use super::teacher::{self, Teacher};
use super::words::Words;

/// A word with what it may be.
struct Lesson<'a> {
    word: &'a [u8],
    /// Each split, how likely it is, and the weights that it has part in.
    splits: Vec<(Split, f64, Vec<u32>)>,
    weight: f64,
}

/// The words that are taught: the most frequent ones.
const LESSONS: usize = 200_000;
/// The words whose exceptions are kept, of the most frequent ones, and how many are.
const FREQUENT: usize = 80_000;
const EXCEPTIONS: usize = 6_000;
const PASSES: usize = 8;
const STEP: f64 = 0.15;
/// What is stored of a weight of 1.
const SCALE: f64 = 24.0;

/// The model as it is stored.
pub(super) fn learn(words: &Words, teacher: &Teacher, by_hand: &Gold, gold: &Gold) -> Vec<u8> {
    let mut frequent: Vec<(&[u8], f64)> = words.iter().filter(|(word, _)| word.len() > 1).collect();
    frequent.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    frequent.truncate(LESSONS);
    let cut = cut_by_gold(gold);
    let mut taught: BTreeMap<&[u8], f64> =
        frequent.iter().map(|&(word, frequency)| (word, libm::pow(frequency, 0.35))).collect();
    for word in teacher::different(by_hand).into_iter().chain(teacher::different(gold)) {
        let weight = taught.entry(word).or_default();
        *weight = weight.max(8.0);
    }
    let lessons: Vec<Lesson<'_>> =
        taught.iter().filter_map(|(&word, &weight)| lesson(words, teacher, &cut, word, weight)).collect();
    let weights = fit(&lessons);
    let mut stored: Vec<u8> =
        weights.iter().map(|weight| (weight * SCALE).round().clamp(-127.0, 127.0) as i8 as u8).collect();
    let exceptions = exceptions(&stored, &lessons, words);
    println!("{} lessons, {} exceptions", lessons.len(), exceptions.len());
    for (hash, split) in exceptions {
        stored.extend(hash.to_le_bytes());
        stored.extend((split.number() as u16).to_le_bytes());
    }
    stored
}

/// The words that the gold cuts the same way wherever they come, with their cuts.
fn cut_by_gold(gold: &Gold) -> BTreeMap<&[u8], Option<(&[usize], bool)>> {
    let mut cut: BTreeMap<&[u8], Option<(&[usize], bool)>> = BTreeMap::new();
    for word in &gold.words {
        let cuts = Some((word.cuts.as_slice(), word.article));
        let known = cut.entry(&word.letters).or_insert(cuts);
        if *known != cuts {
            *known = None;
        }
    }
    cut
}

fn lesson<'a>(
    words: &Words,
    teacher: &Teacher,
    cut: &BTreeMap<&[u8], Option<(&[usize], bool)>>,
    word: &'a [u8],
    weight: f64,
) -> Option<Lesson<'a>> {
    let mut judged = teacher.judge(words, word);
    if let Some(Some((cuts, article))) = cut.get(word) {
        // Of those that the gold allows, the teacher's.
        let is_right = |split: Split| super::gold::cuts(split, word, *article) == *cuts;
        let sum: f64 = judged.iter().filter(|(split, _)| is_right(*split)).map(|(_, likely)| likely).sum();
        if sum > 0.0 {
            for (split, likely) in &mut judged {
                *likely = if is_right(*split) { *likely / sum } else { 0.0 };
            }
        }
    }
    let splits = judged
        .into_iter()
        .map(|(split, likely)| {
            let mut indexes = Vec::new();
            features::of_chain(word, split.chain, |index| indexes.push(index as u32));
            features::of_pronoun(word, split.pronoun, |index| indexes.push(index as u32));
            features::of_split(word, split, |index| indexes.push(index as u32));
            (split, likely, indexes)
        })
        .collect::<Vec<_>>();
    (splits.len() > 1).then_some(Lesson { word, splits, weight })
}

/// Learns the weights, lesson by lesson in an order that is the same each time.
fn fit(lessons: &[Lesson<'_>]) -> Vec<f64> {
    let (mut weights, mut squares) = (vec![0.0; WEIGHTS], vec![1.0; WEIGHTS]);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..PASSES {
        for last in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(last, (state % (last as u64 + 1)) as usize);
        }
        for &lesson in &order {
            let Lesson { splits, weight, .. } = &lessons[lesson];
            let likely = likely(splits, &weights);
            for ((_, wanted, indexes), likely) in splits.iter().zip(likely) {
                let gradient = (likely - wanted) * weight;
                for &index in indexes {
                    let index = index as usize;
                    squares[index] += gradient * gradient;
                    weights[index] =
                        f64::clamp(weights[index] - STEP * gradient / f64::sqrt(squares[index]), -5.2, 5.2);
                }
            }
        }
    }
    weights
}

fn likely(splits: &[(Split, f64, Vec<u32>)], weights: &[f64]) -> Vec<f64> {
    let score = |indexes: &[u32]| -> f64 { indexes.iter().map(|&index| weights[index as usize]).sum() };
    let scores: Vec<f64> = splits.iter().map(|(_, _, indexes)| score(indexes)).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let likely: Vec<f64> = scores.iter().map(|score| libm::exp(score - most)).collect();
    let sum: f64 = likely.iter().sum();
    likely.into_iter().map(|likely| likely / sum).collect()
}

/// The words that the weights get wrong, by hash, with what they are: those that come most often.
fn exceptions(stored: &[u8], lessons: &[Lesson<'_>], words: &Words) -> Vec<(u32, Split)> {
    let Some(model) = Model::of(stored) else { return Vec::new() };
    let mut frequencies: Vec<f64> = words.iter().map(|(_, frequency)| frequency).collect();
    frequencies.sort_by(|one, other| other.total_cmp(one));
    let least = frequencies.get(FREQUENT).copied().unwrap_or(0.0);
    let mut wrong: Vec<(f64, u32, Split)> = Vec::new();
    for Lesson { word, splits, weight } in lessons {
        let best = splits
            .iter()
            .fold((Split::WHOLE, 0.0), |best, next| if next.1 > best.1 { (next.0, next.1) } else { best });
        let frequent = words.frequency(word) >= least || *weight >= 8.0;
        if word.len() <= letters::LONGEST && frequent && model.likeliest(word) != Some(best.0) {
            // What the teacher doubts need not be stored.
            wrong.push(((2.0 * best.1 - 1.0) * weight, features::of_word(word), best.0));
        }
    }
    println!("{} words are cut otherwise than the teacher has it", wrong.len());
    wrong.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    wrong.truncate(EXCEPTIONS);
    let by_hash: BTreeMap<u32, Split> =
        wrong.into_iter().rev().map(|(_, hash, split)| (hash, split)).collect();
    by_hash.into_iter().collect()
}
