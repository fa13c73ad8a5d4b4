//! Answers documents for a scorer: reads `{"id", "text"}` as JSON lines from standard input, and writes the byte
//! ranges of tokens and sentences and the language of each.
//!
//!     cargo run --release -p textmill-tokenize --example predict < rows.jsonl > predictions.jsonl

use std::io::{BufRead, Write};

use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

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
        let language = analyzed.spans("language").first().map_or("und", |&(_, label)| label).to_owned();
        let prediction = serde_json::json!({
            "id": row["id"],
            "tokens": tokens,
            "words": tokens,
            "sents": ranges("sentences"),
            "lang": language,
        });
        writeln!(output, "{prediction}")?;
    }
    Ok(())
}
