//! The words that are known, and how rare each is.

use std::sync::LazyLock;

use super::filter::Filter;
use super::hash::WordHash;

/// How many costs there are: words are as frequent as one of so many.
pub const LEVELS: u32 = 7;
/// The levels of frequent words, which a filter of their own has too. A string that is taken for a word is then a rare one,
/// which seldom is the likelier.
pub const WELL_KNOWN: u32 = 3;

/// The cost of the most frequent words, in tenths of a natural logarithm.
const LEAST_COST: u32 = 30;
/// What each level costs more.
const STEP: u32 = 22;

/// Bits of the slots of all words, and of the well known.
const BITS: [u32; 2] = [12, 8];

/// What a word of a level costs.
#[inline]
pub fn cost(level: u32) -> u32 {
    LEAST_COST + STEP * level
}

/// The level of a word whose frequency has this logarithm.
pub fn level(logarithm: f64) -> u32 {
    let level = (-10.0 * logarithm - f64::from(LEAST_COST)) / f64::from(STEP);
    level.round().clamp(0.0, f64::from(LEVELS - 1)) as u32
}

/// The words: two filters, then the traditional Chinese characters in their order and the simplified ones that stand for
/// them, two bytes each, the least one first.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    words: Filter<'a>,
    well_known: Filter<'a>,
    traditional: &'a [[u8; 2]],
    simplified: &'a [[u8; 2]],
}

static STORED: &[u8] = include_bytes!("../../lexicon/words.bin");
static SHIPPED: LazyLock<Option<Lexicon<'static>>> = LazyLock::new(|| Lexicon::read(STORED));

impl Lexicon<'static> {
    /// The one that ships.
    pub fn shipped() -> Option<Self> {
        *SHIPPED
    }
}

impl<'a> Lexicon<'a> {
    /// Of what was stored; `None` where that is too short.
    pub fn read(stored: &'a [u8]) -> Option<Self> {
        let (words, rest) = Filter::read(stored, BITS[0])?;
        let (well_known, rest) = Filter::read(rest, BITS[1])?;
        let characters = rest.as_chunks().0;
        let (traditional, simplified) = characters.split_at(characters.len() / 2);
        Some(Lexicon { words, well_known, traditional, simplified })
    }

    /// Bits of the slots of its two filters.
    pub fn bits() -> [u32; 2] {
        BITS
    }

    /// The level of a word; `None` where it is none.
    #[inline]
    pub fn level(&self, word: WordHash) -> Option<u32> {
        let level = self.words.number(word.finish(self.words.seed()));
        (level < LEVELS && (level >= WELL_KNOWN || self.knows_well(word))).then_some(level)
    }

    fn knows_well(&self, word: WordHash) -> bool {
        self.well_known.number(word.finish(self.well_known.seed())) == 0
    }

    /// The simplified character for a traditional one, and any other for itself.
    #[inline]
    pub fn simplified(&self, character: u32) -> u32 {
        let Ok(code) = u16::try_from(character) else { return character };
        match self.traditional.binary_search_by_key(&code, |&bytes| u16::from_le_bytes(bytes)) {
            Ok(place) => u32::from(u16::from_le_bytes(self.simplified[place])),
            Err(_) => character,
        }
    }
}
