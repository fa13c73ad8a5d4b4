//! How fast the analyzer is when it is called natively: `collocations-throughput FILE`, a JSON list of documents.
//!
//! The tokens are made before the clock starts. Megabytes are 10^6 bytes of text. After it come the strongest pairs by each
//! measure.

use std::env;
use std::fs;

use serde_json::json;
use textmill_collocations::{CollocationAnalyzer, Collocations};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, Sample};
use textmill_tokenize::Tokenize;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = env::args().nth(1).ok_or("usage: collocations-throughput FILE")?;
    let texts: Vec<String> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let collocations = Harness::<CollocationAnalyzer>::new(json!({}))?;
    let mut tokens = 0;
    let mut samples = Vec::new();
    for text in &texts {
        let tokenized = tokenize.analyze(&Sample::new(text.as_str()))?;
        tokens += tokenized.spans("tokens").len();
        samples.push(Sample::new(text.as_str()).analyzed_by(&tokenize)?);
    }
    let mut best = f64::INFINITY;
    let mut pairs = 0;
    for _ in 0..7 {
        // A clock is for examples: an analyzer has none.
        #[allow(clippy::disallowed_methods, reason = "time is what this measures")]
        let start = std::time::Instant::now();
        pairs = 0;
        for sample in &samples {
            pairs += collocations.analyze(sample)?.output.pairs.len();
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{:.1} MB/s, {:.0} ns a token, over {bytes} bytes and {tokens} tokens in {} documents ({pairs} different pairs in each)",
        bytes as f64 / best / 1e6,
        best / tokens as f64 * 1e9,
        texts.len()
    );
    let mut state = State::new(Collocations::schema());
    for sample in &samples {
        state.fold("", &collocations.analyze(sample)?.output)?;
    }
    let report = state.finish_with_top(15);
    for list in ["by_g2", "by_log_dice", "by_pmi3"] {
        let shown = report["pairs"][list].as_array().into_iter().flatten();
        let shown = shown.map(|pair| format!("{} {} {}", pair["count"], pair["first"], pair["second"]));
        println!("{list}: {}", shown.collect::<Vec<_>>().join(", ").replace('"', ""));
    }
    Ok(())
}
