//! Judges texts: JSON lines `{"id", "text"}` on standard input, `{"id", "score", "label"}` on standard output.
//!
//!     cargo run --release -p textmill-sentiment --example sentiment-predict -- [LEXICON] < texts.jsonl > predictions.jsonl
//!
//! `LEXICON` is a list of other weights, as the resource `lexicon` of the analyzer: what a change of the tables would do,
//! without building it.

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use textmill_sdk::prelude::*;
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let lexicon = std::env::args().nth(1).map(std::fs::read_to_string).transpose()?;
    let files: Resources = lexicon.as_deref().map(|table| ("lexicon", table)).into_iter().collect();
    let sentiment = Harness::<Sentiment>::with_resources(json!({}), &files)?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let Row { id, text } = serde_json::from_str(&line?)?;
        let polarity = sentiment.analyze(&Sample::new(text).analyzed_by(&tokenize)?)?.output;
        // A document that was not judged takes no side.
        let score = polarity.score.unwrap_or(0.0);
        let label = polarity.label.first().copied().unwrap_or("neutral");
        writeln!(output, "{}", json!({"id": id, "score": score, "label": label}))?;
    }
    Ok(output.flush()?)
}
