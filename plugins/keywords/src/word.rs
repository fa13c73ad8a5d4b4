//! What a form counts as.
//!
//! All of it follows from the form, the language of the document and the settings, but for one thing: whether a first
//! letter of an Arabic word is a particle may depend on whether the document has the word without it. Such a word has a
//! [`Choice`], which is made at the end of a document.

use std::borrow::Cow;

use textmill_text::{Script, TATWEEL, is_arabic_mark};

use crate::arabic_forms;
use crate::clitics::{self, Parts};
use crate::english;
use crate::keyness;
use crate::language::Language;
use crate::lexicon::{self, Lists};
use crate::normalize::arabic::Letters;
use crate::normalize::{Normalizer, key};
use crate::settings::{Alef, Settings};
use crate::strings::Strings;
use crate::verbs;

/// A term has at most as many characters: what is longer was never a word (encoded data, text without spaces).
const LONGEST_TERM: usize = 64;

/// The number of the empty string, which is no term and no key.
pub(crate) const NO_STRING: u32 = 0;

/// A form as it is counted. Numbers of strings are those of [`Glossary::strings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) meaning: Meaning,
    /// Under which keys it is evidence of an Arabic word, or [`NO_STRING`].
    pub(crate) evidence: [u32; 2],
}

/// What a word is counted as, and what it is in a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The term that is counted, or [`NO_STRING`].
    pub(crate) term: u32,
    pub(crate) step: Step,
}

/// What comes next in the sequence of words that phrases are made of, in 32 bits: the number of a [`Content`], or one of
/// the others here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step(u32);

impl Step {
    /// No phrase continues here: after a sentence, at a word that is left out or generic.
    pub(crate) const BREAK: Self = Self(u32::MAX);
    /// An ideograph, whose pairs are counted. What it means by itself is for hashtags alone.
    pub(crate) const IDEOGRAPH: Self = Self(u32::MAX - 1);
    /// An ideograph that is left out.
    pub(crate) const STOP_IDEOGRAPH: Self = Self(u32::MAX - 2);
    const CHOICE: u32 = 1 << 31;

    /// The number of a content. There are fewer than 2³¹, since forms are: a batch is indexed with 32 bits, and a memo
    /// forgets long before.
    fn content(number: usize) -> Self {
        Self(number as u32)
    }

    fn choice(number: usize) -> Self {
        Self(number as u32 | Self::CHOICE)
    }

    /// The number of its content, where it is one.
    #[inline]
    pub(crate) fn as_content(self) -> Option<u32> {
        (self.0 & Self::CHOICE == 0).then_some(self.0)
    }

    /// The number of its choice, where it has one.
    #[inline]
    pub(crate) fn as_choice(self) -> Option<u32> {
        (self.0 & Self::CHOICE != 0 && self.0 < Self::STOP_IDEOGRAPH.0).then_some(self.0 & !Self::CHOICE)
    }

    #[inline]
    pub(crate) fn is_ideograph(self) -> bool {
        self == Self::IDEOGRAPH || self == Self::STOP_IDEOGRAPH
    }
}

/// A word of phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// What it counts as where it stands alone.
    pub(crate) term: u32,
    /// How it is written in a phrase: with its article.
    pub(crate) form: u32,
    /// The same for all words that make equal phrases.
    pub(crate) group: u32,
    /// Whether a phrase ends before it, because a particle was attached to it.
    pub(crate) begins: bool,
    /// Whether it is a generic word, which a phrase has only where the next [`Content::follows`]: the first of New York.
    pub(crate) opens: bool,
    pub(crate) follows: bool,
    /// Whether a phrase may end with it.
    pub(crate) closes: bool,
    /// How common its term is in general ([`lexicon::commonness`]); [`keyness::NEVER`] where it is no key term, however often
    /// it comes.
    pub(crate) common: u8,
    /// The same where it says how much a phrase tells that has the word; of a language without counts, as of a word that
    /// nobody knows.
    pub(crate) weight: u8,
}

impl Content {
    /// A word that is written in phrases as it counts, of a group.
    pub(crate) fn plain_in(term: u32, group: u32) -> Self {
        let (begins, opens, follows, closes) = (false, false, false, true);
        let (common, weight) = (keyness::NEVER, keyness::UNKNOWN);
        Self { term, form: term, group, begins, opens, follows, closes, common, weight }
    }
}

