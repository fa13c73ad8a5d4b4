//! Holds pairs to be the same in all spellings of a text.

use std::error::Error;

use textmill_collocations::CollocationAnalyzer;
use textmill_sdk::prelude::*;
use textmill_sdk::text::fold::BARE;
use textmill_texts::{Language, Samples, Spelling};
use textmill_tokenize::Tokenize;

#[test]
fn pairs_are_the_same_in_any_spelling() -> Result<(), Box<dyn Error>> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let collocations = Harness::<CollocationAnalyzer>::new(json!({}))?;
    let read = |text: &str| -> Result<_, Box<dyn Error>> {
        let analyzed = collocations.analyze(&Sample::new(text).analyzed_by(&tokenize)?)?;
        Ok(serde_json::to_value(&analyzed.output)?)
    };
    let mut sentences = Samples::of(Language::Arabic)?.sentences;
    sentences.extend(Samples::of(Language::English)?.sentences);
    let mut wrong = Vec::new();
    for text in sentences.chunks(8).map(|sentences| BARE.folded(&sentences.join("\n")).into_owned()) {
        let expected = read(&text)?;
        for spelling in Spelling::all(&text).into_iter().filter(|spelling| spelling.text != text) {
            let found = read(&spelling.text)?;
            if found != expected {
                wrong.push(format!("{}: {text}\n  {expected}\n  {found}", spelling.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}
