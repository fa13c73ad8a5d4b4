//! The word lists of `lexicon/`, ready to be asked.
//!
//! Lists are looked up by [`key`](crate::normalize::key), so that one entry serves all spellings of a word. All are one
//! table, made by the build script: one look tells which lists hold a key, and how common its word is.

mod facts;
mod hash;
mod languages;
mod table;

use textmill_text::Script;

use crate::keyness::UNKNOWN;
use crate::normalize::{Normalizer, Spelling, key};
use crate::settings::{Alef, Arabic, Settings};
use crate::strings::Strings;
use facts::Facts;
use hash::hash;
pub(crate) use languages::LANGUAGES;
use languages::lists;
use table::Table;

/// What is known of each key.
static FACTS: Facts = include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// Arabic words with plain alef, and their standard spelling.
static SPELLINGS: Table<&str> = include!(concat!(env!("OUT_DIR"), "/spellings.rs"));

/// The keys of Arabic words that count as another, or are one as which others count, and that one.
static GROUPS: Table<&str> = include!(concat!(env!("OUT_DIR"), "/groups.rs"));

/// A bit for the highest fifteen bits of the hash of each three letters that stems and nouns begin with.
static STEM_BEGINNINGS: [u64; 1 << 9] = include!(concat!(env!("OUT_DIR"), "/stem_beginnings.rs"));

/// All lists.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Words that a user wants left out.
    unwanted: Strings,
    /// Whether stop words are left out.
    has_languages: bool,
}

/// The lists for the documents of a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lists<'a> {
    unwanted: &'a Strings,
    by_script: &'a ByScript,
}

/// What serves each script.
pub(crate) type ByScript = [Serving; Script::COUNT];

/// The lists that serve a script.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Serving {
    /// The number of their language.
    language: Option<u8>,
    /// Those of what is left out, as bits.
    stop_words: u64,
    /// Those of what begins or ends no key phrase: few languages have one.
    generic: u64,
}

/// What is known of a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed {
    lists: u64,
    unwanted: bool,
    common: u8,
}

impl Lexicon {
    /// The lists that the settings ask for.
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            unwanted: settings.stop_words.iter().map(|word| key_of(word)).collect(),
            has_languages: settings.leave_stop_words_out,
        }
    }

    /// Which language serves each script in a document whose language has this primary subtag (empty: unknown).
    ///
    /// The script of a word goes first: an English stop word in an Arabic page is still one. A document's language
    /// chooses among the languages of its own script.
    pub(crate) fn by_script(&self, language: &str) -> ByScript {
        let mut by_script = [Serving::default(); Script::COUNT];
        let languages = if self.has_languages { &LANGUAGES[..] } else { &[] };
        for (number, list) in (0..).zip(languages) {
            let slot = &mut by_script[list.script as usize];
            // `LANGUAGES` begins, for each script, with the language that stands for the script.
            if slot.language.is_none() || list.tag == language {
                *slot = Serving::of(number);
            }
            // Japanese writes words in two scripts.
            if list.tag == "ja" && language == "ja" {
                by_script[Script::Han as usize] = Serving::of(number);
            }
        }
        by_script
    }

    /// The lists for documents of a language, given what serves each script.
    pub(crate) fn lists<'a>(&'a self, by_script: &'a ByScript) -> Lists<'a> {
        Lists { unwanted: &self.unwanted, by_script }
    }
}

impl Serving {
    /// The lists of a language of [`LANGUAGES`].
    fn of(number: u8) -> Self {
        let generic = match LANGUAGES[usize::from(number)].tag {
            "en" => lists::GENERIC_ENGLISH,
            "ar" => lists::GENERIC_ARABIC,
            _ => 0,
        };
        Self { language: Some(number), stop_words: 1 << number | lists::MARKUP, generic }
    }
}

impl Lists<'_> {
    /// What is known of a key.
    pub(crate) fn of(&self, key: &str) -> Listed {
        let (lists, common) = FACTS.of(key);
        Listed { lists, unwanted: self.unwanted.contains(key), common }
    }

    /// Whether a word is left out.
    pub(crate) fn leave_out(&self, key: &str, script: Script) -> bool {
        self.leaves_out(self.of(key), script)
    }

    /// Whether a word of these lists is left out.
    pub(crate) fn leaves_out(&self, word: Listed, script: Script) -> bool {
        word.lists & self.by_script[script as usize].stop_words != 0 || word.unwanted
    }

    /// Whether a word begins or ends no key phrase.
    pub(crate) fn is_generic(&self, word: Listed, script: Script) -> bool {
        word.lists & self.by_script[script as usize].generic != 0
    }

    /// Whether words in this script are English, or read as such.
    pub(crate) fn is_english(&self, script: Script) -> bool {
        self.tag(script) == Some("en")
    }

    /// What a French or Italian word is without its elided article or particle (`l'État`, `dell'arte`), where that
    /// is a stop word of the document's language.
    pub(crate) fn without_elision<'k>(&self, key: &'k str, script: Script) -> Option<&'k str> {
        let language = self.by_script[script as usize].language?;
        if !matches!(LANGUAGES[usize::from(language)].tag, "fr" | "it") {
            return None;
        }
        let (elided, word) = key.split_once('\'')?;
        (self.of(elided).lists & 1 << language != 0 && !word.is_empty()).then_some(word)
    }

    fn tag(&self, script: Script) -> Option<&'static str> {
        self.by_script[script as usize].language.map(|language| LANGUAGES[usize::from(language)].tag)
    }
}

