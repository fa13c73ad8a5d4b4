//! Which words of the vocabulary a token may be.

use crate::lexicon::{Lexicon, WordId};
use crate::spelling::{Script, Spelling, level};
use crate::{arabic, english};

/// A word of the vocabulary that a token may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) word: WordId,
    /// The token turns the word's meaning round: `unhappy`, ماعجبني.
    pub(crate) turned: bool,
}

/// The words that one token may be, likeliest first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    forms: [Option<Form>; Self::MOST],
}

impl Reading {
    /// A token as written, and two stems.
    const MOST: usize = 3;

    pub(crate) fn forms(&self) -> impl Iterator<Item = Form> + '_ {
        self.forms.iter().flatten().copied()
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
    /// What is read of a document in this language, a BCP 47 tag.
    ///
    /// Arabic and English are often mixed, and a short text of unknown language is likely one of them.
    pub(crate) fn of(language: Option<&str>) -> Self {
        let primary = language.and_then(|tag| tag.split('-').next());
        let known = primary.is_none_or(|primary| LEXICONS.contains(&primary));
        Self { latin: known, arabic: known }
    }

    /// Whether any word is read.
    pub(crate) fn any(self) -> bool {
        self.latin || self.arabic
    }
}

/// The languages that have a lexicon, with the codes of Arabic's varieties in ISO 639-3.
const LEXICONS: &[&str] =
    &["en", "ar", "arb", "acm", "acw", "aeb", "afb", "ajp", "apc", "apd", "arq", "ars", "ary", "arz", "ayl"];

/// Reads tokens, with buffers that are kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    levelled: String,
    scratch: String,
    arabic: arabic::Scratch,
}

impl Reader {
    /// The vocabulary's words that a token may be.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, scripts: Scripts, token: &str) -> (Reading, Spelling) {
        let spelling = level(token, &mut self.levelled);
        let mut reading = Reading::default();
        let read = match spelling.script {
            Script::Latin => scripts.latin,
            Script::Arabic => scripts.arabic,
            Script::Other => true,
        };
        if read {
            self.find_forms(lexicon, spelling, &mut reading);
        }
        (reading, spelling)
    }

    fn find_forms(&mut self, lexicon: &Lexicon, spelling: Spelling, reading: &mut Reading) {
        let Self { levelled, scratch, arabic } = self;
        // A form that is an entry ends the search; one that is only part of phrases is kept beside what is found.
        let mut known = |base: &str, turned: bool| {
            let Some(word) = lexicon.word(base) else { return false };
            let room = reading.push(Form { word, turned });
            !room || lexicon.is_entry(word)
        };
        if known(levelled, false) {
            return;
        }
        if spelling.lengthened && spelling.script == Script::Latin && shortened(levelled, scratch, &mut known)
        {
            return;
        }
        match spelling.script {
            Script::Latin => english::stems(levelled, scratch, &mut known),
            Script::Arabic => arabic::stems(levelled, arabic, &mut known),
            Script::Other => false,
        };
    }
}

/// `coool` was levelled to `cool`, `sooo` to `soo`: the other is tried with each doubled letter once.
fn shortened(levelled: &str, scratch: &mut String, known: &mut impl FnMut(&str, bool) -> bool) -> bool {
    scratch.clear();
    for letter in levelled.chars() {
        if !scratch.ends_with(letter) {
            scratch.push(letter);
        }
    }
    scratch.len() < levelled.len() && known(scratch, false)
}
