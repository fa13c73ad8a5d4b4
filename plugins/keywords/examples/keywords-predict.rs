//! Key terms of single documents, as a scorer reads them.
//!
//! Reads JSON lines `{"id", "text"}` (and `"lang"`, where it is known) on standard input, and writes `{"id", "keys"}`
//! with the keys best first.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let keywords = Harness::<KeywordAnalyzer>::new(json!({}))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let mut sample = Sample::new(row["text"].as_str().unwrap_or_default());
        if row["lang"].is_string() {
            sample = sample.metadata("language", row["lang"].clone());
        }
        let found = keywords.analyze(&sample.analyzed_by(&tokenize)?)?;
        serde_json::to_writer(&mut out, &json!({"id": row["id"], "keys": found.output.keys}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