/// What a word means by whether the document has another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    /// The key of the other.
    pub(crate) key: u32,
    pub(crate) with: Meaning,
    pub(crate) without: Meaning,
}

/// The key of an Arabic word, and what it is without its article, each with its number. Most terms and forms are written
/// as one of them, and then need not be looked for.
#[derive(Clone, Copy)]
struct Key<'k> {
    key: &'k str,
    number: u32,
    bare: Option<(&'k str, u32)>,
}

const ARTICLE: &str = "ال";

/// For so many more strings there is made room at once.
pub(crate) const ROOM: usize = 256;

/// No group.
const UNUSED: u32 = u32::MAX;
const AMBIGUOUS: u32 = u32::MAX - 1;

/// What words refer to.
#[derive(Debug)]
pub(crate) struct Glossary {
    /// Terms, forms, groups and keys.
    pub(crate) strings: Strings,
    pub(crate) contents: Vec<Content>,
    pub(crate) choices: Vec<Choice>,
    /// The group of each form: [`UNUSED`], or [`AMBIGUOUS`] where it has several or a blank.
    groups: Vec<u32>,
    term: String,
    key: String,
    scratch: String,
}

/// What a glossary held before it forgot some of it.
struct Forgotten {
    /// Of each string the number that it has now.
    numbers: Vec<u32>,
    contents: Vec<Content>,
    choices: Vec<Choice>,
}

impl Glossary {
    pub(crate) fn new() -> Self {
        let mut strings = Strings::default();
        strings.add("");
        Self {
            strings,
            contents: Vec::new(),
            choices: Vec::new(),
            groups: Vec::new(),
            term: String::new(),
            key: String::new(),
            scratch: String::new(),
        }
    }
}

/// Finds out about words in documents of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) normalizer: &'a Normalizer,
    pub(crate) lists: Lists<'a>,
    pub(crate) language: Language,
}

