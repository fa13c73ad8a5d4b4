//! What a user may set.

use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `keywords`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The fewest characters of a term.
    pub min_length: usize,
    /// Counts numbers, with digits of any script written as 0 to 9.
    pub numbers: bool,
    /// Counts hashtags, without their sign.
    pub hashtags: bool,
    /// Counts the forms of a word as one term where that is certain, singular and plural above all, shown in the form that is
    /// most frequent in general.
    pub groups: bool,
    /// Leaves out the stop words of the word's language.
    pub leave_stop_words_out: bool,
    /// Further words to leave out, in any language and spelling.
    pub stop_words: Vec<String>,
    /// The most terms that one document adds to `key_terms`: those that tell most about it.
    pub key_terms: usize,
    /// The most words of a phrase, at most 8. With 1 there are no phrases.
    pub phrase_length: usize,
    /// The most phrases that one document adds to `phrases`: those that tell most about it.
    pub phrases: usize,
    /// The most key terms that are listed of one document in `keys`.
    pub keys: usize,
    /// How words in Arabic script are written.
    pub arabic: Arabic,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_length: 2,
            numbers: false,
            hashtags: true,
            groups: true,
            leave_stop_words_out: true,
            stop_words: Vec::new(),
            key_terms: 16,
            phrase_length: 4,
            phrases: 32,
            keys: 20,
            arabic: Arabic::default(),
        }
    }
}

/// The longest phrase that may be asked for.
pub(crate) const LONGEST_PHRASE: usize = 8;

impl Settings {
    /// # Errors
    /// A message that names the setting whose value cannot be.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.min_length == 0 {
            return Err("`min_length`: a term has at least 1 character".to_string());
        }
        if !(1..=LONGEST_PHRASE).contains(&self.phrase_length) {
            return Err(format!(
                "`phrase_length`: a phrase has 1 to {LONGEST_PHRASE} words, not {}",
                self.phrase_length
            ));
        }
        Ok(())
    }

    /// Whether Arabic words count as others: these are in standard spelling.
    pub(crate) fn groups_arabic(&self) -> bool {
        let Arabic { alef, fold_ya, fold_ta_marbuta, .. } = self.arabic;
        self.groups && alef == Alef::Standard && !fold_ya && !fold_ta_marbuta
    }
}

/// How words in Arabic script are written, so that spellings of one word are counted together.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Arabic {
    /// Drops short vowels, doubling, Quranic marks and tatweel: كتــابٌ is كتاب.
    pub drop_marks: bool,
    /// What becomes of أ إ آ ٱ, which many writers type as ا.
    pub alef: Alef,
    /// Writes ى as ي, as final ya is often typed in Egypt. Off, since على and علي differ.
    pub fold_ya: bool,
    /// Writes ة as ه, as it is often typed. Off, since it is how the word is spelled.
    pub fold_ta_marbuta: bool,
    /// Writes the Persian ک and ی as ك and ي, and in Persian, Urdu and their neighbours the other way round.
    pub unify_letters: bool,
    /// Takes the article off terms: الحكومة is حكومة. Names that are never without it (القاهرة) keep it, and so do
    /// the words of a phrase.
    pub drop_article: bool,
    /// Takes off the attached و ف ب ل ك where they are no part of the word: والحكومة is الحكومة.
    pub drop_particles: bool,
}

impl Default for Arabic {
    fn default() -> Self {
        Self {
            drop_marks: true,
            alef: Alef::Standard,
            fold_ya: false,
            fold_ta_marbuta: false,
            unify_letters: true,
            drop_article: true,
            drop_particles: true,
        }
    }
}

/// What becomes of the forms of alef.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Alef {
    /// One spelling, the standard one where a word is known: امريكا and أمريكا are أمريكا, while an unknown word is
    /// written with ا.
    Standard,
    /// Always ا.
    Plain,
    /// As written.
    Keep,
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[track_caller]
    fn check(settings: &Settings, message: &str) {
        assert_eq!(settings.check(), Err(message.to_string()));
    }

    #[test]
    fn the_defaults_are_right() {
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn the_message_names_the_setting() {
        let some = Settings::default();
        check(&Settings { min_length: 0, ..some.clone() }, "`min_length`: a term has at least 1 character");
        check(&Settings { phrase_length: 9, ..some }, "`phrase_length`: a phrase has 1 to 8 words, not 9");
    }
}
