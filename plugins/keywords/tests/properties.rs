//! What holds for every document.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Call, states_of};
use proptest::prelude::*;
use serde_json::json;
use textmill_keywords::{KeywordAnalyzer, Keywords};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, Sample};
use textmill_tokenize::Tokenize;

/// The analyzers, made once: what one document leaves in memory would be seen in the next.
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

/// Languages of several scripts, with lists and without.
fn languages() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["en", "ar", "fa", "fr", "tr", "ja", "ckb", "az", "fi", "ar-EG"][..])
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
    fn a_batch_is_folded_as_its_documents_are(
        mut documents in proptest::collection::vec((texts(), languages(), 0_u32..3), 1..6),
        phrases in prop_oneof![Just(32), 0_usize..4],
        phrase_length in 1_usize..=8,
    ) {
        let settings = json!({"min_length": 1, "phrases": phrases, "phrase_length": phrase_length});
        let keywords = Harness::<KeywordAnalyzer>::new(settings).unwrap();
        let tokenize = Harness::<Tokenize>::new(json!({})).unwrap();
        let last = documents.len() as u32 - 1;
        documents.iter_mut().for_each(|(.., group)| *group = (*group).min(last));
        let groups = documents.iter().map(|(.., group)| *group as usize + 1).max().unwrap_or(1);
        let call = Call::new(&tokenize, &documents);
        let mut expected = vec![State::new(Keywords::schema()); groups];
        for (text, language, group) in &documents {
            let sample = Sample::new(text.as_str()).metadata("language", json!(language));
            let output = keywords.analyze(&sample.analyzed_by(&tokenize).unwrap()).unwrap().output;
            expected[*group as usize].fold("", &output).unwrap();
        }
        let expected: Vec<String> = expected.iter().map(State::to_json).collect();
        // The second time all words are known.
        for _ in 0..2 {
            prop_assert_eq!(states_of(&keywords, &call), expected.clone());
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
