//! Calls the analyzer batch by batch, natively: what to count instructions with, and what to compare two states of the
//! code by.
//!
//! ```text
//! CARGO_PROFILE_RELEASE_DEBUG=1 cargo build --release -p textmill-sentiment --example batches
//! valgrind --tool=callgrind --collect-atstart=no --toggle-collect='*known_calls*' \
//!     target/release/examples/batches count texts.jsonl
//! target/release/examples/batches write texts.jsonl | sha256sum
//! ```
//!
//! Lines of the file are objects with `text`, and where it is known `language`. `first_call` is the first batch of an
//! instance, `next_calls` are those after it, and `known_calls` all batches once more, every form being known.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::{env, fs};

use textmill_sdk::prelude::*;
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

#[path = "../tests/calls/mod.rs"]
mod calls;
use calls::{Call, LAYERS, Row, want};

/// How much text goes into a call.
const BATCH_BYTES: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [way, file] = arguments.as_slice() else { return Err("usage: batches count|write FILE".into()) };
    let rows = BufReader::new(fs::File::open(file)?).lines();
    let rows: Result<Vec<Row>, Box<dyn Error>> = rows.map(|line| Ok(serde_json::from_str(&line?)?)).collect();
    let calls = calls_of(&rows?)?;
    match way.as_str() {
        "count" => count(&calls),
        "write" => write(&calls),
        _ => Err("the first argument is `count` or `write`".into()),
    }
}

/// The rows in calls of [`BATCH_BYTES`].
fn calls_of(rows: &[Row]) -> Result<Vec<Call>, String> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let mut calls = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take_while(|row| {
            bytes += row.text.len();
            bytes <= BATCH_BYTES
        });
        let (now, later) = rest.split_at(fitting.count().max(1));
        rest = later;
        calls.push(Call::new(&tokenize, now)?);
    }
    Ok(calls)
}

/// Calls for states alone.
fn count(calls: &[Call]) -> Result<(), Box<dyn Error>> {
    let sentiment = Harness::<Sentiment>::new(json!({}))?;
    let (first, next) = calls.split_at(1.min(calls.len()));
    first_call(&sentiment, first)?;
    next_calls(&sentiment, next)?;
    known_calls(&sentiment, calls)?;
    let tokens = |calls: &[Call]| calls.iter().map(Call::tokens).sum::<usize>();
    println!(
        "{} tokens in the first call, {} in the next, {} in all",
        tokens(first),
        tokens(next),
        tokens(calls)
    );
    Ok(())
}

#[inline(never)]
fn first_call(sentiment: &Harness<Sentiment>, calls: &[Call]) -> Result<(), String> {
    call_each(sentiment, calls)
}

#[inline(never)]
fn next_calls(sentiment: &Harness<Sentiment>, calls: &[Call]) -> Result<(), String> {
    call_each(black_box(sentiment), calls)
}

#[inline(never)]
fn known_calls(sentiment: &Harness<Sentiment>, calls: &[Call]) -> Result<(), String> {
    call_each(sentiment, black_box(calls))
}

fn call_each(sentiment: &Harness<Sentiment>, calls: &[Call]) -> Result<(), String> {
    for call in calls {
        black_box(sentiment.analyze_batch(&call.batch, &call.layers, &want(false, true, &[]))?);
    }
    Ok(())
}

/// Writes states alone, then with layers, layers alone, all three, and outputs alone.
fn write(calls: &[Call]) -> Result<(), Box<dyn Error>> {
    let sentiment = Harness::<Sentiment>::new(json!({}))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let wants = [
        want(false, true, &[]),
        want(false, true, &LAYERS),
        want(false, false, &LAYERS[1..]),
        want(true, true, &LAYERS),
        want(true, false, &[]),
    ];
    for call in calls {
        for want in &wants {
            let analysis = sentiment.analyze_batch(&call.batch, &call.layers, want)?;
            for partial in &analysis.partials {
                out.write_all(partial)?;
                writeln!(out)?;
            }
            for output in &analysis.outputs {
                writeln!(out, "{output}")?;
            }
            writeln!(out, "{:?} {:?}", analysis.layers, analysis.faults)?;
        }
    }
    Ok(out.flush()?)
}
