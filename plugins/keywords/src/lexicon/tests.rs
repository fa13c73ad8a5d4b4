use std::fs;

use textmill_text::Script;

use super::{LANGUAGES, Lexicon, Listed, is_noun, is_stem};
use crate::keyness::UNKNOWN;
use crate::normalize::{Normalizer, Spelling, key};
use crate::settings::{Alef, Arabic, Settings};

/// All lists, by their names.
const OTHERS: [&str; 11] = [
    "links.txt",
    "markup.txt",
    "modifiers.txt",
    "arabic/adjectives.txt",
    "generic/ar.txt",
    "generic/en.txt",
    "arabic/stems.txt",
    "arabic/article.txt",
    "arabic/titles.txt",
    "arabic/spelling.txt",
    "arabic/nouns.txt",
];

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/lexicon/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn entries(name: &str) -> Vec<String> {
    read(name).lines().skip(1).map(str::to_string).collect()
}

fn stop_words(tag: &str) -> Vec<String> {
    entries(&format!("stopwords/{tag}.txt"))
}

/// The spelling and the key of a word.
fn spelled(word: &str, language: &str) -> (String, String) {
    let (mut term_room, mut key_room) = (String::new(), String::new());
    let normalizer = Normalizer::new(Arabic { alef: Alef::Plain, ..Arabic::default() });
    let term = normalizer.normalize(word, Script::of(word), Spelling::of(language), &mut term_room);
    (term.to_string(), key(term, Script::of(word), &mut key_room).to_string())
}

fn key_of(word: &str, language: &str) -> String {
    spelled(word, language).1
}

fn listed(key: &str) -> Listed {
    let lexicon = Lexicon::new(&Settings::default());
    lexicon.lists(&lexicon.by_script("")).of(key)
}

#[test]
fn lists_are_sorted_and_say_where_they_come_from() {
    let languages = LANGUAGES.map(|language| format!("stopwords/{}.txt", language.tag));
    for name in languages.into_iter().chain(OTHERS.map(str::to_string)) {
        let list = read(&name);
        let header = list.lines().next().unwrap_or_default();
        assert!(header.starts_with("# ") && header.contains("Licence:"), "{name}: {header}");
        let words: Vec<&str> = list.lines().skip(1).collect();
        for pair in words.windows(2) {
            assert!(pair[0] < pair[1], "{name}: {} before {}", pair[0], pair[1]);
        }
        assert!(words.iter().all(|word| !word.is_empty() && !word.contains(char::is_whitespace)), "{name}");
    }
}

#[test]
fn tables_are_sorted_and_say_where_they_come_from() {
    for name in ["arabic/groups.txt", "generic/names.txt", "background/ar.tsv", "background/en.tsv"] {
        let table = read(name);
        let header = table.lines().next().unwrap_or_default();
        assert!(header.starts_with("# ") && header.contains("Licence:"), "{name}: {header}");
        assert!(table.lines().skip(1).is_sorted_by(|one, next| one < next), "{name}");
    }
}

#[test]
fn names_begin_with_generic_words() {
    let generic = entries("generic/en.txt");
    for name in entries("generic/names.txt") {
        let (opening, following) = name.split_once(' ').unwrap();
        assert!(generic.iter().any(|word| word == opening), "{name}");
        let lexicon = Lexicon::new(&Settings::default());
        let by_script = lexicon.by_script("en");
        let lists = lexicon.lists(&by_script);
        assert!(lists.of(opening).opens_names() && lists.of(following).follows_in_names(), "{name}");
    }
}

#[test]
fn words_in_general_have_their_commonness() {
    let eighths = |word: &str| listed(&key_of(word, "")).common();
    // Once in 361 words and once in 400, by the tables.
    assert_eq!((eighths("time"), eighths("عالم")), (68, 70));
    // They differ in their eighth letter alone.
    assert_ne!(eighths("american"), eighths("americas"));
    assert_eq!((eighths("zymurgist"), eighths("قبانجي")), (UNKNOWN, UNKNOWN));
}

#[test]
fn forms_of_one_arabic_word_are_one_group() {
    let shown = |word: &str| {
        let key = key_of(word, "ar");
        listed(&key).group(&key)
    };
    for (word, expected) in
        [("كتب", "كتاب"), ("رائعة", "رائع"), ("وزراء", "وزير"), ("مدارس", "مدرسة"), ("مدرسين", "مدرس")]
    {
        assert_eq!(shown(word), Some(expected), "{word}");
    }
    assert_eq!(shown("قبانجي"), None);
}

