//! Counts what the built-in analyzers take, for `cargo xtask counts`, which runs it.
//!
//! For each kind of text each analyzer gets three batches of other text, as one worker of a run gives them to its
//! instances. The first one is `cold`: what an instance remembers of words it finds out there. The two after it are
//! `warm`. All layers of `tokenize` are wanted with the attributes that the others read; of the others a state alone.
//!
//! - `count fuel` prints what each call executes in its sandbox: `ANALYZER TEXT MEMO TOKENS FUEL`, with tabs between
//!   them, below a line with the compiler of the plugins.
//! - `count native TEXT` makes the calls of one kind of text without a sandbox, to be run under callgrind, which counts
//!   the instructions of [`counted`] and dumps them after each call. It prints `ANALYZER TEXT MEMO TOKENS`. With
//!   `native TEXT ANALYZER` the calls of that one alone are counted, for a look at its functions.

use std::collections::BTreeMap;
use std::env::args;
use std::hint::black_box;
use std::process::exit;

use textmill_benches::{ANALYZERS, Call, Instance, Native, SHAPES, Sandbox, Shape, batches, chain, native};
use textmill_wit::guest::textmill::analyzer::types as wit;

/// Whether an instance remembers words of such texts, batch by batch.
const MEMOS: [&str; 3] = ["cold", "warm", "warm"];

fn main() {
    let arguments: Vec<String> = args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["fuel"] => fuel(),
        ["native", text] => instructions(shape(text), &ANALYZERS),
        ["native", text, analyzer] => instructions(shape(text), &[*analyzer]),
        _ => usage(),
    }
}

fn shape(name: &str) -> Shape {
    SHAPES.into_iter().find(|shape| shape.name == name).unwrap_or_else(|| usage())
}

fn fuel() {
    println!("# compiler of the plugins: {}", textmill_benches::compiler());
    let sandboxes = ANALYZERS.map(|name| (name, Sandbox::metered(name)));
    for shape in SHAPES {
        let instances = sandboxes.iter().map(|(name, sandbox)| (*name, sandbox.instance()));
        let mut instances: BTreeMap<&str, Instance> = instances.collect();
        for (memo, documents) in MEMOS.into_iter().zip(batches(shape, MEMOS.len())) {
            let mut calls = Vec::new();
            let tokens = chain(&documents, |name, call| {
                let instance = instances.get_mut(name).expect("there is one of each analyzer");
                let before = instance.fuel();
                let analysis = instance.analyze(call);
                calls.push((name, instance.fuel() - before));
                analysis
            });
            for (name, fuel) in calls {
                println!("{name}\t{}\t{memo}\t{tokens}\t{fuel}", shape.name);
            }
        }
    }
}

fn instructions(shape: Shape, counted_ones: &[&str]) {
    let analyzers: BTreeMap<&str, Box<dyn Native>> =
        ANALYZERS.into_iter().map(|name| (name, native(name))).collect();
    for (memo, documents) in MEMOS.into_iter().zip(batches(shape, MEMOS.len())) {
        let tokens = chain(&documents, |name, call| {
            let analyzer = analyzers[name].as_ref();
            if counted_ones.contains(&name) { counted(analyzer, call) } else { analyzer.analyze(call) }
        });
        for name in counted_ones {
            println!("{name}\t{}\t{memo}\t{tokens}", shape.name);
        }
    }
}

/// What callgrind counts, which knows it by its name.
#[inline(never)]
fn counted(analyzer: &dyn Native, call: &Call) -> wit::Analysis {
    black_box(analyzer.analyze(black_box(call)))
}

fn usage() -> ! {
    let texts: Vec<&str> = SHAPES.iter().map(|shape| shape.name).collect();
    eprintln!("usage: count fuel | native TEXT [ANALYZER], TEXT one of {}", texts.join(", "));
    exit(2);
}
