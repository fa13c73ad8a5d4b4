//! Calls the analyzer natively on documents in JSON Lines, in batches of a mebibyte, for instructions to be counted:
//!
//! ```text
//! valgrind --tool=callgrind --collect-atstart=no --toggle-collect='*measured*' entities-count FILE [cold|warm|next] [layers]
//! ```
//!
//! Only the calls are counted: all of them with an instance that has read the file before (`warm`, the default), the
//! first batch alone with one that has read nothing (`cold`), or the batches after it with one that has read the first
//! (`next`), as `cargo xtask counts` has it. How many tokens they have is printed.

use serde_json::{Value, json};
use textmill_entities::Entities;
use textmill_sdk::contract::{Analysis, Batch, Layer, MetadataColumn, Want, WantedLayer};
use textmill_sdk::{Harness, string_column};
use textmill_tokenize::Tokenize;

/// Bytes of text of a call, or a little more.
const BATCH: usize = 1 << 20;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let path = arguments.first().ok_or("entities-count FILE [cold|warm|next] [layers]")?;
    let calls = calls(&documents(path)?)?;
    let want = want(if has("layers") { &["entities"] } else { &[] });
    let entities = Harness::<Entities>::new(json!({}))?;
    let (first, others) = calls.split_at(calls.len().min(1));
    let (known, counted) = match (has("cold"), has("next")) {
        (true, _) => (&[][..], first),
        (_, true) => (first, others),
        _ => (&calls[..], &calls[..]),
    };
    for (batch, layers) in known {
        entities.analyze_batch(batch, layers, &want)?;
    }
    for (batch, layers) in counted {
        measured(&entities, batch, layers, &want)?;
    }
    let tokens: usize = counted.iter().map(|(_, layers)| layers[0].starts.len() / size_of::<u32>()).sum();
    println!("{tokens} tokens");
    Ok(())
}

/// The call that is counted.
#[inline(never)]
fn measured(
    entities: &Harness<Entities>,
    batch: &Batch,
    layers: &[Layer],
    want: &Want,
) -> Result<Analysis, String> {
    entities.analyze_batch(batch, layers, want)
}

fn documents(path: &str) -> Result<Vec<String>, String> {
    let lines = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let text = |line: &str| -> Result<String, String> {
        let row: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        Ok(row["text"].as_str().unwrap_or_default().to_owned())
    };
    lines.lines().map(text).collect()
}

/// Batches of documents with the layers that `tokenize` makes of them.
fn calls(documents: &[String]) -> Result<Vec<(Batch, Vec<Layer>)>, String> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let mut calls = Vec::new();
    let (mut first, mut bytes) = (0, 0);
    for (index, document) in documents.iter().enumerate() {
        bytes += document.len();
        if bytes >= BATCH || index + 1 == documents.len() {
            let batch = batch(&documents[first..=index])?;
            let want = want(&["tokens", "sentences", "language"]);
            let layers = tokenize.analyze_batch(&batch, &[], &want)?.layers;
            calls.push((batch, layers));
            (first, bytes) = (index + 1, 0);
        }
    }
    Ok(calls)
}

fn batch(documents: &[String]) -> Result<Batch, String> {
    Ok(Batch {
        texts: string_column(documents)?,
        ids: string_column((0..documents.len()).map(|index| format!("texts.jsonl#{index}")))?,
        groups: Vec::new(),
        metadata: vec![MetadataColumn {
            name: "language".into(),
            values: string_column(documents.iter().map(|_| ""))?,
        }],
    })
}

fn want(layers: &[&str]) -> Want {
    let wanted = layers.iter().map(|layer| WantedLayer {
        layer: (*layer).to_owned(),
        attributes: vec!["form".into(), "canonical".into()],
    });
    Want { outputs: false, partials: true, layers: wanted.collect(), extensions: Vec::new() }
}
