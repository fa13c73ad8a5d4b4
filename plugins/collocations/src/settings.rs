//! What a user may set.

use schemars::JsonSchema;
use serde::Deserialize;
use textmill_keywords::{Arabic, Settings as WordSettings};

/// The settings of `collocations`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many words after the first the second may stand, 1 to 50. Stop words count, punctuation does not. With 1 the two
    /// are neighbours.
    pub window: usize,
    /// The fewest characters of a word.
    pub min_length: usize,
    /// Takes numbers for words, with digits of any script written as 0 to 9.
    pub numbers: bool,
    /// Takes hashtags for words, without their sign.
    pub hashtags: bool,
    /// Takes the forms of a word for one word where that is certain, as `keywords` does. Off, since a word keeps other
    /// company in the plural: رئيس الوزراء is no رئيس وزير.
    pub groups: bool,
    /// Leaves out the stop words of the word's language.
    pub leave_stop_words_out: bool,
    /// Further words to leave out, in any language and spelling.
    pub stop_words: Vec<String>,
    /// How words in Arabic script are written.
    pub arabic: Arabic,
}

impl Default for Settings {
    fn default() -> Self {
        let WordSettings { min_length, numbers, hashtags, leave_stop_words_out, stop_words, arabic, .. } =
            WordSettings::default();
        let (window, groups) = (5, false);
        Self { window, min_length, numbers, hashtags, groups, leave_stop_words_out, stop_words, arabic }
    }
}

/// The widest window: a document has up to as many pairs as words times this.
const WIDEST: usize = 50;

impl Settings {
    /// # Errors
    /// A message that names the setting whose value cannot be.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.window {
            1..=WIDEST => Ok(()),
            other => Err(format!("`window`: from 1 to {WIDEST} words, not {other}")),
        }
    }

    /// Those that say what a word is.
    pub(crate) fn of_words(&self) -> WordSettings {
        let Self { min_length, numbers, hashtags, groups, leave_stop_words_out, stop_words, arabic, .. } =
            self.clone();
        WordSettings {
            min_length,
            numbers,
            hashtags,
            groups,
            leave_stop_words_out,
            stop_words,
            arabic,
            ..WordSettings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, WordSettings};

    #[test]
    fn words_are_those_of_keywords_each_in_its_form() {
        assert_eq!(Settings::default().of_words(), WordSettings { groups: false, ..WordSettings::default() });
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn the_message_names_the_setting() {
        for window in [0, 51] {
            let settings = Settings { window, ..Settings::default() };
            assert_eq!(settings.check(), Err(format!("`window`: from 1 to 50 words, not {window}")));
        }
    }
}
