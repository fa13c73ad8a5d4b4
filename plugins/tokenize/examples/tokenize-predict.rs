//! Answers documents for a scorer: reads `{"id", "text"}` as JSON lines from standard input, and writes the byte
//! ranges of tokens and sentences and the language of each.
//!
//!     cargo run --release -p textmill-tokenize --example tokenize-predict < rows.jsonl > predictions.jsonl

use std::io::{BufRead, Write};

use textmill_sdk::{Clitics, Harness, Sample};
use textmill_tokenize::{CLITICS, Tokenize};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let harness = Harness::<Tokenize>::new(serde_json::json!({}))?;
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().ok_or("a row without a text")?;
        let analyzed = harness.analyze(&Sample::new(text))?;
        let ranges = |layer| -> Vec<[usize; 2]> {
            analyzed.spans(layer).into_iter().map(|(range, _)| [range.start, range.end]).collect()
        };
        let tokens = ranges("tokens");
        let clitics = analyzed.strings("tokens", CLITICS);
        let words: Vec<[usize; 2]> = tokens
            .iter()
            .zip(&clitics)
            .flat_map(|(&token, value)| parts(text, token, value.as_deref()))
            .collect();
        let language = analyzed.spans("language").first().map_or("und", |&(_, label)| label).to_owned();
        let prediction = serde_json::json!({
            "id": row["id"],
            "tokens": tokens,
            "words": words,
            "sents": ranges("sentences"),
            "lang": language,
        });
        writeln!(output, "{prediction}")?;
    }
    Ok(())
}

/// A token cut at its clitics, each apart, the article with its stem.
fn parts(text: &str, [start, end]: [usize; 2], value: Option<&str>) -> Vec<[usize; 2]> {
    let value = value.unwrap_or("_");
    let word = &text[start..end];
    let whole = Clitics::of(value, word);
    let mut cuts = vec![start];
    // What is before the last of two particles is a particle.
    if let Some((first, _)) = value.split_once('+').filter(|_| whole.particles > 0) {
        let one = Clitics::of(&format!("{first}+_"), word).particles;
        cuts.extend((one < whole.particles).then_some(start + one));
        cuts.push(start + whole.particles);
    }
    cuts.extend((whole.pronoun > 0).then(|| end - whole.pronoun));
    cuts.push(end);
    cuts.windows(2).map(|cut| [cut[0], cut[1]]).collect()
}
