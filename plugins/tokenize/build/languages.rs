//! Trains the language model: for each script, naive Bayes over character sequences and whole words.
//!
//! The text is the word lists themselves, each word weighted by the root of its rank's inverse. A sequence that a list
//! lacks is expected as often as in the other lists of the script (smoothing towards the mean), so that the score of
//! a language for a feature is a constant plus, for the few languages that have it, a weight: that is all that is
//! stored.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

#[path = "../src/language/features.rs"]
#[allow(unreachable_pub)]
mod features;
#[path = "../src/language/layout.rs"]
#[allow(dead_code, unreachable_pub)]
mod layout;

use features::{KINDS, LONGEST};
use textmill_text::list::List;

/// The languages of each script with more than one, the widely written ones first. Where the lists say nothing else,
/// those of the first list are [`PRIOR`] likelier, and the first of them [`FIRST_PRIOR`].
const SCRIPTS: [(&str, &str, &str); 4] = [
    (
        "Latin",
        "en fr de es it pt nl pl tr sv vi id",
        "af az bs ca cs cy da eo et eu fi ga hr hu is la lg lt lv mi ms no ro sk sl sn so sq st sw tl tn ts xh yo zu",
    ),
    ("Cyrillic", "ru uk", "be bg kk mk mn sr"),
    ("Arabic", "ar fa ur", "ps"),
    ("Devanagari", "hi", "mr ne"),
];

// The constants were chosen on sentences, pairs of words and words of 26 languages.

/// Natural logarithm of how much likelier a widely written language is.
const PRIOR: f64 = 5.0;
/// The same of the most written one of a script.
const FIRST_PRIOR: f64 = 6.0;
/// Words whose weight is about the same as the first.
const FLAT_RANKS: f64 = 10.0;
/// Observations that the mean of the lists stands for, by the sequence's length.
const SMOOTHING: [f64; KINDS] = [0.0, 1.0, 5.0, 25.0];
/// What a sequence counts, by its length: they overlap, so each tells less than it would alone.
const SHARE: [f64; KINDS] = [0.0, 0.4, 0.7, 0.7];
/// Weight of a known word, besides its sequences, and of the most frequent ones.
const WORD: f64 = 4.0;
const FREQUENT_WORD: f64 = 6.0;
const FREQUENT: usize = 60;
/// How often Arabic is written with the letters of a Persian keyboard, for each word that is not.
const PERSIAN_KEYBOARD: f64 = 0.25;

/// Source text of the small tables, and the entries of all buckets.
pub(crate) fn model() -> (String, Vec<u8>) {
    let mut tags = Vec::new();
    let mut scripts = Vec::new();
    let mut priors = Vec::new();
    let mut bases = Vec::new();
    let mut weights: BTreeMap<(u32, usize), f64> = BTreeMap::new();
    for (script, wide, others) in SCRIPTS {
        let known = |tags: &'static str, prior: f64| tags.split(' ').map(move |tag| (tag, prior));
        let mut languages: Vec<_> = known(wide, PRIOR)
            .chain(known(others, 0.0))
            .map(|(tag, prior)| Language::read(tag, prior))
            .collect();
        languages[0].prior = FIRST_PRIOR;
        scripts.push((script, tags.len(), tags.len() + languages.len()));
        let mean = mean(&languages);
        for language in &languages {
            language.weights(&mean, |feature, weight| {
                // Features that share a hash share the greater weight.
                let entry = weights.entry((feature, tags.len())).or_insert(weight);
                *entry = entry.max(weight);
            });
            tags.push(language.tag);
            priors.push(scaled(language.prior));
            bases.push(language.base());
        }
    }
    assert!(tags.len() <= 1 << layout::LANGUAGE_BITS, "more languages than an entry can number");
    let (offsets, stored) = buckets(&weights);
    let mut source = String::new();
    let count = tags.len();
    writeln!(source, "pub(super) static TAGS: [&str; {count}] = {tags:?};").expect("memory");
    writeln!(source, "pub(super) static SCRIPTS: [(&str, usize, usize); {}] = {scripts:?};", scripts.len())
        .expect("memory");
    writeln!(source, "pub(super) static PRIORS: [i32; {count}] = {priors:?};").expect("memory");
    writeln!(source, "pub(super) static BASES: [[i32; {KINDS}]; {count}] = {bases:?};").expect("memory");
    writeln!(source, "pub(super) static OFFSETS: [i16; {}] = {offsets:?};", offsets.len()).expect("memory");
    (source, stored)
}

