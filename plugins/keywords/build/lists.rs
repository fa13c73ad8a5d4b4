//! Reads the lists of `lexicon/`.

use std::collections::BTreeMap;
use std::fs;

use textmill_text::Script;
use textmill_text::list::List;

use crate::languages::{LANGUAGES, lists};
use crate::normalize::{Normalizer, Spelling, key};
use crate::settings::{Alef, Arabic};

/// The keys of all lists but the spellings, each with the lists that hold it.
pub(crate) fn keys() -> BTreeMap<String, u32> {
    let mut keys = BTreeMap::new();
    let mut add = |key: String, list: u32| *keys.entry(key).or_default() |= list;
    for (number, language) in LANGUAGES.iter().enumerate() {
        for entry in read(&format!("stopwords/{}.txt", language.tag)) {
            add(key_of(&entry, language.tag), 1 << number);
        }
    }
    for entry in read("links.txt") {
        add(key_of(&entry, ""), lists::LINK);
    }
    for (name, list) in [("arabic/stems.txt", lists::STEM), ("arabic/nouns.txt", lists::NOUN)] {
        for entry in read(name) {
            stems(&key_of(&entry, "ar")).into_iter().for_each(|stem| add(stem, list));
        }
    }
    for (name, language, list) in [
        ("generic/en.txt", "en", lists::GENERIC_ENGLISH),
        ("generic/ar.txt", "ar", lists::GENERIC_ARABIC),
        ("arabic/article.txt", "ar", lists::NAME),
    ] {
        for entry in read(name) {
            add(without_article(&key_of(&entry, language)).to_string(), list);
        }
    }
    keys
}

/// The first three letters of stems and nouns, for `with_ending` in `src/lexicon/mod.rs`.
pub(crate) fn stem_beginnings(keys: &BTreeMap<String, u32>) -> impl Iterator<Item = &[u8]> {
    let stems = keys.iter().filter(|(_, held)| **held & (lists::STEM | lists::NOUN) != 0);
    stems.filter_map(|(key, _)| key.as_bytes().get(..6))
}

/// The Arabic words of the list of spellings with plain alef, each with its standard spelling.
pub(crate) fn spellings() -> BTreeMap<String, String> {
    let entries = read("arabic/spelling.txt");
    entries.into_iter().map(|word| (term_of(&word, "ar"), word)).collect()
}

/// The entries of a list.
fn read(name: &str) -> Vec<String> {
    let path = format!("{}/lexicon/{name}", env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    List::new(&list).entries().map(|entry| entry.text.to_string()).collect()
}

/// The key of an Arabic word, and how one in ta marbuta is before a pronoun: وزارة, وزارتنا.
fn stems(key: &str) -> Vec<String> {
    let before_pronoun = key.strip_suffix('ه').map(|stem| format!("{stem}ت"));
    [key.to_string()].into_iter().chain(before_pronoun).collect()
}

/// A key as a stem, where the article leaves three letters.
fn without_article(key: &str) -> &str {
    key.strip_prefix("ال").filter(|stem| stem.chars().count() >= 3).unwrap_or(key)
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
    let normalizer = Normalizer::new(Arabic {
        drop_marks: true,
        alef: Alef::Plain,
        fold_ya: false,
        fold_ta_marbuta: false,
        unify_letters: true,
    });
    normalizer.normalize(word, Script::of(word), Spelling::of(language), &mut term);
    term
}
