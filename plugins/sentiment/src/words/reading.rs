//! Which words of the vocabulary a token may be.

use std::num::NonZeroU32;

use super::{arabic, english};
use crate::lexicon::packed::Packed;
use crate::lexicon::{Lexicon, WordId};
use crate::words::spelling::{Script, Spelling, level};
use crate::words::stem::Stem;

/// A word of the vocabulary that a token may be, and whether the token turns its meaning round: `unhappy`, ماعجبني.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form(NonZeroU32);

impl Form {
    fn new(word: WordId, turned: bool) -> Self {
        // The vocabulary has far fewer words than half of 2³².
        Self(NonZeroU32::MIN.saturating_add(word.0 << 1 | u32::from(turned)))
    }

    pub(crate) fn word(self) -> WordId {
        WordId((self.0.get() - 1) >> 1)
    }

    pub(crate) fn turned(self) -> bool {
        (self.0.get() - 1) & 1 == 1
    }
}

/// The words that one token may be, likeliest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    forms: [Option<Form>; Self::MOST],
}

impl Reading {
    /// A token as written, and two stems.
    const MOST: usize = 3;

    pub(crate) fn forms(&self) -> impl Iterator<Item = Form> + '_ {
        self.forms.iter().map_while(|form| *form)
    }

    /// Takes a form as it is written, if it is a word of the vocabulary. Whether that ends the search: one that is an entry does; one
    /// that is only part of phrases is kept beside what is found.
    #[inline]
    fn takes(&mut self, lexicon: &Lexicon, word: Option<WordId>, turned: bool) -> bool {
        word.is_some_and(|word| !self.push(Form::new(word, turned)) || lexicon.is_entry(word))
    }

    /// Takes a base form in the same way. A word that does nothing but turn others round has no inflected forms: notes are
    /// not many a `not`, and water, الماء, is not ما. What `joins` may stand before it all the same, as in ولم.
    fn takes_stem(
        &mut self,
        lexicon: &Lexicon,
        word: Option<WordId>,
        turned: bool,
        joins: impl FnOnce() -> bool,
    ) -> bool {
        let word = word.filter(|&word| !lexicon.is_function_word(word) || joins());
        self.takes(lexicon, word, turned)
    }

    /// Whether there was room.
    fn push(&mut self, form: Form) -> bool {
        let place = self.forms.iter_mut().find(|place| place.is_none());
        place.is_some_and(|place| {
            *place = Some(form);
            true
        })
    }
}

/// Which scripts are read: the words of a French text are not English ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scripts {
    pub(crate) latin: bool,
    pub(crate) arabic: bool,
}

impl Scripts {
    /// Both.
    pub(crate) const ALL: Self = Self { latin: true, arabic: true };

    /// What is read of a text in this language, a BCP 47 tag.
    ///
    /// A language that was told from a few words, and not `given` with the document, is a guess: such a text is read as
    /// well, unless its letters speak against it.
    pub(crate) fn of(text: &str, language: Option<&str>, given: impl FnOnce() -> bool) -> Self {
        if language.is_none_or(has_lexicon) {
            return Self::ALL;
        }
        let guessed = text.len() < SURE_LENGTH && !given();
        Self {
            latin: guessed && !text.chars().any(is_accented_latin),
            arabic: guessed && !text.chars().any(is_foreign_arabic),
        }
    }

    /// Whether any word is read.
    pub(crate) fn any(self) -> bool {
        self.latin || self.arabic
    }

    /// A number for each value, from 0 to 3.
    pub(crate) fn number(self) -> usize {
        usize::from(self.latin) | usize::from(self.arabic) << 1
    }
}

/// Whether a language, a BCP 47 tag, has a lexicon. Arabic and English are often mixed, so with either both are read.
fn has_lexicon(language: &str) -> bool {
    let primary = language.split_once('-').map_or(language, |(primary, _)| primary);
    LEXICONS.contains(&primary)
}

/// The length in bytes from which a detected language is trusted.
const SURE_LENGTH: usize = 120;

/// The languages that have a lexicon, with the codes of Arabic's varieties in ISO 639-3.
const LEXICONS: &[&str] =
    &["en", "ar", "arb", "acm", "acw", "aeb", "afb", "ajp", "apc", "apd", "arq", "ars", "ary", "arz", "ayl"];

/// Letters of other languages in Latin script; English has them in a few loans.
fn is_accented_latin(letter: char) -> bool {
    matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Letters of Persian, Urdu and their neighbours that Arabic does not write.
fn is_foreign_arabic(letter: char) -> bool {
    matches!(
        letter,
        'پ' | 'ٹ' | 'چ' | 'ڈ' | 'ڑ' | 'ژ' | 'ک' | 'گ' | 'ں' | 'ھ' | 'ہ' | 'ی' | 'ے' | 'ې' | 'ۆ' | 'ە'
    )
}

/// Reads tokens, with buffers that are kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    levelled: String,
    scratch: String,
}