impl Reader<'_> {
    /// What a form counts as.
    pub(crate) fn word(&self, form: &str, glossary: &mut Glossary) -> Word {
        let script = Script::of(form);
        let mut term = std::mem::take(&mut glossary.term);
        term.clear();
        self.normalizer.normalize(form, script, self.language.spelling, &mut term);
        let mut word = match script {
            Script::Arabic => self.arabic(&term, glossary),
            _ => Word { meaning: self.plain(&term, &term, script, glossary), evidence: [NO_STRING; 2] },
        };
        if script == Script::Han && is_ideograph(form) {
            let is_stop_word = self.lists.leave_out(form, Script::Han);
            word.meaning.step = if is_stop_word { Step::STOP_IDEOGRAPH } else { Step::IDEOGRAPH };
        }
        glossary.term = term;
        word
    }

    /// A word whose beginning is its own.
    fn plain(&self, term: &str, key: &str, script: Script, glossary: &mut Glossary) -> Meaning {
        let elided = self.lists.without_elision(term, script);
        let (term, key) = elided.map_or((term, key), |rest| (rest, rest));
        let listed = self.lists.of(key);
        if self.lists.leaves_out(listed, script) || !self.has_length(term) {
            return Meaning::LEFT_OUT;
        }
        let form = glossary.strings.add(term);
        let english = self.lists.is_english(script);
        let generic = self.lists.is_generic(listed, script);
        let number = if english && self.settings.groups {
            self.english_group(term, form, generic, glossary)
        } else {
            form
        };
        let opens = english && listed.opens_names();
        if generic && !opens {
            return Meaning { term: number, step: Step::BREAK };
        }
        let group = if english { glossary.singular(term, form) } else { form };
        let past = english && verbs::is_past(term);
        let closes = !past && !listed.is_link() && !opens;
        let follows = english && listed.follows_in_names();
        let common = self.common(closes, number, glossary);
        let (begins, weight) = (elided.is_some(), common);
        glossary.content(Content {
            term: number,
            form,
            group,
            begins,
            opens,
            follows,
            closes,
            common,
            weight,
        })
    }

    /// The number of the English word as which one counts: of singular and plural the commoner, where both are known, or one
    /// must be the other's.
    fn english_group(&self, term: &str, number: u32, generic: bool, glossary: &mut Glossary) -> u32 {
        let mut other = std::mem::take(&mut glossary.scratch);
        let is_shown = |word: &str| {
            let listed = self.lists.of(word);
            let is_generic = self.lists.is_generic(listed, Script::Latin);
            !self.lists.leaves_out(listed, Script::Latin) && is_generic == generic
        };
        let shown = if english::counts_as(term, lexicon::commonness, &mut other) && is_shown(&other) {
            glossary.strings.add(&other)
        } else {
            number
        };
        glossary.scratch = other;
        shown
    }

    fn arabic(&self, term: &str, glossary: &mut Glossary) -> Word {
        let mut found = std::mem::take(&mut glossary.key);
        found.clear();
        key(term, Script::Arabic, &mut found);
        let number = glossary.strings.add(&found);
        let bare = found.strip_prefix(ARTICLE).map(|bare| (bare, glossary.strings.add(bare)));
        let meaning = match self.language.spelling.letters {
            Letters::Arabic => self.arabic_meaning(term, Key { key: &found, number, bare }, glossary),
            Letters::Persian => self.plain(term, &found, Script::Arabic, glossary),
        };
        let evidence = [number, bare.map_or(NO_STRING, |(_, number)| number)];
        glossary.key = found;
        Word { meaning, evidence }
    }

    /// A word that may have particles and an article.
    fn arabic_meaning(&self, term: &str, key: Key<'_>, glossary: &mut Glossary) -> Meaning {
        let asked = std::cell::Cell::new(None);
        let parts = clitics::parts(key.key, &self.lists, |word| {
            asked.set(Some(glossary.strings.add(word)));
            false
        });
        let without = self.of_parts(term, key, parts, glossary);
        let Some(key_asked) = asked.get() else { return without };
        let with_evidence = clitics::parts(key.key, &self.lists, |_| true);
        if with_evidence == parts {
            return without;
        }
        let with = self.of_parts(term, key, with_evidence, glossary);
        glossary.choice(Choice { key: key_asked, with, without })
    }

    fn of_parts(&self, term: &str, key: Key<'_>, parts: Parts<'_>, glossary: &mut Glossary) -> Meaning {
        let Parts::Word { stem: stem_key, before, particle, article } = parts else {
            return Meaning::LEFT_OUT;
        };
        let settings = &self.settings.arabic;
        if particle && !settings.drop_particles {
            return self.whole(term, glossary);
        }
        let stem = after_letters(term, before);
        if !self.has_length(stem) {
            return Meaning::LEFT_OUT;
        }
        let standard = match settings.alef {
            Alef::Standard => lexicon::standard_spelling(stem),
            Alef::Plain | Alef::Keep => None,
        };
        let stem = standard.unwrap_or(stem);
        let listed = self.lists.of(stem_key);
        let keeps_article = article && (!settings.drop_article || listed.is_name());
        let written =
            if keeps_article { key.with_article(stem, glossary) } else { key.number_of(stem, glossary) };
        let shown = if keeps_article { None } else { self.group(stem, stem_key) };
        let number = shown.as_deref().map_or(written, |shown| glossary.strings.add(shown));
        let verb = !article && verbs::has_verbal_shape(stem_key);
        if verb || self.lists.is_generic(listed, Script::Arabic) || self.is_generic(shown.as_deref()) {
            return Meaning { term: number, step: Step::BREAK };
        }
        let form = if article && !keeps_article { key.with_article(stem, glossary) } else { written };
        let closes = !listed.is_link();
        let common = self.common(closes, number, glossary);
        glossary.content(Content {
            form,
            begins: particle,
            closes,
            common,
            weight: estimated(closes),
            ..Content::plain_in(number, written)
        })
    }

    /// Whether the Arabic word as which another counts is generic.
    fn is_generic(&self, shown: Option<&str>) -> bool {
        shown.is_some_and(|shown| {
            let mut found = String::new();
            key(shown, Script::Arabic, &mut found);
            self.lists.is_generic(self.lists.of(&found), Script::Arabic)
        })
    }

    /// The word as which an Arabic word counts, in standard spelling, where it is another: given without article, and as its
    /// key.
    fn group(&self, stem: &str, key: &str) -> Option<Cow<'static, str>> {
        if !self.settings.groups_arabic() {
            return None;
        }
        if let Some(shown) = lexicon::group(key) {
            return Some(shown.into());
        }
        let base = arabic_forms::base(key, lexicon::is_known)?;
        let stays = &stem[..prefix(stem, base.stem.chars().count())?];
        let ending = if base.ta_marbuta { "ة" } else { "" };
        let mut shown = format!("{stays}{ending}");
        let mut found = String::new();
        self::key(&shown, Script::Arabic, &mut found);
        if let Some(shown) = lexicon::group(&found) {
            return Some(shown.into());
        }
        if let Some(standard) = lexicon::standard_spelling(&shown) {
            shown = standard.to_string();
        }
        Some(shown.into())
    }

    /// A word with a particle that stays attached.
    fn whole(&self, term: &str, glossary: &mut Glossary) -> Meaning {
        if !self.has_length(term) {
            return Meaning::LEFT_OUT;
        }
        let term = glossary.strings.add(term);
        let common = self.common(true, term, glossary);
        glossary.content(Content { begins: true, common, ..Content::plain_in(term, term) })
    }

    /// How common a term is in general. What ends no phrase, such as the past of a verb, is no key term either.
    fn common(&self, closes: bool, term: u32, glossary: &mut Glossary) -> u8 {
        if !closes {
            return keyness::NEVER;
        }
        let term = glossary.strings.get(term);
        glossary.scratch.clear();
        key(term, Script::of(term), &mut glossary.scratch);
        lexicon::commonness(&glossary.scratch)
    }

    fn has_length(&self, term: &str) -> bool {
        // A character has 1 to 4 bytes, so most words need no counting.
        let (least, bytes) = (self.settings.min_length, term.len());
        if least <= LONGEST_TERM / 4 && (4 * least..=LONGEST_TERM).contains(&bytes) {
            return true;
        }
        (least..=LONGEST_TERM).contains(&term.chars().count())
    }
}

