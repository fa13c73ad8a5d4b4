//! The teacher: weighs the ways to cut a word by what a large list of words says of its stem.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use textmill_tokenize::clitics::split::{self, CHAINS, PRONOUNS, Split};

use super::gold::{Cut, Gold};
use super::words::Words;

/// What was learnt of stems and of the weights of what is said of them.
pub(super) struct Teacher {
    stems: Stems,
    weights: [f64; FEATURES],
    /// Words that are cut by hand.
    by_hand: BTreeMap<Vec<u8>, Split>,
}

/// How often each stem comes, by what is thought of how words are cut.
struct Stems {
    numbers: HashMap<Vec<u8>, usize>,
    counts: Vec<f64>,
    total: f64,
    splits: Vec<f64>,
}

/// Rounds in which stems and splits are weighed by each other.
const ROUNDS: usize = 12;
/// What a stem that was never seen counts.
const UNSEEN: f64 = 0.05;
/// Frequencies count by this power: a word that comes a hundred times as often says ten times as much.
const DAMPED: f64 = 0.5;

/// A word with its weight, and each way to cut it with the stem that leaves, by numbers.
struct Ways {
    weight: f64,
    ways: Vec<(Split, usize)>,
}

impl Stems {
    fn learn(words: &Words) -> Self {
        let mut numbers: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut all = Vec::with_capacity(words.len());
        for (word, frequency) in words.iter() {
            let ways = candidates(word).into_iter().map(|split| {
                let next = numbers.len();
                (split, *numbers.entry(split.stem(word).to_vec()).or_insert(next))
            });
            all.push((word.len(), Ways { weight: libm::pow(frequency, DAMPED), ways: ways.collect() }));
        }
        let splits = vec![1.0 / split::SPLITS as f64; split::SPLITS];
        let mut stems = Stems { counts: vec![1.0; numbers.len()], total: 1.0, splits, numbers };
        for round in 0..ROUNDS {
            let mut counts = vec![0.0; stems.counts.len()];
            let mut splits = vec![1.0; split::SPLITS];
            for (length, Ways { weight, ways }) in &all {
                let likely = |&(split, stem): &(Split, usize)| {
                    let affixes = CHAINS[split.chain].count + PRONOUNS[split.pronoun].count;
                    if round == 0 { 1.0 } else { stems.weigh(stems.counts[stem], length - affixes, split) }
                };
                let likely: Vec<f64> = ways.iter().map(likely).collect();
                let sum: f64 = likely.iter().sum();
                for (&(split, stem), likely) in ways.iter().zip(likely) {
                    let share = weight * likely / sum;
                    splits[split.number()] += share;
                    counts[stem] += share;
                }
            }
            stems.total = counts.iter().sum();
            stems.counts = counts;
            let sum: f64 = splits.iter().sum();
            stems.splits = splits.into_iter().map(|count| count / sum).collect();
        }
        stems
    }

    fn likelihood(&self, stem: &[u8], split: Split) -> f64 {
        self.weigh(self.count(stem), stem.len(), split)
    }

    /// What comes seldom is rather not there at all, and a stem that was never seen is the less likely the longer it is.
    fn weigh(&self, count: f64, length: usize, split: Split) -> f64 {
        ((count - 0.3).max(0.0) + UNSEEN * libm::pow(0.3, length as f64 - 3.0)) / self.total
            * self.splits[split.number()]
    }

    fn count(&self, stem: &[u8]) -> f64 {
        self.numbers.get(stem).map_or(0.0, |&number| self.counts[number])
    }
}

/// The splits that a word allows.
pub(super) fn candidates(word: &[u8]) -> Vec<Split> {
    let mut found = Vec::new();
    split::for_each(word, |split| found.push(split));
    found
}

/// Numbers that are said of a split.
const FEATURES: usize = DENSE + CHAINS.len() + PRONOUNS.len() + LENGTHS;
const DENSE: usize = 26;
const LENGTHS: usize = 8;

type Features = [f64; FEATURES];

impl Teacher {
    pub(super) fn learn(words: &Words, by_hand: &Gold, gold: &Gold) -> Self {
        let mut teacher =
            Teacher { stems: Stems::learn(words), weights: [0.0; FEATURES], by_hand: BTreeMap::new() };
        teacher.weights[1] = 1.0;
        teacher.fit(words, by_hand, gold);
        for word in &by_hand.words {
            if let Some(split) = candidates(&word.letters).into_iter().find(|&split| word.is(split)) {
                teacher.by_hand.insert(word.letters.clone(), split);
            }
        }
        teacher
    }

