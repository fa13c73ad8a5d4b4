//! What a user may set.

use std::collections::BTreeMap;

use textmill_sdk::prelude::*;

use crate::lexicon::Lexicon;
use crate::sentence::score::KNEE;

const INVESTORS: &str = include_str!("../lexicon/investors.tsv");

/// The settings of the analyzer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Scores above minus this and below this are neutral: from 0, where every leaning counts, to 1.
    neutral: f64,
    /// Whether words are weighed as an investor would: `growth` praises, `restated` blames, `liability` says nothing.
    investors: bool,
    /// Weights of words and phrases of your own, from -4 (worst) to 4 (best). They stand over the built-in ones;
    /// 0 silences a word.
    words: BTreeMap<String, f64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { neutral: KNEE, investors: false, words: BTreeMap::new() }
    }
}

impl Settings {
    pub(crate) fn neutral(&self) -> Result<f64, String> {
        let in_range = (0.0..=1.0).contains(&self.neutral);
        in_range
            .then_some(self.neutral)
            .ok_or_else(|| format!("`neutral`: {} is not between 0 and 1", self.neutral))
    }

    /// Adds the built-in list of another field, where it is wanted.
    pub(crate) fn add_field(&self, lexicon: &mut Lexicon) -> Result<(), String> {
        if self.investors { lexicon.add_weights(INVESTORS) } else { Ok(()) }
    }

    pub(crate) fn add_words(&self, lexicon: &mut Lexicon) -> Result<(), String> {
        for (word, &weight) in &self.words {
            if !(-4.0..=4.0).contains(&weight) {
                return Err(format!("`words.{word}`: {weight} is not between -4 and 4"));
            }
            lexicon.add_weight(word, weight).map_err(|error| format!("`words`: {error}"))?;
        }
        Ok(())
    }
}