impl Listed {
    /// Whether a word links the parts of a name.
    pub(crate) fn is_link(self) -> bool {
        self.lists & lists::LINK != 0
    }

    /// Whether a word is an English adjective that is no key term by itself and ends no phrase.
    pub(crate) fn is_modifier(self) -> bool {
        self.lists & lists::MODIFIER != 0
    }

    /// Whether some English names begin with a word, which else is generic: New York.
    pub(crate) fn opens_names(self) -> bool {
        self.lists & lists::OPENING != 0
    }

    /// Whether an English word makes a name with a generic one before it.
    pub(crate) fn follows_in_names(self) -> bool {
        self.lists & lists::FOLLOWING != 0
    }

    /// Whether an Arabic word, given without the article, is a name that keeps it.
    pub(crate) fn is_name(self) -> bool {
        self.lists & lists::NAME != 0
    }

    /// Whether an Arabic word, given without the article, is a title, after which a name stands.
    pub(crate) fn is_title(self) -> bool {
        self.lists & lists::TITLE != 0
    }

    /// Whether an Arabic word without article is a verb, and no noun.
    pub(crate) fn is_verb(self) -> bool {
        self.lists & lists::VERB != 0
    }

    /// Whether it is a verb in the past that is a noun too.
    pub(crate) fn is_verb_or_noun(self) -> bool {
        self.lists & lists::VERB_OR_NOUN != 0
    }

    /// Whether an Arabic word without article says who does something.
    pub(crate) fn is_agent(self) -> bool {
        self.lists & (lists::AGENT | lists::TITLE) != 0
    }

    /// How many eighths of a bit it takes to tell the word among those of texts in general, stop words left out: 80 for one
    /// that comes once in 1,024 words, 160 for one that comes less than once in a million.
    pub(crate) fn common(self) -> u8 {
        self.common
    }

    /// Whether an Arabic word without article is one: few words that are none are in a list.
    pub(crate) fn is_known(self) -> bool {
        const LISTS: u64 =
            lists::GENERIC_ARABIC | lists::STEM | lists::NOUN | lists::NAME | lists::GROUP | lists::TITLE;
        self.common < UNKNOWN || self.lists & LISTS != 0
    }

    /// The word as which an Arabic word without article counts, where a list says so; given is its key.
    pub(crate) fn group(self, key: &str) -> Option<&'static str> {
        if self.lists & lists::GROUP == 0 { None } else { GROUPS.get(key) }
    }

    /// The standard spelling of an Arabic word without article, where it is known.
    pub(crate) fn standard_spelling(self, word: &str) -> Option<&'static str> {
        if self.lists & lists::SPELLING == 0 { None } else { SPELLINGS.get(word) }
    }
}

/// Whether an Arabic word begins with what looks like a particle or the article and is its own.
pub(crate) fn is_stem(key: &str) -> bool {
    with_ending(lists::STEM, key)
}

/// Whether an Arabic word that looks like a verb is a noun.
pub(crate) fn is_noun(key: &str) -> bool {
    with_ending(lists::NOUN, key)
}

/// Whether a list has a word, or what it is without an ending.
fn with_ending(list: u64, key: &str) -> bool {
    /// The fewest bytes of a stem: three letters.
    const STEM: usize = 6;
    // Whatever is looked for begins with the same three letters.
    if key
        .as_bytes()
        .first_chunk::<STEM>()
        .is_some_and(|letters| !table::has_bit(&STEM_BEGINNINGS, hash(letters)))
    {
        return false;
    }
    let has = |key: &str| FACTS.of(key).0 & list != 0;
    let without = |bytes: usize| {
        let stem = key.len().checked_sub(bytes).filter(|&stem| stem >= STEM);
        let parts = stem.and_then(|stem| key.split_at_checked(stem));
        parts.is_some_and(|(stem, ending)| is_ending(ending) && has(stem))
    };
    has(key) || [2, 4, 6, 8].into_iter().any(without)
}

/// Whether it may follow a stem: pronouns and the endings of number, gender and case, of one to four letters.
fn is_ending(letters: &str) -> bool {
    match letters.len() {
        2 => matches!(letters, "ه" | "ك" | "ي" | "ا" | "ت"),
        4 => matches!(
            letters,
            "ها" | "هم"
                | "هن"
                | "كم"
                | "نا"
                | "ني"
                | "ان"
                | "ين"
                | "ون"
                | "وا"
                | "ات"
                | "يه"
                | "يا"
                | "ته"
                | "تي"
        ),
        6 => matches!(letters, "تها" | "تهم" | "اته"),
        _ => letters == "اتها",
    }
}

/// The key of a word that stands alone, whatever the language.
fn key_of(word: &str) -> String {
    let script = Script::of(word);
    let (mut term_room, mut key_room) = (String::new(), String::new());
    let normalizer = Normalizer::new(Arabic { alef: Alef::Plain, ..Arabic::default() });
    let term = normalizer.normalize(word, script, Spelling::of(""), &mut term_room);
    key(term, script, &mut key_room).to_string()
}

#[cfg(test)]
mod tests;