impl Key<'_> {
    /// The number of a string.
    fn number_of(self, string: &str, glossary: &mut Glossary) -> u32 {
        match self.bare {
            Some((bare, number)) if string == bare => number,
            _ if string == self.key => self.number,
            _ => glossary.strings.add(string),
        }
    }

    /// The number of a stem with the article before it.
    fn with_article(self, stem: &str, glossary: &mut Glossary) -> u32 {
        match self.bare {
            Some((bare, _)) if stem == bare => self.number,
            _ => glossary.with_article(stem),
        }
    }
}

impl Meaning {
    const LEFT_OUT: Self = Self { term: NO_STRING, step: Step::BREAK };
}

impl Glossary {
    /// Forgets all but what some words refer to, who are told the new numbers.
    pub(crate) fn forget_others_than(&mut self, words: &mut [Word]) {
        let mut is_kept = vec![false; self.strings.len()];
        is_kept[NO_STRING as usize] = true;
        for word in &*words {
            word.evidence.into_iter().for_each(|key| is_kept[key as usize] = true);
            self.mark(word.meaning, &mut is_kept);
        }
        let before = Forgotten {
            numbers: self.strings.retain(&is_kept),
            contents: std::mem::take(&mut self.contents),
            choices: std::mem::take(&mut self.choices),
        };
        self.groups.clear();
        for word in words {
            word.evidence = word.evidence.map(|key| before.numbers[key as usize]);
            word.meaning = self.take_over(word.meaning, &before);
        }
    }

    /// Marks the strings that a meaning refers to.
    fn mark(&self, meaning: Meaning, is_marked: &mut [bool]) {
        is_marked[meaning.term as usize] = true;
        if let Some(content) = meaning.step.as_content() {
            let Content { term, form, group, .. } = self.contents[content as usize];
            [term, form, group].into_iter().for_each(|string| is_marked[string as usize] = true);
        } else if let Some(choice) = meaning.step.as_choice() {
            let Choice { key, with, without } = self.choices[choice as usize];
            is_marked[key as usize] = true;
            [with, without].into_iter().for_each(|meaning| self.mark(meaning, is_marked));
        }
    }

    /// A meaning by the numbers that it has now.
    fn take_over(&mut self, meaning: Meaning, before: &Forgotten) -> Meaning {
        let number = |string: u32| before.numbers[string as usize];
        if let Some(content) = meaning.step.as_content() {
            let content = before.contents[content as usize];
            let Content { term, form, group, .. } = content;
            let [term, form, group] = [term, form, group].map(number);
            return self.content(Content { term, form, group, ..content });
        }
        if let Some(choice) = meaning.step.as_choice() {
            let Choice { key, with, without } = before.choices[choice as usize];
            let [with, without] = [with, without].map(|meaning| self.take_over(meaning, before));
            return self.choice(Choice { key: number(key), with, without });
        }
        Meaning { term: number(meaning.term), ..meaning }
    }

