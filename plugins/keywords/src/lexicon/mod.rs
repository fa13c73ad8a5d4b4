//! The word lists of `lexicon/`, ready to be asked.
//!
//! Lists are looked up by [`key`], so that one entry serves all spellings of a word.

mod files;

use crate::normalize::{Normalizer, Spelling, key};
use crate::script::Script;
use crate::settings::{Alef, Arabic, Settings};
use crate::strings::Strings;

/// All lists.
#[derive(Debug)]
pub(crate) struct Lexicon {
    languages: Vec<Language>,
    /// Words that a user wants left out.
    unwanted: Strings,
    links: Strings,
    pub(crate) arabic: ArabicLists,
}

/// The lists of a language.
#[derive(Debug)]
struct Language {
    /// The primary subtag of its BCP 47 tag.
    tag: &'static str,
    script: Script,
    stop_words: Strings,
    /// Words that begin or end no key phrase; few languages have them.
    generic: Strings,
}

/// Lists about the parts of Arabic words. All but `spelling` hold words without the article.
#[derive(Debug)]
pub(crate) struct ArabicLists {
    /// Words that begin as an attached particle or the article does.
    stems: Strings,
    /// Nouns that look like a verb.
    nouns: Strings,
    /// Names that keep their article.
    pub(crate) names: Strings,
    /// Words with plain alef, and in the same order in standard spelling.
    plain: Strings,
    standard: Strings,
}

/// What may follow a stem: pronouns and the endings of number, gender and case, longest last.
const ENDINGS: [&str; 24] = [
    "ه", "ك", "ي", "ا", "ت", "ها", "هم", "هن", "كم", "نا", "ني", "ان", "ين", "ون", "وا", "ات", "يه", "يا",
    "ته", "تي", "تها", "تهم", "اته", "اتها",
];

impl ArabicLists {
    /// Whether a word begins with what looks like a particle or the article and is its own.
    pub(crate) fn is_stem(&self, key: &str) -> bool {
        with_ending(&self.stems, key)
    }

    /// Whether a word that looks like a verb is a noun.
    pub(crate) fn is_noun(&self, key: &str) -> bool {
        with_ending(&self.nouns, key)
    }

    /// The standard spelling of a word without article, where it is known.
    pub(crate) fn standard_spelling(&self, word: &str) -> Option<&str> {
        self.plain.find(word).map(|id| self.standard.get(id))
    }
}

impl Lexicon {
    /// Reads the lists that the settings ask for.
    pub(crate) fn new(settings: &Settings) -> Self {
        let lists = if settings.leave_stop_words_out { files::LANGUAGES } else { &[] };
        Self {
            languages: lists.iter().map(Language::new).collect(),
            unwanted: settings.stop_words.iter().map(|word| key_of(word, "")).collect(),
            links: keys(files::LINKS, ""),
            arabic: ArabicLists::new(),
        }
    }

    /// The lists for each script in a document whose language has this primary subtag (empty: unknown).
    ///
    /// The script of a word goes first: an English stop word in an Arabic page is still one. A document's language
    /// chooses among the languages of its own script.
    pub(crate) fn for_document(&self, language: &str) -> Lists<'_> {
        let mut by_script = [None; Script::COUNT];
        for list in &self.languages {
            let slot: &mut Option<&Language> = &mut by_script[list.script as usize];
            // `files::LANGUAGES` begins, for each script, with the language that stands for the script.
            if slot.is_none() || list.tag == language {
                *slot = Some(list);
            }
            // Japanese writes words in two scripts.
            if list.tag == "ja" && language == "ja" {
                by_script[Script::Han as usize] = Some(list);
            }
        }
        Lists { lexicon: self, by_script }
    }
}

/// The lists for one document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lists<'a> {
    lexicon: &'a Lexicon,
    by_script: [Option<&'a Language>; Script::COUNT],
}