    /// How it would cut a word.
    pub(super) fn split(&self, words: &Words, word: &[u8]) -> Split {
        let best = |best: (Split, f64), next: (Split, f64)| if next.1 > best.1 { next } else { best };
        self.judge(words, word).into_iter().reduce(best).map_or(Split::WHOLE, |(split, _)| split)
    }

    /// How likely each split of a word is.
    pub(super) fn judge(&self, words: &Words, word: &[u8]) -> Vec<(Split, f64)> {
        let candidates = candidates(word);
        if let Some(&certain) = self.by_hand.get(word) {
            return candidates
                .into_iter()
                .map(|split| (split, f64::from(u8::from(split == certain))))
                .collect();
        }
        let features: Vec<Features> =
            candidates.iter().map(|&split| self.features(words, word, split)).collect();
        let mut judged: Vec<_> = candidates.into_iter().zip(softmax(&features, &self.weights)).collect();
        give_article(words, word, &mut judged);
        judged
    }

    /// Learns the weights.
    fn fit(&mut self, words: &Words, by_hand: &Gold, gold: &Gold) {
        struct Row {
            features: Vec<Features>,
            right: Vec<bool>,
            weight: f64,
        }
        let mut counts: BTreeMap<(&[u8], &[usize], bool), f64> = BTreeMap::new();
        for Cut { letters, cuts, article, .. } in gold.words.iter().chain(&by_hand.words) {
            *counts.entry((letters.as_slice(), cuts.as_slice(), *article)).or_default() += 1.0;
        }
        let mut rows = Vec::new();
        for ((letters, cuts, article), count) in counts {
            let candidates = candidates(letters);
            let right: Vec<bool> =
                candidates.iter().map(|&split| super::gold::cuts(split, letters, article) == cuts).collect();
            if candidates.len() < 2 || !right.contains(&true) {
                continue;
            }
            let features = candidates.iter().map(|&split| self.features(words, letters, split)).collect();
            rows.push(Row { features, right, weight: f64::sqrt(count) });
        }
        let total: f64 = rows.iter().map(|row| row.weight).sum();
        let mut squares = [1e-6; FEATURES];
        for _ in 0..PASSES {
            let mut gradient: Features = std::array::from_fn(|at| {
                let start = if at == 1 { 1.0 } else { 0.0 };
                RESTRAINT * (self.weights[at] - start)
            });
            for row in &rows {
                let likely = softmax(&row.features, &self.weights);
                let right: f64 = likely
                    .iter()
                    .zip(&row.right)
                    .filter(|(_, right)| **right)
                    .map(|(likely, _)| likely)
                    .sum();
                for ((features, likely), is_right) in row.features.iter().zip(&likely).zip(&row.right) {
                    let wanted = if *is_right { likely / right.max(1e-12) } else { 0.0 };
                    let error = (likely - wanted) * row.weight / total;
                    for (sum, feature) in gradient.iter_mut().zip(features) {
                        *sum += error * feature;
                    }
                }
            }
            for ((weight, gradient), square) in self.weights.iter_mut().zip(&gradient).zip(&mut squares) {
                *square += gradient * gradient;
                *weight -= STEP * gradient / square.sqrt();
            }
        }
    }