    fn choice(&mut self, choice: Choice) -> Meaning {
        self.choices.push(choice);
        Meaning { term: NO_STRING, step: Step::choice(self.choices.len() - 1) }
    }

    fn content(&mut self, content: Content) -> Meaning {
        let form = content.form as usize;
        if self.groups.len() <= form {
            self.groups.resize(self.strings.len() + ROOM, UNUSED);
        }
        self.groups[form] = match self.groups[form] {
            known if known == content.group => known,
            UNUSED if !has_blank(self.strings.get(content.form).as_bytes()) => content.group,
            _ => AMBIGUOUS,
        };
        self.contents.push(content);
        Meaning { term: content.term, step: Step::content(self.contents.len() - 1) }
    }

    /// Whether two phrases that are not equal may be written alike, since they have this form.
    pub(crate) fn is_ambiguous(&self, form: u32) -> bool {
        self.groups.get(form as usize) == Some(&AMBIGUOUS)
    }

    /// The number of an English word without its plural ending.
    fn singular(&mut self, term: &str, number: u32) -> u32 {
        let mut singular = std::mem::take(&mut self.scratch);
        singular.clear();
        english::singular(term, &mut singular);
        let group = if singular == term { number } else { self.strings.add(&singular) };
        self.scratch = singular;
        group
    }

    fn with_article(&mut self, stem: &str) -> u32 {
        self.scratch.clear();
        self.scratch.push_str(ARTICLE);
        self.scratch.push_str(stem);
        self.strings.add(&self.scratch)
    }
}

/// Whether a form has a blank, by words: nearly none has.
fn has_blank(form: &[u8]) -> bool {
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);
    let Some(&last) = form.last_chunk() else { return form.contains(&b' ') };
    // A byte that is 0 borrows from its highest bit (Mycroft's test).
    let has = |word: [u8; 8]| {
        let differ = u64::from_le_bytes(word) ^ BLANKS;
        differ.wrapping_sub(LOW) & !differ & (LOW << 7) != 0
    };
    has(last) || form.as_chunks().0.iter().any(|&word| has(word))
}

/// Whether a word is one ideograph.
fn is_ideograph(word: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next().map(Script::of_character);
    first == Some(Script::Han) && characters.next().is_none()
}

/// The weight of a word of Arabic: its counts are estimates, by which no phrase goes.
fn estimated(closes: bool) -> u8 {
    if closes { keyness::UNKNOWN } else { keyness::NEVER }
}

/// The bytes of the first `count` letters of a word that has no marks.
fn prefix(word: &str, count: usize) -> Option<usize> {
    let end = word.char_indices().nth(count).map_or(word.len(), |(place, _)| place);
    (!word.contains(|letter| is_arabic_mark(letter) || letter == TATWEEL)).then_some(end)
}

/// What follows the first `count` letters and their marks.
fn after_letters(term: &str, count: usize) -> &str {
    let mut rest = term.chars();
    for _ in 0..count {
        rest.by_ref().find(|&character| !is_left_out(character));
    }
    if count == 0 { term } else { rest.as_str().trim_start_matches(is_left_out) }
}

/// Whether a key has no letter for a character of its term.
fn is_left_out(character: char) -> bool {
    character == TATWEEL || is_arabic_mark(character)
}

#[cfg(test)]
mod tests {
    use super::{after_letters, has_blank};

    #[test]
    fn a_blank_is_found_wherever_it_stands() {
        for length in 0..20 {
            let mut form = vec![b'!'; length];
            assert!(!has_blank(&form));
            for place in 0..length {
                form[place] = b' ';
                assert!(has_blank(&form));
                form[place] = 0xD8;
            }
        }
    }

    #[test]
    fn letters_are_passed_with_their_marks() {
        assert_eq!(after_letters("والكتاب", 3), "كتاب");
        assert_eq!(after_letters("وَالْكِتاب", 3), "كِتاب");
        assert_eq!(after_letters("ـكِتاب", 0), "ـكِتاب");
        assert_eq!(after_letters("و", 3), "");
    }
}
