//! How fast the analyzer is when it is called natively: `throughput FILE`, a JSON list of documents.
//!
//! The tokens are made before the clock starts. Megabytes are 10^6 bytes of text.

use std::env;
use std::fs;

use serde_json::json;
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::{Harness, Sample};
use textmill_tokenize::Tokenize;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = env::args().nth(1).ok_or("usage: throughput FILE")?;
    let texts: Vec<String> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let keywords = Harness::<KeywordAnalyzer>::new(json!({}))?;
    let samples: Vec<Sample> = texts
        .iter()
        .map(|text| Sample::new(text.as_str()).analyzed_by(&tokenize))
        .collect::<Result<_, _>>()?;
    let mut best = f64::INFINITY;
    let mut terms = 0;
    for _ in 0..7 {
        // A clock is for examples: an analyzer has none.
        #[allow(clippy::disallowed_methods, reason = "time is what this measures")]
        let start = std::time::Instant::now();
        for sample in &samples {
            terms += keywords.analyze(sample)?.output.terms.len();
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{:.1} MB/s over {bytes} bytes in {} documents ({terms} terms)",
        bytes as f64 / best / 1e6,
        texts.len()
    );
    Ok(())
}
