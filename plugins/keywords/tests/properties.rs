//! What holds for every document.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::json;
use textmill_keywords::{KeywordAnalyzer, Keywords};
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

/// The analyzers, made once: what one document leaves behind would be seen in the next.
struct Analyzers {
    tokenize: Harness<Tokenize>,
    keywords: Harness<KeywordAnalyzer>,
}

impl Analyzers {
    fn new() -> Self {
        let settings = json!({"numbers": true, "min_length": 1});
        Self { tokenize: Harness::new(json!({})).unwrap(), keywords: Harness::new(settings).unwrap() }
    }

    fn analyze(&self, text: &str) -> Keywords {
        let sample = Sample::new(text).analyzed_by(&self.tokenize).unwrap();
        self.keywords.analyze(&sample).unwrap().output
    }
}

thread_local! {
    static ANALYZERS: Analyzers = Analyzers::new();
}

fn analyze(text: &str) -> Keywords {
    ANALYZERS.with(|analyzers| analyzers.analyze(text))
}

/// Words of several scripts, particles, marks and hyphens: what the rules look at.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zA-Z']{1,6}",
        "[والبكفلةىأإينت]{1,7}",
        "[ًّـ\u{200C}\u{200F}]",
        "[一二三の]{1,3}",
        "[0-9٠-٩]{1,3}",
        "\\PC",
        Just("-".to_string()),
        Just(". ".to_string()),
        Just("\n\n".to_string()),
        Just("#وسم ".to_string()),
    ];
    proptest::collection::vec((part, prop::bool::ANY), 0..60).prop_map(|parts| {
        parts.into_iter().map(|(part, space)| if space { part + " " } else { part }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn counts_agree(text in texts()) {
        let output = analyze(&text);
        prop_assert_eq!(output.terms.total(), output.terms_per_document);
        prop_assert!(output.phrases.len() <= 32);
        prop_assert!(output.keys.len() <= 20);
        for (term, _) in output.terms.iter() {
            prop_assert!(!term.is_empty() && term.trim() == term, "{:?}", term);
        }
        for (phrase, _) in output.phrases.iter() {
            prop_assert!(phrase.contains(' '), "{:?}", phrase);
        }
    }

    #[test]
    fn a_key_word_is_a_term(text in texts()) {
        let output = analyze(&text);
        for key in output.keys.iter().filter(|key| !key.contains([' ', '-', '\u{2010}', '\u{2011}'])) {
            prop_assert!(output.terms.get(key) > 0, "{:?}", key);
        }
    }

    #[test]
    fn an_analyzer_keeps_nothing(texts in proptest::collection::vec(texts(), 1..4)) {
        let write = |output: Keywords| serde_json::to_string(&output).unwrap();
        let first: Vec<String> = texts.iter().map(|text| write(analyze(text))).collect();
        let mut again: Vec<String> = texts.iter().rev().map(|text| write(analyze(text))).collect();
        again.reverse();
        prop_assert_eq!(again, first);
    }
}
