//! What an Arabic word counts as: without its particles, its article and its pronoun, and as the word that it is a form
//! of.
//!
//! Where the clitics end is told by who cut the text into words. Where nobody tells, in hashtags and in documents of
//! another language, an article goes with the particles before it, and a و before a word that is known: which other first
//! letter is a particle is a matter of the language (وفاء is a name, وقال is `and he said`).

use textmill_sdk::Clitics;
use textmill_text::{Script, TATWEEL, clitics::ARTICLE, is_arabic_mark};

use crate::glossary::Glossary;
use crate::keyness;
use crate::lexicon::{self, Listed, Lists};
use crate::normalize::key;
use crate::reader::{Reader, is_measure};
use crate::settings::Alef;
use crate::verbs;
use crate::word::{Content, Marks, Word};

/// Bytes of a letter in UTF-8; all letters of a key have as many.
const LETTER: usize = 2;

/// A word as it was met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArabicWord<'w> {
    /// How it is spelled.
    pub(crate) term: &'w str,
    pub(crate) key: &'w str,
    /// Its clitics, in letters, where they are known.
    pub(crate) clitics: Option<Clitics>,
}

/// A word in its parts.
#[derive(Clone, Copy, Debug)]
struct Parts<'w> {
    /// What stands before the article.
    particles: &'w str,
    /// Without all that is attached to it.
    stem: &'w str,
    /// The same, as a key.
    stem_key: &'w str,
    pronoun: &'w str,
    has_article: bool,
    /// Whether it is generic, with its clitics or without.
    is_generic: bool,
}

/// What is said of a word by which it counts.
#[derive(Debug)]
struct Shown {
    /// The number of the string.
    term: u32,
    is_generic: bool,
    common: u8,
}

