//! Measures how what the built-in analyzers execute grows with the text, for `cargo xtask growth`, which runs it.
//!
//! `growth [WORDS]` takes so many words of each table, or all of them. It prints the patterns of which a text of twice the
//! length takes more than 2.2 times the work, `FACTOR ANALYZER FUEL SOURCE PATTERN` with tabs between them, and how many
//! there were.

use std::env::args;
use std::path::Path;
use std::process::ExitCode;

use textmill_benches::growth::{MOST, Meter, patterns};

fn main() -> ExitCode {
    let words = args().nth(1).map_or(Some(usize::MAX), |words| words.parse().ok());
    let Some(words) = words else {
        eprintln!("usage: growth [WORDS]");
        return ExitCode::from(2);
    };
    let repository =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let patterns = patterns(repository, words, 1).expect("the lexicons are there");
    let mut meter = Meter::new();
    let (mut above, mut greatest) = (0, 0.0_f64);
    for (place, pattern) in patterns.iter().enumerate() {
        if place % 1_000 == 0 {
            eprintln!("{place} of {} patterns", patterns.len());
        }
        for growth in meter.measure(pattern) {
            let factor = growth.factor();
            greatest = greatest.max(factor);
            if factor > MOST {
                above += 1;
                println!(
                    "{factor:.2}\t{}\t{:?}\t{}\t{:?}",
                    growth.analyzer, growth.fuel, pattern.source, pattern.text
                );
            }
        }
    }
    println!("{} patterns, {above} above {MOST}, the greatest {greatest:.3}", patterns.len());
    if above == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
