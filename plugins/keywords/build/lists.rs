//! Reads the lists of `lexicon/`.

use std::collections::BTreeMap;
use std::fs;

use textmill_text::Script;
use textmill_text::list::List;

use crate::languages::{LANGUAGES, lists};
use crate::normalize::{Normalizer, Spelling, key};
use crate::settings::{Alef, Arabic};

/// The keys of all lists, each with the lists that hold it.
pub(crate) fn keys() -> BTreeMap<String, u64> {
    let mut keys = BTreeMap::new();
    let mut add = |key: String, list: u64| *keys.entry(key).or_default() |= list;
    for (number, language) in LANGUAGES.iter().enumerate() {
        for entry in read(&format!("stopwords/{}.txt", language.tag)) {
            add(key_of(&entry, language.tag), 1 << number);
        }
    }
    for entry in read("links.txt") {
        add(key_of(&entry, ""), lists::LINK);
    }
    for entry in read("generic/names.txt") {
        let (opening, following) = entry.split_once(' ').unwrap_or_else(|| panic!("two words: {entry}"));
        add(key_of(opening, "en"), lists::OPENING);
        add(key_of(following, "en"), lists::FOLLOWING);
    }
    for (name, list) in [("markup.txt", lists::MARKUP), ("modifiers.txt", lists::MODIFIER)] {
        for entry in read(name) {
            add(key_of(&entry, ""), list);
        }
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
        ("arabic/titles.txt", "ar", lists::TITLE),
    ] {
        for entry in read(name) {
            add(without_article(&key_of(&entry, language)).to_string(), list);
        }
    }
    for (name, list) in [("verbs", lists::VERB), ("verbs-or-nouns", lists::VERB_OR_NOUN)] {
        for entry in read(&format!("arabic/{name}.txt")) {
            add(key_of(&entry, "ar"), list);
        }
    }
    for entry in read("arabic/verbs.txt") {
        let key = key_of(&entry, "ar");
        // The feminine of those that keep their last letter before it.
        if !key.ends_with(['ا', 'ي', 'ت']) {
            add(format!("{key}ت"), lists::VERB);
        }
    }
    for entry in read("arabic/agents.txt") {
        add(key_of(&entry, "ar"), lists::AGENT);
    }
    groups().into_keys().for_each(|key| add(key, lists::GROUP));
    spellings().into_values().for_each(|word| add(key_of(&word, "ar"), lists::SPELLING));
    keys
}

/// Words of texts in general, each as its key and how often it is among a million.
pub(crate) fn background() -> Vec<(String, u32)> {
    let of_language = |language| {
        read(&format!("background/{language}.tsv")).into_iter().map(move |line| {
            let entry = line.split_once('\t').and_then(|(word, count)| Some((word, count.parse().ok()?)));
            let (word, count) = entry.unwrap_or_else(|| panic!("background/{language}.tsv: {line}"));
            (key_of(word, language), count)
        })
    };
    ["ar", "en"].into_iter().flat_map(of_language).collect()
}

/// The first three letters of stems and nouns, for `with_ending` in `src/lexicon/mod.rs`.
pub(crate) fn stem_beginnings(keys: &BTreeMap<String, u64>) -> impl Iterator<Item = &[u8]> {
    let stems = keys.iter().filter(|(_, held)| **held & (lists::STEM | lists::NOUN) != 0);
    stems.filter_map(|(key, _)| key.as_bytes().get(..6))
}

/// The Arabic words of the list of spellings with plain alef, each with its standard spelling.
pub(crate) fn spellings() -> BTreeMap<String, String> {
    let entries = read("arabic/spelling.txt");
    entries.into_iter().map(|word| (term_of(&word, "ar"), word)).collect()
}

/// The keys of Arabic words that count as another, each with that one.
pub(crate) fn groups() -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    let lines = read("arabic/groups.txt");
    let adjectives = read("arabic/adjectives.txt");
    let listed = lines.iter().flat_map(|line| {
        let shown = line.split(' ').next().unwrap_or_default();
        line.split(' ').map(move |word| (word.to_string(), shown))
    });
    let inflected = adjectives.iter().flat_map(|adjective| {
        ["", "ة", "ا", "ين", "ون", "ات"].map(|ending| (format!("{adjective}{ending}"), adjective.as_str()))
    });
    for (word, shown) in listed.chain(inflected) {
        // What a list says by name goes before what follows from an ending.
        groups.entry(key_of(&word, "ar")).or_insert_with(|| shown.to_string());
    }
    groups
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
    key(&term_of(word, language), Script::of(word), &mut String::new()).to_string()
}

/// The spelling of a word that stands alone, by the settings' defaults.
fn term_of(word: &str, language: &str) -> String {
    let mut room = String::new();
    let normalizer = Normalizer::new(Arabic {
        drop_marks: true,
        alef: Alef::Plain,
        fold_ya: false,
        fold_ta_marbuta: false,
        unify_letters: true,
    });
    normalizer.normalize(word, Script::of(word), Spelling::of(language), &mut room).to_string()
}