impl Reader<'_> {
    /// A word that may have particles, an article and a pronoun.
    pub(crate) fn arabic(
        &self,
        word: ArabicWord<'_>,
        room: [&mut String; 2],
        glossary: &mut Glossary,
    ) -> Word {
        let whole = self.lists.of(word.key);
        if self.lists.leaves_out(whole, Script::Arabic) {
            return Word::LEFT_OUT;
        }
        let settings = &self.settings.arabic;
        let mut clitics = word.clitics.unwrap_or_else(|| article_alone(word.key, &self.lists));
        if !self.settings.groups_arabic() {
            clitics.pronoun = 0;
        }
        let behind = word.key.get(LETTER * clitics.particles..).unwrap_or_default();
        let Some(parts) = Parts::of(word, clitics) else { return Word::LEFT_OUT };
        let listed = if clitics == Clitics::default() { whole } else { self.lists.of(parts.stem_key) };
        if clitics.particles > 0 && clitics.article == 0 && self.is_of_its_own(word.key, whole, listed) {
            let clitics = Some(Clitics::default());
            return self.arabic(ArabicWord { clitics, ..word }, room, glossary);
        }
        let attached = if clitics.particles > 0 { self.lists.of(behind) } else { whole };
        // `البعض` is a stop word because `بعض` is one, `الأحد` is a name, `الظل` is no form of `ظل`.
        let is_noun = parts.has_article && (listed.is_name() || parts.stem_key.len() < STEM * LETTER);
        let is_stop_word = self.lists.leaves_out(attached, Script::Arabic)
            || self.lists.leaves_out(listed, Script::Arabic) && !is_noun;
        if is_stop_word {
            return Word::LEFT_OUT;
        }
        if clitics.particles > 0 && !settings.drop_particles {
            return self.with_particles(word.term, whole, glossary);
        }
        if !self.has_length(parts.stem) {
            return Word::LEFT_OUT;
        }
        let standard = match settings.alef {
            Alef::Standard => listed.standard_spelling(parts.stem),
            Alef::Plain | Alef::Keep => None,
        };
        let is_generic = is_measure(word.key)
            || [whole, attached, listed].iter().any(|&word| self.lists.is_generic(word, Script::Arabic));
        let parts = Parts { stem: standard.unwrap_or(parts.stem), is_generic, ..parts };
        self.of_parts(parts, listed, room, glossary)
    }

    /// Whether a word that seems to have particles is one by itself: it is known, or looks foreign. Given is what is said of
    /// it, and of what is left without them.
    fn is_of_its_own(&self, key: &str, whole: Listed, stem: Listed) -> bool {
        // Foreign names begin with a ل before a long vowel: ليون, لاندر.
        const LONGEST: usize = 6;
        let after_lam = key.strip_prefix('ل').filter(|rest| rest.starts_with(['ا', 'و', 'ي']));
        let is_listed =
            self.lists.leaves_out(stem, Script::Arabic) || self.lists.is_generic(stem, Script::Arabic);
        let is_foreign =
            after_lam.is_some() && key.len() <= LONGEST * LETTER && !is_listed && !stem.is_known();
        is_foreign || whole.is_known() || lexicon::is_stem(key)
    }

    fn of_parts(
        &self,
        parts: Parts<'_>,
        listed: Listed,
        room: [&mut String; 2],
        glossary: &mut Glossary,
    ) -> Word {
        let Parts { stem, stem_key, pronoun, has_article, is_generic, .. } = parts;
        let keeps_article = has_article && (!self.settings.arabic.drop_article || listed.is_name());
        let bare = glossary.strings.add(stem);
        let group = if pronoun.is_empty() { bare } else { glossary.joined([stem, pronoun]) };
        let form = if has_article { glossary.joined([ARTICLE, stem, pronoun]) } else { group };
        let itself = Shown { term: bare, is_generic, common: listed.common() };
        let shown = match keeps_article {
            true => Shown { term: form, ..itself },
            false => self.counted_as(parts, listed, room, glossary).unwrap_or(itself),
        };
        // Before a pronoun a ت is that of nouns: عادته is his custom.
        let is_listed_verb = listed.is_verb() && (pronoun.is_empty() || !stem_key.ends_with('ت'));
        // What has me for its object is one too: أعجبني.
        let is_verb = !has_article
            && (pronoun == "ني" || is_listed_verb || verbs::has_verbal_shape(stem_key, pronoun.is_empty()));
        if is_verb || is_generic || shown.is_generic {
            return Word::no_content(shown.term);
        }
        let is_link = listed.is_link();
        let is_definite = has_article || !pronoun.is_empty();
        let marks = Marks::BEGINS
            .only_if(!parts.particles.is_empty())
            .and(Marks::LEADS.only_if(is_link))
            .and(Marks::DEFINITE.only_if(is_definite && !listed.is_title()))
            .and(Marks::BARE.only_if(!has_article && !is_link))
            .and(Marks::NOUN.only_if(has_article && verbs::names_action(stem_key)))
            .and(Marks::PLURAL.only_if(has_article && verbs::is_plural_of_women(stem_key)))
            .and(Marks::VERB_OR_NOUN.only_if(!is_definite && listed.is_verb_or_noun()))
            .and(Marks::AGENT.only_if(listed.is_agent()));
        glossary.content(Content {
            form,
            marks,
            common: if is_link { keyness::NEVER } else { shown.common },
            // Its counts are estimates, by which no phrase goes.
            weight: if is_link { keyness::NEVER } else { keyness::UNKNOWN },
            ..Content::plain_in(shown.term, group)
        })
    }

    /// The word as which another counts, where it is not itself.
    fn counted_as(
        &self,
        parts: Parts<'_>,
        listed: Listed,
        [other, other_key]: [&mut String; 2],
        glossary: &mut Glossary,
    ) -> Option<Shown> {
        if !self.settings.groups_arabic() {
            return None;
        }
        let other = if let Some(shown) = listed.group(parts.stem_key) {
            shown
        } else {
            let known = |key: &str| self.lists.of(key).is_known();
            let base = base(parts.stem_key, listed.is_known(), !parts.pronoun.is_empty(), known, other_key)?;
            let stays = letters_at_start(parts.stem, base.stem.len() / LETTER)?;
            other.clear();
            other.extend([stays, base.ending]);
            other
        };
        let key_of_other = key(other, Script::Arabic, other_key);
        let found = self.lists.of(key_of_other);
        let (other, found) = match found.group(key_of_other).filter(|&shown| shown != other) {
            Some(shown) => (shown, self.lists.of(key(shown, Script::Arabic, other_key))),
            None => (other, found),
        };
        let is_generic = self.lists.is_generic(found, Script::Arabic);
        let shown = found.standard_spelling(other).unwrap_or(other);
        Some(Shown { term: glossary.strings.add(shown), is_generic, common: found.common() })
    }

    /// A word with particles that stay attached.
    fn with_particles(&self, term: &str, listed: Listed, glossary: &mut Glossary) -> Word {
        if !self.has_length(term) {
            return Word::LEFT_OUT;
        }
        let number = glossary.strings.add(term);
        let common = listed.common();
        glossary.content(Content { marks: Marks::BEGINS, common, ..Content::plain_in(number, number) })
    }
}

impl<'w> Parts<'w> {
    /// A word cut at its clitics; nothing where no stem is left.
    fn of(word: ArabicWord<'w>, clitics: Clitics) -> Option<Self> {
        let ArabicWord { term, key, .. } = word;
        let Clitics { particles, article, pronoun } = clitics;
        let (before, end) = (LETTER * (particles + article), LETTER * pronoun);
        let stem_key = key.get(before..key.len().checked_sub(end)?)?;
        // What is left of له is no word.
        if stem_key.len() <= LETTER && clitics != Clitics::default() {
            return None;
        }
        let [particles, stem, pronoun] = if term.len() == key.len() {
            let after = term.len() - end;
            [term.get(..LETTER * particles)?, term.get(before..after)?, term.get(after..)?]
        } else {
            let rest = after_letters(term, particles + article);
            let stem = letters_and_marks(rest, stem_key.len() / LETTER);
            [&term[..term.len() - after_letters(term, particles).len()], stem, &rest[stem.len()..]]
        };
        Some(Self { particles, stem, stem_key, pronoun, has_article: article > 0, is_generic: false })
    }
}

