//! How strongly two words go together, told from how often pairs were counted.
//!
//! A pair token is one place where the two stand together, the first before the second. All pair tokens make a table of
//! two rows and columns for each pair (Evert 2004, "The Statistics of Word Cooccurrences", and 2008, "Corpora and
//! collocations"): those that begin with its first word or with another, and end with its second or with another.

use crate::keys::Keys;

/// What stands between the two words of a key.
const BETWEEN: char = '\t';

/// How often words stand first and second in the pairs of a state: what a pair's [`Strength`] is told from.
///
/// Add every pair first, and ask then.
#[derive(Debug, Clone, Default)]
pub struct Marginals {
    words: Keys,
    /// By the number of the word: how often it stands first, and how often second.
    counts: Vec<[u128; 2]>,
    total: u128,
}

/// The place of a word in [`Marginals`].
pub(crate) type Word = u32;

impl Marginals {
    /// Of no pair.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The first and the second word of a key, which has a tab between them. Of one that has none the second is empty.
    #[must_use]
    pub fn words(key: &str) -> (&str, &str) {
        key.split_once(BETWEEN).unwrap_or((key, ""))
    }

    /// Takes in a pair, given by its key, that was counted so often.
    pub fn add(&mut self, key: &str, count: u128) {
        self.add_pair(key, count);
    }

    /// The strength of a pair that was taken in, if all of them together were counted so often.
    #[must_use]
    pub fn strength(&mut self, key: &str, count: u128) -> Strength {
        let (first, second) = Self::words(key);
        let [first, second] = [first, second].map(|word| self.number(word));
        self.strength_of(first, second, count)
    }

    pub(crate) fn add_pair(&mut self, key: &str, count: u128) -> (Word, Word) {
        let (first, second) = Self::words(key);
        let [first, second] = [first, second].map(|word| self.number(word));
        for (word, side) in [(first, 0), (second, 1)] {
            let counted = &mut self.counts[word as usize][side];
            *counted = counted.saturating_add(count);
        }
        self.total = self.total.saturating_add(count);
        (first, second)
    }

    pub(crate) fn strength_of(&self, first: Word, second: Word, count: u128) -> Strength {
        let table = Table {
            both: count,
            first: self.counts[first as usize][0],
            second: self.counts[second as usize][1],
            all: self.total,
        };
        table.strength()
    }

    pub(crate) fn word(&self, number: Word) -> &str {
        self.words.get(number as usize)
    }

    /// How often all pairs were counted.
    pub(crate) fn total(&self) -> u128 {
        self.total
    }

    fn number(&mut self, word: &str) -> Word {
        let number = self.words.intern(word);
        if number == self.counts.len() {
            self.counts.push([0; 2]);
        }
        // Four billion different words would take more memory than there is to address them in.
        u32::try_from(number).expect("there are fewer words than 2³²")
    }
}

/// How often pair tokens have both words of a pair, its first word first, its second second, and how many there are.
#[derive(Debug, Clone, Copy)]
struct Table {
    both: u128,
    first: u128,
    second: u128,
    all: u128,
}

/// How strongly the words of a pair go together, by the measures of the field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// How often the pair would be counted if its words stood together by chance alone.
    pub expected: f64,
    /// The log-likelihood ratio G² = 2 Σ O ln (O / E) over the four cells (Dunning 1993): how sure it is that it is not
    /// chance. Frequent pairs lead.
    pub g2: f64,
    /// log₂ (O³ / E), the cubed mutual information (Daille 1994): between the other two.
    pub pmi3: f64,
    /// 14 + log₂ of the pair's share in what its words are counted, their harmonic mean (Rychlý 2008): 14 at most, and
    /// the same for corpora of any size. Pairs lead whose words are seldom without each other.
    pub log_dice: f64,
}

impl Strength {
    /// Whether the words stand together more often than by chance, `count` being how often they do.
    #[expect(clippy::cast_precision_loss, reason = "as the expected count")]
    pub(crate) fn attracts(&self, count: u128) -> bool {
        count as f64 > self.expected
    }

    /// The same with figures as reports have them: of three decimals.
    #[must_use]
    pub fn rounded(self) -> Self {
        let rounded = |figure: f64| libm::round(figure * 1000.0) / 1000.0;
        Self {
            expected: rounded(self.expected),
            g2: rounded(self.g2),
            pmi3: rounded(self.pmi3),
            log_dice: rounded(self.log_dice),
        }
    }
}

