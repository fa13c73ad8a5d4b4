//! Holds judgements to be the same in all spellings of a text, and their cues to the bytes of the same letters.

mod judge;

use std::error::Error;
use std::ops::Range;

use judge::Judge;
use textmill_sdk::text::fold::BARE;
use textmill_texts::{Language, Samples, Spelling};

/// The score, and the cues: their bytes and labels.
type Judgement = (Option<f64>, Vec<(Range<usize>, String)>);

fn judgement(judge: &Judge, text: &str) -> Result<Judgement, String> {
    let analyzed = judge.judge(text)?;
    let cues = analyzed.spans("cues").into_iter().map(|(range, label)| (range, label.to_string()));
    Ok((analyzed.output.score, cues.collect()))
}

#[test]
fn judgements_are_the_same_in_any_spelling() -> Result<(), Box<dyn Error>> {
    let judge = Judge::new()?;
    let mut sentences = Samples::of(Language::Arabic)?.sentences;
    sentences.extend(Samples::of(Language::English)?.sentences);
    let (mut wrong, mut all) = (Vec::new(), 0);
    for text in sentences.chunks(8).map(|sentences| BARE.folded(&sentences.join("\n")).into_owned()) {
        let expected = judgement(&judge, &text)?;
        all += expected.1.len();
        for spelling in Spelling::all(&text).into_iter().filter(|spelling| spelling.text != text) {
            let (score, cues) = judgement(&judge, &spelling.text)?;
            let cues = cues.into_iter().map(|(range, label)| (spelling.original(range), label));
            let found: Judgement = (score, cues.collect());
            if found != expected {
                wrong.push(format!("{}: {text}\n  {expected:?}\n  {found:?}", spelling.name));
            }
        }
    }
    assert!(all > 200, "{all} cues");
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}