impl<'a> Lists<'a> {
    /// Whether a word is left out.
    pub(crate) fn leave_out(&self, key: &str, script: Script) -> bool {
        self.by_script[script as usize].is_some_and(|language| language.stop_words.contains(key))
            || self.lexicon.unwanted.contains(key)
    }

    /// Whether a word begins or ends no key phrase.
    pub(crate) fn is_generic(&self, key: &str, script: Script) -> bool {
        self.by_script[script as usize].is_some_and(|language| language.generic.contains(key))
    }

    /// Whether words in this script are English, or read as such.
    pub(crate) fn is_english(&self, script: Script) -> bool {
        self.by_script[script as usize].is_some_and(|language| language.tag == "en")
    }

    /// Whether a word links the parts of a name.
    pub(crate) fn is_link(&self, key: &str) -> bool {
        self.lexicon.links.contains(key)
    }

    /// What a French or Italian word is without its elided article or particle (`l'État`, `dell'arte`), where that
    /// is a stop word of the document's language.
    pub(crate) fn without_elision<'k>(&self, key: &'k str, script: Script) -> Option<&'k str> {
        let language =
            self.by_script[script as usize].filter(|language| matches!(language.tag, "fr" | "it"))?;
        let (elided, word) = key.split_once('\'')?;
        (language.stop_words.contains(elided) && !word.is_empty()).then_some(word)
    }

    pub(crate) fn arabic(&self) -> &'a ArabicLists {
        &self.lexicon.arabic
    }
}

impl Language {
    fn new(file: &files::Language) -> Self {
        Self {
            tag: file.tag,
            script: file.script,
            stop_words: keys(file.stop_words, file.tag),
            generic: without_article(file.generic, file.tag),
        }
    }
}

impl ArabicLists {
    fn new() -> Self {
        let entries: Vec<&str> = entries(files::SPELLING).collect();
        Self {
            stems: stems(files::STEMS),
            nouns: stems(files::NOUNS),
            names: without_article(files::ARTICLE, "ar"),
            plain: entries.iter().map(|word| term_of(word, "ar")).collect(),
            standard: entries.into_iter().collect(),
        }
    }
}

/// The entries of a list: its lines without the first, which names source and licence.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn keys(list: &str, language: &str) -> Strings {
    entries(list).map(|entry| key_of(entry, language)).collect()
}

/// Whether a list has a word, or what it is without an ending.
fn with_ending(list: &Strings, key: &str) -> bool {
    let without =
        |ending: &&str| key.strip_suffix(*ending).is_some_and(|stem| stem.len() >= 6 && list.contains(stem));
    list.contains(key) || ENDINGS.iter().any(without)
}

/// The keys of Arabic words, and how those in ta marbuta are before a pronoun: وزارة, وزارتنا.
fn stems(list: &str) -> Strings {
    let mut keys = Strings::default();
    for key in entries(list).map(|entry| key_of(entry, "ar")) {
        keys.add(&key);
        if let Some(stem) = key.strip_suffix('ه') {
            keys.add(&format!("{stem}ت"));
        }
    }
    keys
}

/// The keys of a list, Arabic ones as stems where the article leaves three letters.
fn without_article(list: &str, language: &str) -> Strings {
    let stem = |key: &str| {
        key.strip_prefix("ال").filter(|stem| stem.chars().count() >= 3).unwrap_or(key).to_string()
    };
    entries(list).map(|entry| stem(&key_of(entry, language))).collect()
}

/// The key of a word that stands alone.
fn key_of(word: &str, language: &str) -> String {
    let mut found = String::new();
    key(&term_of(word, language), Script::of(word), &mut found);
    found
}

/// The spelling of a word that stands alone, by the settings' defaults.
fn term_of(word: &str, language: &str) -> String {
    let mut term = String::new();
    let normalizer = Normalizer::new(Arabic { alef: Alef::Plain, ..Arabic::default() });
    normalizer.normalize(word, Script::of(word), Spelling::of(language), &mut term);
    term
}

#[cfg(test)]
mod tests;