    fn features(&self, words: &Words, word: &[u8], split: Split) -> Features {
        let mut features = [0.0; FEATURES];
        let mut next = 0;
        let mut say = |value: f64| {
            features[next] = value;
            next += 1;
        };
        let frequency = |letters: &[u8]| libm::log(1.0 + words.frequency(letters));
        let with = |before: &[u8], letters: &[u8]| frequency(&[before, letters].concat());
        let stem = split.stem(word);
        let (chain, pronoun) = (&CHAINS[split.chain], &PRONOUNS[split.pronoun]);
        let without_chain = &word[chain.count..];
        let without_pronoun = &word[..word.len() - pronoun.count];
        let (is_chain, is_pronoun) = (split.chain > 0, split.pronoun > 0);
        let given = |is: bool, value: f64| if is { value } else { 0.0 };
        let (the, and) = (letters("ال"), letters("و"));
        let sums_up = |forms: &[&str], stem: &[u8]| -> (f64, f64) {
            let values = forms.iter().map(|form| words.frequency(&[stem, &letters(form)].concat()));
            values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + given(value > 0.0, 1.0)))
        };
        let pronouns = sums_up(&["ه", "ها", "هم", "نا", "ك", "كم", "هما"], stem);
        let own = if is_pronoun {
            words.frequency(&[stem, &word[word.len() - pronoun.count..]].concat())
        } else {
            0.0
        };
        say(libm::log(UNSEEN + self.stems.count(stem)));
        say(libm::log(self.stems.likelihood(stem, split)));
        say(frequency(stem));
        say(with(&the, stem));
        say(given(split == Split::WHOLE, frequency(word)));
        // As a noun, or after "and", the whole word is one.
        say(given(is_chain, with(&the, word)));
        say(given(is_chain, with(&and, word)));
        say(given(is_chain, (frequency(word) - frequency(without_chain)).max(0.0)));
        say(given(is_chain, frequency(without_chain)));
        say(given(is_pronoun, frequency(without_pronoun)));
        say(given(is_pronoun, (frequency(word) - frequency(without_pronoun)).max(0.0)));
        say(given(is_pronoun, libm::log(1.0 + (pronouns.0 - own).max(0.0))));
        say(given(is_pronoun, pronouns.1));
        say(given(is_pronoun, with(&the, &word[chain.count..])));
        // A ت before a pronoun is most often the ة of the bare noun, or of a verb.
        let changed = |from: &str, to: &str| match stem.strip_suffix(letters(from).as_slice()) {
            Some(start) if is_pronoun => frequency(&[start, &letters(to)].concat()),
            _ => 0.0,
        };
        say(changed("ت", "ة"));
        say(changed("ا", "ى"));
        say(changed("ي", "ى"));
        say(changed("ئ", "ء").max(changed("ؤ", "ء")));
        say(changed("ا", "ان"));
        say(changed("و", "وا"));
        say(given(is_pronoun, sums_up(&["ة", "ات", "ين", "ي", "ا"], stem).1));
        say(given(words.knows(stem), 1.0));
        say(given(split == Split::WHOLE && words.knows(word), 1.0));
        say(given(is_chain && words.knows(word), 1.0));
        say(given(is_pronoun && words.knows(word), 1.0));
        say(given(is_chain && is_pronoun, 1.0));
        let mut mark = |place: usize| features[place] = 1.0;
        mark(DENSE + split.chain);
        mark(DENSE + CHAINS.len() + split.pronoun);
        mark(DENSE + CHAINS.len() + PRONOUNS.len() + stem.len().min(LENGTHS) - 1);
        features
    }
}

/// Gives a split with the article what the one without it has that is else the same: the gold, which does not cut the article,
/// says of neither, and few words begin so without it. Those are ones whose alef is written with a hamza, and nouns and verbs
/// of the eighth form (`التقى`), of which the weights know best.
fn give_article(words: &Words, word: &[u8], judged: &mut [(Split, f64)]) {
    if words.begins_with_hamza(word) {
        return;
    }
    let teh = letters("ت");
    for place in 0..judged.len() {
        let (split, _) = judged[place];
        let stem = split.stem(word);
        if !split.has_article() || stem.len() < SHORTEST_AFTER_ARTICLE || stem.starts_with(&teh) {
            continue;
        }
        if let Some(bare) = judged.iter().position(|&(other, _)| other == split.without_article()) {
            judged[place].1 += std::mem::take(&mut judged[bare].1);
        }
    }
}

/// Letters of a stem before which an article is taken for one.
const SHORTEST_AFTER_ARTICLE: usize = 3;

const PASSES: usize = 400;
const STEP: f64 = 0.1;
/// What keeps a weight where it begins, against what a row of the gold weighs.
const RESTRAINT: f64 = 1e-5;

fn letters(text: &str) -> Vec<u8> {
    textmill_tokenize::clitics::letters::Letters::of(text)
        .map_or(Vec::new(), |letters| letters.numbers().to_vec())
}

fn softmax(features: &[Features], weights: &Features) -> Vec<f64> {
    let scores: Vec<f64> = features
        .iter()
        .map(|features| features.iter().zip(weights).map(|(value, weight)| value * weight).sum())
        .collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let likely: Vec<f64> = scores.iter().map(|score| libm::exp(score - most)).collect();
    let sum: f64 = likely.iter().sum();
    likely.into_iter().map(|likely| likely / sum).collect()
}

/// The words of a gold, each once.
pub(super) fn different(gold: &Gold) -> BTreeSet<&[u8]> {
    gold.words.iter().map(|word| word.letters.as_slice()).collect()
}
