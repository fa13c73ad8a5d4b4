//! Loads components that `wasm-smith` makes, and counts how far they come: `cargo run --release -p textmill-oracles
//! --example smith -- 10000`, from number 0, or from the second number given.

use std::env;

fn main() {
    let mut numbers = env::args().skip(1).map(|argument| argument.parse().unwrap_or_default());
    let (count, first): (u64, u64) = (numbers.next().unwrap_or(200), numbers.next().unwrap_or(0));
    for (stage, components) in textmill_oracles::smith::stages(first..first + count) {
        println!("{components:>8} {stage}");
    }
}
