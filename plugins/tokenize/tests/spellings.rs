//! Holds tokens, sentences and language to be the same in all spellings of a text, at the bytes of the same letters.

use std::error::Error;
use std::ops::Range;

use textmill_sdk::prelude::*;
use textmill_sdk::text::fold::BARE;
use textmill_texts::{Language, Samples, Spelling};
use textmill_tokenize::Tokenize;

/// The bytes of all spans, and their labels with the clitics of words.
type Spans = Vec<(Range<usize>, String)>;

const TOKENS: [&str; 2] = ["tokens", "sentences"];

fn read(tokenize: &Harness<Tokenize>, text: &str, layers: &[&str]) -> Result<Spans, String> {
    let analyzed = tokenize.analyze(&Sample::new(text))?;
    let mut spans = Spans::new();
    for layer in layers {
        let clitics = analyzed.strings(layer, "clitics").into_iter().map(Option::unwrap_or_default);
        let found = analyzed.spans(layer).into_iter().zip(clitics);
        spans.extend(found.map(|((range, label), clitics)| (range, format!("{label} {clitics}"))));
    }
    Ok(spans)
}

/// Holds the layers to be the same in the spellings that are asked for of groups of sentences.
fn check(group: usize, layers: &[&str], is_asked: impl Fn(&Spelling) -> bool) -> Result<(), Box<dyn Error>> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let mut sentences = Samples::of(Language::Arabic)?.sentences;
    // Some stand at the foot of each page.
    sentences.sort();
    sentences.dedup();
    sentences.extend(Samples::of(Language::English)?.sentences);
    let mut wrong = Vec::new();
    for text in sentences.chunks(group).map(|sentences| BARE.folded(&sentences.join("\n\n")).into_owned()) {
        let expected = read(&tokenize, &text, layers)?;
        for spelling in
            Spelling::all(&text).iter().filter(|spelling| is_asked(spelling) && spelling.text != text)
        {
            let found = read(&tokenize, &spelling.text, layers)?.into_iter();
            let found: Spans = found.map(|(range, label)| (spelling.original(range), label)).collect();
            if found != expected {
                let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
                wrong.push(format!("{}: {text}\n  {differs:?}", spelling.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn tokens_are_the_same_in_any_spelling() -> Result<(), Box<dyn Error>> {
    check(4, &TOKENS, |_| true)
}

#[test]
fn the_language_of_a_sentence_is_the_same_in_any_encoding() -> Result<(), Box<dyn Error>> {
    check(1, &["language"], |spelling| spelling.is_encoding)
}

#[test]
fn the_language_of_a_text_is_the_same_in_any_spelling() -> Result<(), Box<dyn Error>> {
    check(4, &["language"], |_| true)
}
