//! Finds out what forms count as.

use textmill_sdk::Clitics;
use textmill_text::Script;

use crate::arabic::ArabicWord;
use crate::english;
use crate::glossary::Glossary;
use crate::keyness;
use crate::language::Language;
use crate::lexicon::{Listed, Lists};
use crate::normalize::arabic::Letters;
use crate::normalize::{Normalizer, key};
use crate::settings::Settings;
use crate::verbs;
use crate::word::{Content, Marks, NO_STRING, Step, Word};

/// A term has at most as many characters: what is longer was never a word (encoded data, text without spaces).
const LONGEST_TERM: usize = 64;

/// Finds out about words in documents of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) normalizer: &'a Normalizer,
    pub(crate) lists: Lists<'a>,
    pub(crate) language: Language,
}

/// Room for a word while it is found out.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// How it is spelled.
    term: String,
    /// How it is looked up.
    key: String,
    /// Another word that it may count as.
    other: String,
    other_key: String,
}

impl Reader<'_> {
    /// What a form counts as. `clitics` tells those of an Arabic word, in letters, where they are known.
    pub(crate) fn word(
        &self,
        form: &str,
        clitics: impl FnOnce() -> Option<Clitics>,
        room: &mut Room,
        glossary: &mut Glossary,
    ) -> Word {
        let script = Script::of(form);
        if script == Script::Latin && self.is_initial(form) {
            return initial(form, glossary);
        }
        let Room { term, key: found, other, other_key } = room;
        let term = self.normalizer.normalize(form, script, self.language.spelling, term);
        if script != Script::Arabic {
            let word = self.plain(term, term, script, other, glossary);
            if word == Word::LEFT_OUT && self.lists.is_english(script) {
                return Word { step: verbs::step_before(term, form.starts_with(char::is_uppercase)), ..word };
            }
            if script == Script::Latin && form.starts_with(char::is_uppercase) {
                glossary.mark(word, Marks::CAPITAL);
            }
            if script == Script::Han && is_ideograph(form) {
                let is_stop_word = self.lists.leave_out(form, Script::Han);
                let step = if is_stop_word { Step::STOP_IDEOGRAPH } else { Step::IDEOGRAPH };
                return Word { step, ..word };
            }
            return word;
        }
        let found = key(term, Script::Arabic, found);
        match self.language.spelling.letters {
            Letters::Persian => self.plain(term, found, Script::Arabic, other, glossary),
            Letters::Arabic => {
                let word = ArabicWord { term, key: found, clitics: clitics() };
                self.arabic(word, [other, other_key], glossary)
            }
        }
    }

    /// A word whose beginning is its own.
    fn plain(
        &self,
        term: &str,
        key: &str,
        script: Script,
        other: &mut String,
        glossary: &mut Glossary,
    ) -> Word {
        let elided = self.lists.without_elision(term, script);
        let (term, key) = elided.map_or((term, key), |rest| (rest, rest));
        let listed = self.lists.of(key);
        if self.lists.leaves_out(listed, script) || !self.has_length(term) {
            return Word::LEFT_OUT;
        }
        let form = glossary.strings.add(term);
        let marks = Marks::BEGINS.only_if(elided.is_some()).and(Marks::LEADS.only_if(listed.is_link()));
        let mut content = Content { marks, common: listed.common(), ..Content::plain_in(form, form) };
        if self.lists.is_english(script) {
            self.read_english(term, listed, &mut content, other, glossary);
        }
        let is_generic = self.lists.is_generic(listed, script) && !content.marks.has(Marks::OPENS);
        if is_generic || is_measure(term) {
            return Word::no_content(content.term);
        }
        // What ends no phrase, such as the past of a verb, is no key term either.
        content.common = if content.marks.has(Marks::LEADS) { keyness::NEVER } else { content.common };
        content.weight = content.common;
        glossary.content(content)
    }

    /// Of an English word: what it counts as, its group, and its part in names.
    fn read_english(
        &self,
        term: &str,
        listed: Listed,
        content: &mut Content,
        other: &mut String,
        glossary: &mut Glossary,
    ) {
        other.clear();
        english::singular(term, other);
        let is_plural = other != term;
        if is_plural {
            content.group = glossary.strings.add(other);
        } else if self.settings.groups {
            other.clear();
            english::plural(term, other);
        }
        if self.settings.groups {
            let listed_other = self.lists.of(other);
            let counts_as = if is_plural {
                english::counts_as_singular(term, listed.common(), listed_other.common())
            } else {
                english::counts_as_plural(listed.common(), listed_other.common())
            };
            let is_generic = |listed| self.lists.is_generic(listed, Script::Latin);
            if counts_as
                && !self.lists.leaves_out(listed_other, Script::Latin)
                && is_generic(listed) == is_generic(listed_other)
            {
                content.term = if is_plural { content.group } else { glossary.strings.add(other) };
                content.common = listed_other.common();
            }
        }
        let opens = listed.opens_names();
        let is_past = verbs::is_past(term);
        let leads = opens || listed.is_modifier() || is_past;
        content.marks = content
            .marks
            .and(Marks::OPENS.only_if(opens))
            .and(Marks::FOLLOWS.only_if(listed.follows_in_names()))
            .and(Marks::PAST.only_if(is_past))
            .and(Marks::LEADS.only_if(leads));
    }

    /// Whether a word is an initial of a name: one capital, with its full stop, or without where such a word is no term. `A` and
    /// `I` are other words.
    fn is_initial(&self, form: &str) -> bool {
        let mut characters = form.chars();
        let is_capital = characters.next().is_some_and(char::is_uppercase);
        let is_alone = || characters.as_str().is_empty() && !matches!(form, "A" | "I");
        is_capital && (characters.as_str() == "." || self.settings.min_length > 1 && is_alone())
    }

    pub(crate) fn has_length(&self, term: &str) -> bool {
        // A character has 1 to 4 bytes, so most words need no counting.
        let (least, bytes) = (self.settings.min_length, term.len());
        if least <= LONGEST_TERM / 4 && (4 * least..=LONGEST_TERM).contains(&bytes) {
            return true;
        }
        (least..=LONGEST_TERM).contains(&term.chars().count())
    }
}

/// An initial, which is no term and closes no phrase, but does not part the names around it: John F. Kennedy.
fn initial(form: &str, glossary: &mut Glossary) -> Word {
    let shown = glossary.strings.add(&form.to_lowercase());
    let marks = Marks::INITIAL.and(Marks::LEADS).and(Marks::CAPITAL);
    let plain = Content::plain_in(NO_STRING, shown);
    glossary.content(Content { form: shown, marks, weight: keyness::NEVER, ..plain })
}

/// Whether a word is a number with a letter, as of a unit or an era, or with its ending, half of the day, power or unit: 7s,
/// 03ه, 78th, 11am, 14.8bn. Some techniques have such names.
pub(crate) fn is_measure(word: &str) -> bool {
    if !word.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let is_digit = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',');
    let letters = word.trim_start_matches(is_digit);
    if letters.chars().count() == 1 {
        return !matches!(word, "2d" | "3d" | "4d" | "2g" | "3g" | "4g" | "5g" | "6g");
    }
    matches!(
        letters,
        "st" | "nd"
            | "rd"
            | "th"
            | "am"
            | "pm"
            | "bn"
            | "mn"
            | "tn"
            | "km"
            | "cm"
            | "mm"
            | "kg"
            | "mg"
            | "ml"
    )
}

/// Whether a word is one ideograph.
fn is_ideograph(word: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next().map(Script::of_character);
    first == Some(Script::Han) && characters.next().is_none()
}
