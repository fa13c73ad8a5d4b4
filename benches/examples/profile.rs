//! One analyzer on one text for some seconds, and nothing else: what to run under a profiler.
//!
//! ```text
//! cargo build --profile bench -p textmill-benches --example profile
//! perf record -e cpu-clock target/release/examples/profile keywords arabic-news sandboxed
//! ```
//!
//! In a sandbox the functions of the plugin have their names too, by way of a map in `/tmp` that perf knows to read.

use std::env::args;
use std::process::exit;
use std::time::{Duration, Instant};

use textmill_benches::{BATCH_BYTES, Call, SHAPES, Sandbox, native, texts};

const SECONDS: u64 = 5;

fn main() {
    let arguments: Vec<String> = args().skip(1).collect();
    let [analyzer, text, way] = arguments.as_slice() else { usage() };
    let Some(shape) = SHAPES.into_iter().find(|shape| shape.name == text) else { usage() };
    let sandbox = Sandbox::profiled(analyzer);
    let call = Call::new(analyzer, &texts(shape, BATCH_BYTES), analyzer == "tokenize");
    let calls = match way.as_str() {
        "native" => {
            let native = native(analyzer);
            repeat(|| drop(native.analyze(&call)))
        }
        "sandboxed" => {
            let mut instance = sandbox.instance();
            repeat(|| drop(instance.analyze(&call)))
        }
        _ => usage(),
    };
    let partial = native(analyzer).analyze(&call).partials.iter().map(Vec::len).sum::<usize>();
    let spans: usize = call.layers.iter().map(|layer| layer.starts.len() / 4).sum();
    println!(
        "{calls} calls in {SECONDS} s: {} bytes of text, {} documents, {spans} spans in, a state of {partial} bytes",
        call.bytes(),
        call.batch.texts.ends.len() / 4
    );
}

/// Calls it again and again, and gives how often.
fn repeat(mut call: impl FnMut()) -> u64 {
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let mut calls = 0;
    while Instant::now() < end {
        call();
        calls += 1;
    }
    calls
}

fn usage() -> ! {
    let texts: Vec<&str> = SHAPES.iter().map(|shape| shape.name).collect();
    eprintln!("usage: profile ANALYZER TEXT native|sandboxed, TEXT one of {}", texts.join(", "));
    exit(2);
}
