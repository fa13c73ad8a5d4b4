//! Words that no sample has, as many as a text of its length has in nature.

use std::collections::BTreeSet;

use crate::{Random, halves};

/// The words that were made for the texts of a language.
///
/// The different words of a text grow as a power of its length (Heaps, "Information Retrieval", 1978), with an exponent
/// from 0.4 to 0.6 in edited prose and somewhat more on the web. Here they are growth · bytes^(5/8): with a growth of
/// 2.5 some 60,000 in 10 MB, 250,000 in 100 MB, a million in 1 GB.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// The first halves of the samples' words, which begin a new word, and the second ones, which end it.
    stems: Vec<String>,
    endings: Vec<String>,
    growth: f64,
    /// Words made so far: those with the numbers below it.
    made: usize,
}

impl Vocabulary {
    /// No word yet, and those of a language's samples to make words of.
    #[must_use]
    pub fn new(words: &[String], growth: f64) -> Self {
        let small = words.iter().filter(|word| !word.starts_with(char::is_uppercase));
        let (stems, endings): (BTreeSet<&str>, BTreeSet<&str>) = small.map(|word| halves(word)).unzip();
        let mut random = Random::new(stems.len() as u64);
        Self { stems: shuffled(stems, &mut random), endings: shuffled(endings, &mut random), growth, made: 0 }
    }

    /// Writes a new word where a text of `bytes` should have more of them, and one of those made before otherwise.
    pub fn write_word(&mut self, bytes: u64, random: &mut Random, text: &mut String) {
        let number = if self.made < expected(self.growth, bytes) {
            self.made += 1;
            self.made - 1
        } else {
            // Words that came early come often.
            let below = random.below(self.made) + 1;
            random.below(below)
        };
        self.spell(number, text);
    }

    /// Each number is spelled from other parts, by mixed radix: a stem, an ending, and further stems between them for
    /// what is left. The ending moves on with the stem, so that neighbours do not rhyme.
    fn spell(&self, number: usize, text: &mut String) {
        let (stems, endings) = (self.stems.len(), self.endings.len());
        let (stem, rest) = (number % stems, number / stems);
        text.push_str(&self.stems[stem]);
        let mut further = rest / endings;
        while further > 0 {
            text.push_str(&self.stems[further % stems]);
            further /= stems;
        }
        text.push_str(&self.endings[(rest + stem) % endings]);
    }
}

/// Strings in an order of no meaning, the same each time (Fisher and Yates, 1938).
fn shuffled(strings: BTreeSet<&str>, random: &mut Random) -> Vec<String> {
    let mut strings: Vec<String> = strings.into_iter().map(str::to_string).collect();
    for last in (1..strings.len()).rev() {
        strings.swap(last, random.below(last + 1));
    }
    strings
}

/// How many new words a text of `bytes` has: growth · bytes^(5/8).
///
/// By square roots, which are rounded the same on all platforms, as `powf` is not.
fn expected(growth: f64, bytes: u64) -> usize {
    let root = (bytes as f64).sqrt();
    (growth * root * root.sqrt().sqrt()) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Vocabulary, expected};
    use crate::{Language, Samples};

    #[test]
    fn expected_words_are_those_of_the_documentation() {
        for (bytes, words) in
            [(0, 0), (10_000_000, 59_284), (100_000_000, 250_000), (1_000_000_000, 1_054_241)]
        {
            assert_eq!(expected(2.5, bytes), words);
        }
    }

    #[test]
    fn nearly_every_number_is_another_word() {
        for language in [Language::Arabic, Language::English] {
            let vocabulary = Vocabulary::new(&Samples::of(language).unwrap().words, 2.5);
            let words: HashSet<String> = (0..300_000)
                .map(|number| {
                    let mut word = String::new();
                    vocabulary.spell(number, &mut word);
                    word
                })
                .collect();
            assert!(words.len() > 240_000, "{language:?}: {}", words.len());
        }
    }
}
