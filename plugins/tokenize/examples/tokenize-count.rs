//! Calls the analyzer as a host does, batch by batch, for counting its instructions.
//!
//! ```text
//! CARGO_PROFILE_RELEASE_DEBUG=1 cargo build --release -p textmill-tokenize --example tokenize-count
//! valgrind --tool=callgrind --toggle-collect='*counted*' target/release/examples/tokenize-count warm FILE
//! ```
//!
//! FILE has a JSON object with a `text` in each line. `cold` counts the first mebibyte of it, `warm` the two after that,
//! as `cargo xtask counts` does, and `clitics` the same two with the attribute `clitics` wanted too. `layers` prints
//! a hash of all that is found, to compare builds by.

use std::env;
use std::fs;
use std::hint::black_box;

use serde_json::{Value, json};
use textmill_sdk::contract::{Analysis, Batch, Want, WantedLayer};
use textmill_sdk::{Harness, string_column};
use textmill_tokenize::{CLITICS, Tokenize};

/// A mebibyte, which is what a worker takes at a time.
const BATCH_BYTES: usize = 1 << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [way, file] = arguments.as_slice() else {
        return Err("usage: tokenize-count cold|warm|clitics|layers FILE".into());
    };
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let batches: Vec<Batch> = batches(file)?.into_iter().take(3).map(batch).collect::<Result<_, _>>()?;
    let (first, others) = batches.split_first().ok_or("no text")?;
    let attributes: &[&str] = if way == "clitics" { &["form", CLITICS] } else { &["form"] };
    let mut tokens = 0;
    match way.as_str() {
        "cold" => tokens += self::tokens(&counted(&tokenize, first, &want(attributes))?),
        "layers" => {
            for batch in &batches {
                let analysis = tokenize.analyze_batch(batch, &[], &want(&["form", CLITICS]))?;
                println!("{:016x}", textmill_sdk::merge::hash(format!("{analysis:?}").as_bytes()));
            }
            return Ok(());
        }
        _ => {
            tokenize.analyze_batch(first, &[], &want(attributes))?;
            for batch in others {
                tokens += self::tokens(&counted(&tokenize, batch, &want(attributes))?);
            }
        }
    }
    println!("{tokens} tokens");
    Ok(())
}

/// What callgrind counts, which knows it by its name.
#[inline(never)]
fn counted(tokenize: &Harness<Tokenize>, batch: &Batch, want: &Want) -> Result<Analysis, String> {
    tokenize.analyze_batch(black_box(batch), &[], black_box(want))
}

fn want(attributes: &[&str]) -> Want {
    let layer = |layer: &str, attributes: &[&str]| WantedLayer {
        layer: layer.to_string(),
        attributes: attributes.iter().map(ToString::to_string).collect(),
    };
    let layers = vec![layer("tokens", attributes), layer("sentences", &[]), layer("language", &[])];
    Want { outputs: false, partials: true, layers, extensions: Vec::new() }
}

fn tokens(analysis: &Analysis) -> usize {
    analysis.layers.iter().filter(|layer| layer.name == "tokens").map(|layer| layer.starts.len() / 4).sum()
}

fn batches(file: &str) -> Result<Vec<Vec<String>>, Box<dyn std::error::Error>> {
    let mut batches = vec![Vec::new()];
    let mut bytes = 0;
    for line in fs::read_to_string(file)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default().to_string();
        if bytes >= BATCH_BYTES {
            batches.push(Vec::new());
            bytes = 0;
        }
        bytes += text.len();
        batches.last_mut().ok_or("there is one")?.push(text);
    }
    Ok(batches)
}

fn batch(documents: Vec<String>) -> Result<Batch, String> {
    let ids = string_column((0..documents.len()).map(|id| id.to_string()))?;
    Ok(Batch { texts: string_column(documents)?, ids, groups: Vec::new(), metadata: Vec::new() })
}
