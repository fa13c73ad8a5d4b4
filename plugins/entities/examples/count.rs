//! Calls the analyzer natively on documents in JSON Lines, in batches of a mebibyte, for instructions to be counted:
//!
//! ```text
//! valgrind --tool=callgrind --collect-atstart=no --toggle-collect='*measured*' entities-count FILE [cold|warm|next] [layers]
//! ```
//!
//! Only the calls are counted: all of them with an instance that has read the file before (`warm`, the default), the
//! first batch alone with one that has read nothing (`cold`), or the batches after it with one that has read the first
//! (`next`), as `cargo xtask counts` has it. How many tokens they have is printed.

use std::collections::HashMap;

use serde_json::{Value, json};
use textmill_entities::Entities;
use textmill_sdk::contract::{
    Analysis, Attribute, Batch, Column, Dictionary, Layer, MetadataColumn, Strings,
};
use textmill_sdk::contract::{Want, WantedLayer};
use textmill_sdk::{Harness, number_column};
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
    let tokens: usize = counted.iter().map(|(_, layers)| numbers(&layers[0].starts).len()).sum();
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
            let batch = batch(&documents[first..=index]);
            let want = want(&["tokens", "sentences", "language"]);
            let mut layers = tokenize.analyze_batch(&batch, &[], &want)?.layers;
            add_forms(&batch, &mut layers[0]);
            calls.push((batch, layers));
            (first, bytes) = (index + 1, 0);
        }
    }
    Ok(calls)
}

fn batch(documents: &[String]) -> Batch {
    let ids: Vec<String> = (0..documents.len()).map(|index| format!("texts.jsonl#{index}")).collect();
    Batch {
        texts: strings(documents.iter().map(String::as_str)),
        ids: strings(ids.iter().map(String::as_str)),
        groups: Vec::new(),
        metadata: vec![MetadataColumn {
            name: "language".into(),
            values: strings(documents.iter().map(|_| "")),
        }],
    }
}

/// Adds the forms of the tokens, as a host does where the provider has none.
fn add_forms(batch: &Batch, tokens: &mut Layer) {
    let (mut table, mut codes) = (Vec::new(), Vec::new());
    let mut known = HashMap::new();
    for (start, end) in numbers(&tokens.starts).into_iter().zip(numbers(&tokens.ends)) {
        let form = &batch.texts.text[start..end];
        codes.push(*known.entry(form).or_insert_with(|| {
            table.push(form);
            table.len() as u32 - 1
        }));
    }
    let dictionary = Dictionary { table: strings(table.into_iter()), entries: number_column(codes) };
    tokens.attributes.retain(|attribute| attribute.name != "form");
    tokens.attributes.push(Attribute {
        name: "form".into(),
        values: Column::Dictionary(dictionary),
        absent: Vec::new(),
    });
}

fn want(layers: &[&str]) -> Want {
    let wanted = layers
        .iter()
        .map(|layer| WantedLayer { layer: (*layer).to_owned(), attributes: vec!["canonical".into()] });
    Want { outputs: false, partials: true, layers: wanted.collect(), extensions: Vec::new() }
}

fn strings<'a>(parts: impl Iterator<Item = &'a str>) -> Strings {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for part in parts {
        text.push_str(part);
        ends.push(text.len() as u32);
    }
    Strings { text, ends: number_column(ends) }
}

fn numbers(bytes: &[u8]) -> Vec<usize> {
    bytes.as_chunks().0.iter().map(|&number| u32::from_le_bytes(number) as usize).collect()
}