/// Counts of the features of one list, weighted by rank.
struct Language {
    tag: &'static str,
    prior: f64,
    words: Vec<String>,
    /// By kind and hash; of whole words, the weight itself.
    counts: BTreeMap<(usize, u32), f64>,
    totals: [f64; KINDS],
}

impl Language {
    fn read(tag: &'static str, prior: f64) -> Self {
        let path = format!("lexicon/languages/{tag}.txt");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let entries = List::new(&text).entries();
        let words: Vec<String> =
            entries.flat_map(|entry| entry.text.split_whitespace()).map(str::to_owned).collect();
        let mut language = Language { tag, prior, words, counts: BTreeMap::new(), totals: [0.0; KINDS] };
        language.count();
        language
    }

    fn count(&mut self) {
        for (rank, word) in std::mem::take(&mut self.words).iter().enumerate() {
            let weight = (FLAT_RANKS / (rank as f64 + FLAT_RANKS)).sqrt();
            let whole = if rank < FREQUENT { FREQUENT_WORD } else { WORD };
            self.count_word(word, weight, whole);
            if self.tag == "ar" {
                let typed = word.replace('ك', "ک").replace(['ي', 'ى'], "ی");
                if typed != *word {
                    self.count_word(&typed, weight * PERSIAN_KEYBOARD, whole);
                }
            }
        }
    }

    /// Counts the sequences of a word by its weight, and gives the word itself one.
    fn count_word(&mut self, word: &str, weight: f64, whole: f64) {
        features::for_each(word, |kind, hash| {
            if kind == 0 {
                self.counts.insert((0, hash), whole);
            } else {
                *self.counts.entry((kind, hash)).or_default() += weight;
                self.totals[kind] += weight;
            }
        });
    }

    /// What each known sequence costs a language whose list lacks it, by its length.
    fn base(&self) -> [i32; KINDS] {
        std::array::from_fn(|kind| match kind {
            0 => 0,
            _ => scaled(SHARE[kind] * libm::log(SMOOTHING[kind] / (self.totals[kind] + SMOOTHING[kind]))),
        })
    }

    /// Gives each feature of the list and its weight, which is more than 0.
    fn weights(&self, mean: &BTreeMap<(usize, u32), f64>, mut take: impl FnMut(u32, f64)) {
        for (&(kind, hash), &count) in &self.counts {
            let weight = match kind {
                0 => count,
                _ => {
                    let expected = SMOOTHING[kind] * mean[&(kind, hash)];
                    SHARE[kind] * libm::log((count + expected) / expected)
                }
            };
            take(hash, weight);
        }
    }
}

/// The mean frequency of each sequence over the lists of a script.
fn mean(languages: &[Language]) -> BTreeMap<(usize, u32), f64> {
    let mut mean = BTreeMap::new();
    for language in languages {
        for (&(kind, hash), &count) in &language.counts {
            if (1..=LONGEST).contains(&kind) {
                *mean.entry((kind, hash)).or_default() +=
                    count / language.totals[kind] / languages.len() as f64;
            }
        }
    }
    mean
}

/// Where each bucket begins, in units, with the end of the last; and the buckets. See `src/language/layout.rs`.
fn buckets(weights: &BTreeMap<(u32, usize), f64>) -> (Vec<i16>, Vec<u8>) {
    let mut features: BTreeMap<(usize, u32), Vec<[u8; layout::UNIT]>> = BTreeMap::new();
    for (&(hash, language), &weight) in weights {
        let weight = scaled(weight).clamp(0, (1 << layout::WEIGHT_BITS) - 1) as u8;
        if weight > 0 {
            let feature = (layout::bucket(hash), layout::fingerprint(hash));
            features.entry(feature).or_default().push([language as u8, weight]);
        }
    }
    let mut ends = vec![0; (1 << layout::BUCKET_BITS) + 1];
    let mut stored = Vec::new();
    for ((bucket, fingerprint), entries) in features {
        for entries in entries.chunks(layout::MOST_ENTRIES) {
            stored.push(layout::feature(fingerprint, entries.len()));
            stored.extend(entries);
            ends[bucket + 1] = stored.len();
        }
    }
    let mut end = 0;
    let mut offset = |(bucket, own): (usize, usize)| {
        // A bucket without features ends where the one before does.
        end = end.max(own);
        layout::offset(bucket, end)
    };
    (ends.into_iter().enumerate().map(&mut offset).collect(), stored.concat())
}

fn scaled(logarithm: f64) -> i32 {
    (logarithm * layout::SCALE).round() as i32
}
