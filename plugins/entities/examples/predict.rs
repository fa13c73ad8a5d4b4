//! Predicts entities for documents in JSON Lines, one object with `id` and `text` per line, from stdin to stdout:
//! `{"id": …, "spans": [[start, end, "LABEL", "canonical"], …]}`.
//!
//! Given a number, it reads all documents first, analyzes them that many times, and says the speed on stderr.

use std::io::{BufRead, Write};
use std::time::Instant;

use serde_json::{Value, json};
use textmill_entities::Entities;
use textmill_sdk::prelude::*;
use textmill_tokenize::Tokenize;

fn main() -> Result<(), String> {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse::<u32>().ok());
    let harness = Harness::<Entities>::new(json!({}))?;
    let documents = read()?;
    if let Some(rounds) = rounds {
        return time(&harness, &documents, rounds);
    }
    let mut out = std::io::stdout().lock();
    for (id, sample) in &documents {
        writeln!(out, "{}", predict(&harness, id, sample)?).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn read() -> Result<Vec<(Value, Sample)>, String> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let mut documents = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let row: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let text = row["text"].as_str().unwrap_or_default();
        documents.push((row["id"].clone(), Sample::new(text).analyzed_by(&tokenize)?));
    }
    Ok(documents)
}

fn predict(harness: &Harness<Entities>, id: &Value, sample: &Sample) -> Result<Value, String> {
    let analyzed = harness.analyze(sample)?;
    let canonical = analyzed.strings("entities", "canonical");
    let spans: Vec<Value> = analyzed
        .spans("entities")
        .into_iter()
        .zip(canonical)
        .map(|((range, label), canonical)| json!([range.start, range.end, label.to_uppercase(), canonical]))
        .collect();
    Ok(json!({"id": id, "spans": spans}))
}

#[allow(clippy::disallowed_methods, reason = "the clock of the measurement, not of the analyzer")]
fn time(harness: &Harness<Entities>, documents: &[(Value, Sample)], rounds: u32) -> Result<(), String> {
    let started = Instant::now();
    for _ in 0..rounds {
        for (_, sample) in documents {
            harness.analyze(sample)?;
        }
    }
    eprintln!("{rounds} rounds in {:?}", started.elapsed());
    Ok(())
}