impl Table {
    /// Logarithms are those of `libm`, which are the same on every machine.
    #[expect(clippy::cast_precision_loss, reason = "the figures are estimates of chance, of three decimals")]
    fn strength(self) -> Strength {
        // Where a sum has stopped at the greatest, what is left of it is nothing.
        let first_alone = self.first.saturating_sub(self.both) as f64;
        let second_alone = self.second.saturating_sub(self.both) as f64;
        let neither =
            self.all.saturating_sub(self.first).saturating_sub(self.second.saturating_sub(self.both)) as f64;
        let [both, first, second, all] = [self.both, self.first, self.second, self.all].map(|n| n as f64);
        let (others, not_second) = (second_alone + neither, first_alone + neither);
        let part = |observed: f64, row: f64, column: f64| match observed > 0.0 {
            true => observed * libm::log(observed * all / (row * column)),
            false => 0.0,
        };
        let g2 = part(both, first, second)
            + part(first_alone, first, not_second)
            + part(second_alone, others, second)
            + part(neither, others, not_second);
        let expected = first * (second / all);
        Strength {
            expected,
            g2: (2.0 * g2).max(0.0),
            pmi3: 3.0 * libm::log2(both) - libm::log2(expected),
            log_dice: 14.0 + libm::log2(2.0 * both / (first + second)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Marginals, Strength, Table};

    #[track_caller]
    fn check(table: [u128; 4], expected: [f64; 4]) {
        let [both, first, second, all] = table;
        let Strength { expected: chance, g2, pmi3, log_dice } =
            Table { both, first, second, all }.strength().rounded();
        assert_eq!([chance, g2, pmi3, log_dice], expected, "of {table:?}");
    }

    /// By hand, from the formulas as published. The first three are tables whose figures can be said without a machine:
    /// 8 of 8 in 16: E = 4, G² = 2 (8 ln 2 + 8 ln 2) = 32 ln 2, PMI³ = log₂ (512 / 4) = 7, logDice = 14 + log₂ 1.
    /// 4 of 8 and 8 in 16: all cells are as chance has them. 2 of 4 and 4 in 64: E = ¼, PMI³ = log₂ (8 · 4) = 5,
    /// logDice = 14 + log₂ ½, G² = 2 (2 ln 8 + 4 ln (8 / 15) + 58 ln (232 / 225)).
    #[test]
    fn figures_are_those_of_a_hand_computation() {
        check([8, 8, 8, 16], [4.0, 22.181, 7.0, 14.0]);
        check([4, 8, 8, 16], [4.0, 0.0, 4.0, 13.0]);
        check([2, 4, 4, 64], [0.25, 6.843, 5.0, 13.0]);
        // Both words nowhere but together: 2 (10 ln (10·1000/100) + 990 ln (990·1000/990²)) = 2 (46.0517 + 9.9499).
        check([10, 10, 10, 1000], [0.1, 112.003, 13.288, 14.0]);
        // Dunning's "the swiss" (1993, table 3): k(AB) = 110, k(A¬B) = 2442, k(¬AB) = 111, k(¬A¬B) = 29114; −2 log λ is 270.72.
        check([110, 2552, 221, 31777], [17.748, 270.722, 16.194, 10.344]);
        check([0, 4, 4, 64], [0.25, 0.534, f64::NEG_INFINITY, f64::NEG_INFINITY]);
    }

    #[test]
    fn margins_are_of_first_and_second_words_apart() {
        let mut marginals = Marginals::new();
        for (key, count) in [("a\tb", 3), ("b\ta", 1), ("a\tc", 4), ("alone", 2)] {
            marginals.add(key, count);
        }
        assert_eq!(marginals.total(), 10);
        let expected = |marginals: &mut Marginals, key: &str| marginals.strength(key, 1).expected;
        assert!((expected(&mut marginals, "a\tb") - 7.0 * 3.0 / 10.0).abs() < 1e-12);
        assert!((expected(&mut marginals, "b\ta") - 0.1).abs() < 1e-12);
        assert!((expected(&mut marginals, "alone") - 0.4).abs() < 1e-12);
        assert_eq!(Marginals::words("a\tb\tc"), ("a", "b\tc"));
    }

    #[test]
    fn no_count_is_a_figure_that_json_lacks() {
        for both in [1, 2, u128::MAX - 1, u128::MAX] {
            for other in [both, u128::MAX] {
                let Strength { expected, g2, pmi3, log_dice } =
                    Table { both, first: other, second: other, all: u128::MAX }.strength();
                assert!([expected, g2, pmi3, log_dice].iter().all(|figure| figure.is_finite()));
            }
        }
    }
}
