//! The weights of a model, and the words that they get wrong.

use super::features::{self, WEIGHTS};
use super::letters::Letters;
use super::split::{Affixes, PRONOUNS, Split};

/// A model as it is stored: [`WEIGHTS`] bytes, each a weight, then `EXCEPTION` bytes for each word that they get wrong:
/// its hash and the number of its split, sorted by hash, the least byte of each first.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    weights: &'a [u8; WEIGHTS],
    exceptions: &'a [[u8; EXCEPTION]],
}

/// Bytes of an exception.
pub(super) const EXCEPTION: usize = 6;

/// The model that ships.
static SHIPPED: &[u8] = include_bytes!("../../lexicon/arabic/clitics.bin");

/// How a word is cut; `None` where it is of other letters than Arabic ones.
pub fn split(word: &str) -> Option<Split> {
    let letters = Letters::of(word)?;
    let affixes = Affixes::of(letters.numbers()).written_with(letters.hamzas);
    let split = Model::of(SHIPPED)?.split_at(letters.numbers(), affixes)?;
    // What is before a pronoun that is none is as good as it was.
    Some(if letters.indefinite { Split { pronoun: 0, ..split } } else { split })
}

impl<'a> Model<'a> {
    /// Of what was stored; `None` where that is too short.
    pub fn of(stored: &'a [u8]) -> Option<Self> {
        let (weights, exceptions) = stored.split_first_chunk()?;
        Some(Model { weights, exceptions: exceptions.as_chunks().0 })
    }

    /// The likeliest split of a word of these letters, the first of equals; `None` where there are none.
    pub fn split(self, word: &[u8]) -> Option<Split> {
        self.split_at(word, Affixes::of(word))
    }

    /// The same, at some of its affixes.
    fn split_at(self, word: &[u8], affixes: Affixes) -> Option<Split> {
        if word.is_empty() {
            return None;
        }
        if affixes.are_none() {
            return Some(Split::WHOLE);
        }
        self.exception(word, affixes).or_else(|| self.likeliest_of(word, affixes))
    }

    /// How the weights alone cut it.
    pub fn likeliest(self, word: &[u8]) -> Option<Split> {
        self.likeliest_of(word, Affixes::of(word))
    }

    fn likeliest_of(self, word: &[u8], affixes: Affixes) -> Option<Split> {
        // What all splits share does not tell which is the likeliest.
        let [has_chain, has_pronoun] = [affixes.chains, affixes.pronouns].map(|affixes| affixes > 1);
        // All splits with an affix share what it scores. Those with a chain come one after the other.
        let (mut chain, mut pronouns) = ((usize::MAX, 0), [None; PRONOUNS.len()]);
        let mut score = |split: Split| {
            if has_chain && chain.0 != split.chain {
                chain = (split.chain, self.chain(word, split.chain));
            }
            let pronoun = &mut pronouns[split.pronoun];
            let after = if has_pronoun {
                *pronoun.get_or_insert_with(|| self.pronoun(word, split.pronoun))
            } else {
                0
            };
            chain.1 + after + self.whole(word, split)
        };
        // Many words can be cut in one way alone, which needs no score.
        let (mut first, mut best) = (None, None);
        affixes.for_each_split(word, |split| {
            let Some(one) = first else {
                first = Some(split);
                return;
            };
            let (most, _) = *best.get_or_insert_with(|| (score(one), one));
            let score = score(split);
            if score > most {
                best = Some((score, split));
            }
        });
        best.map(|(_, split)| split).or(first)
    }

    fn chain(self, word: &[u8], chain: usize) -> i32 {
        let mut sum = 0;
        features::of_chain(word, chain, |index| sum += self.weight(index));
        sum
    }

    fn pronoun(self, word: &[u8], pronoun: usize) -> i32 {
        let mut sum = 0;
        features::of_pronoun(word, pronoun, |index| sum += self.weight(index));
        sum
    }

    fn whole(self, word: &[u8], split: Split) -> i32 {
        let mut sum = 0;
        features::of_split(word, split, |index| sum += self.weight(index));
        sum
    }

    #[inline]
    fn weight(self, index: usize) -> i32 {
        i32::from(self.weights[index] as i8)
    }

    /// What is known of the word, where the weights get it wrong and it does not allow anything else.
    fn exception(self, word: &[u8], affixes: Affixes) -> Option<Split> {
        let hash = features::of_word(word);
        let of = |&[a, b, c, d, _, _]: &[u8; EXCEPTION]| u32::from_le_bytes([a, b, c, d]);
        let found = self.exceptions.binary_search_by_key(&hash, of).ok()?;
        let [.., low, high] = self.exceptions[found];
        let split = Split::from_number(usize::from(u16::from_le_bytes([low, high])))?;
        // Another word may have the same hash.
        affixes.allow(split, word).then_some(split)
    }
}
