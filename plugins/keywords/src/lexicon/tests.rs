use super::{Lexicon, entries, files, key_of, term_of};
use crate::script::Script;
use crate::settings::Settings;

fn lists() -> impl Iterator<Item = (String, &'static str)> {
    let languages = files::LANGUAGES.iter().flat_map(|language| {
        [
            (format!("stopwords/{}.txt", language.tag), language.stop_words),
            (format!("generic/{}.txt", language.tag), language.generic),
        ]
    });
    let others = [
        ("links.txt", files::LINKS),
        ("arabic/stems.txt", files::STEMS),
        ("arabic/article.txt", files::ARTICLE),
        ("arabic/spelling.txt", files::SPELLING),
        ("arabic/nouns.txt", files::NOUNS),
    ];
    languages.chain(others.map(|(name, list)| (name.to_string(), list))).filter(|(_, list)| !list.is_empty())
}

#[test]
fn lists_are_sorted_and_say_where_they_come_from() {
    for (name, list) in lists() {
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
fn stop_words_are_in_the_script_of_their_language() {
    for language in files::LANGUAGES {
        for word in entries(language.stop_words) {
            let script = Script::of(word);
            // Japanese lists ideographs too.
            let expected =
                if language.tag == "ja" && script == Script::Han { Script::Han } else { language.script };
            assert!(script == expected || script == Script::Other, "{}: {word}", language.tag);
        }
    }
}

#[test]
fn no_word_is_both_left_out_and_generic() {
    for language in files::LANGUAGES {
        let stop_words = super::keys(language.stop_words, language.tag);
        for word in entries(language.generic) {
            assert!(!stop_words.contains(&key_of(word, language.tag)), "{}: {word}", language.tag);
        }
    }
}

#[test]
fn names_that_keep_the_article_have_one() {
    for word in entries(files::ARTICLE) {
        assert!(key_of(word, "ar").starts_with("ال"), "{word}");
    }
}

#[test]
fn one_word_has_one_standard_spelling() {
    let lexicon = Lexicon::new(&Settings::default());
    for word in entries(files::SPELLING) {
        assert_eq!(lexicon.arabic.standard_spelling(&term_of(word, "ar")), Some(word));
    }
}

#[track_caller]
fn check(language: &str, left_out: &[&str], kept: &[&str]) {
    let lexicon = Lexicon::new(&Settings::default());
    let lists = lexicon.for_document(language);
    for (words, expected) in [(left_out, true), (kept, false)] {
        for word in words {
            assert_eq!(lists.leave_out(&key_of(word, language), Script::of(word)), expected, "{word}");
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
    let french = lexicon.for_document("fr");
    assert_eq!(french.without_elision("l'état", Script::Latin), Some("état"));
    assert_eq!(french.without_elision("o'brien", Script::Latin), None);
    assert_eq!(lexicon.for_document("en").without_elision("l'état", Script::Latin), None);
}
