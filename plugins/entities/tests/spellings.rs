//! Holds what is found to be the same in all spellings of a text, at the bytes of the same letters.

use std::error::Error;
use std::ops::Range;

use textmill_entities::Entities;
use textmill_sdk::prelude::*;
use textmill_sdk::text::fold::{BARE, LOOKUP};
use textmill_texts::{Language, Samples, Spelling};
use textmill_tokenize::Tokenize;

/// An entity: its bytes, its type, and its canonical name.
type Found = (Range<usize>, String, String);

struct Reader {
    tokenize: Harness<Tokenize>,
    entities: Harness<Entities>,
}

impl Reader {
    fn new() -> Result<Self, String> {
        Ok(Self { tokenize: Harness::new(json!({}))?, entities: Harness::new(json!({}))? })
    }

    fn read(&self, text: &str) -> Result<Vec<Found>, String> {
        let analyzed = self.entities.analyze(&Sample::new(text).analyzed_by(&self.tokenize)?)?;
        let names = analyzed.strings("entities", "canonical").into_iter().map(Option::unwrap_or_default);
        let spans = analyzed.spans("entities").into_iter().zip(names);
        Ok(spans.map(|((range, label), name)| (range, label.to_string(), name)).collect())
    }
}

#[test]
fn entities_are_the_same_in_any_spelling() -> Result<(), Box<dyn Error>> {
    let reader = Reader::new()?;
    let mut sentences = Samples::of(Language::Arabic)?.sentences;
    sentences.extend(Samples::of(Language::English)?.sentences);
    let (mut wrong, mut all) = (Vec::new(), 0);
    for text in sentences.chunks(8).map(bare) {
        let expected = reader.read(&text)?;
        all += expected.len();
        for spelling in Spelling::all(&text).into_iter().filter(|spelling| spelling.text != text) {
            let found = reader.read(&spelling.text)?;
            let found: Vec<Found> = found
                .into_iter()
                .map(|(range, label, name)| (spelling.original(range), label, name))
                .collect();
            let same = |(left, right): (&Found, &Found)| match spelling.is_encoding {
                true => left == right,
                false => {
                    left.0 == right.0
                        && left.1 == right.1
                        && LOOKUP.folded(&left.2) == LOOKUP.folded(&right.2)
                }
            };
            if found.len() != expected.len() || !found.iter().zip(&expected).all(same) {
                wrong.push(format!("{}: {text}\n  {expected:?}\n  {found:?}", spelling.name));
            }
        }
    }
    assert!(all > 500, "{all} entities");
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// Sentences as one text without vowel signs.
fn bare(sentences: &[String]) -> String {
    BARE.folded(&sentences.join("\n")).into_owned()
}