#[test]
fn stop_words_are_in_the_script_of_their_language() {
    for language in LANGUAGES {
        for word in stop_words(language.tag) {
            let script = Script::of(&word);
            // Japanese lists ideographs too.
            let expected =
                if language.tag == "ja" && script == Script::Han { Script::Han } else { language.script };
            assert!(script == expected || script == Script::Other, "{}: {word}", language.tag);
        }
    }
}

#[test]
fn every_entry_is_found() {
    let lexicon = Lexicon::new(&Settings::default());
    for language in LANGUAGES {
        let by_script = lexicon.by_script(language.tag);
        for word in stop_words(language.tag) {
            let key = key_of(&word, language.tag);
            assert!(lexicon.lists(&by_script).leave_out(&key, language.script), "{}: {word}", language.tag);
        }
    }
    for word in entries("arabic/stems.txt") {
        let key = key_of(&word, "ar");
        assert!(is_stem(&key), "{word}");
        if let Some(stem) = key.strip_suffix('ه') {
            assert!(is_stem(&format!("{stem}تنا")), "{word}");
        }
    }
    assert!(entries("arabic/nouns.txt").iter().all(|word| is_noun(&key_of(word, "ar"))));
    assert!(entries("links.txt").iter().all(|word| links(&lexicon, &key_of(word, ""))));
    assert!(!is_stem("حكومه") && !is_noun("حكومه") && !links(&lexicon, "حكومه"));
}

fn links(lexicon: &Lexicon, key: &str) -> bool {
    lexicon.lists(&lexicon.by_script("")).of(key).is_link()
}

#[test]
fn no_word_is_both_left_out_and_generic() {
    let lexicon = Lexicon::new(&Settings::default());
    for (tag, script) in [("en", Script::Latin), ("ar", Script::Arabic)] {
        let by_script = lexicon.by_script(tag);
        let lists = lexicon.lists(&by_script);
        for word in entries(&format!("generic/{tag}.txt")) {
            let key = key_of(&word, tag);
            assert!(!lists.leave_out(&key, script), "{tag}: {word}");
            let stem = key.strip_prefix("ال").filter(|stem| stem.chars().count() >= 3);
            assert!(lists.is_generic(lists.of(stem.unwrap_or(&key)), script), "{tag}: {word}");
        }
    }
}

#[test]
fn names_that_keep_the_article_have_one() {
    let lexicon = Lexicon::new(&Settings::default());
    let by_script = lexicon.by_script("ar");
    for word in entries("arabic/article.txt") {
        let key = key_of(&word, "ar");
        let stem = key.strip_prefix("ال").unwrap_or_else(|| panic!("{word} has none"));
        assert!(lexicon.lists(&by_script).of(stem).is_name() || stem.chars().count() < 3, "{word}");
    }
}

#[test]
fn one_word_has_one_standard_spelling() {
    for word in entries("arabic/spelling.txt") {
        let (term, key) = spelled(&word, "ar");
        assert_eq!(listed(&key).standard_spelling(&term), Some(word.as_str()));
    }
    assert_eq!(listed("حكومه").standard_spelling("حكومة"), None);
}

#[track_caller]
fn check(language: &str, left_out: &[&str], kept: &[&str]) {
    let lexicon = Lexicon::new(&Settings::default());
    let by_script = lexicon.by_script(language);
    for (words, expected) in [(left_out, true), (kept, false)] {
        for word in words {
            let left_out = lexicon.lists(&by_script).leave_out(&key_of(word, language), Script::of(word));
            assert_eq!(left_out, expected, "{word}");
        }
    }
}

#[test]
fn the_script_of_a_word_chooses_the_list() {
    check("ar", &["في", "إلى", "الى", "الي", "THE", "и"], &["جدل", "but-ton", "die"]);
    check("en", &["the", "في"], &["die", "les"]);
    check("de", &["die", "das", "в"], &["the", "but"]);
    check("fa", &["از", "که", "می"], &["کتاب"]);
    check("ja", &["は", "私"], &["日本"]);
    check("", &["the", "من"], &[]);
}

#[test]
fn elided_words_are_cut() {
    let lexicon = Lexicon::new(&Settings::default());
    let (french, english) = (lexicon.by_script("fr"), lexicon.by_script("en"));
    let without_elision = |word| lexicon.lists(&french).without_elision(word, Script::Latin);
    assert_eq!(without_elision("l'état"), Some("état"));
    assert_eq!(without_elision("o'brien"), None);
    assert_eq!(lexicon.lists(&english).without_elision("l'état", Script::Latin), None);
}
