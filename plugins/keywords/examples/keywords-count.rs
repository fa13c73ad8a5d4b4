//! Calls the analyzer as a host does, batch by batch, for counting its instructions and comparing its results.
//!
//! ```text
//! CARGO_PROFILE_RELEASE_DEBUG=1 cargo build --release -p textmill-keywords --example keywords-count
//! valgrind --tool=callgrind --toggle-collect='*counted*' target/release/examples/keywords-count cold FILE
//! ```
//!
//! FILE has a JSON object with a `text` in each line, and with a `language` where it is known. `cold` counts a first
//! pass over it and `warm` a second. `next` makes a first pass over all batches but the last, and counts that one.
//! `results` prints the states, and for each document the output.

use std::env;
use std::fs;
use std::hint::black_box;

use serde_json::{Value, json};
use textmill_keywords::{KeywordAnalyzer, Keywords};
use textmill_sdk::contract::{Analysis, Batch, Layer, MetadataColumn, Want, WantedLayer};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, string_column};
use textmill_tokenize::Tokenize;

/// A mebibyte, which is what a worker takes at a time.
const BATCH_BYTES: usize = 1 << 20;

/// A batch with the layers of `tokenize`.
struct Call {
    batch: Batch,
    layers: Vec<Layer>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [way, file] = arguments.as_slice() else {
        return Err("usage: keywords-count cold|warm|next|results FILE".into());
    };
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let keywords = Harness::<KeywordAnalyzer>::new(json!({}))?;
    let calls: Vec<Call> =
        batches(file)?.iter().map(|batch| call(&tokenize, batch)).collect::<Result<_, _>>()?;
    let mut counted_calls = &calls[..];
    match way.as_str() {
        "results" => return results(&keywords, &calls),
        "warm" => pass(&keywords, &calls)?,
        "next" => {
            let (before, last) = calls.split_at(calls.len() - 1);
            pass(&keywords, before)?;
            counted_calls = last;
        }
        _ => {}
    }
    let mut bytes = 0;
    for call in counted_calls {
        bytes += counted(&keywords, call)?.partials.iter().map(Vec::len).sum::<usize>();
    }
    let tokens = counted_calls.iter().flat_map(|call| &call.layers).filter(|layer| layer.name == "tokens");
    let tokens: usize = tokens.map(|layer| layer.starts.len() / size_of::<u32>()).sum();
    println!("{tokens} tokens, {} batches, states of {bytes} bytes", counted_calls.len());
    Ok(())
}

/// What callgrind counts, which knows it by its name.
#[inline(never)]
fn counted(keywords: &Harness<KeywordAnalyzer>, call: &Call) -> Result<Analysis, String> {
    let want = Want { outputs: false, partials: true, layers: Vec::new(), extensions: Vec::new() };
    keywords.analyze_batch(black_box(&call.batch), black_box(&call.layers), &want)
}

fn pass(keywords: &Harness<KeywordAnalyzer>, calls: &[Call]) -> Result<(), String> {
    let want = Want { outputs: false, partials: true, layers: Vec::new(), extensions: Vec::new() };
    calls.iter().try_for_each(|call| keywords.analyze_batch(&call.batch, &call.layers, &want).map(drop))
}

fn results(keywords: &Harness<KeywordAnalyzer>, calls: &[Call]) -> Result<(), Box<dyn std::error::Error>> {
    for call in calls {
        let mut want = Want { outputs: false, partials: true, layers: Vec::new(), extensions: Vec::new() };
        let states = keywords.analyze_batch(&call.batch, &call.layers, &want)?;
        assert!(states.faults.is_empty(), "{:?}", states.faults);
        for state in states.partials {
            println!("{}", State::from_bytes(Keywords::schema(), &state)?.to_json());
        }
        want.outputs = true;
        let outputs = keywords.analyze_batch(&call.batch, &call.layers, &want)?;
        outputs.outputs.iter().for_each(|output| println!("{output}"));
    }
    Ok(())
}

/// A text, and its language where that is known.
type Text = (String, Value);

fn batches(file: &str) -> Result<Vec<Vec<Text>>, Box<dyn std::error::Error>> {
    let mut batches = vec![Vec::new()];
    let mut bytes = 0;
    for line in fs::read_to_string(file)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default().to_string();
        if bytes + text.len() > BATCH_BYTES && bytes > 0 {
            batches.push(Vec::new());
            bytes = 0;
        }
        bytes += text.len();
        batches.last_mut().ok_or("there is one")?.push((text, row["language"].clone()));
    }
    Ok(batches)
}

fn call(tokenize: &Harness<Tokenize>, documents: &[Text]) -> Result<Call, String> {
    let language = |(_, language): &Text| match language {
        Value::Null => String::new(),
        given => given.to_string(),
    };
    let batch = Batch {
        texts: string_column(documents.iter().map(|(text, _)| text))?,
        ids: string_column((0..documents.len()).map(|id| id.to_string()))?,
        groups: Vec::new(),
        metadata: vec![MetadataColumn {
            name: "language".to_string(),
            values: string_column(documents.iter().map(language))?,
        }],
    };
    let layers = [("tokens", &["form", "clitics"][..]), ("sentences", &[]), ("language", &[])];
    let layers = layers.map(|(layer, attributes)| WantedLayer {
        layer: layer.to_string(),
        attributes: attributes.iter().map(ToString::to_string).collect(),
    });
    let want = Want { outputs: false, partials: false, layers: layers.to_vec(), extensions: Vec::new() };
    let layers = tokenize.analyze_batch(&batch, &[], &want)?.layers;
    Ok(Call { batch: Batch { metadata: Vec::new(), ..batch }, layers })
}