impl Reader {
    /// The vocabulary's words that a token may be.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, scripts: Scripts, token: &str) -> (Reading, Spelling) {
        if let Some(word) = Packed::level(token) {
            let reading = if scripts.arabic { read_arabic(lexicon, &word) } else { Reading::default() };
            return (reading, Spelling::PLAIN_ARABIC);
        }
        let spelling = level(token, &mut self.levelled);
        let reading = match spelling.script {
            Script::Latin if scripts.latin => self.read_latin(lexicon, spelling.lengthened),
            Script::Arabic if scripts.arabic => read_arabic(lexicon, &self.levelled),
            Script::Other => self.read_other(lexicon),
            _ => Reading::default(),
        };
        (reading, spelling)
    }

    fn read_latin(&mut self, lexicon: &Lexicon, lengthened: bool) -> Reading {
        let Self { levelled, scratch } = self;
        let mut reading = Reading::default();
        let mut written = |word: &str, turned: bool| reading.takes(lexicon, lexicon.word(word), turned);
        if written(levelled, false) || lengthened && shortened(levelled, scratch, &mut written) {
            return reading;
        }
        let is_possessive = levelled.ends_with("'s");
        english::stems(levelled, scratch, &mut |base, turned| {
            reading.takes_stem(lexicon, lexicon.word(base), turned, || is_possessive)
        });
        reading
    }

    fn read_other(&self, lexicon: &Lexicon) -> Reading {
        let mut reading = Reading::default();
        reading.takes(lexicon, lexicon.word(&self.levelled), false);
        reading
    }
}

fn read_arabic<S: Stem>(lexicon: &Lexicon, levelled: &S) -> Reading {
    read_stems(lexicon, levelled, &|base| base.begins_word(lexicon))
}

fn read_stems<S: Stem>(lexicon: &Lexicon, levelled: &S, begins: &impl Fn(&S) -> bool) -> Reading {
    let mut reading = Reading::default();
    let _found = reading.takes(lexicon, levelled.word(lexicon), false)
        || arabic::stems(levelled, begins, &mut |base: &S, turned| {
            let joins = || arabic::joins_function_words(levelled, base);
            reading.takes_stem(lexicon, base.word(lexicon), turned, joins)
        });
    reading
}

/// `happyyy` was levelled to `happyy`, `sooo` to `soo`: tried with each doubled letter once, the last first, then all.
fn shortened(levelled: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    let doubled =
        levelled.char_indices().zip(levelled.chars().skip(1)).filter(|((_, one), next)| one == next);
    let mut places = [None; 4];
    let mut most = 0;
    for ((at, _), _) in doubled {
        places.rotate_right(1);
        places[0] = Some(at);
        most += 1;
    }
    for at in places.into_iter().flatten() {
        scratch.clear();
        scratch.push_str(&levelled[..at]);
        scratch.extend(levelled[at..].chars().skip(1));
        if known(scratch, false) {
            return true;
        }
    }
    scratch.clear();
    for letter in levelled.chars() {
        if !scratch.ends_with(letter) {
            scratch.push(letter);
        }
    }
    most > 1 && known(scratch, false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Form, Lexicon, Packed, Scripts, WordId, read_arabic, read_stems};

    #[track_caller]
    fn check(text: &str, language: Option<&str>, given: bool, latin: bool, arabic: bool) {
        let scripts = Scripts::of(text, language, || given);
        assert_eq!(scripts, Scripts { latin, arabic }, "in {text:?} as {language:?}, given: {given}");
    }

    #[test]
    fn arabic_english_and_unknown_texts_are_read() {
        for language in [None, Some("en"), Some("en-GB"), Some("ar"), Some("arz")] {
            check("a long text", language, true, true, true);
        }
    }

    #[test]
    fn a_short_text_is_read_though_its_language_was_guessed() {
        check("He is unhappy.", Some("nl"), false, true, true);
        check("منتج ممتاز", Some("fa"), false, true, true);
        check("très déçu", Some("fr"), false, false, true);
        check("محصول خوبی", Some("fa"), false, true, false);
    }

    #[test]
    fn a_given_language_and_a_long_text_are_trusted() {
        check("pain", Some("fr"), true, false, false);
        check(&"le pain ".repeat(20), Some("fr"), false, false, false);
    }

    #[test]
    fn a_form_is_a_word_and_a_turn() {
        for (word, turned) in [(0, false), (0, true), (1 << 30, true)] {
            let form = Form::new(WordId(word), turned);
            assert_eq!((form.word().0, form.turned()), (word, turned));
        }
    }

    proptest! {
        #[test]
        fn no_word_is_missed_by_its_beginning(
            form in "(و|ف|وال|ب|ال|لل|ما|ل|س|ي|ت|م)?[ابتحدرسعلمنهويء]{2,6}(ا|ه|ها|هم|ون|ين|ات|تهم|ني|ك|ش)?"
        ) {
            let lexicon = Lexicon::default();
            let Some(word) = Packed::of(&form) else { return Err(TestCaseError::reject("a long word")) };
            prop_assert_eq!(read_arabic(&lexicon, &word), read_stems(&lexicon, &word, &|_| true));
        }
    }
}