/// The chains of particles that end with the article, the longer first, each with its letters before the article and of
/// it: in `لل` that has lost its alef.
const WITH_ARTICLE: [(&str, usize, usize); 12] = [
    ("وبال", 2, 2),
    ("فبال", 2, 2),
    ("وكال", 2, 2),
    ("فكال", 2, 2),
    ("ولل", 2, 1),
    ("فلل", 2, 1),
    ("وال", 1, 2),
    ("فال", 1, 2),
    ("بال", 1, 2),
    ("كال", 1, 2),
    ("لل", 1, 1),
    ("ال", 0, 2),
];

/// The fewest letters that stay after an article or before an ending.
const STEM: usize = 3;

/// The clitics of a word that nobody tells, as far as they are certain: an article, the particles before it, a و.
fn article_alone(key: &str, lists: &Lists<'_>) -> Clitics {
    let is_word = |key: &str| lexicon::is_stem(key) || lists.of(key).is_known();
    let long = |chain: &str| key.strip_prefix(chain).is_some_and(|stem| stem.len() >= STEM * LETTER);
    let chain = WITH_ARTICLE.iter().find(|(chain, ..)| long(chain));
    match chain {
        Some(&(_, particles, article)) if !is_word(key) => {
            let article = if is_word(&key[LETTER * particles..]) { 0 } else { article };
            Clitics { particles, article, pronoun: 0 }
        }
        None if key.strip_prefix('و').is_some_and(|rest| lists.of(rest).is_known()) && !is_word(key) => {
            Clitics { particles: 1, ..Clitics::default() }
        }
        _ => Clitics::default(),
    }
}

/// A word without an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Base<'k> {
    stem: &'k str,
    /// What it ends with in place of what has gone.
    ending: &'static str,
}

/// Endings after which the word itself stays, with the fewest letters of it: ين and ون end many stems of three.
const ENDINGS: [(&str, usize); 4] = [("ات", STEM), ("ين", STEM + 1), ("ون", STEM + 1), ("ا", STEM)];

/// The word that a word is a form of, given by its key, whether it is known, and whether it stands before a pronoun.
/// `known` tells whether a key is that of a word; a word that is known itself is a form of none.
fn base<'k>(
    key: &'k str,
    is_known: bool,
    before_pronoun: bool,
    known: impl Fn(&str) -> bool,
    room: &mut String,
) -> Option<Base<'k>> {
    if is_known {
        return None;
    }
    let mut known_with = |stem: &str, letter: char| {
        room.clear();
        room.push_str(stem);
        room.push(letter);
        known(room)
    };
    let long = |stem: &&str| stem.len() >= STEM * LETTER;
    if before_pronoun {
        // شركتها is of شركة, أبنائه of أبناء, مستواه of مستوى.
        if let Some(stem) = key.strip_suffix("ائ").or_else(|| key.strip_suffix("اؤ")) {
            return Some(Base { stem, ending: "اء" });
        }
        if let Some(stem) = key.strip_suffix('ا').filter(|stem| known_with(stem, 'ي')) {
            return Some(Base { stem, ending: "ى" });
        }
        if let Some(stem) = key.strip_suffix('ت').filter(|stem| !stem.ends_with('ا') && stem.len() > LETTER)
        {
            return Some(Base { stem, ending: "ة" });
        }
    }
    if let Some(stem) = key.strip_suffix("ات").filter(long).filter(|stem| known_with(stem, 'ه')) {
        return Some(Base { stem, ending: "ة" });
    }
    let stems = ENDINGS.iter().filter_map(|&(ending, least)| {
        // Countries end so: إيطاليا is no form of إيطالي.
        let is_country = |stem: &&str| ending == "ا" && stem.ends_with('ي');
        key.strip_suffix(ending).filter(|stem| stem.len() >= least * LETTER && !is_country(stem))
    });
    let stem = { stems }.find(|stem| known(stem))?;
    Some(Base { stem, ending: "" })
}

/// The first `count` letters of a word that has no marks.
fn letters_at_start(word: &str, count: usize) -> Option<&str> {
    let end = word.char_indices().nth(count).map_or(word.len(), |(place, _)| place);
    if word.contains(is_left_out) { None } else { word.get(..end) }
}

/// The first `count` letters, each with its marks.
fn letters_and_marks(word: &str, count: usize) -> &str {
    &word[..word.len() - after_letters(word, count).len()]
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
mod tests;
